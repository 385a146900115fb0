import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gapsText } from '../../src/ask/own-gaps.ts'
import type { Measure, Plan } from '../../src/ask/plan.ts'
import { replyText } from '../../src/present/text.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo, replyTo } from './asking.ts'
import { openCast } from './cast.ts'
import { all, descending, field, list, measure, metric, segment, where } from './plan-words.ts'
import { openScience, scored, scores } from './science-cast.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  await openScience(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const answer = (plan: Plan) => answerTo(plan, shop, scored)
const total = (name: string): Measure => ({ kind: 'aggregate', aggregate: 'total', field: name, where: [] })

describe('a list by what customers are expected to do', () => {
  const plan = list({
    where: all(segment('buyer')),
    columns: [field('customer.expected_orders'), field('customer.lifetime_value')],
    order: descending(),
  })

  test('has the ends of each range in columns of their own, and nothing for whoever was not scored', async () => {
    const { columns, rows } = await answer(plan)
    expect(columns.map(({ name }) => name)).toEqual([
      'customer_ref',
      'name',
      'expected_orders',
      'expected_orders_low',
      'expected_orders_high',
      'lifetime_value',
      'lifetime_value_low',
      'lifetime_value_high',
    ])
    expect(rows.slice(0, 2)).toEqual([
      ['G1', 'Gus', 2.5, 1, 5, 400, 100, 900],
      ['D1', 'Dara', 1.2, 0, 3, 90, 0, 260],
    ])
    expect(rows.find(([ref]) => ref === 'E1')).toEqual(['E1', 'Eli', null, null, null, null, null, null])
  })

  test('is read with each range beside its estimate', async () => {
    const text = replyText(await answer(plan), { currency: 'USD', showSql: false })
    expect(text).toContain('about 2.5 (1–5)')
    expect(text).toContain('about $400 ($100–$900)')
    expect(text).not.toContain('low')
  })

  test('says that it is an estimate, of when and from what', async () => {
    const { notes } = await answer(plan)
    expect(notes.filter(({ kind }) => kind === 'caveat').map(({ text }) => text)).toContain(
      'Estimated on Nov 16, 2026 from the orders of 6 customers (MBG/NBD); 8 in 10 customers stay within their range.',
    )
  })
})

describe('estimates of some customers add up', () => {
  test.each([
    ['a segment', all(segment('repeat')), 4],
    ['any other condition', all(where('customer.city', 'is', ['Evanston'])), 2.9],
  ])('%s', async (_, clauses, sum) => {
    const { rows } = await answer(measure([total('customer.expected_orders')], { where: clauses }))
    expect(rows[0]?.[0]).toBeCloseTo(sum, 9)
  })

  test.each<[string, Plan, string]>([
    ['everybody’s do not', measure([total('customer.expected_orders')]), 'it does not forecast the shop'],
    [
      'nor do those of all buyers, who are everybody with an estimate',
      measure([total('customer.lifetime_value')], { where: all(segment('buyer')) }),
      'it does not forecast the shop',
    ],
    [
      'nor by store',
      measure([total('customer.lifetime_value')], { by: [field('customer.store')] }),
      'it does not forecast the shop',
    ],
    [
      'chances never do',
      measure([total('customer.chance_active')], { where: all(segment('top')) }),
      '“Chance of being active” does not add up over customers.',
    ],
  ])('%s', async (_, plan, sentence) => {
    const reply = await replyTo({ kind: 'plan', plan, planner: 'offline', notes: [] }, shop, scored)
    expect(reply.kind === 'decline' && reply.reason).toContain(sentence)
  })

  test('an average describes the customers there are', async () => {
    const { rows } = await answer(
      measure([{ kind: 'aggregate', aggregate: 'average', field: 'customer.lifetime_value', where: [] }]),
    )
    expect(rows).toEqual([[172.5]])
  })
})

