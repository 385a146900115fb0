import { sql } from 'kysely'
import { keyFrom, pathTo } from '../catalog/joins.ts'
import type { Alias, Entity } from '../catalog/types.ts'
import type { CheckedMetric, CheckedMetricFilter } from './checked.ts'
import { type Draft, type Facts, factConditions, type Key, rowsOf, visibleRows } from './facts.ts'
import { compare, complement, number } from './field-filters.ts'
import { fragment, name, type Sql, summaries } from './fragments.ts'
import type { Comparison } from './plan.ts'
import { allOf } from './query.ts'
import { openScope, type Scope } from './scope.ts'

/** A metric over the facts of the row's customer (product, order …), compared. */
export function metricCondition(filter: CheckedMetricFilter, scope: Scope, draft: Draft): Sql {
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
