import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asker, inCompany } from '../../src/access/asker.ts'
import { ask } from '../../src/ask/ask.ts'
import { compile } from '../../src/ask/compile.ts'
import type { ListPlan, MeasurePlan, Plan } from '../../src/ask/plan.ts'
import { createOfflinePlanner } from '../../src/ask/planners/offline/offline.ts'
import { peopleLookup } from '../../src/ask/planners/offline/people.ts'
import { loadVocabulary } from '../../src/ask/planners/offline/vocabulary.ts'
import type { Cell } from '../../src/ask/reply.ts'
import { emptyThread } from '../../src/ask/threads.ts'
import { readTransaction } from '../../src/db/reading.ts'
import { changeSettings } from '../../src/db/settings.ts'
import { asker } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo, contextOf, replyTo } from './asking.ts'
import { openCast, today } from './cast.ts'
import {
  all,
  any,
  bought,
  catalog,
  checkedQuery,
  descending,
  facts,
  field,
  is,
  issuesOf,
  list,
  measure,
  metric,
  not,
  rules,
  segment,
  unrecorded,
} from './plan-words.ts'

/**
 * Hank works at River Road, the home store of Ben, Fay, Gus and Jo; he looks after Eli, who is of Oak Street. Oak Street
 * has one sale without a customer.
 */
let shop: TestDatabase
let ofStore: Asker
let ofOwner: Asker
let ofOak: Asker
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  await changeSettings(shop.db, { associate_scope: 'store' }, 'test')
  ofStore = await asker(shop.db, 'hank@cast.example', { associateScope: 'store' })
  ofOwner = await asker(shop.db, 'hank@cast.example', { associateScope: 'owner' })
  const oak = await shop.db.selectFrom('stores').select('id').where('name', '=', 'Oak Street').executeTakeFirstOrThrow()
  ofOak = { ...ofStore, scope: { kind: 'store', id: oak.id }, storeName: 'Oak Street' }
})
afterAll(() => shop[Symbol.asyncDispose]())

const answer = (plan: Plan, who: Asker = ofStore) => answerTo(plan, shop, {}, who)
const firsts = async (plan: Plan, who: Asker = ofStore): Promise<readonly Cell[]> =>
  (await answer(plan, who)).rows.map((row) => row[0] ?? null)
const caveats = async (plan: Plan, who: Asker = ofStore): Promise<readonly string[]> =>
  (await answer(plan, who)).notes
    .filter(({ kind, text }) => kind === 'caveat' && !text.startsWith('Orders up to'))
    .map(({ text }) => text)

describe('a list holds only whom the asker sees', () => {
  test.each<[what: string, plan: ListPlan, store: Cell[], owner: Cell[]]>([
    ['customers', list(), ['B1', 'F1', 'G1', 'J1'], ['E1']],
    ['buyers', list({ where: all(bought()) }), ['B1', 'G1', 'J1'], ['E1']],
    ['their orders', list({ entity: 'order' }), ['O-13', 'O-05', 'O-12', 'O-14'], ['O-09']],
    ['their interactions', list({ entity: 'interaction' }), [], ['E1']],
    ['their cases', list({ entity: 'case' }), [], ['E1']],
    ['whoever never bought', list({ where: all(not(bought())) }), ['F1'], []],
  ])('%s', async (_, plan, store, owner) => {
    expect(await firsts(plan)).toEqual(store)
    expect(await firsts(plan, ofOwner)).toEqual(owner)
  })

  test('products are everybody’s, and what was sold of them is not', async () => {
    const plan = list({ entity: 'product', columns: [metric('units')], order: descending() })
    const { rows } = await answer(plan)
    expect(rows.map((row) => [row[0], row.at(-1)])).toEqual([
      ['KI-2', 4],
      ['GA-1', 1],
      ['GA-2', 1],
      ['XX-1', 1],
      ['KI-1', 0],
    ])
    expect(await caveats(list({ entity: 'product' }))).toEqual([])
    expect(await caveats(measure([metric('products')]))).toEqual([])
    expect(await caveats(plan)).not.toEqual([])
  })
})

