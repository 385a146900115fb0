import { type Kysely, sql } from 'kysely'
import { listStaff } from '../access/staff.ts'
import { type Config, environmentSettings } from '../config.ts'
import { openKysely } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { withoutPassword } from '../db/faults.ts'
import { migrationState, prepareReaders, serverVersion } from '../db/migrate.ts'
import { readingRoles, roleUsable, unscopedTables } from '../db/reading.ts'
import type { Database } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { UserError } from '../errors.ts'
import { digests } from './digest-check.ts'
import { modelFindings } from './model-check.ts'
import { scores } from './score-check.ts'
import { type SlackDoor, schedulesFinding, slackFindings, staffFinding } from './slack-checks.ts'

/** One thing that was looked at: good, worth knowing, or a fault with its mend. */
export type Finding = {
  readonly kind: 'good' | 'note' | 'fault'
  readonly subject: string
  readonly says: string
  readonly mend?: string
}

/** Looks at everything in the order in which one thing needs another; after a connection that fails, what needs it is left out. */
export async function* findings(config: Config, slack: SlackDoor): AsyncGenerator<Finding> {
  yield* environment(config)
  yield* slackFindings(config.slack, slack)
  await using stack = new AsyncDisposableStack()
  const opened = await openServer(config, stack)
  yield opened.finding
  if (!opened.db) return
  const checks = [
    version,
    extensions,
    migrations,
    ownership,
    readers,
    scopes,
    settings,
    staff(config),
    schedules,
    digests(config.slack.botToken !== undefined),
    freshness,
    scores(config),
  ]
  for (const check of checks) yield await check(opened.db).catch(asFault)
  yield* modelFindings(config, opened.db)
  if (config.databaseReadUrl) yield await replica(config.databaseReadUrl)
}

function* environment(config: Config): Generator<Finding> {
  const given = Object.keys(environmentSettings).filter((name) => isSet(config, name))
  yield {
    kind: 'good',
    subject: 'Environment',
    says: given.length > 0 ? given.join(', ') : 'nothing set; the defaults hold',
  }
  if (!config.openai.apiKey && !config.openai.baseUrl)
    yield { kind: 'note', subject: 'Model', says: 'none; the built-in planner answers alone' }
  if (config.asOf) yield { kind: 'note', subject: 'Today', says: `pinned to ${config.asOf} by REGULARS_AS_OF` }
}

function isSet(config: Config, name: string): boolean {
  const values: Readonly<Record<string, unknown>> = {
    DATABASE_URL: config.databaseUrl,
    DATABASE_READ_URL: config.databaseReadUrl,
    SLACK_BOT_TOKEN: config.slack.botToken,
    SLACK_APP_TOKEN: config.slack.appToken,
    SLACK_SIGNING_SECRET: config.slack.signingSecret,
    OPENAI_API_KEY: config.openai.apiKey,
    OPENAI_BASE_URL: config.openai.baseUrl,
    PORT: config.port,
    REGULARS_AS_OF: config.asOf,
  }
  return values[name] !== undefined
}

async function openServer(
  config: Config,
  stack: AsyncDisposableStack,
): Promise<{ finding: Finding; db?: Kysely<Database> }> {
  try {
    const url = config.databaseUrl ?? stack.use(await startEmbedded({ home: config.home })).url
    const db = stack.adopt(openKysely(url, 2), (one) => one.destroy())
    await sql`select 1`.execute(db)
    const says = config.databaseUrl
      ? withoutPassword(config.databaseUrl)
      : `the one that comes along, in ${config.home}`
    return { db, finding: { kind: 'good', subject: 'Database', says } }
  } catch (error) {
    return { finding: { ...asFault(error), subject: 'Database' } }
  }
}

async function version(db: Kysely<Database>): Promise<Finding> {
  const { number, text } = await serverVersion(db)
  if (number >= 15) return { kind: 'good', subject: 'Version', says: `PostgreSQL ${text}` }
  return {
    kind: 'fault',
    subject: 'Version',
    says: `PostgreSQL ${text} is too old`,
    mend: 'Upgrade the server to 15 or newer.',
  }
}

