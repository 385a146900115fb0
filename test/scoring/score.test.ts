import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { silentLog } from '../../src/log.ts'
import { expectedValue } from '../../src/models/gamma-gamma.ts'
import { chanceActive, expectedPurchases } from '../../src/models/purchases.ts'
import { purchaseRange, valueRange } from '../../src/models/ranges.ts'
import { latestRun } from '../../src/models/scoring/latest-run.ts'
import { readRun } from '../../src/models/scoring/runs.ts'
import { score } from '../../src/scoring/score.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type Buyer, fillBuyers, historyBy, randomBuyers, today } from './shop.ts'

let database: TestDatabase
let shop: Context
const buyers: readonly Buyer[] = [
  ...randomBuyers(1, 560),
  { name: 'Given', purchases: ['2026-01-05', '2026-02-05', '2026-03-05'].map((day) => ({ day, cents: 0 })) },
  { name: 'Late', purchases: [{ day: '2026-07-02', cents: 100 }] },
  { name: 'Prospect', purchases: [] },
]

const shopOn = (asOf: string) => openContext(readConfig({ DATABASE_URL: database.url }), { asOf, log: silentLog })
const withoutHistory = { history: false } as const

beforeAll(async () => {
  database = await testDatabase()
  shop = await shopOn(today)
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})
beforeEach(() => fillBuyers(database.db, buyers))

const scores = (run: number) =>
  database.db
    .selectFrom('customer_scores')
    .innerJoin('customers', 'customers.id', 'customer_scores.customer_id')
    .selectAll('customer_scores')
    .select('display_name as name')
    .where('run_id', '=', run)
    .orderBy('customer_id')
    .execute()

describe('every score', () => {
  test('is what the models say of the customer’s own orders, one by one', async () => {
    const report = await score(shop, withoutHistory)
    expect(report).toMatchObject({ asOf: today, refused: null, segments: null })
    const { parameters } = await readRun(database.db, report.runId)
    if (!parameters?.values) throw new Error('nothing was fitted')
    const { purchases, values } = parameters
    const rows = await scores(report.runId)
    const expected = buyers.flatMap((buyer) => {
      const history = historyBy(today, buyer)
      if (history === null) return []
      const value = history.meanValue === null ? null : { purchases: history.repeats, meanValue: history.meanValue }
      const orders = purchaseRange('mbg', purchases, history, 90 / 7, 0.8)
      const money = valueRange({ model: 'mbg', purchases, values }, history, value, 365 / 7, 0.8)
      const perOrder = expectedValue(values, value)
      return [
        {
          name: buyer.name,
          chance_active: expect.closeTo(chanceActive('mbg', purchases, history), 10),
          expected_orders_90d: expect.closeTo(expectedPurchases('mbg', purchases, history, 90 / 7), 10),
          expected_orders_low: orders.low,
          expected_orders_high: orders.high,
          perOrder: expect.closeTo(perOrder, 3),
          value: expect.closeTo(perOrder * expectedPurchases('mbg', purchases, history, 365 / 7), 3),
          low: expect.closeTo(money.low, 3),
          high: expect.closeTo(money.high, 3),
        },
      ]
    })
    const said = rows.map(({ run_id, customer_id, ...row }) => ({
      name: row.name,
      chance_active: row.chance_active,
      expected_orders_90d: row.expected_orders_90d,
      expected_orders_low: row.expected_orders_low,
      expected_orders_high: row.expected_orders_high,
      perOrder: Number(row.expected_value_per_order),
      value: Number(row.lifetime_value_12m),
      low: Number(row.lifetime_value_low),
      high: Number(row.lifetime_value_high),
    }))
    expect(said).toEqual(expected)
    expect(said.length).toBeGreaterThan(500)
    expect(report.scored).toBe(said.length)
  })

  test('leaves out prospects and whoever ordered after that day, and counts nobody else', async () => {
    const { runId } = await score(shop, withoutHistory)
    const named = new Set((await scores(runId)).map(({ name }) => name))
    expect([named.has('Prospect'), named.has('Late'), named.has('Given')]).toEqual([false, false, true])
    const { rows } = await sql<{ buyers: number }>`
      select count(distinct customer_id)::int as buyers from orders where counts and ordered_day <= ${today}
    `.execute(database.db)
    expect(named.size).toBe(rows[0]?.buyers)
  })

  test('of an earlier day is of what was known then', async () => {
    const earlier = '2026-03-31'
    await using then = await shopOn(earlier)
    const { runId } = await score(then, withoutHistory)
    const { parameters, diagnostics } = await readRun(database.db, runId)
    const known = buyers.flatMap((buyer) => historyBy(earlier, buyer) ?? [])
    expect(diagnostics.facts.buyers).toBe(known.length)
    const rows = await scores(runId)
    expect(rows.map(({ chance_active }) => chance_active)).toEqual(
      known.map((history) => expect.closeTo(parameters ? chanceActive('mbg', parameters.purchases, history) : -1, 10)),
    )
    expect(rows.length).toBeGreaterThan(400)
  })

  test('is the same whatever order the rows come in', async () => {
    const first = await scores((await score(shop, withoutHistory)).runId)
    await sql`create table shuffled as select * from customer_summaries order by md5(customer_id::text)`.execute(
      database.db,
    )
    await sql`truncate customer_summaries`.execute(database.db)
    await sql`insert into customer_summaries select * from shuffled`.execute(database.db)
    await sql`drop table shuffled`.execute(database.db)
    const second = await scores((await score(shop, withoutHistory)).runId)
    const plain = (rows: typeof first) => rows.map(({ run_id, ...row }) => row)
    expect(plain(second)).toEqual(plain(first))
  })
})