describe('a number is of them alone', () => {
  test.each<[what: string, plan: MeasurePlan, store: Cell[][], owner: Cell[][]]>([
    ['how many customers', measure([metric('customers')]), [[4]], [[1]]],
    ['revenue', measure([metric('revenue')]), [[111]], [[50]]],
    [
      'revenue by home store',
      measure([metric('revenue')], { by: [field('customer.store')] }),
      [['River Road', 111]],
      [['Oak Street', 50]],
    ],
    [
      'the average per customer',
      measure([{ kind: 'per', aggregate: 'average', per: 'customer', metric: 'revenue', where: [], period: null }]),
      [[37]],
      [[50]],
    ],
  ])('%s', async (_, plan, store, owner) => {
    expect((await answer(plan)).rows).toEqual(store)
    expect((await answer(plan, ofOwner)).rows).toEqual(owner)
  })

  test('a store’s sales without a customer are its own, and nobody’s under a colleague', async () => {
    const plan = measure([metric('orders')], { where: all(is('order.day', '2026-11-15')) })
    expect((await answer(plan, ofOak)).rows).toEqual([[1]])
    expect((await answer(plan, ofStore)).rows).toEqual([[0]])
    expect((await answer(plan, ofOwner)).rows).toEqual([[0]])
  })

  test('top customers are the top of them, and the note says so', async () => {
    const plan = list({ where: all(segment('top')) })
    expect(await firsts(plan)).toEqual(['G1'])
    expect(await caveats(plan)).toEqual([
      'Customers of River Road only: that is what you see.',
      'Top customers are worked out among them.',
    ])
  })

  test('more than average is more than their average, and the note says so', async () => {
    const plan = list({ where: all(facts('revenue', 'more_than', 0, { than: { kind: 'average', times: 1 } })) })
    expect(await firsts(plan)).toEqual(['G1'])
    expect(await caveats(plan)).toContain('The average is theirs.')
  })
})

describe('the answer says what it leaves out', () => {
  test.each<[what: string, plan: Plan, who: () => Asker, note: string]>([
    ['a store', list(), () => ofStore, 'Customers of River Road only: that is what you see.'],
    ['a colleague', list(), () => ofOwner, 'Your own customers only: that is what you see.'],
    [
      'sales at a store',
      measure([metric('revenue')]),
      () => ofStore,
      'Customers of River Road only: that is what you see. Sales without a customer are those at River Road.',
    ],
    [
      'sales under a colleague',
      list({ entity: 'order' }),
      () => ofOwner,
      'Your own customers only: that is what you see. Sales without a customer are left out.',
    ],
    [
      'in company',
      list(),
      () => inCompany(ofOwner),
      'Customers of Hank Dombrowski only: that is what Hank Dombrowski sees.',
    ],
  ])('%s', async (_, plan, who, note) => {
    expect(await caveats(plan, who())).toEqual([note])
  })

  test('and nothing to whoever sees everybody', async () => {
    expect(await caveats(list(), await asker(shop.db, 'dana@cast.example', { associateScope: 'store' }))).toEqual([])
  })
})

describe('what lies outside is declined when it is named', () => {
  const store = 'You see only the customers of River Road. For “Oak Street” ask a manager.'
  const owner = 'You see only the customers you look after. For “dana@cast.example” ask a manager.'
  test.each<[what: string, plan: Plan, who: () => Asker, issues: string[]]>([
    ['another store’s customers', list({ where: all(is('customer.store', 'Oak Street')) }), () => ofStore, [store]],
    ['one of two', list({ where: all(is('customer.store', 'River Road', 'Oak Street')) }), () => ofStore, [store]],
    [
      'as one of several conditions',
      list({ where: [any(is('customer.store', 'Oak Street'), is('customer.city', 'Evanston'))] }),
      () => ofStore,
      [store],
    ],
    [
      'another store’s sales',
      measure([metric('revenue')], { where: all(is('order.store', 'Oak Street')) }),
      () => ofStore,
      [store],
    ],
    [
      'in one of two numbers',
      measure([metric('revenue', { where: all(is('order.store', 'Oak Street')) })]),
      () => ofStore,
      [store],
    ],
    ['another’s customers', list({ where: all(is('customer.owner', 'dana@cast.example')) }), () => ofOwner, [owner]],
    ['one’s own store', list({ where: all(is('customer.store', 'River Road')) }), () => ofStore, []],
    ['one’s own customers', list({ where: all(is('customer.owner', 'hank@cast.example')) }), () => ofOwner, []],
    ['everything but another store', list({ where: all(not(is('customer.store', 'Oak Street'))) }), () => ofStore, []],
    [
      'whoever of one’s own bought in another store',
      list({ where: all(bought([is('order.store', 'Oak Street')])) }),
      () => ofStore,
      [],
    ],
    [
      'another store, of one’s own customers',
      list({ where: all(is('customer.store', 'Oak Street')) }),
      () => ofOwner,
      [],
    ],
    [
      'a colleague, of one’s own store',
      list({ where: all(is('customer.owner', 'dana@cast.example')) }),
      () => ofStore,
      [],
    ],
  ])('%s', (_, plan, who, issues) => {
    expect(issuesOf(plan, who())).toEqual(issues)
  })
})

