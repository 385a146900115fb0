import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHistories } from '../../src/catalog/histories.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  for (const text of statements) await sql.raw(text).execute(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const statements: readonly string[] = [
  `insert into segments (id, name, label, meaning, kind, deleted_at, active) overriding system value values
    (1, 'lapsed', 'Lapsed ones', 'test', 'rule', null, true),
    (2, 'lapsed', 'lapsed', 'test', 'built_in', null, true),
    (3, 'gone_by', 'Gone by', 'test', 'rule', now(), false),
    (4, 'regulars_of_oak', 'Regulars of Oak', 'test', 'rule', null, true),
    (5, 'without', 'Without', 'test', 'rule', null, true)`,
  `insert into segment_histories (segment_id, from_day, daily_from, until_day, step, meaning)
    select id, '2025-11-16', '2026-05-01', '2026-11-16', 'week', 'test' from segments where id < 5`,
]

test('histories are found by name, those of Regulars’ own segments first, and none of what was deleted', async () => {
  const histories = await readHistories(shop.db)
  expect([...histories].map(([name, { segmentId }]) => [name, segmentId]).sort()).toEqual([
    ['lapsed', 2],
    ['regulars_of_oak', 4],
  ])
  expect(histories.get('lapsed')).toEqual({
    segmentId: 2,
    fromDay: '2025-11-16',
    dailyFrom: '2026-05-01',
    step: 'week',
    untilDay: '2026-11-16',
  })
})
