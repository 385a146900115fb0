import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { UserError } from '../errors.ts'
import { sqlState } from './faults.ts'
import { renewScopes } from './reading.ts'
import type { Database } from './schema.ts'

const folder = new URL('../../migrations/', import.meta.url)

/** Any number, the same in every process: who holds it migrates, the others wait. */
const migrationLock = 7_236_421

const oldestServer = 15

export type MigrationState = {
  readonly applied: readonly string[]
  readonly pending: readonly string[]
  readonly unknown: readonly string[]
}

/**
 * Brings the database to the newest form, in one transaction: all pending migrations or none. Several processes may
 * call it at once; each migration is applied by one of them. Returns the names applied.
 */
export async function migrate(db: Kysely<Database>): Promise<readonly string[]> {
  const state = await migrationState(db)
  if (state.unknown.length > 0) throw newerDatabase(state.unknown)
  if (state.pending.length === 0) return []
  await refuseOldServer(db)
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(trx)
    await sql`create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())`.execute(
      trx,
    )
    const { pending } = await migrationState(trx)
    for (const name of pending) await apply(trx, name)
    if (pending.length > 0) await describeOwnTable(trx)
    await prepareReaders(trx)
    await renewScopes(trx)
    return pending
  })
}

/** Which migrations this database has, lacks, or has from a newer version of the program. */
export async function migrationState(db: Kysely<Database>): Promise<MigrationState> {
  const known = await migrationNames()
  const { rows } = await sql<{ exists: boolean }>`select to_regclass('migrations') is not null as exists`.execute(db)
  const applied = rows[0]?.exists
    ? (await db.selectFrom('migrations').select('name').orderBy('name').execute()).map(({ name }) => name)
    : []
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  }
}

/**
 * Makes the reading roles and renews their rights; false when this login may not make roles. Questions then run as the
 * login itself, still read only; `doctor` says how to mend it.
 */
export async function prepareReaders(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ ready: boolean }>`select prepare_readers() as ready`.execute(db)
  return rows[0]?.ready ?? false
}

async function migrationNames(): Promise<readonly string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort()
}

/**
 * Runs one file. A file holds several statements and our connections take one at a time, so the file becomes the body
 * of an anonymous block, which is one.
 */
async function apply(db: Kysely<Database>, name: string): Promise<void> {
  const text = await readFile(new URL(`${name}.sql`, folder), 'utf8')
  try {
    await sql.raw(`do $migration$ begin\n${text}\nend $migration$`).execute(db)
  } catch (error) {
    throw migrationFault(name, error)
  }
  await db.insertInto('migrations').values({ name }).execute()
}

async function describeOwnTable(db: Kysely<Database>): Promise<void> {
  await sql`comment on table migrations is 'The migrations this database has had.'`.execute(db)
  await sql`comment on column migrations.name is 'The file in migrations/, without .sql.'`.execute(db)
  await sql`comment on column migrations.applied_at is 'When it was applied.'`.execute(db)
}

async function refuseOldServer(db: Kysely<Database>): Promise<void> {
  const version = await serverVersion(db)
  if (version.number >= oldestServer) return
  throw new UserError(
    `The database is PostgreSQL ${version.text}; Regulars needs ${oldestServer} or newer.`,
    'Upgrade the server, or leave DATABASE_URL unset to use the one that comes along.',
  )
}

/** The server's version: `{ number: 18, text: '18.4' }`. */
export async function serverVersion(db: Kysely<Database>): Promise<{ readonly number: number; readonly text: string }> {
  const { rows } = await sql<{ number: number; text: string }>`
    select current_setting('server_version_num')::integer / 10000 as number, split_part(current_setting('server_version'), ' ', 1) as text
  `.execute(db)
  return rows[0] ?? { number: 0, text: 'unknown' }
}

function newerDatabase(names: readonly string[]): UserError {
  return new UserError(
    `This database was made by a newer version: it has ${names.join(', ')}, which this one does not know.`,
    'Update Regulars: git pull && npm install',
  )
}

function migrationFault(name: string, error: unknown): unknown {
  const said = error instanceof Error ? error.message : String(error)
  switch (sqlState(error)) {
    case '42501':
      return new UserError(
        `Migration ${name} may not be applied: ${said}.`,
        'The login of DATABASE_URL must own the database, or have been granted: grant create on schema public to …; on database too for extensions.',
        { cause: error },
      )
    case '0A000':
    case '58P01':
      return new UserError(
        `Migration ${name} cannot be applied: ${said}.`,
        'The server lacks an extension: install the package postgresql-contrib (pg_trgm, unaccent, fuzzystrmatch).',
        { cause: error },
      )
    case '42P07':
      return new UserError(
        `Migration ${name} cannot be applied: ${said}.`,
        'This database already holds something else. Give Regulars one of its own in DATABASE_URL.',
        { cause: error },
      )
    default:
      return new Error(`Migration ${name} failed: ${said}`, { cause: error })
  }
}