describe('one customer', () => {
  const nobody = 'There is no such customer among those you see.'

  test.each<[what: string, plan: Plan]>([
    ['a page', { kind: 'customer', customer: 'A1' }],
    ['a page of nobody at all', { kind: 'customer', customer: 'Z9' }],
    ['why', { kind: 'why', customer: 'A1', segment: 'lapsed' }],
    ['why of nobody at all', { kind: 'why', customer: 'Z9', segment: 'lapsed' }],
  ])('outside is as unknown as one there is not: %s', async (_, plan) => {
    const reply = await replyTo({ kind: 'plan', plan, planner: 'offline', notes: [] }, shop, {}, ofStore)
    expect(reply).toMatchObject({ kind: 'decline', reason: nobody })
  })

  test('inside has their page, which does not name whoever referred them from outside', async () => {
    const { rows, notes } = await answer({ kind: 'customer', customer: 'G1' })
    expect(rows).toContainEqual(['G1', 'Home store', 'River Road'])
    expect(JSON.stringify(rows)).not.toMatch(/\bAna\b/)
    expect(notes.map(({ text }) => text)).toContain('Segments by rank are worked out among customers of River Road.')
  })

  test('why they are top says among whom', async () => {
    expect(await caveats({ kind: 'why', customer: 'G1', segment: 'top' })).toEqual([
      'Ranks are worked out among customers of River Road only.',
    ])
    expect(await caveats({ kind: 'why', customer: 'G1', segment: 'due' })).toEqual([])
  })
})

test('an empty answer is explained by what the asker sees', async () => {
  const { notes } = await answer(list({ where: all(is('customer.city', 'Chicago')) }))
  const diagnosis = notes.filter(({ kind }) => kind === 'diagnosis').map(({ text }) => text)
  expect(diagnosis.join(' ')).toContain('Evanston (4)')
  expect(diagnosis.join(' ')).not.toContain('Chicago (')
})

describe('the planner knows nobody outside', () => {
  const planned = async (question: string, who: Asker) => {
    const planner = createOfflinePlanner({
      catalog,
      vocabulary: await loadVocabulary(shop.reader),
      people: peopleLookup(shop.reader, () => today),
      calendar: rules,
      country: 'US',
      topPercent: 20,
      today: () => today,
    })
    return ask({ text: question, asker: who, thread: emptyThread }, contextOf(shop, { planner }))
  }
  beforeAll(async () => {
    await shop.db
      .updateTable('customers')
      .set({ given_name: 'Zelda', family_name: 'Quill', display_name: 'Zelda Quill', search_name: 'zelda quill' })
      .where('ref', '=', 'A1')
      .execute()
  })
  afterAll(async () => {
    await shop.db
      .updateTable('customers')
      .set({ given_name: 'ana', family_name: null, display_name: 'Ana', search_name: 'ana' })
      .where('ref', '=', 'A1')
      .execute()
  })

  test.each(['Zelda Quill', 'what did Zelda Quill buy', 'who is Zelda Quil', 'Zelda'])('%s', async (question) => {
    expect(await planned(question, ofOak)).toMatchObject({ kind: 'answer' })
    const outside = await planned(question, ofStore)
    expect(outside.kind).toBe('decline')
    expect(JSON.stringify({ ...outside, question: '' })).not.toMatch(/A1|Chicago|Zelda Quill/)
  })
})

describe('two walls, each sufficient for the rows of an answer', () => {
  const plan = list()

  test('without the condition, PostgreSQL itself hides the others', async () => {
    const everybody = compile(checkedQuery(plan), {
      catalog,
      today,
      rules,
      ...unrecorded,
      summaries: 'maintained',
      rowCap: 100,
    })
    expect(everybody.sql).not.toContain('store_id')
    const limits = { timeoutMs: 2_000, timeZone: 'America/Chicago' }
    const refs = (who: Asker) =>
      readTransaction(shop.reader, { ...limits, scope: who.scope }, async (trx) => {
        const { rows } = await trx.executeQuery(CompiledQuery.raw(everybody.sql, [...everybody.parameters]))
        return (rows as { customer_ref: string }[]).map((row) => row.customer_ref)
      })
    expect(await refs(ofStore)).toEqual(['B1', 'F1', 'G1', 'J1'])
    expect(await refs(ofOwner)).toEqual(['E1'])
    expect(await refs({ ...ofStore, scope: { kind: 'all' } })).toHaveLength(8)
  })

  test.each<[what: string, plan: ListPlan | MeasurePlan, condition: RegExp]>([
    ['customers', list(), /c\.store_id = \$\d+::bigint/],
    ['numbers', measure([metric('customers')]), /c\.store_id = \$\d+::bigint/],
    ['sales', measure([metric('revenue')]), /or \(o\.customer_id is null and o\.store_id = \$\d+::bigint\)/],
    ['referrals', measure([metric('referrals')]), /both_seen\.store_id = \$\d+::bigint/],
  ])('and the query says it too: %s', async (_, given, condition) => {
    const { sql, parameters } = await answer(given)
    expect(sql).toMatch(condition)
    expect(parameters).toContain(ofStore.scope.kind === 'all' ? null : ofStore.scope.id)
  })
})
