import type { Asker } from '../access/asker.ts'
import { type AskContext, checkContext } from './ask.ts'
import { check } from './check.ts'
import { type Idea, ideasAfter } from './next-step-ideas.ts'
import type { Plan } from './plan.ts'
import type { Thread } from './planners/planner.ts'
import type { Answer } from './reply.ts'
import { continued } from './threads.ts'

/** Something useful to ask next: what a button says, and the question it asks in the thread. */
export interface NextStep {
  /** At most 30 characters. */
  readonly label: string
  readonly question: string
}

const most = 3
/** Each costs one run of the planner, a few milliseconds. */
const mostTried = 7
const longestLabel = 30

/**
 * The two or three most useful things to ask after this answer, the most useful first. `thread` is the conversation
 * with or without the answer.
 *
 * Each has been read by the planner in that thread: it comes out as a plan, another than the answer's and than the
 * others', does what its label says, and is allowed to the asker. An empty answer has none: it has its own ways out.
 */
export async function nextSteps(
  answer: Answer,
  thread: Thread,
  asker: Asker,
  context: AskContext,
): Promise<readonly NextStep[]> {
  if (answer.rows.length === 0) return []
  const after = same(thread.plans.at(-1), answer.plan) ? thread : continued(thread, answer)
  const ideas = ideasAfter(answer, { asker, ...context, stores: await storeCount(context) })
  const steps: NextStep[] = []
  const known: Plan[] = [answer.plan]
  for (const idea of ideas.filter(({ label }) => label.length <= longestLabel).slice(0, mostTried)) {
    const plan = await planOf(idea, after, asker, context)
    if (plan === null || known.some((other) => same(other, plan))) continue
    known.push(plan)
    steps.push({ label: idea.label, question: idea.question })
    if (steps.length === most) break
  }
  return steps
}

/** The plan that the planner makes of it, where it is what was meant and may be run. */
async function planOf(idea: Idea, thread: Thread, asker: Asker, context: AskContext): Promise<Plan | null> {
  const planned = await context.planner.plan(idea.question, thread, asker)
  if (planned.kind !== 'plan' || !idea.fits(planned.plan)) return null
  return check(planned.plan, checkContext(asker, context)).ok ? planned.plan : null
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A shop with one store has nothing to compare by store. */
async function storeCount({ db }: AskContext): Promise<number> {
  const { stores } = await db
    .selectFrom('stores')
    .select(({ fn }) => fn.countAll<number>().as('stores'))
    .executeTakeFirstOrThrow()
  return stores
}
