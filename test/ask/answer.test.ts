import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { calendarPeriod } from '../../src/ask/period.ts'
import type { Plan } from '../../src/ask/plan.ts'
import { replyText } from '../../src/present/text.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo } from './asking.ts'
import { openCast } from './cast.ts'
import {
  all,
  any,
  bought,
  days,
  descending,
  facts,
  field,
  first,
  is,
  list,
  measure,
  metric,
  missing,
  neverBought,
  not,
  over,
  segment,
  where,
} from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

async function told(plan: Plan): Promise<string> {
  return replyText(await answerTo(plan, shop), { currency: 'USD', showSql: false })
}

test('who our lapsed top customers are, with what the words mean', async () => {
  const plan = list({
    where: all(segment('top'), segment('lapsed')),
    columns: [field('customer.spend'), field('customer.last_order_day')],
    order: descending(),
  })
  expect(await told(plan)).toMatchInlineSnapshot(`
    "Top customers who have lapsed, by spend

    Customer  Name    Spend  Last order
    ────────  ────  ───────  ───────────
    A1        Ana   $610.00  May 1, 2026

    Top customers: Buyers ranked by spend, all time: the first 20 % of them, rounded up, ties included.
    Lapsed: Buyers whose silence is over 2 × their usual gap, counting a gap as at least 14 days.
    Spend: Net spend, all time.
    Last order: The day of the latest order.
    Orders up to Nov 15, 2026."
  `)
})

test('revenue by month, with its dates and the month that is not over', async () => {
  expect(
    await told(
      measure([metric('revenue'), metric('orders')], { by: [over('month')], period: calendarPeriod('quarter') }),
    ),
  ).toMatchInlineSnapshot(`
    "Revenue and orders by month, this quarter so far (Oct 1 – Nov 16, 2026)

    Month     Revenue  Orders
    ────────  ───────  ──────
    Oct 2026   $85.00       2
    Nov 2026   $40.00       2

    Revenue: Net: quantity kept × unit price − the discount on the kept quantity; no tax, no shipping. Walk-ins included.
    Orders: Orders that are not cancelled and not refunded in full.
    Dates: this quarter so far (Oct 1 – Nov 16, 2026).
    The last month is not over: figures up to Nov 16, 2026.
    Orders up to Nov 15, 2026."
  `)
})

test('what no store sold is a group with a name, and is explained', async () => {
  const text = await told(measure([metric('orders')], { by: [field('order.store')] }))
  expect(text).toMatch(/^no store +\d+$/m)
  expect(text).toContain('No store: Orders placed online, and any whose store is not on file.')
})

test('one number in two stretches is said once, and its columns are told apart', async () => {
  const [now, before] = [days('2026-10-01', '2026-11-01'), days('2026-09-01', '2026-10-01')]
  const change = (as: 'difference' | 'growth') => ({
    ...{ kind: 'change' as const, metric: 'revenue', where: [], as, period: now },
    baseline: { kind: 'period' as const, period: before },
  })
  const text = await told(
    measure(
      [
        metric('revenue', { period: now }),
        metric('revenue', { period: before }),
        change('difference'),
        change('growth'),
      ],
      {
        by: [field('order.store')],
      },
    ),
  )
  expect(text).toMatch(/^Revenue by store, October 2026 against September 2026\n/)
  expect(text).toMatch(
    /^Store +Revenue \(October 2026\) +Revenue \(September 2026\) +Change in revenue +Growth of revenue$/m,
  )
})

test('which of a customer’s orders is meant, as people say it', async () => {
  const ofAna = is('customer.customer', 'A1')
  const place = (name: string, op: 'equals' | 'at_most' | 'at_least', value: number) =>
    told(list({ entity: 'order', where: all(ofAna, where(name, op, [value])) }))
  expect(await place('order.from_last', 'equals', 1)).toMatch(/^Orders, customer .*, their latest order\n/)
  expect(await place('order.from_last', 'at_most', 3)).toContain('their latest 3 orders')
  expect(await place('order.number', 'equals', 1)).toContain('their first order')
  expect(await place('order.number', 'at_least', 2)).toContain('their second order or a later one')
  expect(await place('order.number', 'equals', 3)).toContain('their third order')
})

test('who bought the grinder and never beans', async () => {
  expect(
    await told(
      list({ where: all(bought([is('product.product', 'KI-1')]), neverBought([is('product.product', 'KI-2')])) }),
    ),
  ).toMatchInlineSnapshot(`
    "Customers who bought Coffee Grinder and never bought Espresso Beans

    Customer  Name
    ────────  ────
    E1        Eli

    Orders: Orders that are not cancelled and not refunded in full.
    Orders up to Nov 15, 2026."
  `)
})

test('a city that nobody lives in, and the one that was meant', async () => {
  const answer = await answerTo(list({ where: all(is('customer.city', 'Evnston'), segment('buyer')) }), shop)
  expect(answer.rows).toEqual([])
  expect(answer.notes.filter(({ kind }) => kind === 'diagnosis').map(({ text }) => text)).toEqual([
    'No customers at all: city Evnston. 4 in “Evanston”.',
  ])
  expect(answer.relaxations.map(({ label }) => label)).toEqual(['City Evanston instead (4)'])
  const [meant] = answer.relaxations
  const again = meant && (await answerTo(meant.plan, shop))
  expect(again?.rows.map(([ref]) => ref)).toEqual(['B1', 'G1', 'J1'])
})

