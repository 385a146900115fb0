import type { Period } from '../../../src/ask/period.ts'
import type { CohortsPlan, Column, Dimension, Filter, ListPlan, MeasurePlan } from '../../../src/ask/plan.ts'
import type { Catalog } from '../../../src/catalog/catalog.ts'

/** Every construct that a plan makes use of, by name: `metric revenue`, `op contains`, `dimension time`. */
export function constructsOf(plan: ListPlan | MeasurePlan | CohortsPlan): ReadonlySet<string> {
  const used = new Set<string>([`plan ${plan.kind}`])
  const use = (kind: string, name: string): void => void used.add(`${kind} ${name}`)
  for (const { any } of plan.where) ofFilters(any, use)
  if (plan.kind === 'cohorts') ofCohorts(plan, use)
  else ofTable(plan, use)
  return used
}

function ofCohorts({ grain, show, period }: CohortsPlan, use: Use): void {
  use('cohorts by', grain)
  use('cohorts show', show)
  ofPeriod(period, use)
}

function ofTable(plan: ListPlan | MeasurePlan, use: Use): void {
  const columns: readonly Column[] = plan.kind === 'list' ? plan.columns : plan.measures
  for (const column of columns) ofColumn(column, use)
  if (plan.kind === 'list') use('entity', plan.entity)
  if (plan.kind === 'measure') for (const dimension of plan.by) ofDimension(dimension, use)
  if (plan.kind === 'measure') ofPeriod(plan.period, use)
  if (plan.kind === 'measure' && plan.having.length > 0) use('having', plan.having[0]?.op ?? '')
  for (const { direction } of plan.order) use('order', direction)
  if (plan.limit) use('limit', plan.limit.percent === null ? 'count' : 'percent')
  if (plan.limit?.per) use('limit', 'per')
  if (plan.limit && plan.limit.offset > 0) use('limit', 'offset')
}

type Use = (kind: string, name: string) => void

function ofFilters(filters: readonly Filter[], use: Use): void {
  if (filters.length > 1) use('clause', 'or')
  for (const filter of filters) ofFilter(filter, use)
}

function ofFilter(filter: Filter, use: Use): void {
  if (filter.not) use('not', filter.kind)
  switch (filter.kind) {
    case 'field':
      use('field', filter.field)
      use('op', filter.op)
      if (filter.period) ofPeriod(filter.period, use)
      return
    case 'segment':
      use('segment', filter.segment)
      if (filter.on) use('segment', 'on a day gone by')
      return
    case 'movement':
      use('movement', filter.from === null ? 'in' : filter.to === null ? 'out' : 'across')
      ofPeriod(filter.period, use)
      return
    case 'metric':
      use('metric', filter.metric)
      use('metric filter of', filter.of)
      use('metric filter than', filter.than.kind)
      use('metric filter op', filter.op)
      for (const inner of filter.where) ofFilter(inner, use)
      if (filter.than.kind === 'metric') use('metric', filter.than.metric)
      if (filter.than.kind === 'metric') for (const inner of filter.than.where) ofFilter(inner, use)
      if (filter.period) ofPeriod(filter.period, use)
      return
    default:
      filter satisfies never
  }
}

function ofColumn(column: Column, use: Use): void {
  use('column', column.kind)
  if (column.kind === 'field' || column.kind === 'aggregate') use('field', column.field)
  if (column.kind === 'field') return
  for (const { any } of column.where) ofFilters(any, use)
  if (column.kind === 'aggregate' || column.kind === 'per') use('aggregate', column.aggregate)
  if (column.kind === 'aggregate') return
  use('metric', column.metric)
  if (column.period) ofPeriod(column.period, use)
  if (column.kind === 'per') use('per', column.per)
  if (column.kind === 'share') use('share of', column.of)
  if (column.kind === 'change') use('change as', column.as)
  if (column.kind === 'change') use('baseline', column.baseline.kind)
}

function ofDimension(dimension: Dimension, use: Use): void {
  use('dimension', dimension.kind)
  if (dimension.kind === 'field') use('dimension field', dimension.field)
  if (dimension.kind === 'field') use('field', dimension.field)
  if (dimension.kind === 'segment') use('segment', dimension.segment)
  if (dimension.kind === 'time') use('grain', dimension.grain)
}

function ofPeriod(period: Period, use: Use): void {
  use('period', period.kind)
  if (period.kind === 'all' || period.kind === 'between') return
  use('edge', period.edge)
  if (period.shift) use('period', 'shifted')
}

/** Kinds of things that plans are made of, beside what the catalogue names. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  plan: ['list', 'measure', 'cohorts'],
  'cohorts by': ['month', 'quarter', 'year'],
  'cohorts show': ['share', 'customers', 'spend'],
  movement: ['in', 'out', 'across'],
  segment: ['on a day gone by'],
  entity: [
    'customer',
    'order',
    'product',
    'category',
    'store',
    'staff',
    'campaign',
    'interaction',
    'case',
    'note',
    'follow_up',
  ],
  column: ['field', 'metric', 'aggregate', 'per', 'share', 'change'],
  op: ['is', 'contains', 'missing', 'in', 'equals', 'more_than', 'at_least', 'less_than', 'at_most', 'between'],
  not: ['field', 'segment', 'movement', 'metric'],
  clause: ['or'],
  aggregate: ['average', 'median', 'highest', 'lowest', 'total'],
  per: ['customer', 'order', 'product'],
  'share of': ['group', 'total'],
  'change as': ['difference', 'growth'],
  baseline: ['period', 'back'],
  'metric filter of': ['customer', 'product', 'order', 'campaign'],
  'metric filter than': ['value', 'metric', 'average'],
  'metric filter op': ['equals', 'more_than', 'at_least', 'less_than', 'at_most', 'between'],
  dimension: ['field', 'time', 'segment'],
  grain: ['day', 'week', 'month', 'quarter', 'year'],
  period: ['all', 'calendar', 'rolling', 'named', 'between', 'shifted'],
  edge: ['within', 'since', 'before', 'after', 'until'],
  order: ['asc', 'desc'],
  limit: ['count', 'percent', 'per', 'offset'],
  summaries: ['maintained', 'worked out'],
}

/** Everything that a long search is to have made use of. */
export function constructsToUse({ fields, metrics, segments }: Catalog): readonly string[] {
  const usable = (kind: string, entries: Iterable<{ readonly name: string }>): string[] =>
    [...entries].map(({ name }) => `${kind} ${name}`)
  return [
    ...Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`)),
    ...usable('field', fields.values()),
    ...usable('metric', metrics.values()),
    ...usable('segment', segments.values()),
  ]
}
