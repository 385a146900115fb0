import { pipeline } from 'node:stream/promises'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { connectionFault, endsSession } from './faults.ts'
import type { Database } from './schema.ts'

export type Pools = AsyncDisposable & {
  /** Reads and writes. */
  readonly db: Kysely<Database>
  /** Answers questions, always inside `readTransaction`; may be a streaming replica. */
  readonly reader: Kysely<Database>
}

/**
 * Opens the two pools; nothing is connected until the first statement.
 *
 * What comes back: `date` as `YYYY-MM-DD` text, `bigint` as a number (a bigint beyond 2⁵³), `numeric` as text, so that
 * money stays exact until it is shown, `timestamptz` as a `Date`.
 */
export function openPools(url: string, readUrl: string = url): Pools {
  const db = openKysely(url, 8)
  const reader = openKysely(readUrl, 8)
  const close = async () => void (await Promise.all([db.destroy(), reader.destroy()]))
  return { db, reader, [Symbol.asyncDispose]: close }
}

const poolOf = new WeakMap<Kysely<Database>, Connections>()

/** One Kysely over one pool. A connection that fails is a `UserError` with the address, without its password. */
export function openKysely(url: string, connections: number): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    Client: ExtendedClient,
    types: { getTypeParser },
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    application_name: 'regulars',
  })
  // A connection that the server closes fails the statement on it, and the next one gets another. Without listeners,
  // on the idle ones and on those in use, it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  const busy = new Set<pg.PoolClient>()
  const wrapped = { connect: () => checkOut(pool, url, busy), end: () => close(pool, busy), options: pool.options }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: wrapped }) })
  poolOf.set(db, wrapped)
  return db
}

/** A connection that works; one whose session the server ends goes back to the pool to be thrown away, not used again. */
async function checkOut(pool: pg.Pool, url: string, busy: Set<pg.PoolClient>): Promise<pg.PoolClient> {
  const client = await pool.connect().catch((error: unknown) => {
    throw connectionFault(error, url)
  })
  busy.add(client)
  const release = client.release
  client.release = (broken) => {
    busy.delete(client)
    release.call(client, broken || endedSessions.has(client))
  }
  return client
}

/** Work that is still under way when the pool is closed was interrupted: its connection is cut, which undoes it. */
async function close(pool: pg.Pool, busy: ReadonlySet<pg.PoolClient>): Promise<void> {
  for (const client of busy) void (client as pg.PoolClient & pg.Client).end().catch(() => {})
  await pool.end()
}

/** Clients whose last statement was answered with the end of the session. */
const endedSessions = new WeakSet<pg.ClientBase>()

type Connections = { readonly connect: () => Promise<pg.PoolClient> }

/** Rows for `copy … from stdin`, in the format that the statement names. */
export type CopyRows = Iterable<string | Buffer> | AsyncIterable<string | Buffer>

export type CopySession = {
  readonly trx: Transaction<Database>
  /**
   * Sends rows into a table and waits for the server, so that a file of any size passes in constant memory.
   *
   *     await copy('copy staging (ref, name) from stdin', lines)
   */
  readonly copy: (statement: string, rows: CopyRows) => Promise<void>
}

/** A transaction that can also `copy … from stdin`: committed when `work` ends, rolled back when it throws. */
export async function copyTransaction<T>(db: Kysely<Database>, work: (session: CopySession) => Promise<T>): Promise<T> {
  const pool = poolOf.get(db)
  if (!pool) throw new Error('copyTransaction needs the database itself, not a transaction')
  const client = await pool.connect()
  const copy = (statement: string, rows: CopyRows) => pipeline(rows, client.query(copyFrom(statement)))
  let broken = true
  try {
    const result = await onlyOn(client)
      .transaction()
      .execute((trx) => work({ trx, copy }))
    broken = false
    return result
  } finally {
    client.release(broken)
  }
}

/** A Kysely whose every statement goes through one connection that somebody else releases. */
function onlyOn(client: pg.PoolClient): Kysely<Database> {
  const borrowed = { query: client.query.bind(client), release: () => {} }
  const pool = { connect: async () => borrowed, end: async () => {}, options: {} }
  // The dialect's type of a client has overloads for cursors, which are never used here.
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: pool as never }) })
}

/**
 * A client that always speaks the extended protocol.
 *
 * node-pg sends a statement without parameters by the simple protocol, which runs several statements in one string:
 * `commit; delete …` would leave a read-only transaction. The extended protocol refuses it.
 */
class ExtendedClient extends pg.Client {
  // pg's own type has one overload for each way to call; all of them end here.
  override query(...given: unknown[]): never {
    const [statement, ...rest] = given
    const extended = typeof statement === 'string' ? { text: statement, queryMode: 'extended' } : statement
    const answer: unknown = (super.query as (...all: unknown[]) => unknown)(extended, ...rest)
    if (answer instanceof Promise) answer.catch((error: unknown) => endsSession(error) && endedSessions.add(this))
    return answer as never
  }
}

const typeOf = pg.types.builtins
const bigintArray = 1016
const dateArray = 1182
/** text[]; pg's list of type numbers has no names for arrays. */
const textArray = 1009 as TypeId
type TypeId = Parameters<typeof pg.types.getTypeParser>[0]

/** How PostgreSQL's types come back, for our pools alone. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) => {
  if (format === 'binary') return pg.types.getTypeParser(oid, format)
  switch (Number(oid)) {
    case typeOf.DATE:
      return (text: string) => text
    case typeOf.INT8:
      return wholeNumber
    case bigintArray:
      return (text: string) =>
        (pg.types.getTypeParser(textArray, 'text')(text) as (string | null)[]).map((one) => one && wholeNumber(one))
    case dateArray:
      return pg.types.getTypeParser(textArray, 'text')
    default:
      return pg.types.getTypeParser(oid, format)
  }
}

function wholeNumber(text: string): number | bigint {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}