const neededExtensions = ['fuzzystrmatch', 'pg_trgm', 'unaccent']

async function extensions(db: Kysely<Database>): Promise<Finding> {
  const { rows } = await sql<{ name: string; installed: boolean }>`
    select name, installed_version is not null as installed from pg_available_extensions
    where name = any (${neededExtensions}) order by name
  `.execute(db)
  const absent = neededExtensions.filter((name) => !rows.some((row) => row.name === name))
  const waiting = rows.filter((row) => !row.installed).map((row) => row.name)
  if (absent.length > 0) {
    const mend = 'Install the server’s package postgresql-contrib.'
    return { kind: 'fault', subject: 'Extensions', says: `the server lacks ${absent.join(', ')}`, mend }
  }
  const says = waiting.length > 0 ? `${waiting.join(', ')} will be made by migrate` : neededExtensions.join(', ')
  return { kind: waiting.length > 0 ? 'note' : 'good', subject: 'Extensions', says }
}

async function migrations(db: Kysely<Database>): Promise<Finding> {
  const { applied, pending, unknown } = await migrationState(db)
  const subject = 'Migrations'
  if (unknown.length > 0) {
    return {
      kind: 'fault',
      subject,
      says: `the database is newer: ${unknown.join(', ')}`,
      mend: 'Update Regulars: git pull && npm install',
    }
  }
  if (pending.length === 0) return { kind: 'good', subject, says: `all ${applied.length} applied` }
  return {
    kind: 'note',
    subject,
    says: `${pending.length} to apply; the next command does`,
    mend: 'Or now: npm run -s cli -- migrate',
  }
}

/** Row-level security hides every row from a login that neither owns the tables nor is one of the reading roles. */
async function ownership(db: Kysely<Database>): Promise<Finding> {
  const { rows } = await sql<{ login: string; owner: string; mine: boolean }>`
    select current_user as login, tableowner as owner, pg_has_role(tableowner, 'usage') as mine
    from pg_tables where schemaname = current_schema and tablename = 'customers'
  `.execute(db)
  const [row] = rows
  if (!row || row.mine)
    return { kind: 'good', subject: 'Rights', says: row ? `${row.login} owns the tables` : 'no tables yet' }
  const mend = `As a superuser: grant ${row.owner} to ${row.login}; or connect as ${row.owner}.`
  return { kind: 'fault', subject: 'Rights', says: `the tables belong to ${row.owner}, not to ${row.login}`, mend }
}

async function readers(db: Kysely<Database>): Promise<Finding> {
  const subject = 'Reading role'
  if ((await migrationState(db)).pending.length > 0) return { kind: 'note', subject, says: 'made by migrate' }
  await prepareReaders(db)
  const { rows } = await sql<{ usable: boolean }>`select ${roleUsable} as usable`.execute(db)
  if (rows[0]?.usable) return { kind: 'good', subject, says: 'questions run as regulars_reader' }
  return {
    kind: 'fault',
    subject,
    says: 'the login may not make it; questions run as the login, read only',
    mend: await roleMend(db),
  }
}

/** What the shop decided about who sees whom, against what PostgreSQL holds to. */
async function scopes(db: Kysely<Database>): Promise<Finding> {
  const subject = 'Who sees whom'
  if ((await migrationState(db)).pending.length > 0) return { kind: 'note', subject, says: 'made by migrate' }
  const { associateScope } = await readSettings(db)
  if (associateScope === 'all') return { kind: 'good', subject, says: 'associates see every customer' }
  const open = await unscopedTables(db)
  const again = `npm run -s cli -- settings set associate_scope=all, and then associate_scope=${associateScope}`
  if (open.length > 0)
    return { kind: 'fault', subject, says: `PostgreSQL hides nothing of ${open.join(', ')}`, mend: again }
  const without = associateScope === 'store' ? await associatesWithoutStore(db) : []
  const says = `associates see the customers ${associateScope === 'store' ? 'of their store' : 'they look after'}`
  if (without.length === 0) return { kind: 'good', subject, says }
  const mend = 'Set it in Slack, on the Home tab under Staff, or in staff.csv.'
  return { kind: 'note', subject, says: `${says}; without a store, and so refused: ${without.join(', ')}`, mend }
}

