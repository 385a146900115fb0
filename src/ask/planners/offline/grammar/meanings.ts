import { type Period, rollingPeriod, wholeUnits } from '../../../period.ts'
import type { Clause, Comparison, Filter, SimpleFilter } from '../../../plan.ts'
import { atLeastOne, type Bar, clause, type Event, type What } from '../items.ts'

/** Conditions on customers, all of which hold. */
export const cond = (...clauses: readonly Clause[]) => ({ kind: 'cond', clauses }) as const

/** One condition on customers. */
export const one = (filter: Filter) => cond(clause(filter))

/** How, where and when something was bought. */
export interface Modifier {
  readonly where?: readonly SimpleFilter[]
  readonly period?: Period
  readonly bar?: Bar
  readonly together?: boolean
  readonly during?: boolean
}

/** Something that was bought, at least once unless said otherwise. */
export const event = (
  what: What | null,
  modifiers: Modifier | undefined,
  bar: Bar = atLeastOne,
  metric = 'orders',
): Event => ({
  kind: 'event',
  what,
  where: modifiers?.where ?? [],
  period: modifiers?.period ?? null,
  bar: modifiers?.bar ?? bar,
  metric,
  ...(modifiers?.together ? { together: true } : {}),
  ...(modifiers?.during ? { during: true } : {}),
})

/** From the beginning of a stretch up to today. */
export const startingAt = (period: Period): Period =>
  period.kind === 'between' ? { ...period, to: null } : period.kind === 'all' ? period : { ...period, edge: 'since' }

/** "For 90 days": from 90 days ago on. */
export const quietFor = (duration: { unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; count: number }): Period =>
  rollingPeriod(duration.unit, duration.count, { edge: 'since' })

/** What a number is compared with. */
export const bar = (compared: { op: Comparison; values: readonly number[] }): Bar => ({
  op: compared.op,
  value: compared.values[0] ?? 0,
  upper: compared.values[1] ?? null,
})

/** What stands before and behind the verb, together. */
export const merge = (one: Modifier | undefined, other: Modifier | undefined): Modifier | undefined =>
  one && other ? { ...one, ...other, where: [...(one.where ?? []), ...(other.where ?? [])] } : (one ?? other)

/** From so long ago up to today. */
export const sinceDuration = (duration: { unit: 'day' | 'week' | 'month' | 'year'; count: number }): Period =>
  ({ ...rollingPeriod(duration.unit, duration.count), edge: 'since' }) as Period

/** What lies ahead in "this month" is the whole month; "up to yesterday" stays as it is. */
export const dueIn = (period: Period): Period =>
  period.kind === 'calendar' && period.end === 'today' ? wholeUnits(period) : period