describe('who is likely gone', () => {
  test('is whoever is estimated so, among those who were scored', async () => {
    const { rows, reading, notes } = await answer(list({ where: all(segment('likely_gone')) }))
    expect(rows.map((row) => row[1])).toEqual(['Ana', 'Dara'])
    expect(reading).toBe('Customers who are likely gone')
    expect(notes.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'Likely gone: Buyers whose estimated chance of being active is under 50 %.',
        'Estimated on Nov 16, 2026 from the orders of 6 customers (MBG/NBD).',
      ]),
    )
    expect((await answer(measure([metric('customers')], { where: all(segment('likely_gone')) }))).rows).toEqual([[2]])
  })

  test('why: the chance beside what it is held against', async () => {
    const { rows, notes } = await answer({ kind: 'why', customer: 'A1', segment: 'likely_gone' })
    expect(rows.map((row) => row.slice(1))).toEqual([
      ['Name', 'Ana'],
      ['Likely gone', 'yes'],
      ['Orders', '4'],
      ['Purchase days', '4'],
      ['Last order', 'May 1, 2026'],
      ['Chance of being active', '20 %'],
      ['Likely gone under', '50 %'],
    ])
    expect(notes.map(({ text }) => text)).toContain(
      'Estimated on Nov 16, 2026 from the orders of 6 customers (MBG/NBD).',
    )
  })
})

describe('without scores', () => {
  const plan = list({ where: all(segment('likely_gone')) })
  const refusal = async (more: Partial<typeof scored> | { readonly scores: null }) => {
    const reply = await replyTo({ kind: 'plan', plan, planner: 'offline', notes: [] }, shop, { ...scored, ...more })
    return reply.kind === 'decline' ? reply.reason : reply.kind
  }

  test('the answer says how to have them', async () => {
    expect(await refusal({ scores: null })).toBe(
      '“likely gone” is not scored yet as of 2026-11-16. Scoring happens every night; to have it for that day, run npm run -s cli -- score --as-of 2026-11-16.',
    )
  })

  test('or why there cannot be any yet', async () => {
    const refused = 'There are 6 buyers; 500 are needed.'
    expect(await refusal({ scores: { ...scores, refused } })).toBe(`“likely gone” cannot be estimated yet. ${refused}`)
  })
})

describe('a customer’s page', () => {
  const page = async (customer: string, more = {}) =>
    answerTo({ kind: 'customer', customer }, shop, { ...scored, ...more })
  const told = async (customer: string, more = {}) =>
    new Map((await page(customer, more)).rows.map(([, label, value]) => [label, value]))

  test('says what is to be expected, with ranges and where they come from', async () => {
    const gus = await told('G1')
    expect(gus.get('Chance of being active')).toBe('90 %')
    expect(gus.get('Expected orders (90 days)')).toBe('about 2.5 (1–5)')
    expect(gus.get('Lifetime value (12 months)')).toBe('about $400 ($100–$900)')
    expect(gus.get('Expected value per order')).toBe('$40.00')
    expect((await page('G1')).notes.map(({ text }) => text)).toContain(
      'Estimated on Nov 16, 2026 from the orders of 6 customers (MBG/NBD); 8 in 10 customers stay within their range.',
    )
  })

  test('gives the usual gap with what the gaps were, so that nobody takes a mean for a rhythm', async () => {
    expect((await told('A1')).get('Usual gap')).toBe('30 days')
    await sql`update orders set ordered_day = ordered_day + 7 where id = (
      select o.id from orders o join customers c on c.id = o.customer_id where c.ref = 'D1' order by ordered_day offset 1 limit 1
    )`.execute(shop.db)
    expect((await told('D1')).get('Usual gap')).toBe('40 days (so far 33 to 47)')
    expect(gapsText([28, 27, 46])).toBe('half the time 27 to 46')
    expect((await told('B1')).get('Usual gap')).toBe('90 days (taken until there are three purchase days)')
  })

  test('says nothing of what is not estimated, and why', async () => {
    expect((await told('C1')).has('Expected orders (90 days)')).toBe(false)
    expect((await told('G1', { scores: null })).has('Expected orders (90 days)')).toBe(false)
    const refused = 'There are 6 buyers; 500 are needed.'
    const { notes } = await page('G1', { scores: { ...scores, refused } })
    expect(notes.map(({ text }) => text)).toContain(`No estimates. ${refused}`)
  })
})
