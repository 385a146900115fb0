import type { Asker } from '../access/asker.ts'
import { writeMoney, writeNumber, writePercent } from './amounts.ts'
import { type Answered, answerPlan } from './answer-plan.ts'
import { type AskContext, checkContext } from './ask.ts'
import { check } from './check.ts'
import { writeDay } from './period-text.ts'
import type { ClarifyOption } from './planners/planner.ts'
import type { AnswerColumn, Cell } from './reply.ts'
import type { ShopRules } from './rules.ts'

/** The readings to choose from, each with the number it would give, so that the choice can be made by its consequence. */
export async function numbered(
  options: readonly ClarifyOption[],
  asker: Asker,
  context: AskContext,
): Promise<readonly ClarifyOption[]> {
  return Promise.all(
    options.map(async (option) => {
      const outcome = await outcomeOf(option, asker, context)
      return outcome === null ? option : { ...option, label: `${option.label} (${outcome})` }
    }),
  )
}

async function outcomeOf({ plan }: ClarifyOption, asker: Asker, context: AskContext): Promise<string | null> {
  const checked = check(plan, checkContext(asker, context))
  if (!checked.ok || (checked.plan.kind !== 'list' && checked.plan.kind !== 'measure')) return null
  const found = await answerPlan(checked.plan, asker, context)
  return found.kind === 'answered' ? summed(found, context.rules) : null
}

/** One number is that number; a list is as many rows as it has. */
function summed({ columns, rows, truncated }: Answered, rules: ShopRules): string | null {
  const [only] = columns
  const [first] = rows
  if (columns.length === 1 && rows.length === 1 && only && first) return written(first[0] ?? null, only, rules)
  return `${writeNumber(rows.length)}${truncated ? ' and more' : ''} ${rows.length === 1 ? 'row' : 'rows'}`
}

function written(value: Cell, { type }: AnswerColumn, rules: ShopRules): string | null {
  if (value === null) return 'none'
  if (typeof value === 'number')
    return type === 'money'
      ? writeMoney(value, rules.currency)
      : type === 'percent'
        ? writePercent(value)
        : writeNumber(value)
  return type === 'date' ? writeDay(String(value)) : String(value)
}
