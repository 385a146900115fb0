import { sql } from 'kysely'
import { keyFrom, pathTo } from '../catalog/joins.ts'
import type { Alias, Entity, Field } from '../catalog/types.ts'
import type {
  CheckedClause,
  CheckedFieldFilter,
  CheckedFilter,
  CheckedMetric,
  CheckedMetricFilter,
  CheckedSegmentFilter,
} from './checked.ts'
import { addDays, partsOf } from './days.ts'
import { type Draft, type Facts, factConditions, type Key, rowsOf, visibleRows } from './facts.ts'
import { fragment, lines, name, type Own, type Sql, summaries } from './fragments.ts'
import type { Stretch } from './period.ts'
import type { Comparison } from './plan.ts'
import { allOf, inStretch } from './query.ts'
import { openScope, type Scope } from './scope.ts'

/** The plan's conditions on the rows of a scope, one piece of SQL for each clause. */
export function conditionsFor(clauses: readonly CheckedClause[], scope: Scope, draft: Draft): readonly Sql[] {
  return clauses.map(({ any }) => {
    const parts = any.map((filter) => condition(filter, scope, draft))
    return parts.length === 1 && parts[0] ? parts[0] : sql`(${lines(parts, ' or ')})`
  })
}

function condition(filter: CheckedFilter, scope: Scope, draft: Draft): Sql {
  switch (filter.kind) {
    case 'field':
      return fieldCondition(filter, scope)
    case 'segment':
      return segmentCondition(filter, scope)
    case 'metric':
      return metricCondition(filter, scope, draft)
    default:
      return filter satisfies never
  }
}

/** A condition that is unknown (because a value is missing) is not met, and its complement is. */
const complement = (condition: Sql): Sql => sql`not coalesce(${condition}, false)`

/** The placeholders that are a field's own. */
export function ownOf(field: Field): Own {
  const entries = Object.entries(field.parameters ?? {}).map(([key, value]) => [key, { value, type: 'text' }] as const)
  return Object.fromEntries(entries)
}

function fieldCondition(filter: CheckedFieldFilter, scope: Scope): Sql {
  const { field, op, not } = filter
  if (field.many) return manyCondition(filter, scope)
  if (op === 'missing' && field.present) return not ? scope.use(field.present) : sql`not ${scope.use(field.present)}`
  const value = scope.use(field.sql, ownOf(field))
  if (op === 'missing') return not ? sql`${value} is not null` : sql`${value} is null`
  if (field.type === 'boolean') return booleanCondition(value, filter)
  const met = comparison(value, filter)
  return not ? complement(met) : met
}

function booleanCondition(value: Sql, { values, not }: CheckedFieldFilter): Sql {
  const wanted = new Set(values)
  if (wanted.size > 1) return not ? sql`(${value}) is null` : sql`(${value}) is not null`
  const met = wanted.has(true) ? sql`(${value})` : sql`not (${value})`
  return not ? complement(met) : met
}

/** Values that a row has several of: the catalogue's condition for "one of them", or a look through all of them. */
function manyCondition({ field, op, values, not }: CheckedFieldFilter, scope: Scope): Sql {
  const no = sql.raw(not ? 'not ' : '')
  if (op === 'is') {
    const texts = values.map((value) => (field.folds ? String(value).toLowerCase() : String(value)))
    return sql`${no}${scope.use(field.sql, { ...ownOf(field), value: { value: texts, type: 'text[]' } })}`
  }
  const spread = scope.use(field.spread ?? field.sql, ownOf(field))
  if (op === 'missing') return sql`${sql.raw(not ? '' : 'not ')}exists (${spread})`
  return sql`${no}exists (select 1 from (${spread}) each where ${containing(sql`each.value`, values)})`
}

function comparison(value: Sql, filter: CheckedFieldFilter): Sql {
  const { field, op, values, period } = filter
  switch (op) {
    case 'is':
      return oneOf(value, field, values)
    case 'contains':
      return containing(value, values)
    case 'in':
      return field.type === 'monthday' ? inYearlyStretch(value, period?.stretch) : within(value, period?.stretch)
    case 'missing':
      return sql`${value} is null`
    default: {
      const [first, second] = values.map((one) => literal(one))
      if (field.type === 'monthday') return betweenMonthDays(value, String(values[0]), String(values[1]))
      return compare(value, op, first ?? sql`null`, second ?? sql`null`)
    }
  }
}

function oneOf(value: Sql, field: Field, values: CheckedFieldFilter['values']): Sql {
  if (values.length === 1 && values[0] !== undefined) return sql`${value} = ${literal(values[0])}`
  const type =
    field.type === 'number' || field.type === 'money' || field.type === 'percent'
      ? 'numeric[]'
      : field.type === 'date'
        ? 'date[]'
        : 'text[]'
  return sql`${value} = any(${[...values]}::${sql.raw(type)})`
}

/** A bound value. PostgreSQL takes the type from the other side, which for whole numbers keeps an index of use. */
function literal(value: string | number | boolean): Sql {
  const plain = typeof value !== 'number' || (Number.isInteger(value) && Math.abs(value) < 2 ** 31)
  return plain ? sql`${value}` : sql`${value}::numeric`
}

