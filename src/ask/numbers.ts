import { sql } from 'kysely'
import type { CheckedMeasure, CheckedMeasurePlan } from './checked.ts'
import { compare, number } from './field-filters.ts'
import type { Figure, Part } from './figures.ts'
import type { Sql } from './fragments.ts'
import type { Selection } from './query.ts'

export interface Measured {
  readonly measure: CheckedMeasure
  readonly figure: Figure
}

export interface Keyed extends Selection {
  /** What the rows are ordered by after the plan's own order: output names, and what is not shown, under a name. */
  readonly natural: readonly { readonly name: string; readonly hidden: Sql | null }[]
}

export function numbersOf(
  figures: readonly Measured[],
  refer: (part: Part) => Sql,
): readonly { readonly name: string; readonly sql: Sql }[] {
  return figures.map(({ measure, figure }) => ({ name: measure.column, sql: figure.value(figure.parts.map(refer)) }))
}

export function havingOf(
  plan: CheckedMeasurePlan,
  numbers: readonly { readonly name: string; readonly sql: Sql }[],
): readonly Sql[] {
  return plan.having.map((having) => conditionOn(having, numbers))
}

export function conditionOn(
  having: CheckedMeasurePlan['having'][number],
  numbers: readonly { readonly name: string; readonly sql: Sql }[],
): Sql {
  const value = numbers.find((one) => one.name === having.measure.column)?.sql ?? sql`null`
  return compare(value, having.op, number(having.value), number(having.upper ?? 0))
}
