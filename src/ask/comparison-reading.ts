import type { CheckedMeasurePlan } from './checked.ts'
import { type PhraseContext, periodName } from './phrases.ts'
import { lowered } from './wording.ts'

/** A number set against itself in another stretch of time. */
export interface Comparison {
  /** “revenue” */
  readonly number: string
  /** “this month so far against October 2026” */
  readonly when: string
}

/**
 * Of a plan that shows one number for two stretches, and what changed between them: said once, instead of once for each
 * column. Null for every other plan.
 */
export function comparisonIn({ measures }: CheckedMeasurePlan, context: PhraseContext): Comparison | null {
  const [one, other, ...changes] = measures
  if (one?.kind !== 'metric' || other?.kind !== 'metric' || changes.length === 0) return null
  if (one.period === null || other.period === null) return null
  const isSame = measures.every(
    (measure) =>
      (measure.kind === 'metric' || measure.kind === 'change') &&
      measure.metric.name === one.metric.name &&
      measure.grain.entity === one.grain.entity &&
      measure.where.length === 0,
  )
  if (!isSame || changes.some(({ kind }) => kind !== 'change')) return null
  const [now, before] = [one.period, other.period].map(({ period }) => periodName(period, context))
  return { number: lowered(one.metric.label), when: `${now} against ${before}` }
}
