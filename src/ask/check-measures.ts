import { keyFrom } from '../catalog/joins.ts'
import type { Entity, Field, Metric, MetricGrain } from '../catalog/types.ts'
import { type Checking, checkClauses, checkPeriod, look, periodFor, reaches } from './check-filters.ts'
import { staySegment, staysOf } from './check-movements.ts'
import { fragmentsOf, grainFor, keysOf, type Needs } from './check-reach.ts'
import type { CheckedBaseline, CheckedDimension, CheckedMeasure, CheckedPeriod, HistoryUse } from './checked.ts'
import { add, addDays, type Day } from './days.ts'
import { columnName, measureColumn, measureLabel } from './labels.ts'
import { type Period, resolve, type Stretch, shiftPeriod } from './period.ts'
import type { Aggregate, Baseline, Clause, Grain, Measure, MeasurePlan } from './plan.ts'
import type { ShopRules } from './rules.ts'

/** What the numbers of a plan have in common: its conditions, its period, and what they are broken down by. */
interface Around {
  readonly checking: Checking
  readonly where: readonly Clause[]
  readonly period: Period | null
  readonly by: readonly CheckedDimension[]
  /** In a list, the entity that each number is of. */
  readonly of: Entity | null
}

type WithoutName<Of> = Of extends CheckedMeasure ? Omit<Of, 'label' | 'column'> : never
export type UnnamedMeasure = WithoutName<CheckedMeasure>

/** One number of a breakdown, at a grain from which its own conditions, the plan's and the dimensions are in reach. */
export function checkMeasure(
  measure: Measure,
  at: string,
  {
    checking,
    plan,
    by,
  }: { readonly checking: Checking; readonly plan: MeasurePlan; readonly by: readonly CheckedDimension[] },
): UnnamedMeasure | null {
  return checkOne(measure, at, { checking, where: plan.where, period: plan.period, by, of: null })
}

export function checkOne(measure: Measure, at: string, around: Around): UnnamedMeasure | null {
  if (measure.kind === 'aggregate') return checkAggregate(measure, at, around)
  const { checking } = around
  const metric = look(checking, 'metric', measure.metric, at)
  const per = measure.kind === 'per' ? (checking.catalog.entities.get(measure.per) ?? null) : null
  const grain = metric && grainFor(metric, needsOf(measure, per, around), at, checking)
  if (!metric || !grain) return null
  if (grain.day === null && overTime(around)) {
    checking.issues.push({ code: 'no_day', at, name: metric.label, use: 'buckets' })
  }
  if (measure.kind === 'change' && measure.baseline.kind === 'period' && overTime(around)) {
    checking.issues.push({ code: 'baseline_over_time', at })
  }
  const root = checking.catalog.entities.get(grain.entity)
  const where = root ? checkClauses(measure.where, root.alias, metric.label, `${at}.where`, checking) : []
  const asked = periodFor(metric, grain, measure.period ?? around.period, at, checking)
  const before = measure.kind === 'change' ? checkBaseline(measure.baseline, asked, at, checking) : null
  const bySegment = around.by.some((dimension) => dimension.kind === 'field' && dimension.field.name === staySegment)
  const { period, baseline, histories } = staysOf(
    { metric, grain, period: asked, ...(before ? { baseline: stretchOf(before) } : {}) },
    measure.kind === 'share' && measure.of === 'group' ? around.where : [...around.where, ...measure.where],
    bySegment,
    at,
    checking,
  )
  const base: Base = { metric, grain, where, period, histories }
  return computed(measure, base, { per, baseline: before && withStretch(before, baseline) }, at, checking)
}

const stretchOf = (baseline: CheckedBaseline): Stretch =>
  baseline.kind === 'back' ? baseline.stretch : baseline.period.stretch

const withStretch = (baseline: CheckedBaseline, stretch: Stretch): CheckedBaseline =>
  baseline.kind === 'back' ? { ...baseline, stretch } : { ...baseline, period: { ...baseline.period, stretch } }

const overTime = ({ by }: Around): boolean => by.some((dimension) => dimension.kind === 'time')

