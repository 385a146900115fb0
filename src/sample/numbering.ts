import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { dayText } from './calendar.ts'
import { CATEGORIES, PRODUCTS } from './products.ts'
import type { Numbers } from './sheets.ts'
import { STAFF, STORES } from './shop.ts'
import type { World } from './world.ts'

/** Enters stores, staff, products and campaigns, or finds them, and says where the numbers of the others begin. */
export async function numberShop(trx: Kysely<Database>, world: World): Promise<Numbers> {
  const stores = await numberStores(trx)
  return {
    stores,
    staff: await numberStaff(trx, stores),
    products: await numberProducts(trx),
    campaigns: await numberCampaigns(trx, world),
    firstCustomer: await nextNumber(trx, 'customers'),
    next: {
      orders: await nextNumber(trx, 'orders'),
      interactions: await nextNumber(trx, 'interactions'),
      notes: await nextNumber(trx, 'notes'),
    },
  }
}

async function numberStores(trx: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const rows = STORES.map(({ name, city, region }) => ({ name, city, region, country: 'US' }))
  await trx
    .insertInto('stores')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await trx.selectFrom('stores').select(['id', 'name']).execute()
  return new Map(known.map(({ id, name }) => [name, id]))
}

async function numberStaff(
  trx: Kysely<Database>,
  stores: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const rows = STAFF.map(({ email, name, slackUserId, role, store }) => {
    return { email, name, slack_user_id: slackUserId, role, store_id: stores.get(store) ?? null }
  })
  await trx
    .insertInto('staff')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await trx.selectFrom('staff').select(['id', 'email']).execute()
  return new Map(known.map(({ id, email }) => [email, id]))
}

async function numberProducts(trx: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const names = CATEGORIES.map((name) => ({ name }))
  await trx
    .insertInto('categories')
    .values(names)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const categories = await trx.selectFrom('categories').select(['id', 'name']).execute()
  const categoryIds = new Map(categories.map(({ id, name }) => [name, id]))
  const rows = PRODUCTS.map((product) => ({
    sku: product.sku,
    name: product.name,
    category_id: categoryIds.get(product.category) ?? null,
    brand: product.brand,
    price: product.price / 100,
    check_in_days: product.checkInDays,
    replenish_days: product.replenishDays,
    warranty_months: product.warrantyMonths,
  }))
  await trx
    .insertInto('products')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await trx.selectFrom('products').select(['id', 'sku']).execute()
  return new Map(known.map(({ id, sku }) => [sku, id]))
}

async function numberCampaigns(trx: Kysely<Database>, world: World): Promise<ReadonlyMap<string, number>> {
  const rows = world.campaigns.map(({ ref, name, channel, startDay, endDay }) => {
    return { ref, name, channel, started_on: dayText(startDay), ended_on: dayText(endDay) }
  })
  await trx
    .insertInto('campaigns')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await trx.selectFrom('campaigns').select(['id', 'ref']).execute()
  return new Map(known.map(({ id, ref }) => [ref, id]))
}

type Numbered = 'customers' | 'orders' | 'interactions' | 'notes'

async function nextNumber(trx: Kysely<Database>, table: Numbered): Promise<number> {
  const row = await trx
    .selectFrom(table)
    .select((make) => make.fn.coalesce(make.fn.max('id'), sql<number>`0`).as('last'))
    .executeTakeFirstOrThrow()
  return Number(row.last) + 1
}

/** Rows came with their numbers; the database goes on counting behind them. */
export async function catchUpNumbers(trx: Kysely<Database>): Promise<void> {
  for (const table of ['customers', 'orders', 'interactions', 'notes'] satisfies Numbered[]) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select coalesce(max(id), 1) from ${sql.table(table)}))`.execute(
      trx,
    )
  }
}
