import { sql } from 'kysely'
import { keyFrom } from '../catalog/joins.ts'
import type { Entity } from '../catalog/types.ts'
import { reaches } from './check-filters.ts'
import type { CheckedClause, CheckedMeasure } from './checked.ts'
import { type Draft, type FactRows, type Facts, type Key, rowsOf, signatureOf } from './facts.ts'
import { ownOf } from './field-filters.ts'
import { conditionsFor } from './filters.ts'
import { lines, name, type Sql } from './fragments.ts'
import { keyOf } from './metric-filters.ts'
import type { Stretch } from './period.ts'
import type { Aggregate, Grain } from './plan.ts'
import { listing } from './query.ts'

/** One column of a relation that has a row for each group. */
export interface Part {
  readonly relation: string
  readonly keys: readonly Key[]
  readonly column: string
  /** The facts themselves, where the relation is nothing else. */
  readonly facts: Facts | null
  /** Its time buckets are so much earlier than those they are shown in. */
  readonly back: { readonly unit: Grain; readonly count: number } | null
}

/** A measure as parts aggregated each on its own, and how the number comes from them. */
export interface Figure {
  readonly parts: readonly Part[]
  /** The days its time buckets run over. */
  readonly stretch: Stretch
  /** What the figure reads beside its parts. */
  readonly reads: readonly string[]
  value(parts: readonly Sql[]): Sql
}

/** What figures are of: the plan's conditions, and what their facts are grouped by. */
export interface Grouping {
  readonly where: readonly CheckedClause[]
  keys(rows: FactRows): readonly Key[]
  /** The time they are broken down by. */
  readonly over: Grain | null
  /** For names: `revenue_by_category`. */
  readonly by: string
  /** Whether a total is over the groups that are kept, or over everything there is. */
  readonly total: 'kept' | 'everything'
}

const open: Stretch = { from: null, to: null }

export function figureOf(measure: CheckedMeasure, grouping: Grouping, draft: Draft): Figure {
  switch (measure.kind) {
    case 'metric': {
      const part = metricPart(measure, grouping, draft)
      return {
        parts: [part],
        stretch: measure.period?.stretch ?? open,
        reads: [],
        value: ([value]) => orEmpty(value, measure),
      }
    }
    case 'aggregate':
      return aggregateFigure(measure, grouping, draft)
    case 'per':
      return perFigure(measure, grouping, draft)
    case 'share':
      return measure.of === 'group' ? groupShare(measure, grouping, draft) : totalShare(measure, grouping, draft)
    case 'change':
      return changeFigure(measure, grouping, draft)
    default:
      return measure satisfies never
  }
}

type Of<Kind extends CheckedMeasure['kind']> = Extract<CheckedMeasure, { kind: Kind }>
type OverMetric = Exclude<CheckedMeasure, { kind: 'aggregate' }>

const orEmpty = (value: Sql | undefined, { metric }: OverMetric): Sql =>
  metric.empty === 0 ? sql`coalesce(${value ?? sql`null`}, 0)` : (value ?? sql`null`)

function rowsFor(measure: OverMetric, { where, over }: Grouping, draft: Draft): FactRows {
  const rows = rowsOf(measure, draft)
  const lasting = rows.lasting && { ...rows.lasting, over }
  return { ...rows, lasting, where: [...where, ...rows.where] }
}

function metricPart(
  measure: OverMetric,
  grouping: Grouping,
  draft: Draft,
  rows = rowsFor(measure, grouping, draft),
): Part {
  const facts = draft.facts(rows, grouping.keys(rows), `${measure.metric.name}_${grouping.by}`)
  const column = facts.column(measure.metric.name, facts.scope.use(measure.grain.aggregate), measure.grain.aggregate)
  return { relation: facts.name, keys: facts.keys, column, facts, back: null }
}

