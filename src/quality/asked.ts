import type { Plan } from '../ask/plan.ts'

/** Whether a question is how good the data is as a whole: the score alone does not say what to do about it. */
export function asksForQuality(plan: Plan): boolean {
  if (plan.kind !== 'measure' || plan.by.length > 0 || plan.where.length > 0) return false
  const [measure, ...more] = plan.measures
  return (
    more.length === 0 &&
    measure?.kind === 'aggregate' &&
    measure.aggregate === 'average' &&
    measure.field === 'customer.completeness' &&
    measure.where.length === 0
  )
}
