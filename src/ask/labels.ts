import type { Entity } from '../catalog/types.ts'
import type { CheckContext } from './check.ts'
import type { UnnamedMeasure } from './check-measures.ts'
import { periodName, phraseClauses } from './phrases.ts'
import type { Aggregate } from './plan.ts'
import { lowered } from './wording.ts'

/** Names that statements use for what they do not show. A customer attribute may be called so too. */
const unshown = /^(position|part|place|valued|n\d+|.*_id|.*_in_order)$/

/** The name itself, or with a number behind it when another column of the answer, or of its statement, has it. */
export function columnName(name: string, taken: Set<string>): string {
  let unique = name
  for (let number = 2; taken.has(unique) || unshown.test(unique); number++) unique = `${name}_${number}`
  taken.add(unique)
  return unique
}

export function measureColumn(measure: UnnamedMeasure, entity: Entity | null): string {
  switch (measure.kind) {
    case 'metric':
      return entity?.name === 'customer' && measure.metric.name === 'revenue' ? 'net_spend' : measure.metric.name
    case 'aggregate':
      return `${measure.aggregate}_${measure.field.column ?? measure.field.name.slice(measure.field.name.lastIndexOf('.') + 1)}`
    case 'per':
      return `${measure.aggregate}_${measure.metric.name}_per_${measure.per.name}`
    case 'share':
      return `${measure.metric.name}_share`
    case 'change':
      return `${measure.metric.name}_${measure.as === 'growth' ? 'growth' : 'change'}`
    default:
      return measure satisfies never
  }
}

const aggregates: Readonly<Record<Aggregate, string>> = {
  average: 'Average',
  median: 'Median',
  highest: 'Highest',
  lowest: 'Lowest',
  total: 'Total',
}

/** The heading of a number; where the answer has several of the kind (`alike`), with what sets this one apart. */
export function measureLabel(
  measure: UnnamedMeasure,
  entity: Entity | null,
  alike: boolean,
  context: CheckContext,
): string {
  const label = plainLabel(measure, entity)
  const apart = alike
    ? apartness(measure, context)
    : phraseClauses(measure.kind === 'aggregate' ? measure.where.filter(tellsWhichOrder) : measure.where, context)
  return apart === '' ? label : `${label} (${apart})`
}

/** "Second orders": without it the number would read as one over all of them. */
const tellsWhichOrder = ({ any }: UnnamedMeasure['where'][number]): boolean =>
  any.some((filter) => filter.kind === 'field' && filter.field.name === 'order.number')

function plainLabel(measure: UnnamedMeasure, entity: Entity | null): string {
  switch (measure.kind) {
    case 'metric':
      return entity?.name === 'customer' && measure.metric.name === 'revenue' ? 'Spend' : measure.metric.label
    case 'aggregate':
      return `${aggregates[measure.aggregate]} ${lowered(measure.field.label)}`
    case 'per':
      return `${aggregates[measure.aggregate]} ${lowered(measure.metric.label)} per ${measure.per.label}`
    case 'share':
      return `Share of ${lowered(measure.metric.label)}`
    case 'change':
      return `${measure.as === 'growth' ? 'Growth of' : 'Change in'} ${lowered(measure.metric.label)}`
    default:
      return measure satisfies never
  }
}

function apartness(measure: UnnamedMeasure, context: CheckContext): string {
  const period = measure.period ? periodName(measure.period.period, context) : ''
  return [phraseClauses(measure.where, context), period].filter((part) => part !== '').join(', ')
}
