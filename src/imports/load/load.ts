import { sql } from 'kysely'
import { ENTITIES, type Entity } from '../fields.ts'
import { loadCustomers } from './customers.ts'
import { count, type Loading, makeTable, NOTHING, run, type Tally } from './merge.ts'
import { keepArrivals } from './merged.ts'
import { loadOrders } from './orders.ts'
import { loadNamedStores, loadProducts, loadSoldProducts, loadStaff, loadStores } from './shop.ts'
import { loadCampaigns, loadInteractions, loadNamedCampaigns, loadNotes, loadRecipients } from './timeline.ts'
import { keepUnknownColumns } from './unknown-columns.ts'

export type Tallies = Readonly<Record<Entity | 'order_lines', Tally>>

/** Staged rows → the shop's tables, kind by kind: what is referred to comes before what refers to it. */
export async function load(loading: Loading): Promise<Tallies> {
  await tune(loading)
  const stores = sum(await loadStores(loading), await loadNamedStores(loading))
  const staff = await loadStaff(loading)
  const products = sum(await loadProducts(loading), await loadSoldProducts(loading))
  const customers = await loadCustomers(loading)
  const { orders, lines } = await loadOrders(loading)
  const interactions = await loadInteractions(loading)
  const notes = await loadNotes(loading)
  const campaigns = sum(await loadCampaigns(loading), await loadNamedCampaigns(loading))
  const recipients = await loadRecipients(loading)
  await keepArrivals(loading)
  await keepUnknownColumns(loading)
  await refreshStatistics(loading)
  return {
    stores,
    staff,
    products,
    customers,
    orders,
    order_lines: lines,
    interactions,
    notes,
    campaigns,
    campaign_recipients: recipients,
  }
}

/**
 * Large sorts and joins belong in memory here, and a sample of a few thousand rows is enough to plan for staged ones.
 * The limits hold for this transaction alone.
 */
async function tune({ tx }: Loading): Promise<void> {
  await sql`
    select set_config('work_mem', '128MB', true), set_config('jit', 'off', true),
      set_config('default_statistics_target', '10', true)
  `.execute(tx)
  for (const entity of ENTITIES) await run(tx, sql`analyze ${sql.table(`in_${entity}`)}`)
}

/** What the summaries read; statistics on these are what their plan hangs on. */
const SUMMED = [
  ...['customers', 'orders', 'order_lines', 'contact_points', 'consents', 'interactions', 'service_cases', 'notes'],
  'referrals',
].map((table) => sql.table(table))

/** Without fresh statistics the summaries of a first import are planned for empty tables, which takes minutes. */
async function refreshStatistics({ tx, batch }: Loading): Promise<void> {
  const made = await count(
    tx,
    sql`select coalesce(sum((row_key ->> 'to')::bigint - (row_key ->> 'from')::bigint), 0) as count
        from import_changes
        where batch_id = ${batch} and before is null`,
  )
  await sql`set local default_statistics_target to default`.execute(tx)
  if (made > 1000) await run(tx, sql`analyze ${sql.join(SUMMED)}`)
}

function sum(one: Tally, other: Tally): Tally {
  return {
    ...NOTHING,
    new: one.new + other.new,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
    duplicates: one.duplicates + other.duplicates,
  }
}

/** Above so many customers, and a hundredth of all, computing every summary anew is quicker than picking. */
const PICKED = 1_000

/**
 * The customers whose summaries an import may have changed, or null for all of them. Who sent a customer counts that
 * customer's orders, so referrers are among them; so are the buyers of a product that is now of another category, or that
 * now runs out, has a check-in or a warranty, or no longer does.
 */
export async function affectedCustomers({ tx, batch }: Loading): Promise<readonly number[] | null> {
  await makeTable(
    tx,
    'affected',
    sql`with changed as (
          select table_name, (row_key ->> 'id')::bigint as id, before from import_changes
          where batch_id = ${batch} and before is not null
        )
        select id from customers_in where is_new
        union select id from customers_touched
        union select customer_id from orders_in
          where is_new or is_relined or id in (select id from changed where table_name = 'orders')
        union select (before ->> 'customer_id')::bigint from changed where table_name in ('orders', 'service_cases')
        union select customer_id from interactions_in where is_new
        union select customer_id from notes_in where is_new
        union select (before ->> 'referrer_id')::bigint from changed where table_name = 'referrals'
        union select orders.customer_id from changed
          join products on products.id = changed.id
          join order_lines on order_lines.product_id = products.id
          join orders on orders.id = order_lines.order_id
          where changed.table_name = 'products'
          and (products.category_id is distinct from (changed.before ->> 'category_id')::bigint
            or (products.replenish_days is null) <> (changed.before ->> 'replenish_days' is null)
            or (products.check_in_days is null and products.warranty_months is null)
              <> (changed.before ->> 'check_in_days' is null and changed.before ->> 'warranty_months' is null))`,
  )
  await run(tx, sql`delete from affected where id is null`)
  const many = await count(tx, sql`select count(*) from affected`)
  if (many > PICKED && many > (await count(tx, sql`select count(*) from customers`)) / 100) return null
  const found = await sql<{ id: number }>`
    select id from affected
    union select referrer_id from referrals where referred_id in (select id from affected)
    order by id
  `.execute(tx)
  return found.rows.map(({ id }) => Number(id))
}