/** Anywhere in the text, whatever the case and accents; `%` and `_` are letters like any other. */
function containing(text: Sql, values: CheckedFieldFilter['values']): Sql {
  const parts = values.map(
    (value) => sql`plain_text(${text}) like plain_text(${`%${String(value).replace(/[\\%_]/g, '\\$&')}%`})`,
  )
  return parts.length === 1 && parts[0] ? parts[0] : sql`(${lines(parts, ' or ')})`
}

/** In the period; without bounds, any day at all. */
function within(value: Sql, stretch: Stretch | undefined): Sql {
  const bounds = stretch ? inStretch(value, stretch) : []
  return bounds.length === 0 ? sql`${value} is not null` : sql`(${lines(bounds, ' and ')})`
}

/** A birthday in a stretch of days, which may wrap round the year; Feb 29 counts with Feb 28 where a year has no Feb 29. */
function inYearlyStretch(value: Sql, stretch: Stretch | undefined): Sql {
  if (!stretch || stretch.from === null || stretch.to === null) return sql`${value} is not null`
  const last = addDays(stretch.to, -1)
  if (last < stretch.from) return sql`false`
  if (addDays(stretch.from, 365) <= last) return sql`${value} is not null`
  const { year } = partsOf(last)
  const end =
    last.endsWith('-02-28') && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0)) ? '02-29' : last.slice(5)
  return betweenMonthDays(value, stretch.from.slice(5), end)
}

function betweenMonthDays(value: Sql, from: string, to: string): Sql {
  return from <= to ? sql`${value} between ${from} and ${to}` : sql`(${value} >= ${from} or ${value} <= ${to})`
}

export function compare(value: Sql, op: Comparison, first: Sql, second: Sql): Sql {
  switch (op) {
    case 'equals':
      return sql`${value} = ${first}`
    case 'more_than':
      return sql`${value} > ${first}`
    case 'at_least':
      return sql`${value} >= ${first}`
    case 'less_than':
      return sql`${value} < ${first}`
    case 'at_most':
      return sql`${value} <= ${first}`
    case 'between':
      return sql`${value} between ${first} and ${second}`
    default:
      return op satisfies never
  }
}

export const number = (value: number): Sql => literal(value)

function segmentCondition(filter: CheckedSegmentFilter, scope: Scope): Sql {
  const met = segmentSql(filter, scope)
  return filter.not ? sql`not coalesce(${met}, false)` : met
}

/** Belonging to the segment; unknown for a row without a customer. */
export function segmentSql(
  { segment, percent, category }: Pick<CheckedSegmentFilter, 'segment' | 'percent' | 'category'>,
  scope: Scope,
): Sql {
  return sql`(${scope.use(segment.sql, segmentOwn({ percent, category }))})`
}

export function segmentOwn({ percent, category }: { readonly percent: number; readonly category: string | null }): Own {
  return { percent: { value: percent, type: 'numeric' }, category: { value: category, type: 'text' } }
}

/** A metric over the facts of the row's customer (product, order …), compared. */
function metricCondition(filter: CheckedMetricFilter, scope: Scope, draft: Draft): Sql {
  const key = keyFrom(scope.entity.alias, filter.of) ?? filter.of.key
  const owner = scope.use(key)
  const certain = scope.entity.alias === filter.of.alias
  const met = existence(filter, key, scope, draft) ?? comparedFacts(filter, key, scope, draft)
  const guarded = certain || !mayBeMissing(scope, filter.of) ? met : sql`(${owner} is not null and ${met})`
  return filter.not ? complement(guarded) : guarded
}

/** Whether a row may belong to none of them, as an order may have no customer. */
function mayBeMissing(scope: Scope, of: Entity): boolean {
  return (pathTo(scope.entity.alias, of.alias) ?? []).some((join) => join.optional)
}

/** Whether the metric is at least 1 exactly where there is a fact: counts, and pieces of orders that count. */
const tellsOfFacts = ({ metric, grain }: CheckedMetric): boolean =>
  counts.has(grain.aggregate) || metric.name === 'units'
const counts = new Set([
  'count(*)',
  'count(distinct o.id)',
  'count(distinct o.ordered_day)',
  'count(distinct l.product_id)',
])

/** "At least one" and "none" need no counting: `exists`, where its tables can be told from those around it. */
function existence(filter: CheckedMetricFilter, key: string, scope: Scope, draft: Draft): Sql | null {
  const { metric, op, than } = filter
  if (than.kind !== 'value' || !tellsOfFacts(metric) || summaryOf(metric, filter.of)) return null
  const wanted = someOrNone(op, than.value)
  const entity = draft.entity(metric.grain.entity)
  const inner = openScope(entity, scope.bindings)
  const theirs = keyFrom(entity.alias, filter.of)
  if (wanted === null || theirs === null) return null
  const rows = rowsOf(metric, draft)
  const known = [sql`${inner.use(theirs)} = ${sql.raw(key)}`, ...factConditions(rows, inner, draft)]
  const conditions = [...known, ...visibleRows(rows, inner)]
  if (inner.aliases().has(key.slice(0, key.indexOf('.')) as Alias)) return null
  for (const relation of inner.relations()) scope.mention(relation)
  const no = sql.raw(wanted === 'none' ? 'not ' : '')
  return sql`${no}exists (\nselect 1\n${inner.from()}\n${allOf('where', conditions)}\n)`
}

