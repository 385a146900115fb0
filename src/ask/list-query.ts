import { sql } from 'kysely'
import type { Entity, Field } from '../catalog/types.ts'
import type { CheckedColumn, CheckedFilter, CheckedList, CheckedMeasure, CheckedMembers } from './checked.ts'
import type { Draft } from './facts.ts'
import { ownOf } from './field-filters.ts'
import { figureOf, type Grouping } from './figures.ts'
import { conditionsFor } from './filters.ts'
import { name, type Sql } from './fragments.ts'
import { attached, factValue, keyOf } from './metric-filters.ts'
import { allOf, finish, type OrderTerm } from './query.ts'
import { openScope, type Scope } from './scope.ts'

/**
 * Rows of one entity. Numbers over other facts (a customer's orders in a period) are aggregated on their own by the
 * entity's key and joined to it, one row at most for each.
 */
export function listQuery(plan: CheckedList, draft: Draft, cap: number): Sql {
  const { entity, where, columns, limit } = plan
  const scope = openScope(entity, draft.bindings)
  const shown = columns.map((column) => ({ name: column.column, sql: columnSql(column, plan.entity, scope, draft) }))
  const given = conditionsFor(where, scope, draft)
  narrowFacts(plan, scope, draft)
  const ranked = limit !== null && (limit.percent !== null || limit.per !== null)
  const order = [
    ...plan.order.map(({ by, direction }) => ({ sql: orderSql(by, shown, ranked), direction })),
    ...entityOrder(entity, scope),
  ]
  const per = limit?.per ? scope.use(limit.per.sql, ownOf(limit.per)) : null
  const listed = entity.listed === undefined ? [] : [scope.use(entity.listed)]
  const conditions = [...scope.visible(), ...listed, ...given]
  const selection = { columns: shown, from: scope.from(), where: conditions, groups: null, having: [] }
  const query = finish(selection, order, { limit, per, cap })
  return sql`${draft.definitions()}${query}`
}

/**
 * Facts of the customers in question alone, where the question names them by what few have in common (a city, an owner,
 * a name): their orders are then found by an index. What only a list's own rows read can be narrowed like that.
 */
function narrowFacts({ entity, where }: CheckedList, scope: Scope, draft: Draft): void {
  const telling = where.filter(({ any }) => any.every(isTelling))
  if (entity.name !== 'customer' || telling.length === 0) return
  for (const facts of draft.all()) {
    facts.narrow(scope, (key) => {
      const customers = openScope(entity, draft.bindings)
      const conditions = conditionsFor(telling, customers, draft)
      const id = customers.use(entity.key)
      return sql`${key} in (\nselect ${id}\n${customers.from()}\n${allOf('where', conditions)}\n)`
    })
  }
}

function isTelling(filter: CheckedFilter): boolean {
  if (filter.not) return false
  if (filter.kind === 'segment') return areFew(filter.members)
  return filter.kind === 'field' && filter.op === 'is' && filter.field.type !== 'boolean' && filter.field.alias !== 's'
}

/** A list of customers, or a saved rule that says no more than what few have in common. */
function areFew(members: CheckedMembers | null): boolean {
  if (members === null) return false
  return members.kind === 'fixed' || members.where.every(({ any }) => any.every(isTelling))
}

/** By the output name, except inside a window, where output names do not exist yet. */
function orderSql(
  by: CheckedColumn,
  shown: readonly { readonly name: string; readonly sql: Sql }[],
  ranked: boolean,
): Sql {
  const column = shown.find((one) => one.name === by.column)
  return ranked && column ? column.sql : name(by.column)
}

function entityOrder(entity: Entity, scope: Scope): readonly OrderTerm[] {
  return entity.order.split(', ').map((term) => {
    const [column = '', direction] = term.split(' ')
    return { sql: scope.use(column), direction: direction === 'desc' ? 'desc' : 'asc' }
  })
}

function columnSql(column: CheckedColumn, entity: Entity, scope: Scope, draft: Draft): Sql {
  return column.kind === 'field' ? fieldSql(column.field, scope) : measureSql(column, entity, scope, draft)
}

/** The values of a field that has several are shown as one text. */
function fieldSql(field: Field, scope: Scope): Sql {
  if (!field.many) return scope.use(field.sql, ownOf(field))
  const each = scope.use(field.spread ?? field.sql, ownOf(field))
  return sql`(select string_agg(each.value, ', ' order by each.value) from (${each}) each)`
}

function measureSql(measure: CheckedMeasure, entity: Entity, scope: Scope, draft: Draft): Sql {
  if (measure.kind === 'metric') {
    const value = factValue(measure, entity, entity.key, scope, draft)
    return measure.metric.empty === 0 ? sql`coalesce(${value}, 0)` : value
  }
  const grouping: Grouping = {
    where: [],
    over: null,
    keys: (rows) => [keyOf(entity, rows.entity)],
    by: `by_${entity.name}`,
    total: 'everything',
  }
  const figure = figureOf(measure, grouping, draft)
  for (const relation of figure.reads) scope.mention(relation)
  return figure.value(figure.parts.map((part) => attached(part, part.column, entity.key, scope)))
}
