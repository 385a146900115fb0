import type { SegmentHistory } from '../catalog/histories.ts'
import type { Entity, Field, Metric, MetricGrain, Segment, ValueType } from '../catalog/types.ts'
import type { ReadScope } from '../db/reading.ts'
import type { Day } from './days.ts'
import type { Period, Stretch } from './period.ts'
import type { Aggregate, CohortsPlan, Comparison, Grain, Limit, Plan } from './plan.ts'

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
  /** How the values are said, where that is not how they are written. */
  readonly said?: readonly string[]
  readonly period: CheckedPeriod | null
  readonly not: boolean
}

/** Who belongs to a saved segment: whoever meets its clauses, or those on its list. */
export type CheckedMembers =
  | {
      readonly kind: 'rule'
      readonly where: readonly CheckedClause[]
      /** How many saved segments stand one within the other, this one included. */
      readonly depth: number
    }
  | { readonly kind: 'fixed'; readonly segmentId: number }

export interface CheckedSegment {
  readonly segment: Segment
  readonly percent: number
  readonly category: string | null
  /** Null for the segments that the catalogue itself defines. */
  readonly members: CheckedMembers | null
}

export interface CheckedSegmentFilter extends CheckedSegment {
  readonly kind: 'segment'
  /** The day gone by at whose end they belonged, by the segment's history; null for now. */
  readonly on: RecordedDay | null
  readonly not: boolean
}

/** A segment with the days for which it is known who was in it. */
export interface Recorded {
  readonly segment: Segment
  readonly history: SegmentHistory
}

/** The days of it that a plan looks at, from the first (null: as far back as it goes) to the last. */
export interface HistoryUse extends Recorded {
  readonly from: Day | null
  readonly to: Day
}

/** A day for which that is known. */
export interface RecordedDay extends Recorded {
  readonly day: Day
}

/** Who came into a segment, who went out of one, or who was in one on one day and in another on a later one. */
export type Movement =
  | ({ readonly kind: 'entered' | 'left' } & HistoryUse)
  | { readonly kind: 'moved'; readonly from: RecordedDay; readonly to: RecordedDay }

export interface CheckedMovementFilter {
  readonly kind: 'movement'
  readonly movement: Movement
  readonly period: CheckedPeriod
  readonly not: boolean
}

export type CheckedSimpleFilter = CheckedFieldFilter | CheckedSegmentFilter | CheckedMovementFilter

/** A metric at the grain it is computed at, over the facts that all of `where` and `period` leave. */
export interface CheckedMetric {
  readonly metric: Metric
  readonly grain: MetricGrain
  readonly where: readonly CheckedClause[]
  readonly period: CheckedPeriod | null
  /** What it looks at of the histories of segments. */
  readonly histories: readonly HistoryUse[]
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

export type CheckedBaseline =
  | { readonly kind: 'period'; readonly period: CheckedPeriod }
  | { readonly kind: 'back'; readonly unit: Grain; readonly count: number; readonly stretch: Stretch }

/** A number of the answer: its own conditions beside the plan's, its output name, and what it computes. */
export type CheckedMeasure = { readonly label: string; readonly type: ValueType; readonly column: string } & (
  | ({ readonly kind: 'metric' } & CheckedMetric)
  | {
      readonly kind: 'aggregate'
      readonly aggregate: Aggregate
      readonly field: Field
      readonly entity: Entity
      readonly where: readonly CheckedClause[]
      readonly period: CheckedPeriod | null
    }
  | ({ readonly kind: 'per'; readonly aggregate: Aggregate; readonly per: Entity } & CheckedMetric)
  | ({ readonly kind: 'share'; readonly of: 'group' | 'total' } & CheckedMetric)
  | ({
      readonly kind: 'change'
      readonly baseline: CheckedBaseline
      readonly as: 'difference' | 'growth'
    } & CheckedMetric)
)

/** `column` is the output name, which no other column of the answer has. */
export type CheckedColumn = CheckedFieldColumn | CheckedMeasure
export interface CheckedFieldColumn {
  readonly kind: 'field'
  readonly field: Field
  readonly column: string
  /** The columns with the low and the high end of an estimate's range. */
  readonly range?: readonly [low: string, high: string]
}

export type CheckedDimension = { readonly label: string; readonly type: ValueType; readonly column: string } & (
  | {
      readonly kind: 'field'
      readonly field: Field
      readonly companion: { readonly field: Field; readonly column: string } | null
    }
  | { readonly kind: 'time'; readonly grain: Grain }
  | ({ readonly kind: 'segment' } & CheckedSegment)
)

export interface CheckedOrder<Ordered> {
  readonly by: Ordered
  readonly direction: 'asc' | 'desc'
}

export interface CheckedLimit extends Omit<Limit, 'per'> {
  readonly per: Field | null
}

export interface CheckedList extends Checked {
  readonly kind: 'list'
  readonly entity: Entity
  readonly where: readonly CheckedClause[]
  readonly scope: ReadScope
  /** The labels of what the plan would show and this asker may not see. */
  readonly withheld: readonly string[]
  /** What the answer shows, in order: the entity's reference first, then what the plan names, each with its companion. */
  readonly columns: readonly CheckedColumn[]
  readonly order: readonly CheckedOrder<CheckedColumn>[]
  readonly limit: CheckedLimit | null
}

export interface CheckedHaving {
  readonly measure: CheckedMeasure
  readonly op: Comparison
  readonly value: number
  readonly upper: number | null
}

export interface CheckedMeasurePlan extends Checked {
  readonly kind: 'measure'
  readonly measures: readonly CheckedMeasure[]
  readonly by: readonly CheckedDimension[]
  readonly where: readonly CheckedClause[]
  /** Whose rows the asker may see. */
  readonly scope: ReadScope
  readonly period: CheckedPeriod
  readonly having: readonly CheckedHaving[]
  readonly order: readonly CheckedOrder<CheckedMeasure>[]
  readonly limit: CheckedLimit | null
}

/** What a cohort did in one of the stretches after its first. */
export interface CohortStep {
  /** 0 is the stretch of the first purchase. */
  readonly after: number
  readonly label: string
  readonly column: string
}

export interface CheckedCohorts extends Checked {
  readonly kind: 'cohorts'
  readonly customer: Entity
  readonly grain: CohortsPlan['grain']
  readonly where: readonly CheckedClause[]
  readonly scope: ReadScope
  /** Of the first purchase. */
  readonly period: CheckedPeriod
  readonly show: CohortsPlan['show']
  readonly steps: readonly CohortStep[]
}

/** The customer is a reference that exists; the page and the reasons are read by the runner in several small queries. */
export interface CheckedCustomer extends Checked {
  readonly kind: 'customer'
  readonly customer: string
}
export interface CheckedWhy extends Checked, CheckedSegment {
  readonly kind: 'why'
  readonly customer: string
}
/** A word of the catalogue with what it means. */
export interface Explained {
  readonly name: string
  readonly label: string
  readonly meaning: string
}
export interface CheckedDefinition extends Checked {
  readonly kind: 'definition'
  readonly term: Explained
  /** The segment that the word is, if somebody saved it: its meaning is told with the asker's rights. */
  readonly saved: CheckedSegment | null
}

/** What one query over many rows answers. */
export type CheckedQuery = CheckedList | CheckedMeasurePlan | CheckedCohorts

export type CheckedPlan = CheckedQuery | CheckedCustomer | CheckedWhy | CheckedDefinition