async function associatesWithoutStore(db: Kysely<Database>): Promise<readonly string[]> {
  const staff = await listStaff(db)
  return staff
    .filter(({ role, storeId, active }) => active && role === 'associate' && storeId === null)
    .map(({ email }) => email)
}

/** What a superuser has to type once; then the next command gives the roles their rights. */
async function roleMend(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ login: string; existing: string[] }>`
    select current_user as login, array(select rolname::text from pg_roles where rolname like 'regulars\\_%reader') as existing
  `.execute(db)
  const { login = 'regulars', existing = [] } = rows[0] ?? {}
  const missing = readingRoles.filter((role) => !existing.includes(role))
  return [
    'As a superuser:',
    ...missing.map((role) => `create role ${role} nologin;`),
    'grant regulars_reader to regulars_contact_reader, regulars_scoped_reader;',
    'grant regulars_contact_reader, regulars_scoped_reader to regulars_scoped_contact_reader;',
    `grant ${readingRoles.join(', ')} to "${login}";`,
    'Then run doctor again.',
  ].join('\n    ')
}

async function settings(db: Kysely<Database>): Promise<Finding> {
  if ((await migrationState(db)).pending.length > 0)
    return { kind: 'note', subject: 'Settings', says: 'made by migrate' }
  const { name, currency, timeZone } = await readSettings(db)
  const mend = 'npm run -s cli -- settings set time_zone=America/Chicago'
  const says = `${name}, ${currency}, ${timeZone}`
  return timeZone === 'UTC'
    ? { kind: 'note', subject: 'Settings', says: `${says}: is the shop’s time zone set?`, mend }
    : { kind: 'good', subject: 'Settings', says }
}

/** The staff, once there is a table of them. */
const staff =
  (config: Config) =>
  async (db: Kysely<Database>): Promise<Finding> =>
    (await migrationState(db)).pending.length > 0
      ? { kind: 'note', subject: 'Staff', says: 'none yet' }
      : staffFinding(db, config.slack.botToken !== undefined)

const schedules = async (db: Kysely<Database>): Promise<Finding> =>
  (await migrationState(db)).pending.length > 0
    ? { kind: 'note', subject: 'Schedules', says: 'none yet' }
    : schedulesFinding(db)

async function freshness(db: Kysely<Database>): Promise<Finding> {
  if ((await migrationState(db)).pending.length > 0) return { kind: 'note', subject: 'Data', says: 'none yet' }
  const { customers } = await db
    .selectFrom('customer_summaries')
    .select(db.fn.countAll<number>().as('customers'))
    .executeTakeFirstOrThrow()
  const latest = await db
    .selectFrom('orders')
    .select(db.fn.max('ordered_day').as('day'))
    .where('counts', '=', true)
    .executeTakeFirst()
  if (customers === 0)
    return {
      kind: 'note',
      subject: 'Data',
      says: 'no customers yet',
      mend: 'npm run -s cli -- import FOLDER, or: npm run -s cli -- sample',
    }
  return { kind: 'good', subject: 'Data', says: `${customers} customers, orders up to ${latest?.day ?? '(none)'}` }
}

async function replica(url: string): Promise<Finding> {
  const db = openKysely(url, 1)
  try {
    const { rows } = await sql<{ replica: boolean }>`select pg_is_in_recovery() as replica`.execute(db)
    return {
      kind: 'good',
      subject: 'Read database',
      says: `${withoutPassword(url)}${rows[0]?.replica ? ', a replica' : ''}`,
    }
  } catch (error) {
    return { ...asFault(error), subject: 'Read database' }
  } finally {
    await db.destroy()
  }
}

function asFault(error: unknown): Finding {
  if (!(error instanceof UserError))
    return { kind: 'fault', subject: 'Check', says: error instanceof Error ? error.message : String(error) }
  return { kind: 'fault', subject: 'Check', says: error.message, ...(error.hint && { mend: error.hint }) }
}
