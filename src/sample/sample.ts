import { sql } from 'kysely'
import { type Context, dayOf } from '../context.ts'
import { type CopySession, copyTransaction } from '../db/database.ts'
import { readSettings, type ShopSettings } from '../db/settings.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { lockImports } from '../imports/lock.ts'
import { type LoadedCounts, loadSample } from './load.ts'
import { DEFAULT_CUSTOMERS, DEFAULT_SEED, MAXIMUM_CUSTOMERS, MINIMUM_CUSTOMERS, openShop } from './opening.ts'
import { SHOP } from './shop.ts'

export interface SampleRequest {
  readonly customers?: number
  readonly seed?: number
  readonly onProgress?: (customers: number) => void
}

export interface SampleReport extends LoadedCounts {
  readonly name: string
  readonly customers: number
  readonly seed: number
  /** The day the sample ends before. */
  readonly today: string
}

/** Any number, the same in every process: who holds it fills the database, the others wait. */
const FILL_LOCK = 7_236_422

/**
 * Fills a database without customers with the sample shop: all of it or nothing.
 *
 * Settings that are still the defaults become the sample shop's; read them anew afterwards, days are its days now.
 */
export async function fillSample(context: Context, request: SampleRequest = {}): Promise<SampleReport> {
  checkRequest(request)
  return copyTransaction(context.db, async (session) => {
    await lock(session)
    if (await holdsCustomers(session)) {
      throw new UserError(
        'This database already holds customers or orders, so no sample shop was put in.',
        'Use an empty database: another DATABASE_URL, or another folder in REGULARS_HOME.',
      )
    }
    return fill(session, context, request)
  })
}

/**
 * Fills a database in which nothing was ever done with the sample shop of the usual size, and says so; false, and
 * nothing said, for any other. Two processes that find it empty at the same time fill it once.
 *
 * After true, settings and the as-of day are to be read anew.
 */
export async function ensureSample(
  context: Context,
  say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<boolean> {
  if (!(await isUntouched(context.db))) return false
  const report = await copyTransaction(context.db, async (session) => {
    await lock(session)
    return (await isUntouched(session.trx)) ? fill(session, context, {}) : null
  })
  if (report !== null) say(sampleNotice(report))
  return report !== null
}

/** One line for whoever asks an empty database. */
export function sampleNotice({ name, customers }: SampleReport): string {
  const count = customers.toLocaleString('en-US')
  return `The database was empty: it now holds a sample shop, ${name}, with ${count} invented customers. Your own: npm run -s cli -- import FILE`
}

async function fill(session: CopySession, context: Context, request: SampleRequest): Promise<SampleReport> {
  const { customers = DEFAULT_CUSTOMERS, seed = DEFAULT_SEED, onProgress } = request
  await lockImports(session.trx)
  const settings = await adoptSettings(session)
  await prepare(session, settings)
  const today = todayIn(context, settings.timeZone)
  const world = openShop({ customers, seed, today, timeZone: settings.timeZone })
  const counts = await loadSample(session, world, {
    currency: settings.currency,
    ...(onProgress ? { onProgress } : {}),
  })
  await refreshSummaries(session.trx)
  await recordBatch(session, customers, seed)
  return { name: settings.name, customers, seed, today, ...counts }
}

/** Days that the database compares are the shop's, and a large shop is no reason to give up half-way. */
async function prepare({ trx }: CopySession, { timeZone }: ShopSettings): Promise<void> {
  await sql`
    select set_config('TimeZone', ${timeZone}, true), set_config('statement_timeout', '0', true),
      set_config('idle_in_transaction_session_timeout', '0', true)`.execute(trx)
}

/** A pinned as-of day stays; otherwise it is today where the sample shop is, which the context does not know yet. */
function todayIn(context: Context, timeZone: string): string {
  const clocks = dayOf(context.now(), context.settings.timeZone)
  return context.today() === clocks ? dayOf(context.now(), timeZone) : context.today()
}

/** The batch by which imports know that the sample is there, to take it out before anything of the shop's own comes in. */
async function recordBatch({ trx }: CopySession, customers: number, seed: number): Promise<void> {
  const sources = JSON.stringify([{ file: 'sample', customers, seed }])
  await trx
    .insertInto('import_batches')
    .values({
      system: 'sample',
      sources,
      status: 'done',
      started_by: 'sample',
      finished_at: sql<Date>`clock_timestamp()`,
    })
    .execute()
}

function checkRequest({ customers = DEFAULT_CUSTOMERS, seed = DEFAULT_SEED }: SampleRequest): void {
  const faults: string[] = []
  if (!Number.isInteger(customers) || customers < MINIMUM_CUSTOMERS || customers > MAXIMUM_CUSTOMERS) {
    const range = [MINIMUM_CUSTOMERS, MAXIMUM_CUSTOMERS].map((count) => count.toLocaleString('en-US'))
    faults.push(`--customers must be a whole number from ${range.join(' to ')}.`)
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > 2 ** 31 - 1) {
    faults.push('--seed must be a whole number from 0 to 2147483647.')
  }
  if (faults.length > 0)
    throw new UserError(faults.join('\n'), 'Example: npm run -s cli -- sample --customers 5000 --seed 3')
}

async function lock({ trx }: CopySession): Promise<void> {
  await sql`select pg_advisory_xact_lock(${FILL_LOCK})`.execute(trx)
}

async function holdsCustomers({ trx }: CopySession): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from customers) or exists (select from orders) as held`.execute(trx)
  return rows[0]?.held === true
}

async function isUntouched(db: Context['db']): Promise<boolean> {
  const { rows } = await sql<{ untouched: boolean }>`
    select not exists (select from customers) and not exists (select from orders) and not exists (select from import_batches) as untouched`.execute(
    db,
  )
  return rows[0]?.untouched === true
}

/** Takes over the sample shop's name, time zone, currency and country where the shop has not decided. */
async function adoptSettings({ trx }: CopySession): Promise<ShopSettings> {
  const known = await trx.selectFrom('settings').select('key').execute()
  const decided = new Set(known.map(({ key }) => key))
  const wanted = { name: SHOP.name, time_zone: SHOP.timeZone, currency: SHOP.currency, country: SHOP.country }
  const rows = Object.entries(wanted)
    .filter(([key]) => !decided.has(key))
    .map(([key, value]) => ({ key, value: JSON.stringify(value), changed_by: 'sample' }))
  if (rows.length > 0) await trx.insertInto('settings').values(rows).execute()
  const history = rows.map(({ key, value, changed_by }) => ({ key, old_value: null, new_value: value, changed_by }))
  if (history.length > 0) await trx.insertInto('setting_changes').values(history).execute()
  return readSettings(trx)
}
