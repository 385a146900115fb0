import type { ShopCalendar } from '../../../src/ask/days.ts'
import { addDays } from '../../../src/ask/days.ts'
import { type Period, resolve } from '../../../src/ask/period.ts'
import type {
  Clause,
  CohortsPlan,
  Column,
  Dimension,
  Filter,
  Limit,
  ListPlan,
  Measure,
  MeasurePlan,
  MetricFilter,
  Order,
  Plan,
} from '../../../src/ask/plan.ts'
import type { Planned } from '../../../src/ask/planners/planner.ts'

export interface LineContext {
  readonly today: string
  readonly calendar: ShopCalendar
}

/**
 * What a planner made of a question, in one short line; periods are written as their days, both ends included.
 *
 * Names, which every list shows, are left out.
 *
 *     list customer: top, lapsed | customer.spend ↓
 *     measure revenue by month in 2026-01-01…2026-11-16
 */
export function plannedLine(planned: Planned, context: LineContext): string {
  switch (planned.kind) {
    case 'plan':
      return planLine(planned.plan, context)
    case 'clarify':
      return `ask: ${planned.options.map(({ plan }) => planLine(plan, context)).join(' / ')}`
    case 'decline':
      return `decline: ${planned.reason}`
    default:
      return planned satisfies never
  }
}

export function planLine(plan: Plan, context: LineContext): string {
  switch (plan.kind) {
    case 'list':
      return listLine(plan, context)
    case 'measure':
      return measureLine(plan, context)
    case 'cohorts':
      return cohortsLine(plan, context)
    case 'customer':
      return `customer ${plan.customer}`
    case 'why':
      return `why ${plan.customer} ${plan.segment}`
    case 'definition':
      return `definition ${plan.term}`
    default:
      return plan satisfies never
  }
}

function cohortsLine({ grain, where, period, show, steps }: CohortsPlan, context: LineContext): string {
  const conditions = where.map((clause) => clauseLine(clause, context)).join(', ')
  const stretch = periodLine(period, context)
  return `cohorts ${show} by ${grain}${conditions && `: ${conditions}`}${stretch && ` in ${stretch}`} | ${steps} after`
}

function listLine({ entity, where, columns, order, limit }: ListPlan, context: LineContext): string {
  const conditions = where.map((clause) => clauseLine(clause, context)).join(', ')
  const shown = columns
    .map((column, index) => columnLine(column, context) + arrow(order, index))
    .filter((text) => !/^[a-z]+\.name$/.test(text))
    .join(', ')
  return [`list ${entity}${conditions && `: ${conditions}`}`, shown, limitLine(limit)].filter(Boolean).join(' | ')
}

function measureLine({ measures, by, where, period, having, order, limit }: MeasurePlan, context: LineContext): string {
  const numbers = measures.map((measure, index) => columnLine(measure, context) + arrow(order, index)).join(', ')
  const groups = by.length > 0 ? ` by ${by.map(dimensionLine).join(' and ')}` : ''
  const conditions = where.map((clause) => clauseLine(clause, context)).join(', ')
  const kept = having.map(({ op, value, upper }) => compared(op, value, upper)).join(', ')
  const stretch = periodLine(period, context)
  return [
    `measure ${numbers}${groups}${conditions && `: ${conditions}`}${stretch && ` in ${stretch}`}`,
    kept,
    limitLine(limit),
  ]
    .filter(Boolean)
    .join(' | ')
}

const arrow = (order: readonly Order[], column: number): string => {
  const found = order.find((each) => each.column === column)
  return found ? (found.direction === 'asc' ? ' ↑' : ' ↓') : ''
}

