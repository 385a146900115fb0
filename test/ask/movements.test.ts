import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asker, administrator } from '../../src/access/asker.ts'
import type { Clause, Plan } from '../../src/ask/plan.ts'
import type { Row } from '../../src/ask/reply.ts'
import { enforceScopes } from '../../src/db/reading.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo, replyTo } from './asking.ts'
import { openCast } from './cast.ts'
import { all, any, days, field, is, list, measure, metric, movement, not, over, segment } from './plan-words.ts'
import { histories, openScience, scored } from './science-cast.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  await openScience(shop.db)
  await enforceScopes(shop.db, true)
})
afterAll(() => shop[Symbol.asyncDispose]())

const answer = (plan: Plan) => answerTo(plan, shop, scored)
const namesOf = (rows: readonly Row[]): readonly unknown[] => rows.map((row) => row[1])
const autumn = days('2026-08-01', '2026-11-01')
const of = (...segments: string[]): Clause => any(is('stay.segment', ...segments))

describe('who moved', () => {
  test.each<[string, Clause[], string[]]>([
    ['entered in a stretch', all(movement({ to: 'lapsed' }, autumn)), ['Ana', 'Ben']],
    ['entered ever, of those whose entry is known', all(movement({ to: 'champion' })), ['Gus']],
    ['left in a stretch', all(movement({ from: 'lapsed' }, autumn)), ['Ben', 'Dara']],
    ['from one to the other', all(movement({ from: 'at_risk', to: 'champion' }, days('2026-09-01', null))), ['Gus']],
    [
      'from one to the other by a day gone by',
      all(movement({ from: 'champion', to: 'at_risk' }, days('2026-07-01', '2026-10-01'))),
      ['Ana'],
    ],
    ['not entered', all(not(movement({ to: 'lapsed' }, autumn)), segment('buyer')), ['Dara', 'Eli', 'Gus', 'Jo']],
    ['one movement or another', [any(movement({ to: 'champion' }), movement({ to: 'at_risk' }))], ['Ana', 'Gus']],
    ['belonged on a day gone by', all(segment('champion', { on: '2026-07-31' })), ['Ana']],
    ['no longer belonged a day later', all(segment('champion', { on: '2026-08-01' })), []],
    ['belonged when the history begins', all(segment('lapsed', { on: '2025-11-16' })), ['Dara']],
    [
      'did not belong on a day gone by',
      all(not(segment('at_risk', { on: '2026-09-01' })), segment('repeat')),
      ['Dara'],
    ],
  ])('%s', async (_, where, names) => {
    expect(namesOf((await answer(list({ where }))).rows)).toEqual(names)
  })

  test('belonging today is looked at as it is now', async () => {
    const { sql: text } = await answer(list({ where: all(segment('lapsed', { on: '2026-11-16' })) }))
    expect(text).not.toContain('segment_memberships')
  })

  test('a list of who moved shows the day, and says in words who they are', async () => {
    const entered = await answer(list({ where: all(movement({ to: 'lapsed' }, autumn)) }))
    expect(entered.reading).toBe('Customers who became lapsed from Aug 1 to Oct 31, 2026')
    expect(entered.notes.map(({ text }) => text.split(':')[0])).toContain('Lapsed')
    expect(entered.columns.map(({ label }) => label)).toEqual(['Customer', 'Name', 'Entered on (lapsed)'])
    expect(entered.rows).toEqual([
      ['A1', 'Ana', '2026-08-05'],
      ['B1', 'Ben', '2026-10-10'],
    ])
    const left = await answer(list({ where: all(movement({ from: 'lapsed' }, autumn)) }))
    expect(left.rows).toEqual([
      ['B1', 'Ben', '2026-10-26'],
      ['D1', 'Dara', '2026-09-27'],
    ])
  })

  test.each<[Clause[], string]>([
    [
      all(movement({ from: 'at_risk', to: 'champion' }, days('2026-09-01', null))),
      'Customers who were at risk on Aug 31, 2026 and champions on Nov 16, 2026',
    ],
    [
      all(movement({ from: 'champion' }, days('2026-08-01', '2026-09-01'))),
      'Customers who stopped being champions in August 2026',
    ],
    [all(not(movement({ to: 'lapsed' }))), 'Customers who did not become lapsed'],
    [all(segment('at_risk', { on: '2026-08-31' })), 'Customers who were at risk on Aug 31, 2026'],
    [
      all(segment('top'), segment('champion', { on: '2026-07-31' })),
      'Top customers who were champions on Jul 31, 2026',
    ],
  ])('in words', async (where, reading) => {
    expect((await answer(list({ where }))).reading).toBe(reading)
  })
})

