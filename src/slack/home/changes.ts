import type { Kysely } from 'kysely'
import { writeDay } from '../../ask/period-text.ts'
import { dayOf } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { settingGroups, shownValue } from '../manage/setting-groups.ts'
import type { HomeChange } from './facts.ts'

const shown = 6

/** What each deed in the audit log is called; `subject` is whom it was done to. */
const deeds: Readonly<Record<string, (subject: string, details: Readonly<Record<string, unknown>>) => string>> = {
  add_staff: (subject) => `added ${subject} to the staff`,
  change_role: (subject, { before, after }) => `made ${subject} ${roleName(after)} (was ${roleName(before)})`,
  set_store: (subject) => `changed the store of ${subject}`,
  link_slack_user: (subject, { user }) =>
    user === null ? `parted ${subject} from their Slack user` : `linked ${subject} to a Slack user`,
  deactivate_staff: (subject) => `took ${subject} off the staff`,
  reactivate_staff: (subject) => `took ${subject} back on`,
  erase: () => 'erased a customer',
  export_customer: (subject) => `was given all that is held about ${subject}`,
  claim: (subject) => `made ${subject} the administrator`,
}

const roleName = (role: unknown): string =>
  role === 'admin' ? 'an administrator' : role === 'manager' ? 'a manager' : 'an associate'

interface Dated {
  readonly at: Date
  readonly by: string
  readonly what: string
}

/** Who last changed settings and staff, latest first. */
export async function recentChanges(db: Kysely<Database>, timeZone: string): Promise<readonly HomeChange[]> {
  const [settings, staff, names] = await Promise.all([settingChanges(db), staffChanges(db), namesOf(db)])
  const named = (who: string): string => names.get(who) ?? (who === 'terminal' ? 'The terminal' : who)
  return [...settings, ...staff.map(({ row, ...deed }) => ({ ...deed, what: row(named) }))]
    .sort((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, shown)
    .map(({ at, by, what }) => ({ text: `${writeDay(dayOf(at, timeZone))}: ${named(by)} ${what}` }))
}

async function settingChanges(db: Kysely<Database>): Promise<readonly Dated[]> {
  const rows = await db
    .selectFrom('setting_changes')
    .selectAll()
    // What the sample shop came with is nobody's decision.
    .where('changed_by', '<>', 'sample')
    .orderBy('id', 'desc')
    .limit(shown)
    .execute()
  return rows.map(({ key, old_value, new_value, changed_at, changed_by }) => {
    const setting = settingGroups.flatMap((group) => group.settings).find((one) => one.key === key) ?? null
    const after = `“${shownValue(setting, new_value)}”`
    const change = old_value === null ? `to ${after}` : `from “${shownValue(setting, old_value)}” to ${after}`
    return { at: changed_at, by: changed_by, what: `changed ${setting?.label ?? key} ${change}` }
  })
}

async function staffChanges(db: Kysely<Database>) {
  const rows = await db
    .selectFrom('audit_log')
    .select(['at', 'actor', 'action', 'subject', 'details'])
    .where('action', '<>', 'ask')
    .where('action', 'in', Object.keys(deeds))
    .orderBy('id', 'desc')
    .limit(shown)
    .execute()
  return rows.map(({ at, actor, action, subject, details }) => ({
    at,
    by: actor,
    row: (named: (who: string) => string) => {
      const told = details as Readonly<Record<string, unknown>> | null
      return deeds[action]?.(named(subject ?? ''), told ?? {}) ?? action
    },
  }))
}

/** Names by e-mail address and by Slack user; the logs hold these alone. */
async function namesOf(db: Kysely<Database>): Promise<ReadonlyMap<string, string>> {
  const staff = await db.selectFrom('staff').select(['email', 'slack_user_id', 'name']).orderBy('id').execute()
  return new Map(
    staff.flatMap(({ email, slack_user_id, name }) => [
      [email, name] as const,
      ...(slack_user_id === null ? [] : [[slack_user_id, name] as const]),
    ]),
  )
}
