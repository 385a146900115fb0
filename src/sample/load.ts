import { type Kysely, sql } from 'kysely'
import type { CopySession } from '../db/database.ts'
import type { Database } from '../db/schema.ts'
import { dayText } from './calendar.ts'
import { CATEGORIES, PRODUCTS } from './products.ts'
import { walkIn, walkInCount } from './purchases.ts'
import { emptySheets, type Numbers, SHEETS, type SheetName, type Sheets, writeOrder, writeStory } from './sheets.ts'
import { STAFF, STORES } from './shop.ts'
import { storyAt } from './stories.ts'
import { putBack, setAside } from './unhindered.ts'
import type { World } from './world.ts'

/** Customers written at once: few enough to hold, enough to keep the server busy. */
const CHUNK = 500

/** From this many customers on it is worth it to load unhindered. */
const BULK = 20_000

export interface LoadOptions {
  readonly currency: string
  /** Indexes and references are taken off first and made again at the end, which is faster for many customers. */
  readonly unhindered?: boolean
  readonly onProgress?: (customers: number) => void
}

export interface LoadedCounts {
  readonly orders: number
  readonly interactions: number
  readonly notes: number
}

/**
 * Writes the sample shop into the tables, customer by customer, in the transaction of the session.
 *
 * It does not go through import: the rows are ours, so that nothing in them needs to be looked for or doubted, and ten
 * million orders need no staging. What import would make of the same rows is held equal by a test.
 */
export async function loadSample(session: CopySession, world: World, options: LoadOptions): Promise<LoadedCounts> {
  const tables = Object.keys(SHEETS) as SheetName[]
  const unhindered = options.unhindered ?? world.options.customers >= BULK
  const aside = unhindered ? await setAside(session.trx, tables) : null
  const numbers = await numberShop(session.trx, world)
  const first = { ...numbers.next }
  await writeCustomers(session, world, numbers, options)
  await writeWalkIns(session, world, numbers, options.currency)
  await catchUpNumbers(session.trx)
  if (aside !== null) await putBack(session.trx, aside)
  // What follows in this transaction would otherwise be planned for empty tables.
  await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(session.trx)
  return {
    orders: numbers.next.orders - first.orders,
    interactions: numbers.next.interactions - first.interactions,
    notes: numbers.next.notes - first.notes,
  }
}

async function writeCustomers(
  session: CopySession,
  world: World,
  numbers: Numbers,
  options: LoadOptions,
): Promise<void> {
  const { customers } = world.options
  for (let from = 0; from < customers; from += CHUNK) {
    const sheets = emptySheets()
    const to = Math.min(from + CHUNK, customers)
    for (let index = from; index < to; index += 1) {
      writeStory(sheets, world, numbers, options.currency, storyAt(world, index))
    }
    await send(session, sheets)
    options.onProgress?.(to)
  }
}

async function writeWalkIns(session: CopySession, world: World, numbers: Numbers, currency: string): Promise<void> {
  const count = walkInCount(world)
  for (let from = 0; from < count; from += CHUNK * 10) {
    const sheets = emptySheets()
    for (let index = from; index < Math.min(from + CHUNK * 10, count); index += 1) {
      writeOrder(sheets, world, numbers, currency, null, walkIn(world, index))
    }
    await send(session, sheets)
  }
}

async function send({ copy }: CopySession, sheets: Sheets): Promise<void> {
  for (const [table, columns] of Object.entries(SHEETS)) {
    const rows = sheets[table as SheetName]
    if (rows.length > 0) await copy(`copy ${table} (${columns}) from stdin`, [rows.join('')])
  }
}

/** Enters stores, staff, products and campaigns, or finds them, and says where the numbers of the others begin. */
async function numberShop(trx: Kysely<Database>, world: World): Promise<Numbers> {
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
async function catchUpNumbers(trx: Kysely<Database>): Promise<void> {
  for (const table of ['customers', 'orders', 'interactions', 'notes'] satisfies Numbered[]) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select coalesce(max(id), 1) from ${sql.table(table)}))`.execute(
      trx,
    )
  }
}