interface Base {
  readonly metric: Metric
  readonly grain: MetricGrain
  readonly where: CheckedMeasure['where']
  readonly period: CheckedPeriod | null
  readonly histories: readonly HistoryUse[]
}

function computed(
  measure: Exclude<Measure, { kind: 'aggregate' }>,
  base: Base,
  { per, baseline }: { readonly per: Entity | null; readonly baseline: CheckedBaseline | null },
  at: string,
  checking: Checking,
): UnnamedMeasure | null {
  const { metric } = base
  switch (measure.kind) {
    case 'metric':
      return { kind: 'metric', type: metric.type, ...base }
    case 'per':
      refuseDates(metric.label, metric.type, measure.aggregate, at, checking)
      return per && { kind: 'per', type: metric.type, aggregate: measure.aggregate, per, ...base }
    case 'share':
      if (metric.empty !== 0) checking.issues.push({ code: 'no_share', at, metric: metric.label })
      return { kind: 'share', type: 'percent', of: measure.of, ...base }
    case 'change': {
      if (metric.type === 'date')
        checking.issues.push({ code: 'not_a_number', at, name: metric.label, use: 'it has no change' })
      return (
        baseline && {
          kind: 'change',
          type: measure.as === 'growth' ? 'percent' : metric.type,
          baseline,
          as: measure.as,
          ...base,
        }
      )
    }
    default:
      return measure satisfies never
  }
}

function checkBaseline(
  baseline: Baseline,
  period: CheckedPeriod | null,
  at: string,
  checking: Checking,
): CheckedBaseline {
  if (baseline.kind === 'period') {
    if (period === null && baseline.period.kind === 'all') checking.issues.push({ code: 'no_baseline', at })
    return { kind: 'period', period: checkPeriod(baseline.period, checking) }
  }
  return { ...baseline, stretch: movedBack(period, baseline, checking) }
}

/** The measured stretch so much earlier; without an end it ends as far before the end of today. */
function movedBack(
  period: CheckedPeriod | null,
  { unit, count }: Extract<Baseline, { kind: 'back' }>,
  { today, rules }: Checking,
): Stretch {
  const moved = period ? movedStretch(period, unit, -count, today, rules) : { from: null, to: null }
  return { from: moved.from, to: moved.to ?? add(addDays(today, 1), unit, -count) }
}

/** By whole units of the calendar where the period can be written so; otherwise both ends, day for day. */
function movedStretch(
  { period, stretch }: CheckedPeriod,
  unit: Grain,
  count: number,
  today: Day,
  rules: ShopRules,
): Stretch {
  const shifted = period.kind === 'all' || period.kind === 'between' ? null : period.shift
  if (shifted === null || isInDays(shifted.unit) === isInDays(unit))
    return resolve(shiftPeriod(period, unit, count), today, rules)
  const move = (day: Day | null) => (day === null ? null : add(day, unit, count))
  return { from: move(stretch.from), to: move(stretch.to) }
}

const isInDays = (unit: Grain): boolean => unit === 'day' || unit === 'week'

function checkAggregate(
  measure: Extract<Measure, { kind: 'aggregate' }>,
  at: string,
  around: Around,
): UnnamedMeasure | null {
  const { checking } = around
  const field = look(checking, 'field', measure.field, at)
  const entity = field && checking.catalog.entities.get(field.entity)
  if (!field || !entity) return null
  if (field.many) checking.issues.push({ code: 'not_a_number', at, name: field.label, use: 'it has no average' })
  refuseDates(field.label, field.type, measure.aggregate, at, checking)
  refuseForecast(measure, field, at, around)
  const needs = needsOf(measure, null, around)
  for (const need of needs.fragments.filter(({ sql }) => !reaches(entity.alias, sql))) {
    checking.issues.push({ code: 'out_of_reach', at, name: field.label, other: need.label })
  }
  for (const key of needs.keys.filter((one) => keyFrom(entity.alias, one) === null)) {
    checking.issues.push({ code: 'out_of_reach', at, name: field.label, other: key.label })
  }
  const where = checkClauses(measure.where, entity.alias, field.label, `${at}.where`, checking)
  const period = aggregatePeriod(entity, field, at, around)
  return { kind: 'aggregate', type: field.type, aggregate: measure.aggregate, field, entity, where, period }
}

