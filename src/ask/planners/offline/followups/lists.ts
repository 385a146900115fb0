import { allTime, previous as before, type Period, shiftPeriod } from '../../../period.ts'
import type { Clause, Column, Filter, Limit, ListPlan, Order, Plan, SimpleFilter } from '../../../plan.ts'
import { type Changes, Telling } from '../compose.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { distinct, measurePlan } from '../drafting/plans.ts'
import { clause, type MeasureWord, metricFilter } from '../items.ts'
import { ofCustomers, replaced, samePlan, withClauses } from './clauses.ts'
import { askColumns } from './columns.ts'
import { countMeasure, measureOf } from './measures.ts'

/** The list with the changes; null where they do not fit it. */
export function changedList(plan: ListPlan, changes: Changes, drop: boolean, context: ComposeContext): Plan | null {
  if (changes.compares && !changes.against && changes.times.length === 0) throw new Telling(compareWhat)
  if (plan.entity === 'product' && changes.facts.length + changes.clauses.length > 0)
    return soldProducts(plan, changes, drop)
  const other = changes.ordering?.measure ?? changes.ranking?.measure
  if (plan.entity === 'product' && other) return byOther(plan, other, changes)
  const narrowed = withClauses(plan.where, changes, drop, context)
  if (!narrowed) return null
  const word = changes.measures[0]
  const facts = plan.entity === 'order' ? changes.facts.map((filter) => onOrders(filter, drop)) : []
  const where = facts.reduce((clauses, each) => replaced(clauses, each), narrowed)
  const customers = plan.entity === 'customer'
  const groups = changes.groups.map(ofCustomers)
  if (plan.limit && (changes.counts || (word && !changes.adds) || groups.length > 0 || changes.clauses.length > 0))
    throw new Telling(cutOff(plan.limit))
  if (changes.share || changes.measures.length > 1) return null
  if (customers && word && changes.adds) return withNumber({ ...plan, where }, word, changes)
  if (changes.counts && customers && !word)
    return {
      ...measurePlan([countMeasure()], groups, where, allTime),
      order: groups.length > 0 ? [{ column: 0, direction: 'desc' }] : [],
    }
  if (word && customers) return measureOf(word, changes, where)
  if (groups.length > 0 && customers)
    return {
      ...measurePlan([countMeasure()], groups, where, allTime),
      order: [{ column: 0, direction: 'desc' }],
    }
  if (plan.entity === 'order' && (word || groups.length > 0 || changes.counts))
    return measureOf(
      word ?? { kind: 'metric', metric: 'orders' },
      { ...changes, facts: [], times: changes.times.length > 0 && samePlan(where, plan.where) ? changes.times : [] },
      where,
    )
  const counted = counts[plan.entity]
  if (counted && changes.counts && !word && changes.times.length === 0)
    return measurePlan([{ kind: 'metric', metric: counted, where: [], period: null }], [], where, allTime)
  if (word || groups.length > 0 || changes.counts || changes.facts.length > facts.length) return null
  if (changes.against) return changes.clauses.length > 0 ? null : movedList(plan, changes)
  const ordered = orderedList({ ...plan, where }, changes)
  if (!ordered) return null
  const timed = timedList(ordered, plan, where, changes)
  if (!timed || (!customers && changes.columns.length + changes.shown.length + changes.asks.length > 0)) return null
  const changed = withColumns(timed, changes)
  return samePlan(changed, plan) && !changes.ordering && !changes.ranking ? null : changed
}

/** What counts the rows of a list. */
const counts: Readonly<Record<string, string>> = {
  case: 'cases',
  note: 'notes',
  follow_up: 'follow_ups',
  interaction: 'interactions',
}

/** "In the Portland store" of products by what they sold: the same numbers of those sales only. */
function soldProducts(plan: ListPlan, changes: Changes, drop: boolean): ListPlan | null {
  const other = changes.times.length + changes.groups.length + changes.measures.length + changes.columns.length
  if (drop || other > 0 || changes.counts || changes.against || changes.ordering || changes.ranking) return null
  const metrics = plan.columns.filter((column) => column.kind === 'metric')
  if (metrics.length === 0) return null
  const ofProducts = changes.facts.filter((filter) => isOfProducts(filter))
  const sales = changes.facts.filter((filter) => !isOfProducts(filter))
  const narrow = (where: readonly Clause[]): Clause[] =>
    [...changes.clauses, ...sales.map((filter) => clause(filter))].reduce(
      (done, each) => replaced(done, each),
      [...where],
    )
  const bySome = changes.clauses.flatMap(({ any: [only, ...or] }) =>
    only && only.kind !== 'metric' && or.length === 0 ? [only] : [],
  )
  const where = plan.where.map((each) => ({
    any: each.any.map((filter) =>
      filter.kind === 'metric' && filter.of === 'product'
        ? { ...filter, where: [...filter.where, ...sales, ...bySome] }
        : filter,
    ),
  }))
  return {
    ...plan,
    where: ofProducts.map((filter) => clause(filter)).reduce((done, each) => replaced(done, each), where),
    columns: plan.columns.map((column) =>
      column.kind === 'metric' ? { ...column, where: narrow(column.where) } : column,
    ),
  }
}

