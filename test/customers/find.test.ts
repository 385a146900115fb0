import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Finder, findCustomers } from '../../src/customers/find.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { order } from '../support/shop.ts'

let shop: TestDatabase
const ids = new Map<string, number>()

/** Two Annas Silva in two stores, Ana with an accent, and others who are nearly so called. */
beforeAll(async () => {
  shop = await testDatabase()
  const { db } = shop
  const stores = await db
    .insertInto('stores')
    .values([{ name: 'Oak Street' }, { name: 'River Road' }])
    .returning('id')
    .execute()
  const people: readonly (readonly [ref: string, given: string, family: string, store: number, nickname?: string])[] = [
    ['C1', 'Ana', 'Sílva', 0],
    ['C2', 'Anna', 'Silva', 1],
    ['C3', 'Anna', 'Silva', 0],
    ['C4', 'William', 'Okafor', 0, 'Buck'],
    ['C5', 'Bjørn', 'Åsen', 1],
    ['C8', 'Mi', 'O', 1],
    ['C9', 'Mi', 'Olsen', 1],
    ['C6', 'Erased', 'Person', 0],
    ['C7', 'Merged', 'Person', 0],
  ]
  for (const [ref, given, family, store, nickname] of people) {
    const { id } = await db
      .insertInto('customers')
      .values({
        ...{ ref, system: 'test', given_name: given, family_name: family, nickname: nickname ?? null },
        display_name: `${given} ${family}`,
        search_name: '',
        created_day: '2020-01-01',
        store_id: stores[store]?.id ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.set(ref, id)
  }
  await db
    .updateTable('customers')
    .set((eb) => ({ search_name: eb.fn('plain_text', ['display_name']) }))
    .execute()
  await db.updateTable('customers').set({ erased_at: new Date() }).where('ref', '=', 'C6').execute()
  await db
    .updateTable('customers')
    .set({ merged_into_id: ids.get('C1') ?? null })
    .where('ref', '=', 'C7')
    .execute()
  const points = [
    ['C1', 'email', 'ana.silva@gmail.com', 'anasilva@gmail.com'],
    ['C5', 'phone', '+13125550123', '+13125550123'],
  ] as const
  for (const [ref, kind, normalized, match_key] of points)
    await db
      .insertInto('contact_points')
      .values({
        customer_id: ids.get(ref) ?? 0,
        kind,
        raw: normalized,
        normalized,
        match_key,
        valid: true,
        source: 'test',
      })
      .execute()
  await order(db, { ref: 'KO-77', at: '2024-05-05T12:00:00Z', customer: ids.get('C4') ?? 0, lines: [{ price: 5 }] })
  await refreshSummaries(db)
  river = stores[1]?.id ?? 0
})
afterAll(() => shop[Symbol.asyncDispose]())

let river = 0
const finder: Finder = { scope: { kind: 'all' }, storeId: null, today: '2026-11-16', timeZone: 'UTC', country: 'US' }
const found = async (said: string, more: Partial<Finder> = {}) =>
  (await findCustomers(shop.reader, said, { ...finder, ...more })).map(({ ref, exact }) => (exact ? ref : `${ref}?`))

describe('a customer is found by', () => {
  test.each([
    ['a reference', 'C4', ['C4']],
    ['a reference in small letters', 'c4', ['C4']],
    ['an order’s number', 'KO-77', ['C4']],
    ['an order’s number as it is said', 'order #KO-77', ['C4']],
    ['a title and a family name', 'Mr. Okafor', ['C4']],
    ['a family name, a comma and a given name', 'Okafor, William', ['C4']],
    ['an e-mail address as they would write it', 'Ana.Silva+shop@GMail.com', ['C1']],
    ['a phone number as they would say it', '(312) 555-0123', ['C5']],
    ['a name without its accents', 'bjorn asen', ['C5']],
    ['a name with the family name first', 'Okafor William', ['C4']],
    ['a nickname', 'Buck', ['C4']],
    ['a nickname with the family name', 'Buck Okafor', ['C4']],
    ['the beginning of a name', 'Will', ['C4']],
    ['a name that two bear', 'Anna Silva', ['C2', 'C3']],
    ['a family name of one letter', 'O', ['C8']],
    ['a name with such a family name', 'Mi O', ['C8']],
    ['a given name and an initial', 'Mi Ols', ['C9']],
    ['an initial behind a given name', 'William O', ['C4']],
    ['an initial that is not on record', 'William J Okafor', ['C4']],
    ['a misspelt name', 'Wiliam Okafr', ['C4?']],
  ])('%s', async (_, said, refs) => expect(await found(said)).toEqual(refs))
})

test('for a record that was merged into another, the other is found: its reference stands on receipts', async () => {
  expect(await found('C7')).toEqual(['C1'])
  expect(await found('Merged Person')).toEqual(['C1'])
})

test('nobody who is erased is found, and nothing by nothing', async () => {
  expect(await found('Erased Person')).toEqual([])
  expect(await found('  ')).toEqual([])
  expect(await found('%')).toEqual([])
  expect(await found('Zzyzx Qwfp')).toEqual([])
})

test('the colleague’s own store comes first', async () => {
  expect(await found('Anna Silva', { storeId: river })).toEqual(['C2', 'C3'])
  const oak = (
    await shop.db.selectFrom('stores').select('id').where('name', '=', 'Oak Street').executeTakeFirstOrThrow()
  ).id
  expect(await found('Anna Silva', { storeId: oak })).toEqual(['C3', 'C2'])
})

test('who was recorded later than today is not there yet', async () => {
  expect(await found('C4', { today: '2019-12-31' })).toEqual([])
})
