import type { EntityName } from '../../../catalog/types.ts'
import { allTime, type Period } from '../../period.ts'
import type {
  Aggregate,
  Clause,
  Comparison,
  Dimension,
  FieldFilter,
  Filter,
  Grain,
  MetricFilter,
  MovementFilter,
  SegmentFilter,
  SimpleFilter,
} from '../../plan.ts'
import type { Product } from './products.ts'

/** The pieces of meaning that a question is read into, before they are put together to a plan. */

/** A value that a field is compared with. */
export type Scalar = string | number | boolean

/** A condition on a field. */
export const field = (
  name: string,
  op: FieldFilter['op'],
  values: readonly Scalar[] = [],
  not = false,
): FieldFilter => ({
  kind: 'field',
  field: name,
  op,
  values: [...values],
  period: null,
  not,
})

/** A condition that a day lies in a stretch of time. */
export const fieldIn = (name: string, period: Period, not = false): FieldFilter => ({
  kind: 'field',
  field: name,
  op: 'in',
  values: [],
  period,
  not,
})

/** A condition on being in a segment. */
export const segment = (
  name: string,
  not = false,
  extra: { percent?: number | null; category?: string | null } = {},
): SegmentFilter => ({
  kind: 'segment',
  segment: name,
  percent: extra.percent ?? null,
  category: extra.category ?? null,
  not,
})

/** A condition on coming into a segment, out of one, or from one to another. */
export const movement = (from: string | null, to: string | null, period: Period): MovementFilter => ({
  kind: 'movement',
  from,
  to,
  period,
  not: false,
})

/** What a number is compared with; `upper` for "between". */
export interface Bar {
  readonly op: Comparison
  readonly value: number
  readonly upper?: number | null
}

/** It happened. */
export const atLeastOne: Bar = { op: 'at_least', value: 1 }
/** It never happened. */
export const none: Bar = { op: 'equals', value: 0 }

/** A condition on a number of a customer, over all time unless a stretch is given. */
export const metricFilter = (
  metric: string,
  where: readonly SimpleFilter[],
  period: Period | null,
  bar: Bar = atLeastOne,
  of: MetricFilter['of'] = 'customer',
): MetricFilter => ({
  kind: 'metric',
  of,
  metric,
  where: [...where],
  period: period ?? allTime,
  op: bar.op,
  than: { kind: 'value', value: bar.value, upper: bar.upper ?? null },
  not: false,
})

/** Alternatives, one of which holds. */
export const clause = (...any: readonly Filter[]): Clause => ({ any: [...any] })

/** The opposite of a condition. */
export const negated = <Negatable extends Filter>(filter: Negatable): Negatable => ({ ...filter, not: !filter.not })

/** Turns a condition round; "not (a or b)" is "not a and not b", and a list of clauses cannot always be turned. */
export function negatedClauses(clauses: readonly Clause[]): Clause[] | null {
  const [only] = clauses
  if (clauses.length === 1 && only) return only.any.map((filter) => clause(negated(filter)))
  if (clauses.every((each) => each.any.length === 1)) return [{ any: clauses.flatMap((each) => each.any.map(negated)) }]
  return null
}

/** What was bought: each alternative is a set of conditions on order lines. */
export interface What {
  readonly kind: 'what'
  readonly any: readonly SimpleFilter[]
  /** "a grill and a cover": each of them. */
  readonly all?: readonly What[]
  /** "it", "any", "them": the thing spoken of before. */
  readonly anaphor?: boolean
  /** A definite singular that fits several products. */
  readonly ambiguous?: readonly Product[]
  readonly words: string
}

/** Something customers did in orders, or did not. */
export interface Event {
  readonly kind: 'event'
  readonly what: What | null
  /** Where it was sold and the like, on orders or lines. */
  readonly where: readonly SimpleFilter[]
  readonly period: Period | null
  readonly bar: Bar
  readonly metric: string
  /** Two products in one order. */
  readonly together?: boolean
  /** "While it ran": in the days of the campaign spoken of. */
  readonly during?: boolean
  /** "Bought again in March": after an order before that time. */
  readonly again?: boolean
  /** "but never any pellets": takes its verb from the event before. */
  readonly elliptical?: boolean
}

