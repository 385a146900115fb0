import { type Kysely, sql } from 'kysely'
import { hasAdministrator } from '../access/claim.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/schema.ts'
import type { UserError } from '../errors.ts'
import type { Finding } from './checks.ts'

/** What the terminal asks of Slack; src/cli.ts hands it over, because the terminal itself does not speak to Slack. */
export interface SlackDoor {
  readonly probe: (tokens: { readonly botToken: string; readonly appToken?: string }) => Promise<Probed>
  /** The scopes that manifest.yml asks for. */
  readonly neededScopes: () => Promise<readonly string[]>
}

export interface Probed {
  readonly identity: { readonly team: string; readonly teamName: string; readonly botUserId: string } | UserError
  readonly scopes: readonly string[] | null
  readonly connection: 'open' | UserError | null
}

const subject = 'Slack'

/** Tokens, scopes and the connection; without a bot token there is nothing to ask. */
export async function* slackFindings(slack: Config['slack'], door: SlackDoor): AsyncGenerator<Finding> {
  const { botToken, appToken } = slack
  if (!botToken) {
    const says = 'no token; npm start opens the local workspace in the browser instead'
    yield { kind: 'note', subject, says, mend: 'For your own Slack: README.md, “In your Slack”.' }
    return
  }
  const { identity, scopes, connection } = await door.probe({ botToken, ...(appToken && { appToken }) })
  if ('message' in identity) {
    yield asFault(identity)
    return
  }
  yield { kind: 'good', subject, says: `bot ${identity.botUserId} in ${identity.teamName} (${identity.team})` }
  yield way(connection)
  yield* scopeFindings(scopes, await door.neededScopes())
}

const asFault = ({ message, hint }: UserError): Finding => ({
  kind: 'fault',
  subject,
  says: message,
  ...(hint && { mend: hint }),
})

function way(connection: Probed['connection']): Finding {
  if (connection === null) return { kind: 'good', subject, says: 'HTTP with a signing secret' }
  if (connection === 'open') return { kind: 'good', subject, says: 'Socket Mode, and a connection opens' }
  return asFault(connection)
}

const reinstall =
  'At https://api.slack.com/apps, under “App Manifest”, paste manifest.yml; then “Install App”, “Reinstall to Workspace”.'

function* scopeFindings(granted: readonly string[] | null, needed: readonly string[]): Generator<Finding> {
  if (granted === null) {
    yield { kind: 'note', subject: 'Scopes', says: 'Slack does not say which the token has' }
    return
  }
  const missing = needed.filter((scope) => !granted.includes(scope))
  const idle = granted.filter((scope) => !needed.includes(scope))
  yield missing.length === 0
    ? { kind: 'good', subject: 'Scopes', says: `all ${needed.length} of manifest.yml` }
    : { kind: 'fault', subject: 'Scopes', says: `missing: ${missing.join(', ')}`, mend: reinstall }
  if (idle.length > 0)
    yield { kind: 'note', subject: 'Scopes', says: `granted, but of no use: ${idle.join(', ')}`, mend: reinstall }
}

/** How many of the staff Slack users were found for, and whether somebody can manage the rest. */
export async function staffFinding(db: Kysely<Database>, inSlack: boolean): Promise<Finding> {
  const staff = await db.selectFrom('staff').select('slack_user_id').where('active', '=', true).orderBy('id').execute()
  const linked = staff.filter((colleague) => colleague.slack_user_id !== null)
  const says = `${linked.length} of ${staff.length} are linked to Slack`
  if (await hasAdministrator(db)) return { kind: 'good', subject: 'Staff', says }
  return {
    kind: inSlack ? 'fault' : 'note',
    subject: 'Staff',
    says: `${says}, and no administrator among them`,
    mend: 'npm start shows a code; whoever sends “claim CODE” to Regulars in Slack becomes the administrator.',
  }
}

/** Whether answers that are due are sent, and which were paused because something was wrong. */
export async function schedulesFinding(db: Kysely<Database>): Promise<Finding> {
  const { rows } = await sql<{ active: number; paused: number; stopped: number; overdue: number }>`
    select
      count(*) filter (where state = 'active') as active,
      count(*) filter (where state = 'paused' and paused_because is null) as paused,
      count(*) filter (where state = 'paused' and paused_because is not null) as stopped,
      count(*) filter (where state = 'active' and next_at < now() - interval '15 minutes') as overdue
    from schedules
  `.execute(db)
  const { active, paused, stopped, overdue } = rows[0] ?? { active: 0, paused: 0, stopped: 0, overdue: 0 }
  const says = [`${active} active`, ...(paused > 0 ? [`${paused} paused`] : [])].join(', ')
  if (overdue > 0) {
    const mend = 'Is the bot running? npm start sends what is less than a day late.'
    return { kind: 'fault', subject: 'Schedules', says: `${says}, ${overdue} overdue`, mend }
  }
  if (stopped === 0) return { kind: 'good', subject: 'Schedules', says }
  const mend = 'Their owners see why on their Home tab, and resume them there.'
  return { kind: 'note', subject: 'Schedules', says: `${says}, ${stopped} stopped by faults`, mend }
}
