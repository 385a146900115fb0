import type { Grain } from '../../days.ts'
import type { Period } from '../../period.ts'
import type { ComparisonOp } from '../number.ts'
import type { Joined } from './source.ts'

/** What something is compared with: a period, its own stretch moved back, or the equal stretch just before. */
export type Against =
  | { readonly kind: 'period'; readonly period: Period }
  | { readonly kind: 'back'; readonly unit: Grain; readonly count: number }
  | { readonly kind: 'previous' }

/**
 * A phrase of time that begins at a word of a question.
 *
 * - `period`: when. Several periods are a list ("July, August and September this year"), `each` if each of them is meant
 *   by itself, `grain` what a longer stretch is then cut into ("in each of the last six months"). `ahead` is the period
 *   meant by the same words of what lies ahead (due dates, birthdays): "on Friday", "by Nov 30".
 * - `grain`: what a breakdown counts by.
 * - `duration`: a length of time, with the comparison that comes with it ("in 90 days", "for over a year").
 * - `comparison`: what something is compared with; `main` is the period compared, where the phrase names both.
 */
export type TimeReading = {
  /** How many words it takes. */
  readonly length: number
  /** 1 where the words say just this. Two readings of one length within 0.2 of each other are worth asking about. */
  readonly score: number
} & (
  | {
      readonly role: 'period'
      readonly periods: readonly [Period, ...Period[]]
      readonly each: boolean
      readonly grain: Grain | null
      readonly preposition: string | null
      readonly ahead: Period | null
      /** The days are absolute but their year comes from today: on another day, the same words are other days. */
      readonly anchored: boolean
    }
  | { readonly role: 'grain'; readonly grain: Grain | 'weekday'; readonly every: boolean }
  | {
      readonly role: 'duration'
      readonly unit: Grain
      readonly count: number
      readonly op: ComparisonOp | null
      readonly preposition: string | null
    }
  | { readonly role: 'comparison'; readonly main: Period | null; readonly against: Against }
)

export type PeriodReading = Extract<TimeReading, { role: 'period' }>

/** What was found, as a reading that begins at `at`. */
export function periodReading(
  found: Omit<Joined, 'ends' | 'parts'>,
  at: number,
  preposition: string | null,
): PeriodReading {
  const { periods, score, anchored, ahead, end } = found
  return { role: 'period', periods, each: false, grain: null, preposition, ahead, anchored, score, length: end - at }
}

/** A single period of the words up to `end`, sure unless it says otherwise. */
export function onePeriod(
  period: Period,
  at: number,
  end: number,
  preposition: string | null,
  score = 1,
): PeriodReading {
  return periodReading({ end, periods: [period], score, anchored: false, ahead: null }, at, preposition)
}
