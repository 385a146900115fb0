import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import type { AskContext } from '../../src/ask/ask.ts'
import { openAsking } from '../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { findCustomers, theOne } from '../../src/customers/find.ts'
import { silentLog } from '../../src/log.ts'
import { explanationText } from '../../src/present/explanation.ts'
import { explainCustomer } from '../../src/scoring/explain-customer.ts'
import { explainModel } from '../../src/scoring/explain-model.ts'
import { score } from '../../src/scoring/score.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type Buyer, fillBuyers, randomBuyers, today } from './shop.ts'

const bought = (...days: readonly string[]) => days.map((day) => ({ day, cents: 5_000 }))
const ana: Buyer = { name: 'Ana Silva', purchases: bought('2026-01-10', '2026-02-09', '2026-03-11', '2026-06-20') }
const ben: Buyer = { name: 'Ben Ode', purchases: bought('2025-01-10') }
const buyers: readonly Buyer[] = [
  ...randomBuyers(3, 540),
  ana,
  ben,
  { name: 'Zoë Prospect', purchases: [] },
  { name: 'Mark Twice', purchases: bought('2026-05-01') },
  { name: 'Mark Twice', purchases: bought('2026-05-02') },
]

let database: TestDatabase
let shop: Context
let asking: AskContext
beforeAll(async () => {
  database = await testDatabase()
  shop = await openContext(readConfig({ DATABASE_URL: database.url }), { asOf: today, log: silentLog })
  await fillBuyers(database.db, buyers)
  await score(shop, { history: false })
  asking = await openAsking(shop, openOfflinePlanner)
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

/** As the command finds them. */
async function meant(said: string, { reader, today: day, rules }: AskContext = asking): Promise<string> {
  const finder = { scope: { kind: 'all' }, storeId: null, today: day, timeZone: rules.timeZone, country: 'US' } as const
  return theOne(said, await findCustomers(reader, said, finder)).ref
}

const explained = async (said: string, context = asking) =>
  explainCustomer(await meant(said, context), administrator, context)

/** A line by its label, without the blanks that line it up. */
const lineOf = (text: string, label: string) =>
  text
    .split('\n')
    .find((line) => line.trim().startsWith(label))
    ?.trim()
    .replaceAll(/ {2,}/g, ' | ')

describe('one customer', () => {
  test('is explained by the figures and what they were held against', async () => {
    const text = explanationText(await explained('Ana Silva'))
    expect(text).toMatch(/^Ana Silva · C0541 · as of Jun 30, 2026\n/)
    expect(lineOf(text, 'Orders')).toBe('Orders | 4 | on 4 days')
    expect(lineOf(text, 'Last order')).toBe('Last order | Jun 20, 2026')
    expect(lineOf(text, 'Usual gap')).toMatch(
      /^Usual gap \| 53\.7 days, so far \d+ to \d+ \| 161 days from the first to the last, in 3/,
    )
    expect(lineOf(text, 'Silent for')).toBe('Silent for | 10 days | 0.2 usual gaps')
    expect(lineOf(text, 'Due')).toBe('Due | no | silent 10 days; due after 53.7 (1 × the gap) up to 107.3')
    expect(lineOf(text, 'From')).toMatch(/^From \| x = 3, t_x = 23, T = 24\.4 \|/)
  })

  test('has the scores that questions have', async () => {
    const { figures } = await explained('C0541')
    const { rows } = await database.db.executeQuery<Record<string, unknown>>(
      database.db
        .selectFrom('customer_scores')
        .innerJoin('customers', 'customers.id', 'customer_id')
        .where('ref', '=', 'C0541')
        .select([
          'chance_active as chance',
          'expected_orders_90d as expectedOrders',
          'expected_orders_high as expectedOrdersHigh',
        ])
        .compile(),
    )
    expect(figures).toMatchObject(rows[0] ?? { nobody: true })
  })

  test('shows the borders of the shop’s own fifths, each the value of a buyer', async () => {
    const { figures } = await explained('Ana Silva')
    const lastDays = buyers
      .flatMap(
        ({ purchases }) =>
          purchases
            .map(({ day }) => day)
            .filter((day) => day <= today)
            .sort()
            .at(-1) ?? [],
      )
      .sort()
    const at = (score: number) => lastDays[Math.ceil((score * lastDays.length) / 5) - 1]
    expect([figures.recency1, figures.recency2, figures.recency3, figures.recency4]).toEqual([
      at(1),
      at(2),
      at(3),
      at(4),
    ])
    const better = lastDays.filter((day) => day < String(figures.lastOrder)).length
    expect(figures.recency).toBe(1 + Math.min(4, Math.floor((5 * better) / lastDays.length)))
  })

  test('with a single order says that the value is everybody’s', async () => {
    const text = explanationText(await explained('Ben Ode'))
    expect(lineOf(text, 'An order brings')).toMatch(/what everybody’s bring, \$[\d.]+: they have not/)
    expect(lineOf(text, 'Usual gap')).toMatch(/^Usual gap \| 90 days \| taken as 90 days until there are three/)
    expect(lineOf(text, 'Lapsed')).toBeDefined()
  })

  test('who never bought has a stage and no estimate', async () => {
    const text = explanationText(await explained('zoe prospect'))
    expect(text).toContain('Stage: Prospecting')
    expect(text).toContain('Only buyers are estimated: there was no order by Jun 30, 2026.')
    expect(text).not.toContain('RFM')
  })

  test('fits a terminal of a hundred letters', async () => {
    const texts = await Promise.all(
      ['Ana Silva', 'Ben Ode', 'C0001', 'C0002', 'C0003'].map(async (said) => explanationText(await explained(said))),
    )
    const long = [...texts, explanationText(await explainModel(shop))]
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.length > 100)
    expect(long).toEqual([])
  })
})

describe('a name', () => {
  test('that two have is asked about, with their references', async () => {
    await expect(meant('mark twice')).rejects.toThrow(
      '2 customers fit “mark twice”:\n  C0545  Mark Twice\n  C0544  Mark Twice',
    )
  })

  test('with a slip brings those nearly so called', async () => {
    await expect(meant('Ana Silba')).rejects.toThrow(
      'There is no customer “Ana Silba”. Nearly so called:\n  C0541  Ana Silva',
    )
  })

  test('of nobody is said to be nobody’s', async () => {
    await expect(meant('Xavier Qwerty')).rejects.toThrow('There is no customer “Xavier Qwerty”.')
  })

  test('may be a reference in any letters', async () => {
    expect(await meant(' c0541 ')).toBe('C0541')
  })
})

describe('the model', () => {
  test('is shown with its parameters, both checks and the runs before', async () => {
    const text = explanationText(await explainModel(shop))
    expect(lineOf(text, 'Model')).toBe('Model | MBG/NBD and Gamma-Gamma, version 1')
    expect(lineOf(text, 'Purchases')).toMatch(/^Purchases \| r [\d.]+ \| α [\d.]+ \| a [\d.]+ \| b [\d.]+ \|/)
    expect(text).toContain('In-sample check: customers by how often they came back')
    expect(text).toContain('Hold-out check: fitted without the last 90 days, and held against them')
    expect(text).toContain('Latest runs')
  })

  test('of a day before every run says what to do', async () => {
    await using before = await openContext(readConfig({ DATABASE_URL: database.url }), {
      asOf: '2020-01-01',
      log: silentLog,
    })
    expect(explanationText(await explainModel(before))).toContain('Nobody is scored yet. Run: npm run -s cli -- score')
  })
})

test('a shop with too little history says so for the model and for each customer', async () => {
  await using small = await testDatabase()
  await fillBuyers(small.db, [ana, ben])
  await using few = await openContext(readConfig({ DATABASE_URL: small.url }), { asOf: today, log: silentLog })
  await score(few, { history: false })
  const context = await openAsking(few, openOfflinePlanner)
  const says = 'There is too little history to estimate from: 2 customers have bought so far'
  expect(explanationText(await explained('Ana Silva', context))).toContain(says)
  expect(explanationText(await explainModel(few))).toContain(says)
})