/** The part that also meets the measure's own conditions, of all in the group, in one pass over the facts. */
function groupShare(measure: Of<'share'>, grouping: Grouping, draft: Draft): Figure {
  const rows = rowsFor({ ...measure, where: [] }, grouping, draft)
  const whole = metricPart(measure, grouping, draft, rows)
  const facts = whole.facts
  if (!facts) throw new Error('A share is computed from facts.')
  const also = conditionsFor(measure.where, facts.scope, draft.apart())
  const aggregate = facts.scope.use(measure.grain.aggregate)
  const narrowed = also.length === 0 ? aggregate : sql`${aggregate} filter (where ${lines(also, ' and ')})`
  const column = facts.column(`${measure.metric.name}_part`, narrowed, signatureOf(measure))
  const part: Part = { ...whole, column }
  return {
    parts: [part, whole],
    stretch: measure.period?.stretch ?? open,
    reads: [],
    value: ([some, all]) => sql`coalesce(${some ?? sql`null`}, 0)::numeric / nullif(${all ?? sql`null`}, 0)`,
  }
}

/** The group's part of the metric over all groups, counted once and not added up: an order may be in several groups. */
function totalShare(measure: Of<'share'>, grouping: Grouping, draft: Draft): Figure {
  const rows = rowsFor(measure, grouping, draft)
  const part = metricPart(measure, grouping, draft, rows)
  const present = grouping.total === 'kept' ? grouping.keys(rows).filter((key) => key.required) : []
  const total = metricPart(measure, { ...grouping, keys: () => [], by: 'in_all' }, draft, { ...rows, present })
  const all = sql`(select ${name(total.column)} from ${sql.raw(total.relation)})`
  return {
    parts: [part],
    stretch: measure.period?.stretch ?? open,
    reads: [total.relation],
    value: ([value]) => sql`coalesce(${value ?? sql`null`}, 0)::numeric / nullif(${all}, 0)`,
  }
}

function changeFigure(measure: Of<'change'>, grouping: Grouping, draft: Draft): Figure {
  const { baseline } = measure
  const current = metricPart(measure, grouping, draft)
  const stretch = baseline.kind === 'back' ? baseline.stretch : baseline.period.stretch
  const earlier = metricPart(measure, { ...grouping, by: `${grouping.by}_before` }, draft, {
    ...rowsFor(measure, grouping, draft),
    period: stretch,
  })
  const before: Part = {
    ...earlier,
    back: baseline.kind === 'back' ? { unit: baseline.unit, count: baseline.count } : null,
  }
  return {
    parts: [current, before],
    stretch: measure.period?.stretch ?? open,
    reads: [],
    value: ([now, then]) =>
      measure.as === 'growth'
        ? sql`(coalesce(${now ?? sql`null`}, 0) - ${then ?? sql`null`})::numeric / nullif(${then ?? sql`null`}, 0)`
        : sql`coalesce(${now ?? sql`null`}, 0) - coalesce(${then ?? sql`null`}, 0)`,
  }
}

/** The aggregate of an expression; the median keeps money exact. */
export function aggregated(aggregate: Aggregate, value: Sql): Sql {
  switch (aggregate) {
    case 'average':
      return sql`avg(${value})`
    case 'median':
      return sql`percentile_cont(0.5) within group (order by ${value})::numeric`
    case 'highest':
      return sql`max(${value})`
    case 'lowest':
      return sql`min(${value})`
    case 'total':
      return sql`sum(${value})`
    default:
      return aggregate satisfies never
  }
}

function aggregateFigure(measure: Of<'aggregate'>, grouping: Grouping, draft: Draft): Figure {
  const { entity, field, period } = measure
  const value: Key = { name: 'value', sql: field.sql, own: ownOf(field), required: true }
  const rows: FactRows = {
    entity,
    counted: entity.listed ?? null,
    day: entity.day,
    lasting: null,
    where: [...grouping.where, ...measure.where],
    period: period?.stretch ?? null,
    present: [value],
  }
  const facts = draft.facts(rows, grouping.keys(rows), `${field.name.replaceAll('.', '_')}_${grouping.by}`)
  const column = facts.column(
    measure.column,
    aggregated(measure.aggregate, facts.scope.use(field.sql, ownOf(field))),
    `${measure.aggregate} ${field.name}`,
  )
  const part: Part = { relation: facts.name, keys: facts.keys, column, facts, back: null }
  // Where nobody has an estimate there is none, and not one of nothing.
  const empty = measure.aggregate === 'total' && field.estimate === undefined
  return {
    parts: [part],
    stretch: period?.stretch ?? open,
    reads: [],
    value: ([result]) => (empty ? sql`coalesce(${result ?? sql`null`}, 0)` : (result ?? sql`null`)),
  }
}