/** A name that is a city, a store, or both. */
export interface Place {
  readonly kind: 'place'
  readonly city: string | null
  readonly store: string | null
  readonly words: string
}

/** A piece of meaning. */
export type Item =
  | {
      readonly kind: 'head'
      readonly head: 'who' | 'which' | 'list' | 'count' | 'howmuch' | 'when' | 'what' | 'where' | 'howoften'
    }
  | { readonly kind: 'subject'; readonly entity: EntityName; readonly definite?: boolean }
  | { readonly kind: 'dimension'; readonly dimension: Dimension; readonly count?: number }
  | {
      readonly kind: 'cond'
      readonly clauses: readonly Clause[]
      readonly words?: string
      readonly note?: string
      readonly soft?: boolean
    }
  | Event
  | Place
  | What
  | { readonly kind: 'time'; readonly periods: readonly Period[]; readonly role: string }
  | { readonly kind: 'grain'; readonly grain: Grain }
  | { readonly kind: 'measure'; readonly measure: MeasureWord }
  | {
      readonly kind: 'super'
      readonly direction: 'asc' | 'desc'
      readonly count: number | null
      readonly percent: number | null
      readonly offset?: number
      readonly measure: MeasureWord | null
      /** Who or what is ranked, where the word says it: a spender is a customer, a seller a product. */
      readonly entity?: EntityName
      /** "Bought the most bird seed": the ranking is over these. */
      readonly what?: What
      /** Only a number of rows, to be joined with a ranking elsewhere in the sentence. */
      readonly bare?: boolean
    }
  | { readonly kind: 'group'; readonly dimension: Dimension; readonly each?: boolean }
  | { readonly kind: 'share' }
  | {
      readonly kind: 'growth'
      readonly as: 'difference' | 'growth'
      readonly direction: 'asc' | 'desc' | null
      readonly measure?: string
    }
  | { readonly kind: 'versus' }
  | { readonly kind: 'fact'; readonly where: readonly SimpleFilter[] }
  | {
      readonly kind: 'person'
      readonly people: readonly Person[]
      readonly words: string
      readonly note?: string
      readonly pronoun?: boolean
    }
  | { readonly kind: 'ask'; readonly ask: string; readonly period?: Period | null }
  | { readonly kind: 'column'; readonly field: string }
  | { readonly kind: 'order'; readonly direction: 'asc' | 'desc' | null; readonly measure: MeasureWord | null }
  | { readonly kind: 'bar'; readonly bar: Bar; readonly unit: string | null; readonly metric: string | null }
  | { readonly kind: 'ref'; readonly ref: string }
  | { readonly kind: 'set-aside'; readonly words: string }
  | { readonly kind: 'word'; readonly word: string }

/** A number asked for, before it is known over what. */
export type MeasureWord =
  | {
      readonly kind: 'metric'
      readonly metric: string
      readonly where?: readonly SimpleFilter[]
      readonly weak?: boolean
    }
  | {
      readonly kind: 'aggregate'
      readonly aggregate: Aggregate
      readonly field: string
      readonly segment?: string
      readonly where?: readonly SimpleFilter[]
    }
  | { readonly kind: 'per'; readonly aggregate: Aggregate; readonly per: 'customer' | 'order'; readonly metric: string }
  | {
      readonly kind: 'ambiguous'
      readonly ask: string
      readonly options: readonly { readonly label: string; readonly measure: MeasureWord }[]
    }

/** A customer who is named in the question. */
export interface Person {
  readonly ref: string
  readonly name: string
  readonly city: string | null
  /** An exact match of the name as written, or a near one. */
  readonly exact: boolean
}