function columnLine(column: Column | Measure, context: LineContext): string {
  const where = column.kind === 'field' ? '' : narrowed(column.where, context)
  switch (column.kind) {
    case 'field':
      return column.field
    case 'metric':
      return `${column.metric}${where}${within(column.period, context)}`
    case 'aggregate':
      return `${column.aggregate} ${column.field}${where}`
    case 'per':
      return `${column.aggregate} ${column.metric} per ${column.per}${where}${within(column.period, context)}`
    case 'share':
      return `share of ${column.of} ${column.metric}${where}${within(column.period, context)}`
    case 'change': {
      const { as, metric, period, baseline } = column
      const from =
        baseline.kind === 'period' ? periodLine(baseline.period, context) : `${baseline.count} ${baseline.unit} back`
      return `${as} ${metric}${where}${within(period, context)} from ${from || 'all time'}`
    }
    default:
      return column satisfies never
  }
}

/** What a number counts only: simple filters in a condition, clauses in a measure. */
function narrowed(where: readonly (Filter | Clause)[], context: LineContext): string {
  const conditions = where.map((each) => ('any' in each ? clauseLine(each, context) : filterLine(each, context)))
  return conditions.length > 0 ? ` (${conditions.join(', ')})` : ''
}

const within = (period: Period | null, context: LineContext): string => {
  const stretch = period === null ? '' : periodLine(period, context)
  return stretch && ` in ${stretch}`
}

function dimensionLine(dimension: Dimension): string {
  if (dimension.kind === 'field') return dimension.field
  return dimension.kind === 'time' ? dimension.grain : dimension.segment
}

const clauseLine = ({ any }: Clause, context: LineContext): string =>
  any.map((filter) => filterLine(filter, context)).join(' or ')

function filterLine(filter: Filter, context: LineContext): string {
  const not = filter.not ? 'not ' : ''
  switch (filter.kind) {
    case 'segment': {
      const { segment, percent, category, on } = filter
      return `${not}${segment}${percent === null ? '' : ` ${percent}%`}${category === null ? '' : ` of ${category}`}${on ? ` on ${on}` : ''}`
    }
    case 'movement': {
      const { from, to, period } = filter
      return `${not}moved ${from ?? 'anywhere'} → ${to ?? 'anywhere'}${within(period, context)}`
    }
    case 'field': {
      const period = filter.period === null ? '' : periodLine(filter.period, context)
      const values = valuesLine(filter.values)
      return [`${not}${filter.field} ${signs[filter.op]}`, values, period].filter(Boolean).join(' ')
    }
    case 'metric':
      return `${not}${metricFilterLine(filter, context)}`
    default:
      return filter satisfies never
  }
}

function metricFilterLine({ of, metric, where, period, op, than }: MetricFilter, context: LineContext): string {
  const left = `${of === 'customer' ? '' : `${of} `}${metric}${narrowed(where, context)}${within(period, context)}`
  switch (than.kind) {
    case 'value':
      return `${left} ${compared(op, than.value, than.upper)}`
    case 'average':
      return `${left} ${signs[op]} ${than.times === 1 ? '' : `${than.times} × `}average`
    case 'metric':
      return `${left} ${signs[op]} ${than.times === 1 ? '' : `${than.times} × `}${than.metric}${narrowed(than.where, context)}${within(than.period, context)}`
    default:
      return than satisfies never
  }
}

const signs: Readonly<Record<string, string>> = {
  is: '=',
  contains: '~',
  missing: 'missing',
  in: 'in',
  equals: '=',
  more_than: '>',
  at_least: '≥',
  less_than: '<',
  at_most: '≤',
  between: 'between',
}

const compared = (op: string, value: number, upper: number | null): string =>
  `${signs[op]} ${value}${upper === null ? '' : ` and ${upper}`}`

const valuesLine = (values: readonly (string | number | boolean)[]): string =>
  values.length > 4 ? `${values[0]}/… ${values.length} of them` : values.join('/')

function periodLine(period: Period, { today, calendar }: LineContext): string {
  const { from, to } = resolve(period, today, calendar)
  if (from === null && to === null) return ''
  return `${from ?? ''}…${to === null ? '' : addDays(to, -1)}`
}

function limitLine(limit: Limit | null): string {
  if (limit === null) return ''
  const { count, percent, offset, per } = limit
  return `first ${count ?? `${percent}%`}${offset > 0 ? ` after ${offset}` : ''}${per === null ? '' : ` per ${per}`}`
}
