import type { Asker } from '../access/asker.ts'
import { runContext } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import type { CheckedPlan } from './checked.ts'
import { namesIn } from './names.ts'
import { reading } from './reading.ts'

/** What a checked plan asks for in one line, with the names behind its references, as the asker may see them. */
export async function readingOf(plan: CheckedPlan, asker: Asker, context: AskContext): Promise<string> {
  const names = await namesIn(plan, runContext(asker, context))
  return reading(plan, { today: context.today, rules: context.rules, names })
}