/** What a comparison of a count comes down to, when it comes down to that. */
function someOrNone(op: Comparison, value: number): 'some' | 'none' | null {
  if ((op === 'at_least' && value > 0 && value <= 1) || (op === 'more_than' && value >= 0 && value < 1)) return 'some'
  if ((op === 'less_than' && value > 0 && value <= 1) || (op === 'at_most' && value >= 0 && value < 1)) return 'none'
  return op === 'equals' && value === 0 ? 'none' : null
}

function comparedFacts(filter: CheckedMetricFilter, key: string, scope: Scope, draft: Draft): Sql {
  const { metric, than, op, of } = filter
  const value = factValue(metric, of, key, scope, draft)
  switch (than.kind) {
    case 'value':
      return compare(
        sparing(value, metric, op, than.value, than.upper),
        op,
        number(than.value),
        number(than.upper ?? 0),
      )
    case 'metric': {
      const other = orZero(factValue(than.metric, of, key, scope, draft), than.metric)
      return compare(orZero(value, metric), op, times(than.times, other), other)
    }
    case 'average': {
      const average = averageOf(metric, of, scope, draft)
      return compare(orZero(value, metric), op, times(than.times, average), average)
    }
    default:
      return than satisfies never
  }
}

const times = (factor: number, value: Sql): Sql => (factor === 1 ? value : sql`${factor}::numeric * ${value}`)
const orZero = (value: Sql, { metric }: CheckedMetric): Sql => (metric.empty === 0 ? sql`coalesce(${value}, 0)` : value)

/** Zero for no facts is written only where zero would meet the condition, so that the rest can go by an inner join. */
function sparing(value: Sql, metric: CheckedMetric, op: Comparison, than: number, upper: number | null): Sql {
  const zeroMeets = {
    equals: than === 0,
    more_than: than < 0,
    at_least: than <= 0,
    less_than: than > 0,
    at_most: than >= 0,
    between: than <= 0 && (upper ?? 0) >= 0,
  }
  return zeroMeets[op] ? orZero(value, metric) : value
}

/** All of a customer's orders are in their summary already. */
function summaryOf(
  { metric, where, period }: CheckedMetric,
  of: Entity,
): { readonly sql: string; readonly any: string } | null {
  return of.name === 'customer' && where.length === 0 && period === null ? (metric.summary ?? null) : null
}

/** The metric of the row's own customer (product, order …); null where it has no facts. */
export function factValue(metric: CheckedMetric, of: Entity, key: string, scope: Scope, draft: Draft): Sql {
  const summary = summaryOf(metric, of)
  if (summary) return scope.use(summary.sql)
  const { facts, column } = factsOf(metric, of, draft)
  return attached({ relation: facts.name, keys: facts.keys, facts }, column, key, scope)
}

/** A column of a relation that has one row at most for the key, joined to the rows of the scope. */
export function attached(
  to: { readonly relation: string; readonly keys: readonly Key[]; readonly facts: Facts | null },
  column: string,
  key: string,
  scope: Scope,
): Sql {
  const theirs = to.keys[0]?.name ?? ''
  to.facts?.usedBy(scope)
  scope.attach(to.relation, sql`${sql.raw(`${to.relation}.`)}${name(theirs)} = ${scope.use(key)}`)
  return sql`${sql.raw(`${to.relation}.`)}${name(column)}`
}

function factsOf(metric: CheckedMetric, of: Entity, draft: Draft): { readonly facts: Facts; readonly column: string } {
  const entity = draft.entity(metric.grain.entity)
  const facts = draft.facts(rowsOf(metric, draft), [keyOf(of, entity)], `${metric.metric.name}_by_${of.name}`)
  const column = facts.column(metric.metric.name, facts.scope.use(metric.grain.aggregate), metric.grain.aggregate)
  return { facts, column }
}

/** The key that rows of `from` hold of their customer (product, order …). */
export function keyOf(of: Entity, from: Entity): Key {
  return { name: `${of.name}_id`, sql: keyFrom(from.alias, of) ?? of.key, required: true }
}

/** Over all that have any such facts. */
function averageOf(metric: CheckedMetric, of: Entity, scope: Scope, draft: Draft): Sql {
  const summary = summaryOf(metric, of)
  if (summary) {
    const { bindings } = draft
    return sql`(select ${fragment(`avg(${summary.sql})`, bindings)} from ${summaries(bindings)} s where ${fragment(summary.any, bindings)})`
  }
  const { facts, column } = factsOf(metric, of, draft)
  scope.mention(facts.name)
  facts.usedBy(null)
  return sql`(select avg(${name(column)}) from ${sql.raw(facts.name)})`
}