/** "By revenue" of products by units: ranked by the other number, which takes the place of the first. */
function byOther(plan: ListPlan, word: MeasureWord, changes: Changes): ListPlan | null {
  const [ranked] = plan.order
  const column = ranked && plan.columns[ranked.column]
  const more = changes.times.length + changes.groups.length + changes.columns.length + changes.facts.length
  if (more > 0 || changes.counts || changes.against || word.kind !== 'metric' || column?.kind !== 'metric') return null
  if (!ofSales.has(word.metric) || !ofSales.has(column.metric)) return null
  const swap = <Number extends { readonly metric: string }>(number: Number): Number =>
    number.metric === column.metric ? { ...number, metric: word.metric } : number
  return {
    ...plan,
    where: plan.where.map((each) => ({
      any: each.any.map((filter) => (filter.kind === 'metric' && filter.of === 'product' ? swap(filter) : filter)),
    })),
    columns: plan.columns.map((each) => (each.kind === 'metric' ? swap(each) : each)),
    limit: changes.ranking?.count ? { count: changes.ranking.count, percent: null, offset: 0, per: null } : plan.limit,
  }
}

/** What a product has sold for, how often, and to how many. */
const ofSales = new Set(['revenue', 'units', 'orders', 'buyers'])

const isOfProducts = (filter: SimpleFilter): boolean => filter.kind === 'field' && filter.field.startsWith('product.')

/** What an order is like, or what was sold on it. */
function onOrders(filter: SimpleFilter, drop: boolean): Clause {
  const turned = drop ? { ...filter, not: !filter.not } : filter
  if (filter.kind === 'field' && filter.field.startsWith('order.')) return clause(turned)
  const sold = metricFilter('units', [filter], null, { op: 'at_least', value: 1 }, 'order')
  return clause(drop ? { ...sold, not: true } : sold)
}

const compareWhat =
  'I can compare numbers, not lists. Ask for a number of each, such as “average order value of top customers” and then “compare with lapsed customers”.'

/** What was cut to its first rows cannot be narrowed or measured: a plan has no way to say "of those ten". */
export function cutOff({ count, percent }: Limit): string {
  const first = count === null ? `${percent} %` : count
  return `The list before is cut to its first ${first}, and I cannot look further into a list that is cut. Ask for everybody (“top customers”, “who spent more than $1,000”), then narrow that, or ask whole for what you want.`
}

function timedList(ordered: ListPlan, plan: ListPlan, where: readonly Clause[], changes: Changes): ListPlan | null {
  if (changes.times.length === 0) return ordered
  return samePlan(where, plan.where) ? rePeriod(ordered, changes.times) : ordered
}

/** More to show of each row, each once. */
function withColumns(plan: ListPlan, changes: Changes): ListPlan {
  const named = [
    ...changes.columns.map((name) => name || 'customer.spend'),
    ...changes.shown,
    ...changes.asks.flatMap((ask) => askColumns[ask] ?? []),
  ]
  const more = named.map((name): Column => ({ kind: 'field', field: name }))
  return { ...plan, columns: distinct([...plan.columns, ...more]) }
}

/** "And their revenue last year": a number of each. */
function withNumber(plan: ListPlan, word: MeasureWord, changes: Changes): ListPlan | null {
  if (word.kind !== 'metric' || changes.times.length > 1 || changes.groups.length > 0) return null
  const where = [...(word.where ?? []), ...changes.facts].map((filter) => clause(filter))
  const number: Column = { kind: 'metric', metric: word.metric, where, period: changes.times[0] ?? allTime }
  return withColumns({ ...plan, columns: distinct([...plan.columns, number]) }, changes)
}

function orderedList(plan: ListPlan, changes: Changes): ListPlan | null {
  const by = changes.ranking ?? changes.ordering
  if (!by) return plan
  if (plan.limit && !changes.ranking) return null
  const again = changes.ranking && !changes.ranking.measure && changes.ranking.count ? rankedBy(plan) : null
  if (again && changes.ranking)
    return {
      ...plan,
      order: [{ column: again.column, direction: changes.ranking.direction }],
      limit: { count: changes.ranking.count, percent: null, offset: 0, per: null },
    }
  const { ordering } = changes
  const [sorted, ...more] = plan.order
  if (ordering?.direction && !changes.ranking && !ordering.measure && !ordering.field && sorted)
    return { ...plan, order: [{ ...sorted, direction: ordering.direction }, ...more] }
  const metric = by.measure?.kind === 'metric' ? by.measure.metric : 'revenue'
  const named = changes.ordering?.field
  if (plan.entity === 'order' && changes.ranking && !changes.ranking.measure) return byAmount(plan, changes.ranking)
  if (!named && plan.entity !== 'customer') {
    const { ranking } = changes
    const again = ranking && plan.order.length > 0 && !ranking.measure && ranking.direction === plan.order[0]?.direction
    return again && ranking.count
      ? { ...plan, limit: { count: ranking.count, percent: null, offset: 0, per: null } }
      : null
  }
  const column: Column = named
    ? { kind: 'field', field: named }
    : metric === 'revenue'
      ? { kind: 'field', field: 'customer.spend' }
      : { kind: 'metric', metric, where: [], period: allTime }
  const at = plan.columns.findIndex((each) => samePlan(each, column))
  const columns = at >= 0 ? plan.columns : [...plan.columns, column]
  return {
    ...plan,
    columns,
    order: [{ column: at >= 0 ? at : columns.length - 1, direction: by.direction ?? directionOf(named) }],
    limit: changes.ranking?.count ? { count: changes.ranking.count, percent: null, offset: 0, per: null } : plan.limit,
  }
}

