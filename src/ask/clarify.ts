import type { Asker } from '../access/asker.ts'
import type { Entity } from '../catalog/types.ts'
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

async function outcomeOf({ plan, label }: ClarifyOption, asker: Asker, context: AskContext): Promise<string | null> {
  const checked = check(plan, checkContext(asker, context))
  if (!checked.ok || (checked.plan.kind !== 'list' && checked.plan.kind !== 'measure')) return null
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind !== 'answered') return null
  return summed(
    found,
    label,
    checked.plan.kind === 'list' ? checked.plan.entity : { label: 'row', plural: 'rows' },
    context.rules,
  )
}

/** One row is what stands in it, beside what the label says already; more are as many as there are. */
function summed(
  { columns, rows, truncated }: Answered,
  label: string,
  of: Pick<Entity, 'label' | 'plural'>,
  rules: ShopRules,
): string | null {
  const [first] = rows
  if (rows.length === 1 && first) {
    const shown = columns.flatMap((column, at) =>
      column.type === 'key' ? [] : [written(first[at] ?? null, column, rules)],
    )
    const news = shown.filter((text) => !label.includes(text))
    if (news.length > 0) return news.slice(0, 3).join(', ')
  }
  return `${writeNumber(rows.length)}${truncated ? ' and more' : ''} ${rows.length === 1 ? of.label : of.plural}`
}

function written(value: Cell, { type }: AnswerColumn, rules: ShopRules): string {
  if (value === null) return 'none'
  if (typeof value === 'number')
    return type === 'money'
      ? writeMoney(value, rules.currency)
      : type === 'percent'
        ? writePercent(value)
        : writeNumber(value)
  return type === 'date' ? writeDay(String(value)) : String(value)
}
