import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database, Day } from './schema.ts'

/**
 * Brings everything that is computed from facts up to date: order totals from their lines, then `customer_summaries`,
 * `customer_category_summaries`, `customer_refills` and `aftercare_purchases`.
 *
 * Called after every change of facts, inside its transaction. With `customerIds` only those customers are looked at
 * (and those who referred them); without, all of them and the anonymous orders. Rows that stay the same are not
 * written, so calling it twice costs a read.
 */
export async function refreshSummaries(db: Kysely<Database>, customerIds?: readonly number[]): Promise<void> {
  if (customerIds?.length === 0) return
  const only = customerIds ? sql`${[...customerIds]}::bigint[]` : null
  await refreshOrders(db, only)
  const affected = only ? sql`array(${withReferrers(only)})` : null
  await dropSummaries(db, affected)
  await writeSummaries(db, affected)
  for (const detail of details) await writeDetails(db, detail, affected)
  await noteState(db, affected)
  if (!only) await analyze(db)
}

type Ids = RawBuilder<unknown> | null

/** `and column = any(ids)`, or nothing for everybody. */
function among(column: string, ids: Ids): RawBuilder<unknown> {
  return ids ? sql`and ${sql.ref(column)} = any (${ids})` : sql``
}

async function refreshOrders(db: Kysely<Database>, ids: Ids): Promise<void> {
  await (ids ? refreshOrdersOf(db, ids) : refreshAllOrders(db))
}

async function refreshAllOrders(db: Kysely<Database>): Promise<void> {
  await sql`
    update orders
    set net = kept.net, units = kept.units, counts = kept.counts
    from (
      select
        orders.id,
        coalesce(sum(order_lines.net), 0) as net,
        coalesce(sum(order_lines.units), 0)::integer as units,
        orders.status <> 'cancelled' and coalesce(sum(order_lines.units), 0) > 0 as counts
      from orders
      left join order_lines on order_lines.order_id = orders.id
      group by orders.id
    ) as kept
    where kept.id = orders.id
    and (orders.net, orders.units, orders.counts) is distinct from (kept.net, kept.units, kept.counts)
  `.execute(db)
}

/**
 * Each order's lines are looked up. PostgreSQL takes a customer to have ten times the orders they have, and would read
 * every line of a large shop for a few thousand customers; for the same reason it is told, by a `case` whose outcome it
 * takes to be rare, that few of the orders have changed.
 */
async function refreshOrdersOf(db: Kysely<Database>, ids: RawBuilder<unknown>): Promise<void> {
  const counts = sql`orders.status <> 'cancelled' and lines.units > 0`
  await sql`
    with kept as materialized (
      select orders.id, lines.net, lines.units, ${counts} as counts
      from orders
      cross join lateral (
        select coalesce(sum(order_lines.net), 0) as net, coalesce(sum(order_lines.units), 0)::integer as units
        from order_lines
        where order_lines.order_id = orders.id
      ) as lines
      where orders.customer_id = any (${ids})
      and case
        when (orders.net, orders.units, orders.counts) is distinct from (lines.net, lines.units, ${counts}) then 1
        else 0
      end = 1
    )
    update orders
    set net = kept.net, units = kept.units, counts = kept.counts
    from kept
    where kept.id = orders.id
  `.execute(db)
}

