import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asker, administrator } from '../../src/access/asker.ts'
import { ask } from '../../src/ask/ask.ts'
import { nextSteps } from '../../src/ask/next-steps.ts'
import type { Planner } from '../../src/ask/planners/planner.ts'
import type { Answer } from '../../src/ask/reply.ts'
import { continued, emptyThread } from '../../src/ask/threads.ts'
import { enforceScopes } from '../../src/db/reading.ts'
import { openSamplePlanner, type SamplePlanner } from './planners/sample-planner.ts'

let sample: SamplePlanner
beforeAll(async () => {
  sample = await openSamplePlanner()
})
afterAll(() => sample[Symbol.asyncDispose]())

async function answerTo(text: string): Promise<Answer> {
  const reply = await ask({ text, asker: administrator, thread: emptyThread }, sample.asking)
  if (reply.kind !== 'answer') throw new Error(`${text}: ${reply.kind}`)
  return reply
}

const stepsAfter = async (text: string) => nextSteps(await answerTo(text), emptyThread, administrator, sample.asking)

describe('what is offered depends on what was answered', () => {
  test.each([
    ['lapsed top customers', ['How many per store', 'Only reachable by e-mail', 'Sort by last order']],
    [
      'who bought a helmet in October 2026',
      ['How many per store', 'Only reachable by e-mail', 'When they last bought'],
    ],
    ['customers of the Spokane store', ['Only reachable by e-mail', 'When they last bought', 'Only the top customers']],
    ['which customers can we email', ['How many per store', 'When they last bought', 'Only the top customers']],
    ['prospects', ['How many per store', 'Only reachable by e-mail', 'Who looks after them']],
    ['top 10 customers this year', ['When they last bought', 'Who looks after them']],
    ['revenue this year', ['By store', 'Compare with a year earlier', 'By month']],
    ['revenue last month', ['By store', 'Compare with a year earlier', 'By week']],
    ['revenue at the Tacoma store this year', ['By category', 'Compare with a year earlier', 'By month']],
    ['how many customers have lapsed', ['Who they are', 'By store', 'By owner']],
    ['revenue by store this year', ['Portland by month', 'The same a year earlier', 'By category']],
    ['number of customers by store', ['Who: Portland', 'By owner', 'By city']],
    ['revenue by month this year', ['The same a year earlier', 'By store', 'By category']],
    ['top 5 products by revenue this year', ['The same a year earlier']],
    ['show me Ana Silva', ['What they bought', 'When they last bought', 'How much they spent']],
    ['what is a prospect', ['Who are our prospects?', 'How many prospects?']],
  ])('%s', async (question, labels) => {
    expect((await stepsAfter(question)).map(({ label }) => label)).toEqual(labels)
  })
})

test('every step is a question that the thread answers, each with another plan', async () => {
  for (const text of [
    'lapsed top customers',
    'revenue by store this year',
    'how many customers',
    'revenue last month',
  ]) {
    const answer = await answerTo(text)
    const thread = continued(emptyThread, answer)
    const steps = await nextSteps(answer, thread, administrator, sample.asking)
    const plans = [answer.plan]
    for (const { question, label } of steps) {
      const reply = await ask({ text: question, asker: administrator, thread }, sample.asking)
      if (reply.kind !== 'answer') throw new Error(`${question}: ${reply.kind}`)
      plans.push(reply.plan)
      expect(reply.rows.length, question).toBeGreaterThan(0)
      expect(label.length).toBeLessThanOrEqual(30)
    }
    expect(steps.length).toBeGreaterThan(1)
    expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(plans.length)
  }
})

test('it makes no difference whether the thread already has the answer', async () => {
  const answer = await answerTo('revenue by store this year')
  const before = await nextSteps(answer, emptyThread, administrator, sample.asking)
  const after = await nextSteps(answer, continued(emptyThread, answer), administrator, sample.asking)
  expect(before.length).toBeGreaterThan(0)
  expect(after).toEqual(before)
})

test('nothing is offered after an empty answer', async () => {
  expect(await stepsAfter('customers from Hawaii who bought snowshoes')).toEqual([])
})

test('someone who sees one store alone is not offered a comparison of stores', async () => {
  const stores = await sample.shop.db.selectFrom('stores').select(['id', 'name']).orderBy('id').execute()
  const [store] = stores
  if (!store) throw new Error('The sample shop has no store.')
  const associate: Asker = {
    ...administrator,
    ...{ who: 'noor@example.com', role: 'associate', scope: { kind: 'store', id: store.id } },
    storeName: store.name,
  }
  await enforceScopes(sample.shop.db, true)
  const answer = await answerTo('customers who have lapsed')
  const steps = await nextSteps(answer, emptyThread, associate, sample.asking)
  expect(steps.length).toBeGreaterThan(0)
  expect(steps.map(({ question }) => question).join()).not.toContain('store')
})

test('what the planner declines or reads as the same is not offered', async () => {
  const answer = await answerTo('revenue by store this year')
  const planner: Planner = {
    plan: async () => ({ kind: 'plan', plan: answer.plan, planner: 'offline', notes: [] }),
  }
  expect(await nextSteps(answer, emptyThread, administrator, { ...sample.asking, planner })).toEqual([])
})

test('the planner is asked seven times at most', async () => {
  const answer = await answerTo('lapsed top customers')
  let asked = 0
  const planner: Planner = {
    plan: async () => {
      asked += 1
      return { kind: 'decline', reason: 'No.', unknown: [], suggestions: [] }
    },
  }
  await nextSteps(answer, emptyThread, administrator, { ...sample.asking, planner })
  expect(asked).toBeGreaterThan(2)
  expect(asked).toBeLessThanOrEqual(7)
})
