import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../../db/schema.ts'
import { categorySummaryColumns, summariesHoldOn, summaryColumns } from '../../db/summaries.ts'

/**
 * The summaries as of a day gone by, for the rest of the transaction, under the maintained tables' own names: a
 * temporary table stands before them, so that every condition of the catalogue reads the day's figures unchanged.
 */
export interface Copy {
  /** Moves the figures on to a later day; only customers with facts in between are looked at. */
  carry(day: Day): Promise<void>
  close(): Promise<void>
}

/** A table of summaries, and the function that says what it held on a day for some customers, or for all. */
interface Summarised {
  readonly table: 'customer_summaries' | 'customer_category_summaries'
  readonly asOf: string
  readonly columns: readonly string[]
  readonly indexes: readonly string[]
}

const customers: Summarised = {
  table: 'customer_summaries',
  asOf: 'customer_summaries_of',
  columns: ['customer_id', ...summaryColumns],
  indexes: ['(customer_id)', '(net_spend) where order_count > 0', '(last_order_day) where order_count > 0'],
}

const categories: Summarised = {
  table: 'customer_category_summaries',
  asOf: 'customer_category_summaries_of',
  columns: categorySummaryColumns,
  indexes: ['(category_id, net desc)', '(customer_id)'],
}

/** Where a larger share of the customers has new facts, all are summarised anew: that is quicker than one by one. */
const mostMoved = 0.2
/** Replaced rows stay in a temporary table until it is made anew. */
const mostReplaced = 1

interface Wanted {
  /** Whether conditions speak of what was bought of each category. */
  readonly byCategory: boolean
}

/** The summaries as of `first`; no copy is made where the maintained ones say just that and no other day is wanted. */
export async function openCopy(trx: Kysely<Database>, first: Day, last: Day, wanted: Wanted): Promise<Copy> {
  if (first === last && (await summariesHoldOn(trx, first))) return { carry: async () => {}, close: async () => {} }
  const tables = wanted.byCategory ? [customers, categories] : [customers]
  let [at, replaced, size] = [first, 0, await copyMaintained(trx, tables)]
  const summarised = await trx.selectFrom('summary_state').select('one').executeTakeFirst()
  const move = async (moved: readonly number[], day: Day) => {
    replaced += moved.length
    const anew = !summarised || moved.length > mostMoved * size || replaced > mostReplaced * size
    for (const each of tables) await (anew ? summariseAll(trx, each, day) : summariseAgain(trx, each, day, moved))
    if (!anew) return
    replaced = 0
    size = await count(trx, 'customer_summaries')
  }
  await move(await withFactsBetween(trx, first, null), first)
  return {
    async carry(day) {
      if (day !== at) await move(await withFactsBetween(trx, at, day), day)
      at = day
    },
    async close() {
      for (const { table } of tables) await sql`drop table ${sql.id('pg_temp', table)}`.execute(trx)
    },
  }
}

async function copyMaintained(trx: Kysely<Database>, tables: readonly Summarised[]): Promise<number> {
  for (const { table, indexes } of tables) {
    await sql`create temporary table ${sql.id(table)} on commit drop as select * from ${sql.id(table)}`.execute(trx)
    await index(trx, table, indexes)
  }
  return count(trx, 'customer_summaries')
}

async function index(trx: Kysely<Database>, table: string, indexes: readonly string[]): Promise<void> {
  for (const columns of indexes) await sql`create index on ${sql.id('pg_temp', table)} ${sql.raw(columns)}`.execute(trx)
  await sql`analyze ${sql.id('pg_temp', table)}`.execute(trx)
}

async function count(trx: Kysely<Database>, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.id(table)}`.execute(trx)
  return rows[0]?.count ?? 0
}

async function summariseAll(trx: Kysely<Database>, { table, asOf, indexes }: Summarised, day: Day): Promise<void> {
  await sql`drop table ${sql.id('pg_temp', table)}`.execute(trx)
  await sql`
    create temporary table ${sql.id(table)} on commit drop as select * from ${sql.id(asOf)}(${sql.lit(day)}::date, null)
  `.execute(trx)
  await index(trx, table, indexes)
}

async function summariseAgain(
  trx: Kysely<Database>,
  { table, asOf, columns }: Summarised,
  day: Day,
  moved: readonly number[],
): Promise<void> {
  if (moved.length === 0) return
  const ids = sql`${[...moved]}::bigint[]`
  const names = sql.join(columns.map((column) => sql.id(column)))
  await sql`delete from ${sql.id('pg_temp', table)} where customer_id = any(${ids})`.execute(trx)
  await sql`
    insert into ${sql.id('pg_temp', table)} (${names}) select ${names} from ${sql.id(asOf)}(${day}::date, ${ids})
  `.execute(trx)
}

/** The customers whose summaries may differ between two days: those with facts in between. */
async function withFactsBetween(trx: Kysely<Database>, after: Day, until: Day | null): Promise<readonly number[]> {
  const within = (day: string) =>
    until === null
      ? sql`${sql.raw(day)} > ${after}::date`
      : sql`${sql.raw(day)} > ${after}::date and ${sql.raw(day)} <= ${until}::date`
  const { rows } = await sql<{ ids: readonly number[] | null }>`
    with bought as materialized (
      select distinct customer_id from orders where counts and ${within('ordered_day')} and customer_id is not null
    )
    select array_agg(customer_id) as ids
    from (
      select customer_id from bought
      union select referrals.referrer_id from referrals join bought on bought.customer_id = referrals.referred_id
      union select unnest(array[referrer_id, referred_id]) from referrals where ${within('referred_on')}
      union select id from customers where ${within('created_day')}
      union select customer_id from interactions where ${within('on_day')}
      union select customer_id from notes where ${within('written_day')}
      union select customer_id from service_cases where ${within('opened_day')} or ${within('resolved_at::date')}
      union select customer_id from consents where ${within('captured_at::date')}
    ) moved
  `.execute(trx)
  return rows[0]?.ids ?? []
}