/** The customers themselves and whoever sent them: the referrer's successful referrals depend on the referred. */
function withReferrers(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select unnest(${ids}) union select referrer_id from referrals where referred_id = any (${ids})`
}

async function dropSummaries(db: Kysely<Database>, ids: Ids): Promise<void> {
  await sql`
    delete from customer_summaries
    using customers
    where customers.id = customer_summaries.customer_id
    and (customers.merged_into_id is not null or customers.erased_at is not null)
    ${among('customer_summaries.customer_id', ids)}
  `.execute(db)
}

export const summaryColumns = [
  'order_count',
  'purchase_days',
  'net_spend',
  'units',
  'first_order_day',
  'last_order_day',
  'usual_gap_days',
  'has_email',
  'has_phone',
  'has_address',
  'email_consent',
  'sms_consent',
  'phone_consent',
  'post_consent',
  'referred_by_id',
  'referral_count',
  'successful_referrals',
  'last_contacted_day',
  'interaction_count',
  'note_count',
  'open_cases',
  'first_day_spend',
  'gap_spread_days',
  'last_inbound_day',
] as const satisfies readonly (keyof Database['customer_summaries'])[]

/** Only rows that differ are touched: a conflict locks a row, which is a write, even where nothing is then updated. */
async function writeSummaries(db: Kysely<Database>, ids: Ids): Promise<void> {
  const columns = (table: string) => sql.join(summaryColumns.map((column) => sql.ref(`${table}.${column}`)))
  const names = sql.join(summaryColumns.map((column) => sql.ref(column)))
  await sql`
    insert into customer_summaries (customer_id, ${names})
    select fresh.customer_id, ${columns('fresh')}
    from customer_summaries_of('infinity', ${ids ?? sql`null`}) as fresh
    left join customer_summaries as held on held.customer_id = fresh.customer_id
    where held.customer_id is null or (${columns('held')}) is distinct from (${columns('fresh')})
    on conflict (customer_id) do update set (${names}) = row (${columns('excluded')})
  `.execute(db)
}

export const categorySummaryColumns = [
  'customer_id',
  'category_id',
  'order_count',
  'units',
  'net',
  'last_ordered_day',
] as const satisfies readonly (keyof Database['customer_category_summaries'])[]

export const refillColumns = [
  'customer_id',
  'product_id',
  'purchase_days',
  'first_day',
  'last_day',
  'days',
] as const satisfies readonly (keyof Database['customer_refills'])[]

const aftercareColumns = [
  'order_id',
  'product_id',
  'customer_id',
  'ordered_day',
] as const satisfies readonly (keyof Database['aftercare_purchases'])[]

/** A table with several rows for each customer; the first two columns tell them apart. */
interface Detail {
  readonly table: 'customer_category_summaries' | 'customer_refills' | 'aftercare_purchases'
  readonly columns: readonly [one: string, other: string, ...figures: string[]]
}

const details: readonly Detail[] = [
  { table: 'customer_category_summaries', columns: categorySummaryColumns },
  { table: 'customer_refills', columns: refillColumns },
  { table: 'aftercare_purchases', columns: aftercareColumns },
]

/** What somebody no longer has goes, what differs is written, the rest is left alone. */
async function writeDetails(db: Kysely<Database>, { table, columns: [one, other, ...figures] }: Detail, ids: Ids) {
  const list = (names: readonly string[], from: string) => sql.join(names.map((name) => sql.ref(`${from}.${name}`)))
  const names = sql.join(figures.map((name) => sql.ref(name)))
  const key = sql.join([sql.ref(one), sql.ref(other)])
  const isSame = sql`(${list([one, other], 'held')}) = (${list([one, other], 'fresh')})`
  await sql`
    with fresh as materialized (
      select ${key}, ${names} from ${sql.raw(`${table}_of`)}('infinity', ${ids ?? sql`null`})
    ),
    gone as (
      delete from ${sql.table(table)} as held
      where not exists (select from fresh where ${isSame})
      ${among('held.customer_id', ids)}
    )
    insert into ${sql.table(table)} (${key}, ${names})
    select ${list([one, other, ...figures], 'fresh')}
    from fresh
    left join ${sql.table(table)} as held on ${isSame}
    where held.customer_id is null or (${list(figures, 'held')}) is distinct from (${list(figures, 'fresh')})
    on conflict (${key}) do update set (${names}) = row (${list(figures, 'excluded')})
  `.execute(db)
}

/** For some customers the latest fact is looked for among theirs, and only ever moves on; for all it is found anew. */
async function noteState(db: Kysely<Database>, ids: Ids): Promise<void> {
  const latest = (day: string, table: string) =>
    sql`(select max(${sql.raw(day)}) from ${sql.table(table)} where true ${among(ownerColumn(table), ids)})`
  const facts = [
    latest('created_day', 'customers'),
    latest('ordered_day', 'orders'),
    latest('on_day', 'interactions'),
    latest('written_day', 'notes'),
    latest('opened_day', 'service_cases'),
    latest(`(resolved_at at time zone ${shopZone})::date`, 'service_cases'),
    latest(`(captured_at at time zone ${shopZone})::date`, 'consents'),
    latest('referred_on', 'referrals'),
  ]
  await sql`
    insert into summary_state (refreshed_at, latest_fact_day) values (now(), greatest(${sql.join(facts)}))
    on conflict (one) do update set
      refreshed_at = excluded.refreshed_at,
      latest_fact_day = greatest(excluded.latest_fact_day, ${ids ? sql`summary_state.latest_fact_day` : sql`null`})
  `.execute(db)
}

/**
 * The shop's time zone, in whose days questions see both. A day more, to be safe, would have a consent that is recorded
 * today make every question of today compute what is kept.
 */
const shopZone = `coalesce((select value #>> '{}' from settings where key = 'time_zone'), 'UTC')`

function ownerColumn(table: string): string {
  if (table === 'customers') return 'id'
  return table === 'referrals' ? 'referred_id' : 'customer_id'
}

/** So that the first question after an import is planned with the new sizes, not with yesterday's. */
async function analyze(db: Kysely<Database>): Promise<void> {
  const tables = [
    'customers',
    'contact_points',
    'consents',
    'customer_tags',
    'customer_attributes',
    'referrals',
    'products',
    'orders',
    'order_lines',
    'interactions',
    'service_cases',
    'notes',
    'follow_ups',
    'campaign_recipients',
    'customer_summaries',
    'customer_category_summaries',
    'customer_refills',
    'aftercare_purchases',
  ] as const satisfies readonly (keyof Database)[]
  await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db)
}

/**
 * Whether `customer_summaries` says what was known on that day, because no fact in it is later. If not, ask the function
 * `customer_summaries_at(day)`, which is slower by the size of the shop.
 */
export async function summariesHoldOn(db: Kysely<Database>, day: Day): Promise<boolean> {
  const state = await db.selectFrom('summary_state').select('latest_fact_day').executeTakeFirst()
  return state !== undefined && (state.latest_fact_day === null || state.latest_fact_day <= day)
}

/** Every stored day and the moment it is the day of, table by table. */
const storedDays = [
  ['customers', 'created_day', 'created_at'],
  ['orders', 'ordered_day', 'ordered_at'],
  ['interactions', 'on_day', 'at'],
  ['service_cases', 'opened_day', 'opened_at'],
  ['notes', 'written_day', 'written_at'],
  ['campaign_recipients', 'sent_day', 'sent_at'],
  ['campaign_recipients', 'opened_day', 'opened_at'],
  ['campaign_recipients', 'clicked_day', 'clicked_at'],
  ['campaign_recipients', 'responded_day', 'responded_at'],
] as const

/**
 * Recomputes every stored day for another time zone, then the summaries. A referral keeps its day unless that was the
 * day the referred customer was recorded, which is what an import gives it.
 */
export async function redate(db: Kysely<Database>, timeZone: string): Promise<void> {
  await sql`
    update referrals set referred_on = (customers.created_at at time zone ${timeZone})::date
    from customers
    where customers.id = referrals.referred_id and referrals.referred_on = customers.created_day and customers.created_at is not null
  `.execute(db)
  for (const [table, day, moment] of storedDays) {
    const inZone = sql`(${sql.ref(moment)} at time zone ${timeZone})::date`
    await sql`
      update ${sql.table(table)} set ${sql.ref(day)} = ${inZone}
      where ${sql.ref(moment)} is not null and ${sql.ref(day)} is distinct from ${inZone}
    `.execute(db)
  }
  await refreshSummaries(db)
}
