import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../../db/schema.ts'
import { summariesHoldOn } from '../../db/summaries.ts'
import type { ValueHistory } from '../gamma-gamma.ts'
import type { HistoryFacts } from '../gate.ts'
import type { CountedHistory } from '../histories.ts'
import type { WatchedHistory } from '../hold-out.ts'

/** The unit of the models is the week, that of the shop the day. */
export const daysPerWeek = 7

/** A fit is made from at most about so many buyers: more would move it by less than it is sure of. */
const mostFitted = 20_000

/** What the shop's history amounts to on a day. */
export interface ShopFacts extends HistoryFacts {
  readonly firstOrderDay: Day | null
  readonly lastOrderDay: Day | null
}

/**
 * Sets down every buyer's purchase history as of a day, in a table of this transaction: what everything else looks at,
 * so that facts which come in the meantime make no difference. Those whom a fit is made from are chosen by their number
 * alone, so that a second run takes the same.
 */
export async function gatherBuyers(trx: Kysely<Database>, day: Day): Promise<void> {
  const summaries = (await summariesHoldOn(trx, day))
    ? sql`customer_summaries`
    : sql`customer_summaries_at(${day}::date)`
  await sql`
    create temporary table scoring_buyers on commit drop as
    select
      s.customer_id,
      s.purchase_days - 1 as repeats,
      s.last_order_day - s.first_order_day as recency_days,
      ${sql.lit(day)}::date - s.first_order_day as age_days,
      case when s.purchase_days > 1 then greatest(s.net_spend - s.first_day_spend, 0) else 0 end as repeat_spend,
      hashint8(s.customer_id)::bigint + 2147483648 < ${sql.lit(2 ** 32)} * least(1, ${sql.lit(mostFitted)} / count(*) over ()::numeric) as fitted
    from ${summaries} as s
    where s.order_count > 0
  `.execute(trx)
  await sql`analyze scoring_buyers`.execute(trx)
}

export async function shopFacts(trx: Kysely<Database>, day: Day): Promise<ShopFacts> {
  const { rows } = await sql<ShopFacts>`
    select
      count(*)::integer as buyers,
      coalesce(max(age_days) - min(age_days - recency_days), 0) as "daysOfHistory",
      min(age_days - recency_days) as "daysSinceLastOrder",
      count(*) filter (where repeats >= 2)::integer as "withThreePurchaseDays",
      ${day}::date - max(age_days) as "firstOrderDay",
      ${day}::date - min(age_days - recency_days) as "lastOrderDay"
    from scoring_buyers
  `.execute(trx)
  const [facts] = rows
  if (!facts) throw new Error('an aggregate without a row')
  return facts
}

/** The purchase histories to fit. */
export async function sampledHistories(trx: Kysely<Database>): Promise<readonly CountedHistory[]> {
  const { rows } = await sql<HistoryRow & { customers: number }>`
    select repeats, recency_days, age_days, count(*)::integer as customers
    from scoring_buyers
    where fitted
    group by repeats, recency_days, age_days
    order by repeats, recency_days, age_days
  `.execute(trx)
  return rows.map((row) => ({ ...historyOf(row), customers: row.customers }))
}

/** The mean values of their repeat purchase days; nobody whose purchases brought nothing. */
export async function sampledValues(trx: Kysely<Database>): Promise<readonly ValueHistory[]> {
  const { rows } = await sql<ValueHistory>`
    select repeats as purchases, (repeat_spend / repeats)::float8 as "meanValue"
    from scoring_buyers
    where repeats > 0 and repeat_spend > 0 and fitted
    order by repeats, repeat_spend
  `.execute(trx)
  return rows
}

/** What was known of them so many days before, and on how many days they have bought since. */
export async function heldOut(trx: Kysely<Database>, day: Day, days: number): Promise<readonly WatchedHistory[]> {
  const before = sql`${day}::date - ${days}::integer`
  const { rows } = await sql<HistoryRow & { customers: number; later: number }>`
    select repeats, recency_days, age_days, later, count(*)::integer as customers
    from (
      select
        count(*) filter (where ordered_day <= ${before})::integer - 1 as repeats,
        max(ordered_day) filter (where ordered_day <= ${before}) - min(ordered_day) as recency_days,
        ${before} - min(ordered_day) as age_days,
        count(*) filter (where ordered_day > ${before})::integer as later
      from (
        select distinct orders.customer_id, orders.ordered_day
        from orders
        where orders.counts and orders.ordered_day <= ${day}
        and orders.customer_id in (select customer_id from scoring_buyers where fitted)
      ) as days
      group by customer_id
      having min(ordered_day) <= ${before}
    ) as known
    group by repeats, recency_days, age_days, later
    order by repeats, recency_days, age_days, later
  `.execute(trx)
  return rows.map((row) => ({ ...historyOf(row), customers: row.customers, later: row.later }))
}

/** A history as the tables hold it, in days. */
export interface HistoryRow {
  readonly repeats: number
  readonly recency_days: number
  readonly age_days: number
}

export const historyOf = ({ repeats, recency_days, age_days }: HistoryRow) => ({
  repeats,
  recencyWeeks: recency_days / daysPerWeek,
  ageWeeks: age_days / daysPerWeek,
})
