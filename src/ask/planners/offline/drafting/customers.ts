import { allTime, type Period } from '../../../period.ts'
import type { Clause, Column, Filter, ListPlan, Plan, SimpleFilter } from '../../../plan.ts'
import { dueIn } from '../grammar/meanings.ts'
import { clause, field, metricFilter, segment } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Misfit, type Piece } from './draft.ts'
import { factOf } from './facts.ts'
import { dayOfMove } from './movement.ts'
import { distinct, measurePlan } from './plans.ts'
import { isTopSegment, rankedCustomersPlan } from './rankings.ts'
import { factFiltersFor } from './sales-conditions.ts'
import { isSaidIn, takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** Customers by when they first ordered. */
export function cohortPlan(draft: Draft, piece: Piece): Plan {
  const period = takePeriod(draft)
  const clauses = customerClauses(draft, false)
  useSubjects(draft, 'customer')
  for (const noun of draft.all('countnoun'))
    if (['customers', 'new_customers', 'buyers'].includes(noun.item.metric)) draft.use(noun)
  return measurePlan(
    [{ kind: 'metric', metric: 'new_customers', where: [], period: null }],
    [{ kind: 'time', grain: piece.item.grain }],
    clauses,
    period ?? allTime,
  )
}

/** A list of customers. */
export function customersPlan(draft: Draft, subject: { entity: string; plural: boolean; piece: Piece } | null): Plan {
  if (subject && subject.entity !== 'customer') throw new Misfit('not customers')
  const ranking = draft.take('super')
  const ordering = draft.take('order')
  if (
    ranking &&
    ranking.item.percent !== null &&
    ranking.item.direction === 'desc' &&
    !draft.has('time') &&
    !draft.has('group') &&
    (ranking.item.measure === null || ranking.item.measure.metric === 'revenue')
  ) {
    const ordered = ordering?.item.measure
    if (ordered && ordered.metric !== 'revenue') throw new Misfit('the first few by what?')
    const buyers = draft.all('event').find(isBuyersOf)
    if (buyers) return topOfBuyers(draft, ranking.item.percent, draft.use(buyers).item)
    const clauses = [clause(segment('top', false, { percent: ranking.item.percent })), ...customerClauses(draft, false)]
    useSubjects(draft, 'customer')
    return {
      kind: 'list',
      entity: 'customer',
      where: clauses,
      columns: [
        { kind: 'field', field: 'customer.name' },
        { kind: 'field', field: 'customer.spend' },
      ],
      order: [{ column: 1, direction: 'desc' }],
      limit: null,
    }
  }
  if (ranking && !isTopSegment(draft, ranking, subject)) return rankedCustomersPlan(draft, ranking, ordering, null)
  const top = ranking ? [clause(segment('top'))] : []
  const owners = draft.all('staff').map((piece) => clause(field('customer.owner', 'is', draft.use(piece).item.emails)))
  const clauses = [...top, ...owners, ...customerClauses(draft, false)]
  useSubjects(draft, 'customer')
  const aheads = draft.all('time').flatMap(({ item }): readonly Period[] => (item.ahead ? [dueIn(item.ahead)] : []))
  const period = takePeriod(draft)
  const said = [...aheads, ...(period ? [period] : [])]
  if (period && period.kind !== 'all' && !said.some((each) => isSaidIn(clauses, each, draft.context)))
    throw new Misfit('a stretch of time that belongs to nothing')
  if (clauses.length === 0 && !(draft.head('list') && subject)) throw new Misfit('no condition')
  const columns: Column[] = [{ kind: 'field', field: 'customer.name' }]
  for (const piece of draft.all('column')) {
    draft.use(piece)
    const named = ['', 'order.net'].includes(piece.item.field) ? 'customer.spend' : piece.item.field
    if (!named.startsWith('customer.')) throw new Misfit('a column of something else')
    columns.push({ kind: 'field', field: named })
  }
  const spentFilter = clauses
    .flatMap((each) => each.any)
    .find((filter) => filter.kind === 'metric' && filter.metric === 'revenue')
  if (spentFilter?.kind === 'metric')
    columns.push({
      kind: 'metric',
      metric: 'revenue',
      where: spentFilter.where.map((filter) => clause(filter)),
      period: spentFilter.period,
    })
  else columns.push(...rankedFigure(clauses))
  if (
    clauses.some((each) =>
      each.any.some((filter) => filter.kind === 'segment' && ['lapsed', 'due'].includes(filter.segment)),
    )
  )
    columns.push(
      { kind: 'field', field: 'customer.last_order_day' },
      { kind: 'field', field: 'customer.days_since_last_order' },
    )
  columns.push(...dayOfMove(clauses))
  const spendAt = columns.findIndex(
    (column) =>
      (column.kind === 'field' && column.field === 'customer.spend') ||
      (column.kind === 'metric' && column.metric === 'revenue'),
  )
  if (ordering?.item.field) return sortedByField(clauses, columns, ordering)
  const measure = ordering?.item.measure
  const sorted: Readonly<Record<string, string>> = {
    revenue: 'customer.spend',
    orders: 'customer.order_count',
    units: 'customer.units',
    referrals: 'customer.referral_count',
    successful_referrals: 'customer.successful_referrals',
    average_order_value: 'customer.average_order',
  }
  const sorting = measure?.kind === 'metric' ? sorted[measure.metric] : 'customer.spend'
  if (!sorting) throw new Misfit('ordered by what?')
  const foreign = sorting !== 'customer.spend'
  if (ordering && (spendAt < 0 || foreign)) columns.push({ kind: 'field', field: sorting })
  const column = ordering && (spendAt < 0 || foreign) ? columns.length - 1 : spendAt
  return {
    kind: 'list',
    entity: 'customer',
    where: clauses,
    columns: distinct(columns),
    order: column >= 0 ? [{ column, direction: ordering?.item.direction ?? 'desc' }] : latestFirst(columns),
    limit: null,
  }
}

/** "Buyers this year", right behind "the top 5 %". */
const isBuyersOf = ({ item, words }: Piece): boolean =>
  /^(?:buyers|shoppers)\b/i.test(words) && item.period && !item.what

/** The first of those who bought in a stretch, by what they spent in it. */
function topOfBuyers(draft: Draft, percent: number, { period, where }: Piece['item']): Plan {
  const facts: readonly SimpleFilter[] = where
  useSubjects(draft, 'customer')
  return {
    kind: 'list',
    entity: 'customer',
    where: [...customerClauses(draft, false), clause(metricFilter('orders', facts, period))],
    columns: [
      { kind: 'field', field: 'customer.name' },
      { kind: 'metric', metric: 'revenue', where: facts.map((filter) => clause(filter)), period },
    ],
    order: [{ column: 1, direction: 'desc' }],
    limit: { count: null, percent, offset: 0, per: null },
  }
}

/** What the segment ranks by: spend, and of the heavy users of one category what they spent in it. */
function rankedFigure(clauses: readonly Clause[]): readonly Column[] {
  const segments = clauses.flatMap(({ any }) => any.flatMap((filter) => (filter.kind === 'segment' ? [filter] : [])))
  const ranked = segments.filter(({ segment }) => ['top', 'heavy'].includes(segment))
  const [only, ...others] = ranked
  if (!only) return []
  if (only.segment === 'heavy' && only.category !== null && !only.not && others.length === 0)
    return [
      {
        kind: 'metric',
        metric: 'revenue',
        where: [clause(field('product.category', 'is', [only.category]))],
        period: allTime,
      },
    ]
  return [{ kind: 'field', field: 'customer.spend' }]
}

/** Those who moved last come first, where nothing else orders them. */
const latestFirst = (columns: readonly Column[]): ListPlan['order'] => {
  const column = columns.findIndex((each) => each.kind === 'metric' && /^(?:entered|left)_on$/.test(each.metric))
  return column < 0 ? [] : [{ column, direction: 'desc' }]
}

/** Customers in the order of something that is known of them. */
function sortedByField(where: Clause[], columns: readonly Column[], { item }: Piece): Plan {
  const all = distinct([...columns, { kind: 'field' as const, field: item.field as string }])
  const column = all.findIndex((each) => each.kind === 'field' && each.field === item.field)
  return {
    kind: 'list',
    entity: 'customer',
    where,
    columns: all,
    order: [{ column, direction: item.direction ?? 'asc' }],
    limit: null,
  }
}

/** "In the notes Priya wrote, whose follow-up is due …": follow-ups by the author of their note. */
export function isNoteFollowUps(draft: Draft): boolean {
  const about = draft
    .all('cond')
    .find((piece) =>
      (piece.item.clauses as Clause[]).some((each) =>
        each.any.some((filter) => filter.kind === 'metric' && filter.metric === 'follow_ups'),
      ),
    )
  const staff = draft.all('staff')[0]
  const subject = draft.all('subject').find((piece) => piece.item.entity === 'note')
  if (!about || !staff || !subject) return false
  draft.use(staff)
  draft.use(subject)
  const author = field('note.author', 'is', staff.item.emails)
  about.item.clauses = (about.item.clauses as Clause[]).map((each) => ({
    any: each.any.map(
      (filter): Filter =>
        filter.kind === 'metric' && filter.metric === 'follow_ups'
          ? { ...filter, where: [...filter.where, author] }
          : filter,
    ),
  }))
  return true
}

/** "Cases still open at Hank's desk, which customers": the customers of those facts. */
export function customersOfFactsPlan(draft: Draft): Plan {
  const metrics: Readonly<Record<string, string>> = {
    case: 'cases',
    note: 'notes',
    follow_up: 'follow_ups',
    interaction: 'interactions',
  }
  const pieces = [
    ...draft.all('subject').filter((piece) => metrics[piece.item.entity]),
    ...draft
      .all('measure')
      .filter((piece) =>
        ['case', 'note', 'interaction', 'follow_up'].includes(factOf(piece.item.measure.metric ?? '')),
      ),
  ]
  const [first] = pieces
  if (!first) return customersPlan(draft, null)
  for (const piece of pieces) draft.use(piece)
  const metric = first.item.kind === 'subject' ? (metrics[first.item.entity] ?? '') : first.item.measure.metric
  const own: readonly SimpleFilter[] = first.item.kind === 'measure' ? (first.item.measure.where ?? []) : []
  const filters = [...own, ...factFiltersFor(draft, metric)]
  const period = takePeriod(draft)
  const clauses = customerClauses(draft, false)
  useSubjects(draft, 'customer')
  return {
    kind: 'list',
    entity: 'customer',
    where: [...clauses, clause(metricFilter(metric, filters, period))],
    columns: [{ kind: 'field', field: 'customer.name' }],
    order: [],
    limit: null,
  }
}