describe('a run', () => {
  test('keeps its parameters and its checks', async () => {
    const { runId, buyers: count, histories } = await score(shop, withoutHistory)
    const { parameters, diagnostics, model } = await readRun(database.db, runId)
    expect(model).toBe('MBG/NBD and Gamma-Gamma, version 1')
    expect(Object.values(parameters?.purchases ?? {}).every((value) => value > 0)).toBe(true)
    expect(diagnostics).toMatchObject({
      scored: { customers: count, histories },
      facts: { buyers: count, lastOrderDay: expect.stringMatching(/^2026-06-/) },
      fit: { customers: count, holdOut: { weeks: 90 / 7 }, inSample: { frequencies: expect.any(Array) } },
    })
    const { actualRepeats } = diagnostics.fit?.inSample ?? {}
    const repeats = buyers.map((buyer) => historyBy(today, buyer)?.repeats ?? 0)
    expect(actualRepeats).toBe(repeats.reduce((sum, one) => sum + one, 0))
  })

  test('holds out the last days, and counts what came in them', async () => {
    const { runId } = await score(shop, withoutHistory)
    const { holdOut } = (await readRun(database.db, runId)).diagnostics.fit ?? {}
    const { rows } = await sql<{ customers: number; days: number }>`
      select count(*)::int as customers, sum(later)::int as days
      from (
        select count(distinct ordered_day) filter (where ordered_day > ${today}::date - 90) as later
        from orders where ordered_day <= ${today}
        group by customer_id having min(ordered_day) <= ${today}::date - 90
      ) as known
    `.execute(database.db)
    expect({ customers: holdOut?.customers, days: holdOut?.actual }).toEqual(rows[0])
    expect(rows[0]?.days).toBeGreaterThan(100)
  })

  test('of the same day takes the place of the one before, whose fit is kept', async () => {
    const first = await score(shop, withoutHistory)
    const second = await score(shop, withoutHistory)
    expect(await latestRun(database.db, today)).toEqual({ id: second.runId, asOf: today, refused: null })
    expect([(await scores(first.runId)).length, (await scores(second.runId)).length]).toEqual([0, second.scored])
    expect((await readRun(database.db, first.runId)).parameters).not.toBeNull()
  })

  test('of an earlier day speaks for that day and not for today', async () => {
    const now = await score(shop, withoutHistory)
    await using then = await shopOn('2026-05-31')
    const earlier = await score(then, withoutHistory)
    const latest = async (day: string) => (await latestRun(database.db, day))?.id
    expect([await latest(today), await latest('2026-06-29'), await latest('2026-05-30')]).toEqual([
      now.runId,
      earlier.runId,
      undefined,
    ])
  })

  test('leaves the scores of two days, however many there were', async () => {
    const runs: number[] = []
    for (const day of ['2026-06-27', '2026-06-28', '2026-06-29', today]) {
      await using then = await shopOn(day)
      runs.push((await score(then, withoutHistory)).runId)
    }
    const kept = await Promise.all(runs.map(async (run) => (await scores(run)).length > 0))
    expect(kept).toEqual([false, false, true, true])
    expect(await database.db.selectFrom('score_runs').select('id').orderBy('id').execute()).toHaveLength(4)
  })
})

