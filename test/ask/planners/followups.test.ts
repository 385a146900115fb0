import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../../src/access/asker.ts'
import { ask } from '../../../src/ask/ask.ts'
import type { Plan } from '../../../src/ask/plan.ts'
import { emptyThread } from '../../../src/ask/threads.ts'
import { followUps } from './followups.ts'
import { openSamplePlanner, plansOf, type SamplePlanner } from './sample-planner.ts'

let sample: SamplePlanner
beforeAll(async () => {
  sample = await openSamplePlanner()
})
afterAll(() => sample[Symbol.asyncDispose]())

describe.each(Object.entries(followUps))('%s', (_kind, conversations) => {
  test.each(conversations)('after “$first”', async ({ first, turns }) => {
    let plans: readonly Plan[] = plansOf(await sample.plan(first))
    expect(plans).toHaveLength(1)
    for (const [question, line] of turns) {
      const planned = await sample.plan(question, { plans, offered: [] })
      expect(sample.line(planned), question).toBe(line)
      expect(sample.issues(planned), question).toEqual([])
      plans = [...plans, ...plansOf(planned)]
    }
  })
})

test('“they” means nobody where nothing was answered', async () => {
  const declined = { plans: [], offered: [], declined: true }
  const [tacoma, other] = plansOf(await sample.plan('customers in Tacoma')).map((plan) => ({
    label: 'Tacoma',
    plan,
  }))
  expect(tacoma && other).toBeDefined()
  const offered = tacoma && other ? [tacoma, other] : []
  const asked = 'what is their average order value'
  expect((await sample.plan(asked, emptyThread)).kind).toBe('decline')
  expect((await sample.plan(asked, declined)).kind).toBe('decline')
  expect(sample.line(await sample.plan(asked, { plans: [], offered }))).toBe(
    'decline: Choose one of the readings I offered first, or ask it whole.',
  )
})

test('what changed is said in the words of the question', async () => {
  const plans = plansOf(await sample.plan('orders per month this year'))
  const changed = async (question: string) => {
    const reply = await ask({ text: question, asker: administrator, thread: { plans, offered: [] } }, sample.asking)
    return reply.kind === 'answer' ? reply.changed : reply.kind
  }
  expect(await changed('and revenue')).toBe('Added to the answer before: “and revenue”.')
  expect(await changed('by store')).toBe('The answer before, with another breakdown: “by store”.')
  expect(await changed('only what was sold online')).toBe('The answer before, changed: “only what was sold online”.')
})