/** The metric of each customer (order, product) that has any such facts, and then the aggregate of those. */
function perFigure(measure: Of<'per'>, grouping: Grouping, draft: Draft): Figure {
  const part = summaryPart(measure, grouping, draft) ?? eachPart(measure, grouping, draft)
  const empty = measure.aggregate === 'total' && measure.metric.empty === 0
  return {
    parts: [part],
    stretch: measure.period?.stretch ?? open,
    reads: [],
    value: ([result]) => (empty ? sql`coalesce(${result ?? sql`null`}, 0)` : (result ?? sql`null`)),
  }
}

function eachPart(measure: Of<'per'>, grouping: Grouping, draft: Draft): Part {
  const rows = rowsFor(measure, grouping, draft)
  const keys = grouping.keys(rows)
  const own = keyOf(measure.per, rows.entity)
  const each = draft.facts(
    rows,
    keys.some((key) => key.name === own.name && key.sql === own.sql) ? keys : [own, ...keys],
    `${measure.metric.name}_of_each_${measure.per.name}_${grouping.by}`,
  )
  const column = each.column(measure.metric.name, each.scope.use(measure.grain.aggregate), measure.grain.aggregate)
  const names = keys.map((key) => name(key.name))
  const relation = draft.define(
    `${measure.aggregate}_${measure.metric.name}_${grouping.by}`,
    () => [each.name],
    () => {
      const shown = [...names, sql`${aggregated(measure.aggregate, name(column))} as ${name(measure.column)}`]
      return sql`${listing('select', shown)}\nfrom ${sql.raw(each.name)}\n${names.length > 0 ? listing('group by', names) : sql``}`
    },
  )
  return { relation, keys, column: measure.column, facts: null, back: null }
}

/** Of customers over all time, their summaries hold the metric already. */
function summaryPart(measure: Of<'per'>, grouping: Grouping, draft: Draft): Part | null {
  const { metric, per, period, where } = measure
  if (per.name !== 'customer' || !metric.summary || period !== null || where.length > 0) return null
  const entity = draft.entity('customer')
  const rows: FactRows = {
    entity,
    counted: metric.summary.any,
    day: null,
    lasting: null,
    where: grouping.where,
    period: null,
    present: [],
  }
  const meant = grouping.keys(rowsFor(measure, grouping, draft))
  if (!aboutCustomers(grouping.where, grouping.keys(rows), entity) || !isSame(meant, grouping.keys(rows))) return null
  const facts = draft.facts(rows, grouping.keys(rows), `customers_${grouping.by}`)
  const column = facts.column(
    measure.column,
    aggregated(measure.aggregate, facts.scope.use(metric.summary.sql)),
    `${measure.aggregate} ${metric.name}`,
  )
  return { relation: facts.name, keys: facts.keys, column, facts, back: null }
}

/** An order's customer is the customer; its store is not their home store. */
function isSame(ofOrders: readonly Key[], ofCustomers: readonly Key[]): boolean {
  const ofCustomer = (key: Key | undefined): string | undefined => key?.sql.replace(/\bo\.customer_id\b/g, 'c.id')
  return ofOrders.every((key, at) => ofCustomer(key) === ofCustomers[at]?.sql)
}

function aboutCustomers(where: readonly CheckedClause[], keys: readonly Key[], customer: Entity): boolean {
  const reached = where
    .flatMap(({ any }) => any)
    .every((filter) => {
      if (filter.kind === 'metric') return keyFrom(customer.alias, filter.of) !== null
      if (filter.kind === 'movement') return true
      return reaches(customer.alias, filter.kind === 'field' ? filter.field.sql : filter.segment.sql)
    })
  return reached && keys.every((key) => key.sql !== '' && reaches(customer.alias, key.sql))
}
