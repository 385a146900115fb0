import type { Period } from '../../../period.ts'
import type { Clause, Dimension, Measure, MeasurePlan } from '../../../plan.ts'

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

export const withPeriod = (measure: Measure, period: Period): Measure =>
  'period' in measure ? { ...measure, period } : measure

export const naturallyOrdered = (groups: readonly { dimension: Dimension }[]): boolean =>
  groups.some(
    ({ dimension }) =>
      dimension.kind === 'field' && ['order.weekday', 'order.hour', 'order.month_of_year'].includes(dimension.field),
  )

export function distinct<Thing>(columns: readonly Thing[]): Thing[] {
  const seen = new Set<string>()
  return columns.filter((column) => {
    const key = JSON.stringify(column)
    return seen.has(key) ? false : seen.add(key)
  })
}
