import type { Period } from '../../../period.ts'
import type { Clause, Dimension, Measure, MeasurePlan } from '../../../plan.ts'

/** A measure plan without order and limit. */
export const measurePlan = (
  measures: readonly Measure[],
  by: readonly Dimension[],
  where: readonly Clause[],
  period: Period,
): MeasurePlan => ({
  kind: 'measure',
  measures: [...measures],
  by: [...by],
  where: [...where],
  period,
  having: [],
  order: [],
  limit: null,
})

/** The measure over a stretch of its own; aggregates of fields have none. */
export const withPeriod = (measure: Measure, period: Period): Measure =>
  'period' in measure ? { ...measure, period } : measure

/** Hours, days of the week and months have an order of their own. */
export const naturallyOrdered = (groups: readonly { dimension: Dimension }[]): boolean =>
  groups.some(
    ({ dimension }) =>
      dimension.kind === 'field' && ['order.weekday', 'order.hour', 'order.month_of_year'].includes(dimension.field),
  )

/** Each thing once, by what it says. */
export function distinct<Thing>(columns: readonly Thing[]): Thing[] {
  const seen = new Set<string>()
  return columns.filter((column) => {
    const key = JSON.stringify(column)
    return seen.has(key) ? false : seen.add(key)
  })
}
