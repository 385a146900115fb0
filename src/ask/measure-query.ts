import { sql } from 'kysely'
import { inCells } from './cells.ts'
import type { CheckedMeasurePlan } from './checked.ts'
import { isSortKey, keysOf, naturalOrder } from './dimensions.ts'
import type { Draft } from './facts.ts'
import { figureOf, type Grouping } from './figures.ts'
import { name, type Sql } from './fragments.ts'
import { conditionOn, havingOf, type Keyed, type Measured, numbersOf } from './numbers.ts'
import { finish, type OrderTerm, type Selection, select } from './query.ts'

/** Numbers, in one row or broken down. Each is aggregated over its own facts; only then are they laid side by side. */
export function measureQuery(plan: CheckedMeasurePlan, draft: Draft, cap: number): Sql {
  const grouping: Grouping = {
    where: plan.where,
    over: plan.by.find((dimension) => dimension.kind === 'time')?.grain ?? null,
    keys: (rows) => plan.by.flatMap((dimension) => keysOf(dimension, rows, draft)),
    by: plan.by.length === 0 ? 'in_all' : `by_${plan.by.map((one) => one.column).join('_and_')}`,
    total: 'kept',
  }
  const figures = plan.measures.map((measure) => ({ measure, figure: figureOf(measure, grouping, draft) }))
  const selection = selectionOf(plan, figures, draft)
  return cut(plan, selection, draft, cap)
}

function selectionOf(plan: CheckedMeasurePlan, figures: readonly Measured[], draft: Draft): Keyed {
  const relations = new Set(figures.flatMap(({ figure }) => figure.parts.map((part) => part.relation)))
  const single = figures[0]?.figure.parts[0]?.facts
  const overTime = plan.by.find((dimension) => dimension.kind === 'time')
  const isRead = figures.some(
    ({ figure }) => single !== null && single !== undefined && figure.reads.includes(single.name),
  )
  if (relations.size === 1 && single && !overTime && !isRead) return overOneKindOfFacts(plan, figures, draft)
  return plan.by.length === 0 ? sideBySide(plan, figures) : inCells(plan, figures, overTime ?? null, draft)
}

/** All numbers come from the same facts: one select over them. */
function overOneKindOfFacts(plan: CheckedMeasurePlan, figures: readonly Measured[], draft: Draft): Keyed {
  const facts = figures[0]?.figure.parts[0]?.facts
  if (!facts) throw new Error('There are no facts to select from.')
  draft.inline(facts)
  const { from, where, keys } = facts.body()
  const columns = facts.keys.map((key, at) => ({ name: key.name, sql: keys[at] ?? sql`null` }))
  const shown = columns.filter((column) => !isSortKey(column.name))
  const beside = columns.filter((column) => isSortKey(column.name)).map((column) => column.sql)
  const numbers = numbersOf(figures, (part) => part.facts?.expression(part.column) ?? sql`null`)
  const groups = columns.length === 0 ? null : { columns: shown.length, beside }
  const natural = naturalOrder(plan.by, facts.keys, (key) => columns.find((one) => one.name === key)?.sql ?? sql`null`)
  return { columns: [...shown, ...numbers], from, where, groups, having: havingOf(plan, numbers), natural }
}

/** One row of numbers from different facts. */
function sideBySide(plan: CheckedMeasurePlan, figures: readonly Measured[]): Keyed {
  const relations = [...new Set(figures.flatMap(({ figure }) => figure.parts.map((part) => part.relation)))]
  const columns = numbersOf(figures, (part) => sql`${sql.raw(`${part.relation}.`)}${name(part.column)}`)
  const from = sql`from ${sql.raw(relations.join('\ncross join '))}`
  const kept = plan.having.map((having) => conditionOn(having, columns))
  return { columns, from, where: kept, groups: null, having: [], natural: [] }
}

function cut(plan: CheckedMeasurePlan, selection: Keyed, draft: Draft, cap: number): Sql {
  const { limit, by } = plan
  if (by.length === 0) return sql`${draft.definitions()}${select(selection)}`
  if (limit !== null && (limit.percent !== null || limit.per !== null)) return ranked(plan, selection, draft, cap)
  const order = [
    ...orderOf(plan),
    ...selection.natural.map((term): OrderTerm => ({ sql: term.hidden ?? name(term.name), direction: 'asc' })),
  ]
  return sql`${draft.definitions()}${finish(selection, order, { limit, per: null, cap })}`
}

const orderOf = (plan: CheckedMeasurePlan): readonly OrderTerm[] =>
  plan.order.map(({ by, direction }) => ({ sql: name(by.column), direction }))

/** Windows look at finished numbers, so those are selected first. */
function ranked(plan: CheckedMeasurePlan, selection: Keyed, draft: Draft, cap: number): Sql {
  const hidden = selection.natural.flatMap((term) => (term.hidden ? [sql`${term.hidden} as ${name(term.name)}`] : []))
  const numbers = select(selection, hidden)
  const per = plan.by.find((dimension) => dimension.kind === 'field' && dimension.field.name === plan.limit?.per?.name)
  const columns = selection.columns.map((column) => ({ name: column.name, sql: name(column.name) }))
  const outer: Selection = { columns, from: sql`from (\n${numbers}\n) answer`, where: [], groups: null, having: [] }
  const order = [
    ...orderOf(plan),
    ...selection.natural.map((term): OrderTerm => ({ sql: name(term.name), direction: 'asc' })),
  ]
  return sql`${draft.definitions()}${finish(outer, order, { limit: plan.limit, per: per ? name(per.column) : null, cap })}`
}
