import type { Entity, Field, Metric, MetricGrain, Segment, ValueType } from '../catalog/types.ts'
import type { Aggregate, Comparison, Grain, Limit, Order, Plan } from './plan.ts'
import type { Period, Stretch } from './period.ts'

/**
 * A plan whose every name was found in the catalogue, whose values have the right types, whose periods are days, and
 * whose asker may see what it shows. Only `check` makes one; `compile` takes nothing else.
 */
declare const checked: unique symbol
interface Checked {
  readonly [checked]: true
  /** The plan as it was given, for the answer's `plan`, the thread and saved readings. */
  readonly plan: Plan
}

/** A period with the days it means today. */
export interface CheckedPeriod {
  readonly period: Period
  readonly stretch: Stretch
}

export interface CheckedFieldFilter {
  readonly kind: 'field'
  readonly field: Field
  readonly op: 'is' | 'contains' | 'missing' | 'in' | Comparison
  readonly values: readonly (string | number | boolean)[]
  readonly period: CheckedPeriod | null
  readonly not: boolean
}

export interface CheckedSegmentFilter {
  readonly kind: 'segment'
  readonly segment: Segment
  readonly percent: number
  readonly category: string | null
  readonly not: boolean
}

export type CheckedSimpleFilter = CheckedFieldFilter | CheckedSegmentFilter

/** A metric at the grain it is computed at, over the facts that `where` and `period` leave. */
export interface CheckedMetric {
  readonly metric: Metric
  readonly grain: MetricGrain
  readonly where: readonly CheckedSimpleFilter[]
  readonly period: CheckedPeriod | null
}

export type CheckedThan =
  | { readonly kind: 'value'; readonly value: number; readonly upper: number | null }
  | { readonly kind: 'metric'; readonly metric: CheckedMetric; readonly times: number }
  | { readonly kind: 'average'; readonly times: number }

export interface CheckedMetricFilter {
  readonly kind: 'metric'
  readonly of: Entity
  readonly metric: CheckedMetric
  readonly op: Comparison
  readonly than: CheckedThan
  readonly not: boolean
}

export type CheckedFilter = CheckedSimpleFilter | CheckedMetricFilter

export interface CheckedClause {
  readonly any: readonly CheckedFilter[]
}

/** `where` of a measure, beside the plan's own; all at the metric's grain. */
interface MeasureBase {
  readonly metric: Metric
  readonly grain: MetricGrain
  readonly where: readonly CheckedClause[]
  readonly period: CheckedPeriod | null
}

export type CheckedBaseline =
  | { readonly kind: 'period'; readonly period: CheckedPeriod }
  | { readonly kind: 'back'; readonly unit: Grain; readonly count: number; readonly stretch: Stretch }

export type CheckedMeasure = { readonly label: string; readonly type: ValueType; readonly column: string } & (
  | ({ readonly kind: 'metric' } & MeasureBase)
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate; readonly field: Field; readonly where: readonly CheckedClause[] }
  | ({ readonly kind: 'per'; readonly aggregate: Aggregate; readonly per: Entity } & MeasureBase)
  | ({ readonly kind: 'share'; readonly of: 'group' | 'total' } & MeasureBase)
  | ({ readonly kind: 'change'; readonly baseline: CheckedBaseline; readonly as: 'difference' | 'growth' } & MeasureBase)
)

export type CheckedColumn = { readonly kind: 'field'; readonly field: Field } | CheckedMeasure

export type CheckedDimension =
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'time'; readonly grain: Grain }
  | { readonly kind: 'segment'; readonly segment: Segment; readonly percent: number; readonly category: string | null }

export interface CheckedLimit extends Omit<Limit, 'per'> {
  readonly per: Field | null
}

export interface CheckedList extends Checked {
  readonly kind: 'list'
  readonly entity: Entity
  readonly where: readonly CheckedClause[]
  readonly columns: readonly CheckedColumn[]
  readonly order: readonly Order[]
  readonly limit: CheckedLimit | null
}

export interface CheckedMeasurePlan extends Checked {
  readonly kind: 'measure'
  readonly measures: readonly CheckedMeasure[]
  readonly by: readonly CheckedDimension[]
  readonly where: readonly CheckedClause[]
  readonly period: CheckedPeriod
  readonly having: readonly { readonly measure: number; readonly op: Comparison; readonly value: number; readonly upper: number | null }[]
  readonly order: readonly Order[]
  readonly limit: CheckedLimit | null
}

/** The customer is a reference that exists; the page and the reasons are read by the runner in several small queries. */
export interface CheckedCustomer extends Checked {
  readonly kind: 'customer'
  readonly customer: string
}
export interface CheckedWhy extends Checked {
  readonly kind: 'why'
  readonly customer: string
  readonly segment: Segment
}
export interface CheckedDefinition extends Checked {
  readonly kind: 'definition'
  readonly term: { readonly name: string; readonly label: string; readonly meaning: string }
}

export type CheckedPlan = CheckedList | CheckedMeasurePlan | CheckedCustomer | CheckedWhy | CheckedDefinition
