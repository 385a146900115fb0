import { sql } from 'kysely'
import type { Entity, Field } from '../catalog/types.ts'
import type { CheckedColumn, CheckedList, CheckedMeasure } from './checked.ts'
import type { Draft } from './facts.ts'
import { figureOf, type Grouping } from './figures.ts'
import { attached, conditionsFor, factValue, keyOf, ownOf } from './filters.ts'
import { name, type Sql } from './fragments.ts'
import { finish, type OrderTerm } from './query.ts'
import { openScope, type Scope } from './scope.ts'

/**
 * Rows of one entity. Numbers over other facts (a customer's orders in a period) are aggregated on their own by the
 * entity's key and joined to it, one row at most for each.
 */
export function listQuery(plan: CheckedList, draft: Draft, cap: number): Sql {
  const { entity, where, columns, limit } = plan
  const scope = openScope(entity, draft.bindings)
  const shown = columns.map((column) => ({ name: column.column, sql: columnSql(column, plan.entity, scope, draft) }))
  const visible = [entity.visible, entity.listed].filter((part) => part !== null && part !== undefined)
  const conditions = [...visible.map((part) => scope.use(part)), ...conditionsFor(where, scope, draft)]
  const ranked = limit !== null && (limit.percent !== null || limit.per !== null)
  const order = [
    ...plan.order.map(({ by, direction }) => ({ sql: orderSql(by, shown, ranked), direction })),
    ...entityOrder(entity, scope),
  ]
  const per = limit?.per ? scope.use(limit.per.sql, ownOf(limit.per)) : null
  const selection = { columns: shown, from: scope.from(), where: conditions, groups: null, having: [] }
  const query = finish(selection, order, { limit, per, cap })
  return sql`${draft.definitions()}${query}`
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
    keys: (rows) => [keyOf(entity, rows.entity)],
    by: `by_${entity.name}`,
    total: 'everything',
  }
  const figure = figureOf(measure, grouping, draft)
  for (const relation of figure.reads) scope.mention(relation)
  return figure.value(figure.parts.map((part) => attached(part, part.column, entity.key, scope)))
}
