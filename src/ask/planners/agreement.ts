import type { Asker } from '../../access/asker.ts'
import { type Answered, answerPlan } from '../answer-plan.ts'
import { type AskContext, checkContext } from '../ask.ts'
import { check } from '../check.ts'
import type { Plan } from '../plan.ts'
import type { Row } from '../reply.ts'
import { normalPlan } from './model/reply.ts'

/**
 * Whether two plans come to the same: the same plan, or the same answer today, whatever further columns one of them shows. A
 * difference that makes none to the answer is nothing to bother a person with.
 */
export async function agree(one: Plan, other: Plan, asker: Asker, context: AskContext): Promise<boolean> {
  if (JSON.stringify(normalPlan(one)) === JSON.stringify(normalPlan(other))) return true
  if (one.kind !== other.kind) return false
  const [first, second] = await Promise.all([one, other].map((plan) => answerOf(plan, asker, context)))
  return (
    first !== null && second !== null && first !== undefined && second !== undefined && sameAnswer(first, second, one)
  )
}

async function answerOf(plan: Plan, asker: Asker, context: AskContext): Promise<Answered | null> {
  const result = check(plan, checkContext(asker, context))
  if (!result.ok) return null
  const found = await answerPlan(result.plan, asker, context)
  return found.kind === 'answered' ? found : null
}

function sameAnswer(one: Answered, other: Answered, { kind }: Plan): boolean {
  if (one.rows.length !== other.rows.length || one.truncated || other.truncated) return false
  // A list is whom it lists; numbers are all their columns.
  const rows = ({ rows }: Answered): readonly string[] =>
    rows.map((row: Row) => JSON.stringify(kind === 'list' ? row[0] : row)).sort()
  return JSON.stringify(rows(one)) === JSON.stringify(rows(other))
}