/** Estimates are of customers there are, so their sum over everybody would pass for what the shop will sell. */
function refuseForecast(
  { aggregate, where }: Extract<Measure, { kind: 'aggregate' }>,
  { estimate, label }: Field,
  at: string,
  around: Around,
): void {
  if (estimate === undefined || aggregate !== 'total') return
  const { issues } = around.checking
  if (!estimate.adds) issues.push({ code: 'does_not_add', at, name: label })
  else if (![...around.where, ...where].some(narrows)) issues.push({ code: 'forecast', at, name: label })
}

const narrows = ({ any }: Clause): boolean => !any.some(isEverybody)

/** Every customer with an estimate is a buyer. */
const isEverybody = (filter: Clause['any'][number]): boolean =>
  filter.kind === 'segment' && filter.segment === (filter.not ? 'prospect' : 'buyer')

function aggregatePeriod(entity: Entity, field: Field, at: string, around: Around): CheckedPeriod | null {
  const { period, checking } = around
  const asked = period !== null && period.kind !== 'all'
  if (entity.day === null && overTime(around))
    checking.issues.push({ code: 'no_day', at, name: field.label, use: 'buckets' })
  if (entity.day === null && asked) checking.issues.push({ code: 'no_day', at, name: field.label, use: 'period' })
  return asked ? checkPeriod(period, checking) : null
}

/** Averages and totals are of numbers; the highest and the lowest may also be days. */
function refuseDates(label: string, type: Field['type'], aggregate: Aggregate, at: string, checking: Checking): void {
  const number = type === 'number' || type === 'money' || type === 'percent'
  const extreme = aggregate === 'highest' || aggregate === 'lowest'
  if (number || (type === 'date' && extreme)) return
  checking.issues.push({ code: 'not_a_number', at, name: label, use: `it has no ${aggregate}` })
}

function needsOf(measure: Measure, per: Entity | null, { checking, where, by, of }: Around): Needs {
  const clauses = [...where, ...measure.where]
  const dimensions = by.flatMap((dimension) => {
    if (dimension.kind === 'time') return []
    const entry = dimension.kind === 'field' ? dimension.field : dimension.segment
    return [{ sql: 'spread' in entry && entry.spread ? entry.spread : entry.sql, label: entry.label }]
  })
  return {
    fragments: [...fragmentsOf(clauses, checking), ...dimensions],
    keys: [...keysOf(clauses, checking), ...(per ? [per] : []), ...(of ? [of] : [])],
  }
}

/** The measures of a breakdown with their names; `taken` are those of the dimensions. */
export function nameMeasures(
  found: readonly (UnnamedMeasure | null)[],
  plan: MeasurePlan,
  by: readonly CheckedDimension[],
  checking: Checking,
): readonly (CheckedMeasure | null)[] {
  const taken = new Set(
    by.flatMap((one) => (one.kind === 'field' && one.companion ? [one.column, one.companion.column] : [one.column])),
  )
  return found.map((measure, index) => {
    const alike = plan.measures.filter((other) => sameNumber(other, plan.measures[index])).length > 1
    return measure && nameMeasure(measure, { entity: null, taken, alike, checking })
  })
}

export function sameNumber(one: Measure, other: Measure | undefined): boolean {
  const key = (measure: Measure) =>
    [
      measure.kind,
      measure.kind === 'aggregate' ? measure.field : measure.metric,
      'aggregate' in measure ? measure.aggregate : '',
      measure.kind === 'change' ? measure.as : '',
    ].join()
  return other !== undefined && key(one) === key(other)
}

export function nameMeasure(
  measure: UnnamedMeasure,
  {
    entity,
    taken,
    alike,
    checking,
  }: {
    readonly entity: Entity | null
    readonly taken: Set<string>
    readonly alike: boolean
    readonly checking: Checking
  },
): CheckedMeasure {
  return {
    ...measure,
    column: columnName(measureColumn(measure, entity), taken),
    label: measureLabel(measure, entity, alike, checking),
  }
}
