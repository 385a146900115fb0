import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/ask/plan.ts'
import { declinedEstimates, estimateQuestions, estimateThreads } from './estimates.ts'
import { openSamplePlanner, plansOf, type SamplePlanner } from './sample-planner.ts'

let sample: SamplePlanner
beforeAll(async () => {
  sample = await openSamplePlanner()
})
afterAll(() => sample[Symbol.asyncDispose]())

describe.each(Object.entries(estimateQuestions))('questions about %s', (_kind, rows) => {
  test.each(rows)('%s', async (question, line) => {
    expect(sample.line(await sample.plan(question))).toBe(line)
  })
})

describe('what cannot be told is declined with what can', () => {
  test.each(declinedEstimates)('%s', async (question, reason) => {
    expect(sample.line(await sample.plan(question))).toBe(`decline: ${reason}`)
  })
})

describe('a conversation', () => {
  test.each(estimateThreads)('that begins with “$first”', async ({ first, turns }) => {
    let plans: readonly Plan[] = plansOf(await sample.plan(first))
    expect(plans).toHaveLength(1)
    for (const [question, line] of turns) {
      const planned = await sample.plan(question, { plans, offered: [] })
      expect(sample.line(planned), question).toBe(line)
      plans = [...plans, ...plansOf(planned)]
    }
  })
})
