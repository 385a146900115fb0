import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { ask } from '../../src/ask/ask.ts'
import { continued, emptyThread, keepThread, readThread } from '../../src/ask/threads.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo, contextOf, planning, replyTo } from './asking.ts'
import { openCast } from './cast.ts'
import { all, field, list, measure, metric, segment } from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const asked = (text: string) => ask({ text, asker: administrator, thread: emptyThread }, contextOf(shop))
const perCustomer = measure([metric('revenue_per_buyer')])
const perOrder = measure([metric('average_order_value')])

test('a question back gives the number that each reading would', async () => {
  const reply = await replyTo(
    {
      kind: 'clarify',
      ask: 'Average per order, or per customer?',
      options: [
        { label: 'Per order', plan: perOrder },
        { label: 'Per customer', plan: perCustomer },
        { label: 'The lapsed ones', plan: list({ where: all(segment('lapsed')) }) },
      ],
    },
    shop,
  )
  expect(reply.kind === 'clarify' && reply.options.map(({ label }) => label)).toEqual([
    'Per order ($65.54)',
    'Per customer ($137.00)',
    'The lapsed ones (2 customers)',
  ])
})

test('an option that does not check keeps its label', async () => {
  const reply = await replyTo(
    { kind: 'clarify', ask: 'Which?', options: [{ label: 'Neither', plan: measure([metric('nothing')]) }] },
    shop,
  )
  expect(reply.kind === 'clarify' && reply.options.map(({ label }) => label)).toEqual(['Neither'])
})

test.each([
  ['', 'There is no question. Ask something like “who are our lapsed top customers”.'],
  ['   \n ', 'There is no question. Ask something like “who are our lapsed top customers”.'],
  ['x'.repeat(10_000), 'That is 10,000 characters long; a question may have 1,000.'],
])('a question that is none is declined with a sentence: %#', async (text, reason) => {
  const reply = await asked(text)
  expect(reply.kind === 'decline' && reply.reason).toBe(reason)
})

test('a plan with faults is declined with every fault', async () => {
  const reply = await replyTo(
    { kind: 'plan', plan: measure([metric('revenu'), metric('order')]), planner: 'model', notes: [] },
    shop,
  )
  expect(reply.kind === 'decline' && reply.reason).toBe(
    'There is no metric called `revenu`. Did you mean `revenue`? There is no metric called `order`. Did you mean `orders`?',
  )
})

test('a question that would read too much is refused in a sentence', async () => {
  const reply = await replyTo({ kind: 'plan', plan: list(), planner: 'offline', notes: [] }, shop, {
    limits: { timeoutMs: 1000, maximumCost: 0.1, rowCap: 10 },
  })
  expect(reply.kind === 'decline' && reply.reason).toBe(
    'That would have to read more than one question may. Narrow it to a period, a store or a segment.',
  )
})

test('a planner’s notes come first, and a follow-up says what it changed', async () => {
  const reply = await replyTo(
    {
      kind: 'plan',
      plan: list(),
      planner: 'offline',
      notes: ['Read “pleese” as “please”.'],
      changed: 'Only in Chicago.',
    },
    shop,
  )
  expect(reply.kind === 'answer' && [reply.changed, reply.notes[0]?.text]).toEqual([
    'Only in Chicago.',
    'Read “pleese” as “please”.',
  ])
})

test('who asked, how it was read and what it cost is recorded, and nothing that was said', async () => {
  await sql`delete from audit_log`.execute(shop.db)
  const context = contextOf(shop, {
    planner: planning({
      kind: 'plan',
      plan: list({ columns: [field('customer.spend')] }),
      planner: 'offline',
      notes: [],
    }),
  })
  await ask(
    { text: 'where is the secret café', asker: { ...administrator, who: 'dana@cast.example' }, thread: emptyThread },
    context,
  )
  const { rows } = await sql<{
    actor: string
    action: string
    details: Record<string, unknown>
  }>`select actor, action, details from audit_log`.execute(shop.db)
  expect(rows).toMatchObject([
    {
      actor: 'dana@cast.example',
      action: 'ask',
      details: { reply: 'answer', planner: 'offline', rows: 8, plan: expect.stringMatching(/^[0-9a-f]{16}$/) },
    },
  ])
  expect(JSON.stringify(rows)).not.toContain('secret')
})

test('notes meant for managers are only theirs', async () => {
  const notes = list({ entity: 'note' })
  expect((await answerTo(notes, shop)).rows).toHaveLength(2)
})

test('a conversation keeps its last plans, and what was offered while a question back is open', async () => {
  const answer = await answerTo(list(), shop)
  const thread = continued(emptyThread, answer)
  expect(thread).toEqual({ plans: [list()], offered: [] })
  const offer = {
    kind: 'clarify',
    question: '',
    ask: 'Which?',
    options: [{ label: 'One', plan: perOrder }],
    timings: { planMs: 1 },
  } as const
  expect(continued(thread, offer)).toEqual({ plans: [list()], offered: [{ label: 'One', plan: perOrder }] })
  await keepThread(shop.db, 'lapsed', thread, 'terminal')
  await keepThread(shop.db, 'lapsed', continued(thread, offer), 'terminal')
  expect(await readThread(shop.db, 'lapsed')).toMatchObject({
    plans: [list()],
    offered: [{ label: 'One', plan: perOrder }],
  })
  expect(await readThread(shop.db, 'another')).toEqual(emptyThread)
})

test('a change that is declined leaves the answer before to be changed; a question that is declined does not', async () => {
  const thread = continued(emptyThread, await answerTo(list(), shop))
  const declined = (question: string) =>
    continued(thread, { kind: 'decline', question, reason: '', unknown: [], suggestions: [], timings: { planMs: 1 } })
  expect(declined('as a share of bananas')).toEqual({ ...thread, slipped: true })
  expect(declined('which of them bought gizmos')).toEqual({ ...thread, slipped: true })
  expect(declined('as a chart')).toEqual(thread)
  expect(declined('who bought gizmos')).toEqual({ ...thread, declined: true })
})

test('a conversation that cannot be read any more is one not begun', async () => {
  await sql`insert into conversations (thread, state) values ('old', '{"plans": [{"kind": "gone"}]}')`.execute(shop.db)
  expect(await readThread(shop.db, 'old')).toEqual(emptyThread)
})
