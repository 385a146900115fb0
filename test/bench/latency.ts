import { administrator } from '../../src/access/asker.ts'
import { type AskContext, ask } from '../../src/ask/ask.ts'
import type { Answer, Reply } from '../../src/ask/reply.ts'
import { emptyThread } from '../../src/ask/threads.ts'
import { percentile } from './measure.ts'
import { questions } from './questions.ts'

export interface Latency {
  readonly answered: number
  readonly asked: number
  /** Milliseconds, over every repetition of every question. */
  readonly planMs: readonly number[]
  readonly queryMs: readonly number[]
  readonly slowest: { readonly question: string; readonly ms: number }
}

export async function askOne(text: string, context: AskContext): Promise<Reply> {
  return ask({ text, asker: administrator, thread: emptyThread }, context)
}

/** Asks each question once to warm up, then `times` times. */
export async function latency(context: AskContext, times: number): Promise<Latency> {
  const replies: Reply[] = []
  for (const question of questions) await askOne(question, context)
  for (let round = 0; round < times; round++) {
    for (const question of questions) replies.push(await askOne(question, context))
  }
  const answers = replies.filter((reply): reply is Answer => reply.kind === 'answer')
  const slowest = answers.toSorted((a, b) => b.timings.queryMs - a.timings.queryMs)[0]
  return {
    answered: new Set(answers.map(({ question }) => question)).size,
    asked: questions.length,
    planMs: replies.map(({ timings }) => timings.planMs),
    queryMs: answers.map(({ timings }) => timings.queryMs),
    slowest: { question: slowest?.question ?? 'none', ms: slowest?.timings.queryMs ?? 0 },
  }
}

/** p50 and p95. */
export const spread = (values: readonly number[]): readonly [number, number] => [
  percentile(values, 0.5),
  percentile(values, 0.95),
]
