import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CohortsPlan } from '../../src/ask/plan.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo, replyTo } from './asking.ts'
import { openCast } from './cast.ts'
import { all, days, is, segment } from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const cohorts = (more: Partial<CohortsPlan> = {}): CohortsPlan => ({
  kind: 'cohorts',
  grain: 'month',
  where: [],
  period: days('2026-01-01', null),
  show: 'share',
  steps: 4,
  ...more,
})
const rowsOf = async (plan: CohortsPlan) => (await answerTo(plan, shop)).rows

test('each cohort comes back month after month, and a month that is not over says nothing', async () => {
  expect(await rowsOf(cohorts())).toEqual([
    ['2026-01-01', 1, 0, 1, 1, 1],
    ['2026-07-01', 1, 1, 1, 0, null],
    ['2026-09-01', 1, 0, null, null, null],
    ['2026-10-01', 2, null, null, null, null],
  ])
})

test('by number of customers, and by what they spent, the first stretch too', async () => {
  expect(await rowsOf(cohorts({ grain: 'quarter', show: 'customers', steps: 2 }))).toEqual([
    ['2026-01-01', 1, 1, 0],
    ['2026-07-01', 2, null, null],
    ['2026-10-01', 2, null, null],
  ])
  expect(await rowsOf(cohorts({ grain: 'quarter', show: 'spend', steps: 1 }))).toEqual([
    ['2026-01-01', 1, 310, 300],
    ['2026-07-01', 2, 87, null],
    ['2026-10-01', 2, null, null],
  ])
})

test('of some customers, by their first purchase ever', async () => {
  expect(await rowsOf(cohorts({ where: all(segment('repeat')), period: { kind: 'all' }, steps: 1 }))).toEqual([
    ['2026-01-01', 1, 0],
    ['2026-07-01', 1, 1],
    ['2026-09-01', 1, 0],
  ])
  expect(await rowsOf(cohorts({ where: all(is('customer.city', 'Evanston')), steps: 1 }))).toEqual([
    ['2026-09-01', 1, 0],
    ['2026-10-01', 1, null],
  ])
})

test('columns say how long after, and the answer what is left empty', async () => {
  const { columns, reading, notes } = await answerTo(cohorts({ steps: 2 }), shop)
  expect(columns.map(({ label, type }) => [label, type])).toEqual([
    ['First purchase', 'date'],
    ['Customers', 'number'],
    ['+1 month', 'percent'],
    ['+2 months', 'percent'],
  ])
  expect(reading).toBe('Share that bought again by month, of customers by month of first purchase since Jan 1, 2026')
  expect(notes.map(({ text }) => text)).toContain(
    'A month that is not over yet is left empty; the customers of this month are those so far.',
  )
})

test('agrees with SQL written by hand', async () => {
  const { rows } = await sql<{ cohort: string; customers: number; after_1: number }>`
    with first as (
      select customer_id, date_trunc('year', min(ordered_day))::date as cohort
      from orders where counts and customer_id is not null group by customer_id
    )
    select
      to_char(first.cohort, 'YYYY-MM-DD') as cohort,
      count(distinct first.customer_id)::int as customers,
      count(distinct orders.customer_id)::int as after_1
    from first
    left join orders on orders.customer_id = first.customer_id and orders.counts
      and date_trunc('year', orders.ordered_day)::date = first.cohort + interval '1 year'
    where first.cohort < '2025-01-01'
    group by first.cohort order by first.cohort
  `.execute(shop.db)
  const plan = cohorts({ grain: 'year', show: 'customers', period: days(null, '2025-01-01'), steps: 1 })
  expect(await rowsOf(plan)).toEqual(rows.map((row) => [row.cohort, row.customers, row.after_1]))
})

test('conditions on sales are none on customers', async () => {
  const plan = cohorts({ where: all(is('order.channel', 'online')) })
  const reply = await replyTo({ kind: 'plan', plan, planner: 'offline', notes: [] }, shop)
  expect(reply.kind).toBe('decline')
})
