import { createHash } from 'node:crypto'
import { record } from '../access/audit.ts'
import type { AskContext, Question } from './ask.ts'
import type { Reply } from './reply.ts'

/** Records who asked, how it was read and what it cost, but not what was said: neither the question nor a row. */
export async function audit({ asker }: Question, reply: Reply, { db }: AskContext): Promise<void> {
  const answer = reply.kind === 'answer' ? reply : null
  const details = {
    reply: reply.kind,
    plan: answer && planHash(answer.plan),
    planner: answer?.planner ?? null,
    rows: answer?.rows.length ?? null,
    planMs: rounded(reply.timings.planMs),
    queryMs: answer && rounded(answer.timings.queryMs),
  }
  await record(db, { actor: asker.who, action: 'ask', details })
}

/** The same plan has the same one, wherever it is asked. */
export function planHash(plan: unknown): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10
