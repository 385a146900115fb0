import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../src/db/schema.ts'

/** One line of an order in a test: pieces × price, a discount on the line, pieces given back. */
export type Line = {
  readonly quantity?: number
  readonly price: number
  readonly discount?: number
  readonly refunded?: number
}

export type TestOrder = {
  readonly ref: string
  readonly at: string
  readonly customer?: number | null
  readonly store?: number | null
  readonly status?: 'completed' | 'cancelled' | 'refunded'
  readonly lines: readonly Line[]
}

/** Makes a customer known by one name; returns its id. */
export async function customer(
  db: Kysely<Database>,
  name: string,
  created: string | null = '2020-01-01',
  more: { store?: number; owner?: number } = {},
) {
  const row = await db
    .insertInto('customers')
    .values({
      ref: name.toUpperCase(),
      system: 'test',
      given_name: name,
      display_name: name,
      search_name: name.toLowerCase(),
      created_at: created && `${created}T12:00:00Z`,
      created_day: created,
      store_id: more.store ?? null,
      owner_id: more.owner ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Makes an order with its lines, all of one product; its day is that of its moment in UTC. */
export async function order(db: Kysely<Database>, given: TestOrder): Promise<number> {
  const { id: product_id } = await db
    .insertInto('products')
    .values({ sku: 'THING', name: 'Thing' })
    .onConflict((conflict) => conflict.column('sku').doUpdateSet({ name: 'Thing' }))
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('orders')
    .values({
      ref: given.ref,
      system: 'test',
      customer_id: given.customer ?? null,
      store_id: given.store ?? null,
      channel: 'store',
      status: given.status ?? 'completed',
      ordered_at: given.at,
      ordered_day: sql<string>`(${given.at}::timestamptz at time zone 'UTC')::date`,
      currency: 'USD',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [index, { quantity = 1, price, discount = 0, refunded = 0 }] of given.lines.entries()) {
    await db
      .insertInto('order_lines')
      .values({
        order_id: id,
        line_no: index + 1,
        product_id,
        quantity,
        unit_price: price,
        discount,
        refunded_quantity: refunded,
      })
      .execute()
  }
  return id
}
