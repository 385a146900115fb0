import { type Asker, administrator } from '../../src/access/asker.ts'
import { check } from '../../src/ask/check.ts'
import type { CheckedList, CheckedMeasurePlan, CheckedPlan } from '../../src/ask/checked.ts'
import { compile } from '../../src/ask/compile.ts'
import { say } from '../../src/ask/issues.ts'
import type { Period } from '../../src/ask/period.ts'
import type {
  Clause,
  Column,
  Dimension,
  FieldFilter,
  Filter,
  ListPlan,
  Measure,
  MeasurePlan,
  MetricFilter,
  MovementFilter,
  SegmentFilter,
  SimpleFilter,
} from '../../src/ask/plan.ts'
import { buildCatalog } from '../../src/catalog/catalog.ts'
import { today } from './cast.ts'

/** Short ways to write plans down in tests. */
export const is = (field: string, ...values: (string | number | boolean)[]): FieldFilter => where(field, 'is', values)
export const missing = (field: string): FieldFilter => where(field, 'missing', [])
export const where = (
  field: string,
  op: FieldFilter['op'],
  values: (string | number | boolean)[],
  period: Period | null = null,
): FieldFilter => ({
  kind: 'field',
  field,
  op,
  values,
  period,
  not: false,
})
export const segment = (name: string, more: Partial<SegmentFilter> = {}): SegmentFilter => ({
  kind: 'segment',
  segment: name,
  percent: null,
  category: null,
  not: false,
  ...more,
})
export const not = <F extends Filter>(filter: F): F => ({ ...filter, not: !filter.not })

export const facts = (
  metric: string,
  op: MetricFilter['op'],
  value: number,
  { of = 'customer', upper = null, ...more }: Partial<MetricFilter> & { upper?: number | null } = {},
): MetricFilter => ({
  kind: 'metric',
  of,
  metric,
  where: [],
  period: null,
  op,
  than: { kind: 'value', value, upper },
  not: false,
  ...more,
})
export const bought = (filters: SimpleFilter[] = [], period: Period | null = null): MetricFilter =>
  facts('orders', 'at_least', 1, { where: filters, period })
export const neverBought = (filters: SimpleFilter[] = [], period: Period | null = null): MetricFilter =>
  facts('orders', 'equals', 0, { where: filters, period })

export const all = (...filters: Filter[]): Clause[] => filters.map((filter) => ({ any: [filter] }))
export const any = (...filters: Filter[]): Clause => ({ any: filters })

export const metric = (
  name: string,
  more: Partial<Extract<Measure, { kind: 'metric' }>> = {},
): Extract<Measure, { kind: 'metric' }> => ({ kind: 'metric', metric: name, where: [], period: null, ...more })
export const field = (name: string): Column & Dimension => ({ kind: 'field', field: name })
export const over = (grain: Extract<Dimension, { kind: 'time' }>['grain']): Dimension => ({ kind: 'time', grain })

/** Entering `to`, leaving `from`, or going from one to the other. */
export const movement = (
  more: Partial<Pick<MovementFilter, 'from' | 'to' | 'not'>>,
  period: Period = { kind: 'all' },
): MovementFilter => ({ kind: 'movement', from: null, to: null, period, not: false, ...more })
export const list = (more: Partial<ListPlan> = {}): ListPlan => ({
  kind: 'list',
  entity: 'customer',
  where: [],
  columns: [],
  order: [],
  limit: null,
  ...more,
})
export const measure = (measures: Measure[], more: Partial<MeasurePlan> = {}): MeasurePlan => ({
  kind: 'measure',
  measures,
  by: [],
  where: [],
  period: { kind: 'all' },
  having: [],
  order: [],
  limit: null,
  ...more,
})
export const first = (
  count: number,
  more: Partial<NonNullable<ListPlan['limit']>> = {},
): NonNullable<ListPlan['limit']> => ({ count, percent: null, offset: 0, per: null, ...more })
export const descending = (column = 0) => [{ column, direction: 'desc' as const }]
export const days = (from: string | null, to: string | null): Period => ({ kind: 'between', from, to })
export const year2026 = days('2026-01-01', '2027-01-01')

export const catalog = buildCatalog([
  { key: 'household_size', numeric: true },
  { key: 'interest', numeric: false },
])

export const rules = {
  timeZone: 'America/Chicago',
  currency: 'USD',
  country: 'US',
  weekStart: 'monday' as const,
  fiscalYearStart: 1,
  topPercent: 20,
  dueGaps: 1,
  lapsedGaps: 2,
  minimumGapDays: 14,
  defaultGapDays: 90,
  likelyGonePercent: 50,
}

/** A shop that has neither scores nor histories. */
export const unscored = { scores: null, histories: new Map() }
export const unrecorded = { scoreRun: null, recorded: [] }

/** The sentences that check has to say about a plan; none when it is right. */
export function issuesOf(plan: unknown, asker: Asker = administrator): readonly string[] {
  const result = check(plan, { catalog, asker, today, rules, ...unscored })
  return result.ok ? [] : result.issues.map(say)
}

export function checkedPlan(plan: unknown): CheckedPlan {
  const result = check(plan, { catalog, asker: administrator, today, rules, ...unscored })
  if (!result.ok) throw new Error(result.issues.map(say).join('\n'))
  return result.plan
}

/** A plan of rows or numbers, checked; what does not check fails the test with the reasons. */
export function checkedQuery(plan: ListPlan | MeasurePlan): CheckedList | CheckedMeasurePlan {
  const checked = checkedPlan(plan)
  if (checked.kind !== 'list' && checked.kind !== 'measure') throw new Error('not a query')
  return checked
}

export function compiled(
  plan: ListPlan | MeasurePlan,
  rowCap = 10_000,
): { readonly sql: string; readonly parameters: readonly unknown[] } {
  return compile(checkedQuery(plan), { catalog, today, rules, ...unrecorded, summaries: 'maintained', rowCap })
}
