import type { Field, Metric } from '../catalog/types.ts'
import type {
  CheckedClause,
  CheckedFilter,
  CheckedMeasure,
  CheckedMetric,
  CheckedPeriod,
  CheckedQuery,
  CheckedSegment,
  HistoryUse,
  RecordedDay,
} from './checked.ts'

/** Everything of the catalogue that a plan speaks of, in the order it does, for notes and look-ups. */
export interface PlanParts {
  readonly metrics: readonly Metric[]
  readonly segments: readonly CheckedSegment[]
  readonly fields: readonly Field[]
  readonly filters: readonly CheckedFilter[]
  readonly periods: readonly CheckedPeriod[]
  readonly histories: readonly HistoryUse[]
}

export function partsOf(plan: CheckedQuery): PlanParts {
  const measures = measuresOf(plan)
  const outer = [...plan.where, ...measures.flatMap((measure) => measure.where)]
  const filters = withMembers(inClauses(outer), dimensionSegments(plan))
  const overMetrics = measures.flatMap((measure) => (measure.kind === 'aggregate' ? [] : [measure]))
  const compared = filters.flatMap(metricsOf)
  return {
    metrics: [...overMetrics, ...compared].map(({ metric }) => metric),
    segments: [...filters.flatMap((filter) => (filter.kind === 'segment' ? [filter] : [])), ...dimensionSegments(plan)],
    fields: [...fieldsOf(plan), ...filters.flatMap((filter) => (filter.kind === 'field' ? [filter.field] : []))],
    filters,
    histories: [...overMetrics, ...compared].flatMap(({ histories }) => histories).concat(filters.flatMap(historiesOf)),
    periods: [
      ...planPeriods(plan, measures),
      ...compared.flatMap(({ period }) => (period ? [period] : [])),
      ...filters.flatMap((filter) => ('period' in filter && filter.period ? [filter.period] : [])),
    ],
  }
}

function measuresOf(plan: CheckedQuery): readonly CheckedMeasure[] {
  switch (plan.kind) {
    case 'list':
      return plan.columns.flatMap((column) => (column.kind === 'field' ? [] : [column]))
    case 'measure':
      return plan.measures
    case 'cohorts':
      return []
    default:
      return plan satisfies never
  }
}

/** What saved segments are made of is spoken of too, each once. */
export function withMembers(
  filters: readonly CheckedFilter[],
  beside: readonly CheckedSegment[],
  seen: Set<string> = new Set(),
): readonly CheckedFilter[] {
  const segments = [...filters.flatMap((filter) => (filter.kind === 'segment' ? [filter] : [])), ...beside]
  const inner = segments.flatMap(({ segment, members }) => {
    if (members?.kind !== 'rule' || seen.has(segment.name)) return []
    seen.add(segment.name)
    return withMembers(inClauses(members.where), [], seen)
  })
  return [...filters, ...inner]
}

function historiesOf(filter: CheckedFilter): readonly HistoryUse[] {
  const on = (past: RecordedDay | null) => (past ? [{ ...past, from: past.day, to: past.day }] : [])
  if (filter.kind === 'segment') return on(filter.on)
  if (filter.kind !== 'movement') return []
  const { movement } = filter
  return movement.kind === 'moved' ? [movement.from, movement.to].flatMap(on) : [movement]
}

function inClauses(clauses: readonly CheckedClause[]): readonly CheckedFilter[] {
  return clauses
    .flatMap(({ any }) => any)
    .flatMap((filter) => [filter, ...metricsOf(filter).flatMap(({ where }) => inClauses(where))])
}

function metricsOf(filter: CheckedFilter): readonly CheckedMetric[] {
  if (filter.kind !== 'metric') return []
  return filter.than.kind === 'metric' ? [filter.metric, filter.than.metric] : [filter.metric]
}

const dimensionSegments = (plan: CheckedQuery) =>
  plan.kind === 'measure' ? plan.by.flatMap((dimension) => (dimension.kind === 'segment' ? [dimension] : [])) : []

function fieldsOf(plan: CheckedQuery): readonly Field[] {
  if (plan.kind === 'cohorts') return []
  if (plan.kind === 'list')
    return plan.columns.flatMap((column) => (column.kind === 'field' ? [column.field] : fieldOf(column)))
  return [
    ...plan.measures.flatMap(fieldOf),
    ...plan.by.flatMap((dimension) => (dimension.kind === 'field' ? [dimension.field] : [])),
  ]
}

const fieldOf = (measure: CheckedMeasure): readonly Field[] => (measure.kind === 'aggregate' ? [measure.field] : [])

function planPeriods(plan: CheckedQuery, measures: readonly CheckedMeasure[]): readonly CheckedPeriod[] {
  if (plan.kind === 'cohorts') return [plan.period]
  const own = measures.flatMap((measure) => [
    ...(measure.period ? [measure.period] : []),
    ...(measure.kind === 'change' && measure.baseline.kind === 'period' ? [measure.baseline.period] : []),
  ])
  return plan.kind === 'measure' && own.length === 0 ? [plan.period] : own
}