/** The number that the rows are ranked by already: "the top 20" are the first of the same. */
function rankedBy({ order, columns, entity }: ListPlan): Order | null {
  const [first] = order
  const column = first && columns[first.column]
  return entity === 'customer' && first && column?.kind === 'metric' ? first : null
}

/** "The biggest" of orders. */
function byAmount(plan: ListPlan, { direction, count }: NonNullable<Changes['ranking']>): ListPlan {
  const columns: readonly Column[] = [
    ...(plan.columns.length > 0 ? plan.columns : orderColumns),
    { kind: 'field', field: 'order.net' },
  ]
  const shown = distinct(columns)
  const at = shown.findIndex((column) => column.kind === 'field' && column.field === 'order.net')
  const limit = count === null ? plan.limit : { count, percent: null, offset: 0, per: null }
  return { ...plan, columns: shown, order: [{ column: at, direction }], limit }
}

const orderColumns = ['order.day', 'order.store', 'order.channel'].map(
  (name): Column => ({ kind: 'field', field: name }),
)

/** Names and places are read from A to Z, figures and days from the largest or latest. */
const directionOf = (name: string | undefined): 'asc' | 'desc' =>
  name && /(?:name|city|store|owner|region|code|birthday|source)$/.test(name) ? 'asc' : 'desc'

/** "And the year before?" of a list with one stretch of time. */
function movedList(plan: ListPlan, { against }: Changes): ListPlan | null {
  const [period] = periodsIn(plan)
  if (!against || !period) return null
  const base =
    against.kind === 'previous'
      ? before(period)
      : against.kind === 'period'
        ? against.period
        : shiftPeriod(period, against.unit, -against.count)
  return base ? rePeriod(plan, [base]) : null
}

/** The plan with its one stretch of time replaced; null when it has none or several. */
function rePeriod(plan: ListPlan, times: readonly Period[]): ListPlan | null {
  const [period] = times
  if (period && times.length === 1 && periodsIn(plan).length === 0) return inPeriod(plan, period)
  const text = JSON.stringify(plan)
  const found = new Set(periodsIn(plan).map((each) => JSON.stringify(each)))
  const [only] = found
  if (!period || times.length > 1 || found.size !== 1 || only === undefined) return null
  return JSON.parse(text.replaceAll(only, JSON.stringify(period))) as ListPlan
}

/** Rows ranked by a number of all time, ranked by that of a stretch instead. */
function inPeriod(plan: ListPlan, period: Period): ListPlan | null {
  const ranked = plan.order[0] && plan.columns[plan.order[0].column]
  if (ranked === undefined || (ranked.kind === 'field' && !plan.limit)) return boughtIn(plan, period)
  if (ranked.kind !== 'metric' || !(plan.limit || plan.entity === 'product')) return null
  return {
    ...plan,
    where: plan.where.map((each) => ({
      any: each.any.map((filter) =>
        filter.kind === 'metric' && filter.of === 'product' && filter.metric === ranked.metric
          ? { ...filter, period }
          : filter,
      ),
    })),
    columns: plan.columns.map((each) => (each === ranked ? { ...each, period } : each)),
  }
}

/** "Who bought pens", "this year": those who bought them then, where one thing alone was bought. */
function boughtIn(plan: ListPlan, period: Period): ListPlan | null {
  const isBought = (filter: Filter): boolean =>
    filter.kind === 'metric' &&
    filter.of === 'customer' &&
    ['orders', 'units'].includes(filter.metric) &&
    filter.where.length > 0 &&
    !filter.not &&
    filter.op !== 'equals'
  const filters = plan.where.flatMap(({ any }) => any)
  if (plan.entity !== 'customer' || filters.filter(({ kind }) => kind === 'metric').length !== 1) return null
  if (!filters.some(isBought)) return null
  return {
    ...plan,
    where: plan.where.map(({ any }) => ({
      any: any.map((filter) => (isBought(filter) && filter.kind === 'metric' ? { ...filter, period } : filter)),
    })),
  }
}

function periodsIn(plan: ListPlan): Period[] {
  const filters = plan.where.flatMap((each) => each.any)
  const fromFilters = filters.flatMap((filter) =>
    filter.kind === 'metric'
      ? [filter.period, filter.than.kind === 'metric' ? filter.than.period : null]
      : filter.kind === 'field'
        ? [filter.period]
        : [],
  )
  const fromColumns = plan.columns.flatMap((column) => ('period' in column ? [column.period] : []))
  return [...fromFilters, ...fromColumns].filter((period): period is Period => period !== null && period.kind !== 'all')
}
