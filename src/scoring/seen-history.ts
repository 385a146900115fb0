import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../db/schema.ts'

/** What a scoring run saw of one buyer, in days and money. */
export interface SeenHistory {
  readonly purchaseDays: number
  readonly firstOrder: Day
  readonly lastOrder: Day
  /** x, t_x and T of the models. */
  readonly repeats: number
  readonly recencyDays: number
  readonly ageDays: number
  /** Spend on the purchase days after the first. */
  readonly repeatSpend: number
}

/** The history that a run of that day saw, by the facts as they are known now; null where there was none yet. */
export async function seenHistory(db: Kysely<Database>, ref: string, asOf: Day): Promise<SeenHistory | null> {
  const { rows } = await sql<SeenHistory>`
    select
      purchase_days as "purchaseDays",
      first_order_day as "firstOrder",
      last_order_day as "lastOrder",
      purchase_days - 1 as repeats,
      last_order_day - first_order_day as "recencyDays",
      ${asOf}::date - first_order_day as "ageDays",
      greatest(net_spend - first_day_spend, 0)::float8 as "repeatSpend"
    from customer_summaries_of(${asOf}, array(
      select id from customers where ref = ${ref} and merged_into_id is null and erased_at is null order by id limit 1
    ))
    where order_count > 0
  `.execute(db)
  return rows[0] ?? null
}
