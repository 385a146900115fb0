import { type Kysely, sql } from 'kysely'
import { addDays } from '../ask/days.ts'
import { clock } from '../context.ts'
import { migrationState } from '../db/migrate.ts'
import type { Database } from '../db/schema.ts'
import { readSettings, type ShopSettings } from '../db/settings.ts'
import { isWorkingDay, type Recipient, recipients } from '../digest/recipients.ts'
import { notInSlack } from '../digest/runs.ts'
import { localTime } from '../local-time.ts'
import type { Finding } from './checks.ts'

const subject = 'Digest'

/** Who is sent a digest, whether it can reach them and on which days, and how the last ones went. */
export const digests =
  (inSlack: boolean) =>
  async (db: Kysely<Database>): Promise<Finding> => {
    if ((await migrationState(db)).pending.length > 0) return { kind: 'note', subject, says: 'none yet' }
    return digestFinding(db, inSlack, clock())
  }

/** The worst of what there is to say: one thing to mend at a time. */
export async function digestFinding(db: Kysely<Database>, inSlack: boolean, now: Date): Promise<Finding> {
  const settings = await readSettings(db)
  const everybody = await recipients(db, settings)
  const [{ failed, late, lastFault }, lost] = await Promise.all([lately(db, now), notFound(db, now)])
  const says = count(everybody.length, 'recipient')
  if (everybody.length === 0)
    return {
      kind: 'note',
      subject,
      says: 'nobody is sent one',
      mend: 'Add colleagues on the Home tab under Staff, or import staff.csv.',
    }
  const idle = everybody.filter((recipient) => !hasDay(recipient, settings, now))
  if (idle.length > 0)
    return {
      kind: 'fault',
      subject,
      says: `${says}; no working day in the next two weeks for ${named(idle)}`,
      mend: 'Look at working_days and holidays: npm run -s cli -- settings; their own days are on their Home tab.',
    }
  if (failed + late > 0)
    return {
      kind: 'fault',
      subject,
      says: `${says}; in the last week ${[...(failed > 0 ? [`${failed} failed${lastFault === null ? '' : ` (${lastFault})`}`] : []), ...(late > 0 ? [`${late} not sent before the morning was over`] : [])].join(', ')}`,
      mend: 'Was the bot running? npm start. A channel must not be shared, and colleagues must be in this Slack.',
    }
  const unlinked = everybody.flatMap(({ target }) =>
    target.kind === 'staff' && target.slackUserId === null ? [target.email] : [],
  )
  const unreached = [...new Set([...unlinked, ...lost])]
  if (inSlack && unreached.length > 0)
    return {
      kind: 'note',
      subject,
      says: `${says}; not linked to Slack or not found there, and so sent none: ${listed(unreached)}`,
      mend: 'They are linked by their e-mail address when they write to Regulars or open its Home tab; or on yours, under Staff.',
    }
  return { kind: 'good', subject, says }
}

const hasDay = (recipient: Recipient, settings: ShopSettings, now: Date): boolean => {
  const { day } = localTime(now, recipient.timeZone)
  return Array.from({ length: 14 }, (_, ahead) => addDays(day, ahead)).some((each) =>
    isWorkingDay(each, recipient, settings),
  )
}

const shown = 5

const named = (some: readonly Recipient[]): string =>
  listed(some.map(({ target }) => (target.kind === 'staff' ? target.email : `channel ${target.channel}`)))

function listed(names: readonly string[]): string {
  const rest = names.length - shown
  return `${names.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

const count = (of: number, one: string): string => `${of} ${one}${of === 1 ? '' : 's'}`

/** Of the last seven days; a fault holds nothing of customers. */
async function lately(db: Kysely<Database>, now: Date) {
  const { rows } = await sql<{ failed: number; late: number; lastFault: string | null }>`
    select count(*) filter (where outcome = 'failed' and fault is distinct from ${notInSlack})::int as failed,
      count(*) filter (where outcome = 'late')::int as late,
      (array_agg(fault order by due_at desc, id desc) filter (where outcome = 'failed' and fault is distinct from ${notInSlack}))[1] as "lastFault"
    from digest_runs
    where due_at > ${now}::timestamptz - interval '7 days' and due_at <= ${now}::timestamptz
  `.execute(db)
  return rows[0] ?? { failed: 0, late: 0, lastFault: null }
}

/** Colleagues whom Slack did not know in the last seven days. */
async function notFound(db: Kysely<Database>, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('digest_runs as run')
    .innerJoin('staff', 'staff.id', 'run.staff_id')
    .select('staff.email')
    .distinct()
    .where('staff.active', '=', true)
    .where('run.fault', '=', notInSlack)
    .where('run.due_at', '>', new Date(now.getTime() - 7 * 86_400_000))
    .where('run.due_at', '<=', now)
    .orderBy('staff.email')
    .execute()
  return rows.map(({ email }) => email)
}
