import { type Asker, administrator } from '../../src/access/asker.ts'
import { type AskContext, ask } from '../../src/ask/ask.ts'
import type { Plan } from '../../src/ask/plan.ts'
import type { Planned, Planner, Thread } from '../../src/ask/planners/planner.ts'
import type { Answer, Reply } from '../../src/ask/reply.ts'
import { standardLimits } from '../../src/ask/run.ts'
import { emptyThread } from '../../src/ask/threads.ts'
import type { TestDatabase } from '../support/database.ts'
import { today } from './cast.ts'
import { catalog, rules, unscored } from './plan-words.ts'

/** A planner that knows what is coming. */
export const planning = (planned: Planned): Planner => ({ plan: async () => planned })

export function contextOf(shop: TestDatabase, more: Partial<AskContext> = {}): AskContext {
  return {
    db: shop.db,
    reader: shop.reader,
    catalog,
    rules,
    today,
    planner: planning({ kind: 'decline', reason: 'No planner.', unknown: [], suggestions: [] }),
    limits: standardLimits,
    summaries: 'maintained',
    ...unscored,
    freshness: { latestOrder: '2026-11-15', sample: false },
    ...more,
  }
}

export async function replyTo(
  planned: Planned,
  shop: TestDatabase,
  more: Partial<AskContext> = {},
  asker: Asker = administrator,
  thread: Thread = emptyThread,
): Promise<Reply> {
  return ask({ text: 'a question', asker, thread }, contextOf(shop, { ...more, planner: planning(planned) }))
}

/** The answer to a plan; anything else fails the test with what was said. */
export async function answerTo(
  plan: Plan,
  shop: TestDatabase,
  more: Partial<AskContext> = {},
  asker: Asker = administrator,
): Promise<Answer> {
  const reply = await replyTo({ kind: 'plan', plan, planner: 'offline', notes: [] }, shop, more, asker)
  if (reply.kind !== 'answer') throw new Error(reply.kind === 'decline' ? reply.reason : reply.kind)
  return reply
}