describe('too little history', () => {
  test('is a finished run that says so, and scores nobody', async () => {
    await fillBuyers(database.db, buyers.slice(0, 40))
    const report = await score(shop, withoutHistory)
    expect(report.refused).toBe(
      'There is too little history to estimate from: 40 customers have bought so far, and it takes 500.',
    )
    expect(report.scored).toBe(0)
    expect(await latestRun(database.db, today)).toEqual({ id: report.runId, asOf: today, refused: report.refused })
    expect(await scores(report.runId)).toEqual([])
  })

  test('without a single order is one too', async () => {
    await fillBuyers(database.db, [{ name: 'Prospect', purchases: [] }])
    expect((await score(shop, withoutHistory)).refused).toMatch(/nobody has bought yet/)
  })

  test('from today on hides the scores of before', async () => {
    await using yesterday = await shopOn('2026-06-29')
    await score(yesterday, withoutHistory)
    await sql`delete from orders where customer_id > 40`.execute(database.db)
    await sql`delete from summary_state`.execute(database.db)
    const { refused } = await score(shop, withoutHistory)
    expect(await latestRun(database.db, today)).toMatchObject({ refused })
    expect(refused).not.toBeNull()
  })
})

describe('interrupted', () => {
  test('in the middle, the scores of before stay and nothing of it is seen', async () => {
    const before = await score(shop, withoutHistory)
    let ended = false
    const killed = score(shop, {
      ...withoutHistory,
      onProgress: ({ phase }) => {
        if (phase !== 'scoring' && phase !== 'saving') return
        ended = true
        void endOthers()
      },
    })
    await expect(killed).rejects.toThrow()
    expect(ended).toBe(true)
    expect(await latestRun(database.db, today)).toMatchObject({ id: before.runId })
    expect((await scores(before.runId)).length).toBe(before.scored)
    expect(await database.db.selectFrom('score_runs').select('id').execute()).toHaveLength(1)
    expect((await score(shop, withoutHistory)).refused).toBeNull()
  })

  /** Ends the session that is scoring, as a database that goes down does. */
  async function endOthers() {
    await sql`
      select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and objid = 7236441 and granted and pid <> pg_backend_pid()
    `.execute(database.db)
  }

  test('by another process that is scoring, it says so', async () => {
    await using other = await shopOn(today)
    const both = await Promise.allSettled([score(shop, withoutHistory), score(other, withoutHistory)])
    const failed = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []))
    expect(failed).toEqual(['The customers are being scored by another process.'])
    expect(await database.db.selectFrom('score_runs').select('id').execute()).toHaveLength(1)
  })
})

test('the segments’ history is recorded with it', async () => {
  await fillBuyers(database.db, buyers.slice(0, 30))
  const { segments } = await score(shop)
  expect(segments?.segments).toBeGreaterThan(10)
  expect(segments?.entered).toBeGreaterThan(30)
}, 60_000)