describe('how many', () => {
  const months = days('2026-07-01', '2026-12-01')
  test('came, went and belonged, month by month', async () => {
    const plan = measure([metric('segment_entries'), metric('segment_exits'), metric('segment_size')], {
      by: [over('month')],
      where: [of('lapsed')],
      period: months,
    })
    expect((await answer(plan)).rows).toEqual([
      ['2026-07-01', 0, 0, 1],
      ['2026-08-01', 1, 0, 2],
      ['2026-09-01', 0, 1, 1],
      ['2026-10-01', 1, 1, 1],
      ['2026-11-01', 0, 0, 1],
    ])
  })

  test('belong, by segment and by store', async () => {
    const bySegment = measure([metric('segment_size')], { by: [field('stay.segment')] })
    expect((await answer(bySegment)).rows).toEqual([
      ['at_risk', 1],
      ['champion', 1],
      ['lapsed', 1],
    ])
    const byStore = measure([metric('segment_size', { where: [of('champion')] })], { by: [field('customer.store')] })
    expect((await answer(byStore)).rows).toEqual([['River Road', 1]])
  })

  test('belong now, and at the end of a stretch', async () => {
    const size = (period: ReturnType<typeof days> | null) =>
      answer(measure([metric('segment_size', { where: [of('at_risk')], period })]))
    expect((await size(null)).rows).toEqual([[1]])
    expect((await size(days(null, '2026-11-14'))).rows).toEqual([[2]])
    expect((await size(days('2026-01-01', '2026-03-01'))).rows).toEqual([[0]])
  })

  test('a change of size is between two days', async () => {
    const change = (as: 'difference' | 'growth') =>
      answer(
        measure([
          {
            kind: 'change',
            metric: 'segment_size',
            where: [of('lapsed')],
            period: days(null, '2026-09-01'),
            baseline: { kind: 'period', period: days(null, '2026-08-01') },
            as,
          },
        ]),
      )
    expect((await change('difference')).rows).toEqual([[1]])
    expect((await change('growth')).rows).toEqual([[1]])
  })

  test('agrees with SQL written by hand', async () => {
    const { rows } = await sql<{ entered: number; left: number }>`
      select
        count(distinct customer_id) filter (where valid_from >= '2026-01-01' and valid_from > '-infinity') as entered,
        count(distinct customer_id) filter (where valid_to >= '2026-01-01') as left
      from segment_memberships where segment_id in (501, 503)
    `.execute(shop.db)
    const plan = measure([metric('segment_entries'), metric('segment_exits')], {
      where: [of('lapsed', 'at_risk')],
      period: days('2026-01-01', null),
    })
    expect((await answer(plan)).rows).toEqual([[Number(rows[0]?.entered), Number(rows[0]?.left)]])
  })
})

describe('what is not known is said', () => {
  const notesOf = async (plan: Plan): Promise<readonly string[]> =>
    (await answer(plan)).notes.filter(({ kind }) => kind === 'caveat').map(({ text }) => text)

  test('where the history begins, and where it is known in steps only', async () => {
    expect(await notesOf(list({ where: all(movement({ to: 'lapsed' }, days('2025-01-01', null))) }))).toEqual(
      expect.arrayContaining([
        'Who was in “lapsed” is known from Nov 16, 2025 on.',
        'Who was in “lapsed” is known week by week only before May 1, 2026.',
      ]),
    )
    expect((await notesOf(list({ where: all(movement({ to: 'lapsed' }, autumn)) }))).join()).not.toContain('known')
  })

  test('where it ends before today', async () => {
    const late = new Map([...histories].map(([name, history]) => [name, { ...history, untilDay: '2026-11-14' }]))
    const plan = list({ where: all(movement({ to: 'lapsed' }, days('2026-11-01', null))) })
    const { notes } = await answerTo(plan, shop, { ...scored, histories: late })
    expect(notes.map(({ text }) => text)).toContain('Who was in “lapsed” is recorded up to Nov 14, 2026.')
  })

  test.each<[string, Plan, string]>([
    [
      'a day before it',
      list({ where: all(segment('lapsed', { on: '2024-05-01' })) }),
      'Who was in “lapsed” is known from Nov 16, 2025 to Nov 16, 2026; May 1, 2024 is outside of that.',
    ],
    [
      'a stretch before it',
      measure([metric('segment_entries')], { where: [of('lapsed')], period: days('2024-01-01', '2024-02-01') }),
      'Who was in “lapsed” is known from Nov 16, 2025 to Nov 16, 2026; Jan 31, 2024 is outside of that.',
    ],
    ['a day to come', list({ where: all(segment('lapsed', { on: '2027-01-01' })) }), 'Jan 1, 2027 is still to come.'],
    [
      'a segment without one',
      list({ where: all(movement({ to: 'due' })) }),
      'It is not recorded who was in “due” when.',
    ],
    [
      'another percentage than the shop’s',
      list({ where: all(segment('champion', { percent: 5, on: '2026-07-31' })) }),
      'It is not recorded who was in “champions” when.',
    ],
    [
      'from one to another at no time',
      list({ where: all(movement({ from: 'at_risk', to: 'champion' })) }),
      'From one segment to another: since when?',
    ],
    [
      'out of nothing into nothing',
      list({ where: all(movement({})) }),
      'A movement is out of a segment, into one, or from one to another.',
    ],
    ['a number of no segment', measure([metric('segment_entries')]), '“Entered” is counted for a segment: which one?'],
  ])('%s', async (_, plan, sentence) => {
    const reply = await replyTo({ kind: 'plan', plan, planner: 'offline', notes: [] }, shop, scored)
    expect(reply.kind === 'decline' && reply.reason).toBe(sentence)
  })
})

test('who sees one store’s customers is told of their movements alone', async () => {
  const { rows } = await sql<{ id: number }>`select id from stores where name = 'River Road'`.execute(shop.db)
  const asker: Asker = {
    ...administrator,
    scope: { kind: 'store', id: Number(rows[0]?.id) },
    storeName: 'River Road',
  }
  const movers = await answerTo(list({ where: all(movement({ to: 'lapsed' }, autumn)) }), shop, scored, asker)
  expect(namesOf(movers.rows)).toEqual(['Ben'])
  const plan = measure([metric('segment_size')], { where: [of('lapsed', 'champion', 'at_risk')] })
  expect((await answerTo(plan, shop, scored, asker)).rows).toEqual([[1]])
})

test('sales to those who moved leave walk-ins out, and to those who did not count them in', async () => {
  const revenue = async (clause: Clause) =>
    (await answer(measure([metric('orders')], { where: [clause], period: days('2026-11-01', null) }))).rows[0]?.[0]
  expect(await revenue(any(movement({ to: 'champion' })))).toBe(1)
  expect(await revenue(any(not(movement({ to: 'champion' }))))).toBe(1)
})
