import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordColumns } from '../../src/privacy/everything.ts'
import { conditionOn, matching } from '../../src/privacy/words.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { customer } from '../support/shop.ts'

let shop: TestDatabase
afterAll(() => shop[Symbol.asyncDispose]())

const sayings = ['Asked about hoses', 'Came with Chloé SILVA', 'Chloe  Silva’s sister', 'wants C-77', null]

beforeAll(async () => {
  shop = await testDatabase()
  const ana = await customer(shop.db, 'Ana')
  for (let at = 0; at < 20; at++) await customer(shop.db, `Ben${at}`)
  for (let at = 0; at < 100; at++)
    await sql`
      insert into interactions (customer_id, at, on_day, channel, direction, kind, summary, order_ref)
      values (${ana}, now(), current_date, 'phone', 'inbound', ${at % 50 === 0 ? 'c-77' : 'call'}, ${sayings[at % sayings.length]}, ${at % 33 === 0 ? `of Chloé Silva ${at}` : `R${at}`})
    `.execute(shop.db)
  await sql`update customers set raw = '{"friend": "Chloé Silva"}'`.execute(shop.db)
  await sql`analyze interactions, customers`.execute(shop.db)
})

const patterns = ['%chloe%silva%', '%"c-77"%', 'c-77']

test('looking at each value once finds what looking at each row finds', async () => {
  const columns = (await wordColumns(shop.db)).filter(({ table }) => table === 'interactions')
  const names = columns.map(({ column }) => column)
  const among = async (condition: ReturnType<typeof matching> | null) =>
    (await sql`select id from interactions where ${condition} order by id`.execute(shop.db)).rows
  const row = await among(matching(names, patterns))
  // Two of five sayings, every 33rd order and every 50th kind.
  expect(row.length).toBeGreaterThan(41)
  expect(row.length).toBeLessThan(50)
  expect(await among(await conditionOn(shop.db, 'interactions', columns, patterns, 0))).toEqual(row)
  expect(await among(await conditionOn(shop.db, 'interactions', columns, patterns))).toEqual(row)
})

const everybody = async () => (await sql`select ref from customers order by ref`.execute(shop.db)).rows

test('a file’s own columns are looked at as values too, and nothing is left to look at where nobody is named', async () => {
  const raw = [{ table: 'customers', column: 'raw', json: true }]
  expect(await conditionOn(shop.db, 'customers', raw, ['%dara%'], 0)).toBeNull()
  const condition = await conditionOn(shop.db, 'customers', raw, patterns, 0)
  const found = await sql`select ref from customers where ${condition} order by ref`.execute(shop.db)
  expect(found.rows).toEqual(await everybody())
  expect(found.rows).toHaveLength(21)
})

test('words of a fixed list are nobody’s, all other columns of text are looked through', async () => {
  const of = async (table: string) => (await wordColumns(shop.db)).filter((each) => each.table === table)
  expect((await of('interactions')).map(({ column }) => column)).toEqual(['kind', 'summary', 'order_ref'])
  expect((await of('consents')).map(({ column }) => column)).toEqual(['source'])
})
