import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { scoreForTheFirstTime, workAtNight } from '../../src/jobs/night.ts'
import { silentLog } from '../../src/log.ts'
import { fillBuyers, randomBuyers } from '../scoring/shop.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
let shop: Context
beforeAll(async () => {
  database = await testDatabase()
  const now = () => new Date('2026-06-30T03:00:00Z')
  shop = await openContext(readConfig({ DATABASE_URL: database.url }), { now, log: silentLog })
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await fillBuyers(database.db, randomBuyers(1, 20))
  await database.db.deleteFrom('job_runs').execute()
})

const runs = async () =>
  (await database.db.selectFrom('score_runs').select('as_of').where('finished_at', 'is not', null).execute()).map(
    (run) => run.as_of,
  )
const histories = async () => (await database.db.selectFrom('segment_histories').select('segment_id').execute()).length

test('the night’s work scores the customers and records who is in which segment', async () => {
  await workAtNight(shop)
  expect(await runs()).toEqual(['2026-06-30'])
  expect(await histories()).toBeGreaterThan(10)
})

/** Scored by somebody else, with or without the past of a segment. */
async function scoredBefore(withPast: boolean) {
  const [as_of, diagnostics] = ['2026-06-30', JSON.stringify({ refused: 'too little' })]
  await database.db
    .insertInto('score_runs')
    .values({ as_of, model: 'a model', diagnostics, finished_at: shop.now() })
    .execute()
  if (!withPast) return
  const named = { name: 'buyer', label: 'buyers', meaning: 'Bought.', kind: 'built_in' } as const
  const { id } = await database.db.insertInto('segments').values(named).returning('id').executeTakeFirstOrThrow()
  const days = { from_day: '2026-06-01', daily_from: '2026-06-01', until_day: '2026-06-30' }
  await database.db
    .insertInto('segment_histories')
    .values({ segment_id: id, ...days, step: 'day', meaning: '' })
    .execute()
}

test('a shop that was scored and has a past is left to the night', async () => {
  await scoredBefore(true)
  await scoreForTheFirstTime(shop)
  expect([(await runs()).length, await histories()]).toEqual([1, 1])
})

test('a shop whose segments have no past yet gets it at once', async () => {
  await scoredBefore(false)
  await scoreForTheFirstTime(shop)
  expect((await runs()).length).toBe(2)
  expect(await histories()).toBeGreaterThan(10)
})

test('a shop without a customer is not scored', async () => {
  await fillBuyers(database.db, [])
  await scoreForTheFirstTime(shop)
  expect(await runs()).toEqual([])
})
