import { type Kysely, sql } from 'kysely'
import { addDays } from '../../src/ask/days.ts'
import type { Database } from '../../src/db/schema.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type Random, randomFrom } from '../ask/differential/random.ts'
import { empty } from '../support/empty.ts'

/** The day that today is in these tests. */
export const today = '2026-06-30'

/** A buyer's purchase: one order with one line. */
export interface Purchase {
  readonly day: string
  /** In cents. */
  readonly cents: number
}

export interface Buyer {
  readonly name: string
  /** In order of time; two on one day are one purchase day. */
  readonly purchases: readonly Purchase[]
}

/** As many buyers as it takes, who buy at their own pace until they leave. */
export function randomBuyers(seed: number, count: number): readonly Buyer[] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, (_, at) => ({ name: `Buyer ${at + 1}`, purchases: purchasesOf(random) }))
}

function purchasesOf(random: Random): readonly Purchase[] {
  const gap = random.int(10, 150)
  const typical = random.int(500, 20_000)
  const days = [random.int(0, 700)]
  while (random.chance(0.85)) days.push((days.at(-1) ?? 0) + random.int(0, 2 * gap))
  return days
    .filter((day) => day <= 720)
    .map((day) => ({ day: addDays(today, day - 720), cents: random.chance(0.03) ? 0 : random.int(100, 2 * typical) }))
}

/** Puts buyers and their orders into an empty shop, in a few statements. */
export async function fillBuyers(db: Kysely<Database>, buyers: readonly Buyer[]): Promise<void> {
  await empty(db, 'customers', 'orders', 'products', 'score_runs', 'customer_scores', 'summary_state', 'segments')
  await db.insertInto('products').values({ sku: 'THING', name: 'Thing' }).execute()
  const people = buyers.map(({ name }, at) => ({ id: at + 1, name }))
  const orders = buyers.flatMap(({ purchases }, at) => purchases.map((one) => ({ customer: at + 1, ...one })))
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into customers (id, ref, system, display_name, search_name, created_day)
      select id, 'C' || lpad(id::text, 4, '0'), 'test', name, plain_text(name), '2020-01-01'
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as given (id bigint, name text)
    `.execute(trx)
    await sql`
      insert into orders (id, ref, system, customer_id, channel, status, ordered_at, ordered_day, currency)
      select row_number() over (), row_number() over (), 'test', customer, 'store', 'completed', day, day, 'USD'
      from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as given (customer bigint, day date)
    `.execute(trx)
    await sql`
      insert into order_lines (order_id, line_no, product_id, quantity, unit_price)
      select row_number() over (), 1, 1, 1, cents / 100.0
      from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as given (cents integer)
    `.execute(trx)
    await refreshSummaries(trx)
  })
}

export interface History {
  readonly repeats: number
  readonly recencyWeeks: number
  readonly ageWeeks: number
  /** Mean spend of the purchase days after the first; null without one. */
  readonly meanValue: number | null
}

/** What the models look at of one buyer, worked out the slow way. */
export function historyBy(day: string, { purchases }: Buyer): History | null {
  const known = purchases.filter((one) => one.day <= day)
  const days = [...new Set(known.map((one) => one.day))].sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  const later = known.filter((one) => one.day !== first).reduce((sum, one) => sum + one.cents, 0) / 100
  return {
    repeats: days.length - 1,
    recencyWeeks: daysBetween(first, last) / 7,
    ageWeeks: daysBetween(first, day) / 7,
    meanValue: days.length > 1 ? later / (days.length - 1) : null,
  }
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
