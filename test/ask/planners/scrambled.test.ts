import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Thread } from '../../../src/ask/planners/planner.ts'
import { questions } from './questions.ts'
import { openSamplePlanner, plansOf, type SamplePlanner } from './sample-planner.ts'
import { threads } from './threads.ts'

/** Words of all questions thrown together: no sentence at all, and none may crash the planner or keep it busy. */
let sample: SamplePlanner
beforeAll(async () => {
  sample = await openSamplePlanner()
})
afterAll(() => sample[Symbol.asyncDispose]())

const sentences = [
  ...Object.values(questions)
    .flat()
    .map(([question]) => question),
  ...threads.flatMap(({ first, turns }) => [first, ...turns.map(([question]) => question)]),
  'top 3 products in each category',
  'what did they buy',
]
const words = [...new Set(sentences.flatMap((sentence) => sentence.split(/\s+/)))]

/** The same numbers on every run, from 0 to below 1. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const longestMs = 200
const rounds = process.env.REGULARS_FUZZ ? 20_000 : 2_000

/** The best of three more tries, as a busy machine makes anything slow once. */
async function tookMs(jumble: string, thread: Thread): Promise<number> {
  const tries: number[] = []
  for (let time = 0; time < 3; time += 1) {
    const began = performance.now()
    await sample.plan(jumble, thread)
    tries.push(performance.now() - began)
  }
  return Math.min(...tries)
}

test('no jumble of words throws or takes long, whether it begins a thread or goes on with one', async () => {
  const next = numbers(20_261_116)
  const pick = <Thing>(from: readonly Thing[]): Thing => from[Math.floor(next() * from.length)] as Thing
  const part = (): string => {
    const said = pick(sentences).split(/\s+/)
    const from = Math.floor(next() * said.length)
    return said.slice(from, from + 1 + Math.floor(next() * 4)).join(' ')
  }
  const slow: string[] = []
  let plans = plansOf(await sample.plan('prospects')).slice(0, 1)
  let planned = 0
  for (let round = 0; round < rounds; round += 1) {
    const length = 1 + Math.floor(next() * 5)
    const jumble = Array.from({ length }, () => (next() < 0.5 ? pick(words) : part())).join(' ')
    const thread = { plans: next() < 0.5 ? plans : [], offered: [] }
    const began = performance.now()
    const reply = await sample.plan(jumble, thread)
    if (performance.now() - began > longestMs && (await tookMs(jumble, thread)) > longestMs) slow.push(jumble)
    if (reply.kind === 'plan') {
      planned += 1
      plans = [reply.plan]
    }
  }
  expect(planned).toBeGreaterThan(rounds / 100)
  expect(slow).toEqual([])
}, 600_000)
