import { administrator } from '../access/asker.ts'
import { answerPlan } from '../ask/answer-plan.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { check } from '../ask/check.ts'
import { emptyThread } from '../ask/threads.ts'

export interface Prompt {
  readonly title: string
  readonly message: string
}

/** In the order in which they are worth a look; the first four that this shop has rows for are offered. */
const candidates: readonly Prompt[] = [
  { title: 'Top customers who have lapsed', message: 'who are our lapsed top customers' },
  { title: 'Revenue by month', message: 'revenue by month this year' },
  { title: 'New customers', message: 'new customers by month this year' },
  { title: 'Who is due', message: 'which customers are due' },
  { title: 'Whom we can e-mail', message: 'which customers can we email' },
  { title: 'Best products', message: 'top 10 products by revenue this year' },
  { title: 'How many customers', message: 'how many customers do we have' },
  { title: 'Connectors', message: 'who are our connectors' },
]

const known = new WeakMap<AskContext, Promise<readonly Prompt[]>>()

/** Questions to begin with that have an answer in this shop today. */
export function promptsFor(context: AskContext): Promise<readonly Prompt[]> {
  const found = known.get(context) ?? find(context)
  known.set(context, found)
  found.catch(() => known.delete(context))
  return found
}

async function find(context: AskContext): Promise<readonly Prompt[]> {
  const found: Prompt[] = []
  for (const prompt of candidates) {
    if (found.length === 4) break
    if (await hasRows(prompt.message, context)) found.push(prompt)
  }
  return found
}

async function hasRows(question: string, context: AskContext): Promise<boolean> {
  const planned = await context.planner.plan(question, emptyThread, administrator)
  if (planned.kind !== 'plan') return false
  const checked = check(planned.plan, checkContext(administrator, context))
  if (!checked.ok) return false
  const found = await answerPlan(checked.plan, administrator, context)
  return found.kind === 'answered' && found.rows.length > 0
}