test('a city like none of ours is answered with those there are', async () => {
  const answer = await answerTo(list({ where: all(is('customer.city', 'Quito')) }), shop)
  expect(answer.notes[0]?.text).toBe('No customers at all: city Quito. There are Evanston (4), Chicago (3).')
})

test('conditions that exclude each other are named, each with what it would leave', async () => {
  const answer = await answerTo(list({ where: all(segment('prospect'), segment('top')) }), shop)
  expect(answer.notes.filter(({ kind }) => kind === 'diagnosis').map(({ text }) => text)).toEqual([
    'Without “prospects” there are 2 customers.',
    'Without “top customers” there are 2 customers.',
  ])
})

test('a period without orders says how many there are without it', async () => {
  const answer = await answerTo(measure([metric('revenue')], { period: days('2020-01-01', '2021-01-01') }), shop)
  expect(answer.rows).toEqual([[0]])
  expect(answer.notes[0]?.text).toMatch(/^No orders at all: 2020/)
})

test('a customer’s page tells who they are, what they did, and what is missing', async () => {
  expect(await told({ kind: 'customer', customer: 'A1' })).toMatchInlineSnapshot(`
    "Ana (A1)
    Connection · at risk · top customers · lapsed · connectors · referrers
    Chicago · store Oak Street · looked after by Dana Whitlock · customer since Jan 10, 2023 · VIP, gardener

    Talk about
    - Promised for Nov 20: Ask about the garden (Dana Whitlock)
    - Birthday in 4 days (Nov 20)

    Buying          $610.00 in 4 orders, $152.50 each, since Jan 31, 2026
    Rhythm          last bought May 1, 2026, 199 days ago · usually every 30 days
    Reach           ana@mail.example · (312) 555-0100 · 1 Oak Street
    May contact by  e-mail (test) · nothing on record for text, phone and post
    Sent us         Gus (G1) · Fay (F1), no order yet · Jo (J1)
    Person          Birthday Nov 20 · Language en · Source walk-in · Household size 4
    Ask for         consent to texts, calls and post
    12 months       ·▆·█▆█······  Dec 2025 – Nov 2026, most in Mar 2026: $190.00

    What happened
    Oct 5, 2026   In the shop: Looked at hoses
    Aug 10, 2026  Case, answered Aug 12, 2026: Hose leaked
    Jun 1, 2026   Note: Allergic to CEDAR; loves 100% café coffee (Dana Whitlock)
    May 1, 2026   Bought: 20 × Bird Seed · $180.00 · online · O-03
    Apr 1, 2026   Bought: 4 × Hose · $120.00 · Oak Street · O-02
    Mar 2, 2026   Bought: 10 × Bird Seed; 2 × Coffee Grinder · $190.00 · Oak Street · O-01
    Jan 31, 2026  Bought: 10 × Espresso Beans · $120.00 · Oak Street · O-04
    Jul 10, 2023  Sent us: Gus
    and more: npm run -s cli -- customer A1 --timeline

    Orders up to Nov 15, 2026."
  `)
})

test('a page without the right to contact details has none, and says for whom they are', async () => {
  const associate = { ...administrator, maySeeContactDetails: false }
  const { rows, notes, withheld } = await answerTo({ kind: 'customer', customer: 'A1' }, shop, {}, associate)
  expect(rows.some((row) => String(row[2]).includes('@mail.example'))).toBe(false)
  expect(rows.map((row) => row[1])).not.toContain('E-mail')
  expect(withheld).toEqual(['E-mail', 'Phone', 'Address'])
  expect(notes).toContainEqual({ kind: 'caveat', text: 'E-mail, phone and address are for managers.' })
})

test('says that sales without a known customer count where conditions only say what customers are not', async () => {
  const saysSo = async (plan: Plan): Promise<boolean> =>
    (await answerTo(plan, shop)).notes.some(({ text }) => text === 'Sales without a known customer count too.')
  const revenue = (...conditions: Parameters<typeof all>) => measure([metric('revenue')], { where: all(...conditions) })
  const inChicago = is('customer.city', 'Chicago')
  expect(await saysSo(revenue(not(inChicago)))).toBe(true)
  expect(await saysSo(revenue(not(segment('top'))))).toBe(true)
  expect(await saysSo(revenue(missing('customer.owner')))).toBe(true)
  expect(await saysSo(list({ entity: 'order', where: all(not(inChicago)) }))).toBe(true)
  expect(await saysSo(revenue(not(inChicago), segment('top')))).toBe(false)
  expect(await saysSo(revenue(inChicago))).toBe(false)
  expect(await saysSo(revenue(missing('customer.customer')))).toBe(false)
  expect(await saysSo(list({ where: all(not(inChicago)) }))).toBe(false)
})

test('a customer who was forgotten has no page', async () => {
  await expect(answerTo({ kind: 'customer', customer: 'H1' }, shop)).rejects.toThrow('There is no customer H1.')
})

test('why Dara is due, in facts and thresholds', async () => {
  expect(await told({ kind: 'why', customer: 'D1', segment: 'due' })).toMatchInlineSnapshot(`
    "Why Dara is, or is not, due

    Customer  Fact           Value
    ────────  ─────────────  ────────────
    D1        Name           Dara
    D1        Due            yes
    D1        Last order     Sep 27, 2026
    D1        Silent for     50 days
    D1        Usual gap      40 days
    D1        Purchase days  3
    D1        Due after      40 days
    D1        Lapsed after   80 days

    Due: Buyers whose silence is over 1 × and up to 2 × their usual gap, counting a gap as at least 14 days.
    Orders up to Nov 15, 2026."
  `)
})

test('what a word means, with the shop’s own numbers', async () => {
  expect(await told({ kind: 'definition', term: 'lapsed' })).toMatchInlineSnapshot(`
    "What “lapsed” means

    Word    Meaning
    ──────  ────────────────────────────────────────────────────────────
    lapsed  Buyers whose silence is over 2 × their usual gap, counting a gap as at least 14 days."
  `)
})

test('an answer is cut at the row cap and says so', async () => {
  const answer = await answerTo(list(), shop, { limits: { timeoutMs: 1000, maximumCost: 1e9, rowCap: 3 } })
  expect(answer.rows).toHaveLength(3)
  expect(answer.truncated).toBe(true)
  expect(answer.notes.map(({ text }) => text)).toContain('Only the first 3 rows are shown; there are more.')
})

test('exactly as many rows as the cap are all there are', async () => {
  const answer = await answerTo(list(), shop, { limits: { timeoutMs: 1000, maximumCost: 1e9, rowCap: 8 } })
  expect([answer.rows.length, answer.truncated]).toEqual([8, false])
})

test('sample data says that it is', async () => {
  const answer = await answerTo(list(), shop, { freshness: { latestOrder: null, sample: true } })
  expect(answer.notes.map(({ text }) => text)).toEqual([
    'There are no orders yet.',
    'Sample data: this shop is invented.',
  ])
})

test.each<[plan: Plan, reading: string]>([
  [list(), 'Customers'],
  [list({ where: all(segment('lapsed')) }), 'Customers who have lapsed'],
  [list({ where: all(segment('lapsed', { not: true }), segment('due')) }), 'Customers who have not lapsed and are due'],
  [list({ where: all(segment('top', { percent: 5 })) }), 'Top customers (top 5 %)'],
  [
    list({ where: all(segment('heavy', { category: 'Garden' }), segment('top', { not: true })) }),
    'Heavy users of Garden who are not top customers',
  ],
  [
    list({ where: all(is('customer.city', 'Chicago', 'Evanston'), missing('customer.birthday')) }),
    'Customers, in Chicago or Evanston, without birthday',
  ],
  [list({ where: all(not(is('customer.city', 'Chicago'))) }), 'Customers, not in Chicago'],
  [list({ where: [any(segment('due'), is('customer.city', 'Chicago'))] }), 'Customers, due or in Chicago'],
  [list({ where: all(bought([], days('2026-10-01', '2026-11-01'))) }), 'Customers who ordered in October 2026'],
  [list({ where: all(neverBought()) }), 'Customers who never ordered'],
  [
    list({ where: all(neverBought([is('product.category', 'Garden')], calendarPeriod('year'))) }),
    'Customers who did not buy Garden this year so far',
  ],
  [list({ where: all(facts('revenue', 'more_than', 3000)) }), 'Customers, with over $3,000 revenue'],
  [
    list({ columns: [metric('revenue')], order: descending(), limit: first(10) }),
    '10 customers with the highest spend',
  ],
  [
    list({ columns: [field('customer.last_order_day')], order: [{ column: 0, direction: 'asc' }] }),
    'Customers, by last order, lowest first',
  ],
  [list({ entity: 'order', where: all(is('order.channel', 'online')) }), 'Orders, channel Online'],
  [list({ entity: 'note', where: all(where('note.text', 'contains', ['cedar'])) }), 'Notes, note containing “cedar”'],
  [measure([metric('revenue')]), 'Revenue, all time'],
  [
    measure([metric('revenue')], { by: [field('order.store')], period: calendarPeriod('year') }),
    'Revenue by store, this year so far (Jan 1 – Nov 16, 2026)',
  ],
  [
    measure([metric('customers')], { where: all(segment('top'), segment('lapsed')) }),
    'Number of top customers who have lapsed',
  ],
  [measure([metric('orders')], { where: all(segment('top')) }), 'Orders, all time: top customers'],
])('%o is read as %s', async (plan, reading) => {
  expect((await answerTo(plan, shop)).reading).toBe(reading)
})

test('references are read by the names behind them', async () => {
  expect(
    (
      await answerTo(
        list({ where: all(bought([is('product.product', 'KI-1')]), is('customer.owner', 'hank@cast.example')) }),
        shop,
      )
    ).reading,
  ).toBe('Customers who bought Coffee Grinder, looked after by Hank Dombrowski')
})
