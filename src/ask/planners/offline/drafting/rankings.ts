import { allTime } from '../../../period.ts'
import type { Dimension, Limit, Plan } from '../../../plan.ts'
import { clause, field, fieldIn, type MeasureWord, metricFilter, segment } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { Choice, type Draft, Misfit, type Piece, replace } from './draft.ts'
import { isEstimated } from './estimates.ts'
import { factOf } from './facts.ts'
import { dimensionFor, measureOf, takeGroups } from './measures.ts'
import { measurePlan, withPeriod } from './plans.ts'
import { factFilters, factFiltersFor } from './sales-conditions.ts'
import { periodFor, takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** "Who made the most calls?" is asked about colleagues. */
function rankedStaffPlan(draft: Draft, ranking: Piece, word: Extract<MeasureWord, { kind: 'metric' }>): Plan {
  const period = takePeriod(draft)
  const facts = factFiltersFor(draft, word.metric)
  return {
    ...measurePlan(
      [measureOf(word, [], null)],
      [dimensionFor(draft, { kind: 'field', field: 'staff' }, word.metric)],
      facts.map((filter) => clause(filter)),
      period ?? allTime,
    ),
    order: [{ column: 0, direction: ranking.item.direction }],
    limit: limitOf(ranking, speaksOfMany(draft, ranking)),
  }
}

/** "The oldest customers": in years, or as customers. */
function chooseRanking(ranking: Piece): never {
  const { ask, options } = ranking.item.either as { ask: string; options: readonly { label: string; item: unknown }[] }
  throw new Choice(
    ask,
    options.map(({ label, item }) => ({ label, choose: (pieces) => replace(pieces, ranking, item) })),
  )
}

/** Customers, or colleagues, by a number. */
export function rankedCustomersPlan(
  draft: Draft,
  ranking: Piece,
  ordering: Piece | undefined,
  named: MeasureWord | null,
): Plan {
  if (ranking.item.either) chooseRanking(ranking)
  const word: MeasureWord = ranking.item.measure ??
    ordering?.item.measure ??
    named ?? { kind: 'metric', metric: 'revenue' }
  if (
    ranking.item.percent !== null &&
    ranking.item.direction === 'desc' &&
    !draft.has('time') &&
    !draft.has('group') &&
    word.kind === 'metric' &&
    word.metric === 'revenue' &&
    !draft.has('what')
  ) {
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
  const group = draft.all('group').find((piece) => piece.item.dimension.kind === 'field')
  const metric = word.kind === 'metric' ? word.metric : 'revenue'
  for (const piece of draft.all('subject'))
    if (piece.item.entity === 'store' && /\b(?:web|site|online|website)\b/i.test(piece.words)) draft.use(piece)
  for (const piece of draft.all('column'))
    if (['', 'order.net', 'customer.name'].includes(piece.item.field)) draft.use(piece)
  const outbound =
    word.kind === 'metric' &&
    !(word.where ?? []).some((filter) => filter.kind === 'field' && filter.values.includes('inbound'))
  if (
    word.kind === 'metric' &&
    ['interaction', 'case', 'note', 'follow_up'].includes(factOf(word.metric)) &&
    outbound &&
    !draft.has('subject') &&
    !draft.pieces.some(
      ({ item, words }) => ['head', 'target'].includes(item.kind) && /customer|client|buyer/i.test(words),
    )
  )
    return rankedStaffPlan(draft, ranking, word)
  if (word.kind === 'aggregate') return rankedByFieldPlan(draft, ranking, word)
  const period = takePeriod(draft)
  const facts = factOf(metric) === 'sales' ? factFilters(draft) : []
  useSubjects(draft, 'customer')
  if (group) {
    draft.use(group)
    const dimension = dimensionFor(draft, group.item.dimension, 'customers')
    if (dimension.kind !== 'field') throw new Misfit('ranked within what?')
    const where = [
      ...customerClauses(draft, false),
      ...facts.map((filter) => clause(filter)),
      clause(field('customer.customer', 'missing', [], true)),
      clause(field(dimension.field, 'missing', [], true)),
    ]
    return {
      ...measurePlan(
        [measureOf(word, [], null)],
        [{ kind: 'field', field: 'customer.customer' }, dimension],
        where,
        period ?? allTime,
      ),
      order: [{ column: 0, direction: ranking.item.direction }],
      limit: { count: ranking.item.count ?? 1, percent: null, offset: 0, per: dimension.field },
    }
  }
  const owners = draft.all('staff').map((piece) => clause(field('customer.owner', 'is', draft.use(piece).item.emails)))
  const clauses = [...owners, ...customerClauses(draft, false)]
  const measure = withPeriod(
    measureOf(
      word,
      facts.map((filter) => clause(filter)),
      null,
    ),
    period ?? allTime,
  )
  // The last by spend, and the first so many percent, are of those who bought.
  const facted =
    (ranking.item.direction === 'asc' || ranking.item.percent !== null) && factOf(metric) === 'sales'
      ? [clause(metricFilter('orders', facts, period))]
      : []
  return {
    kind: 'list',
    entity: 'customer',
    where: [...clauses, ...facted],
    columns: [{ kind: 'field', field: 'customer.name' }, measure],
    order: [{ column: 1, direction: ranking.item.direction }],
    limit: limitOf(ranking, speaksOfMany(draft, ranking)),
  }
}

/** "The top customers this year" are more than one, and nobody said how many. */
const someOf = 10

function limitOf(ranking: Piece, many = false): Limit {
  const { count, percent, offset } = ranking.item
  const some = many && offset === undefined ? someOf : 1
  return { count: count ?? (percent ? null : some), percent: percent ?? null, offset: offset ?? 0, per: null }
}

/** The rows that a ranking names: one where it speaks of one, all where it speaks of many; "the second" is one. */
export function rowsOf(ranking: Piece | undefined, plural: boolean): Limit | null {
  if (!ranking) return null
  const { count, percent, offset } = ranking.item
  const open = !count && !percent && plural
  return open
    ? null
    : { count: count ?? (percent ? null : 1), percent: percent ?? null, offset: offset ?? 0, per: null }
}

/** "Who referred the most customers" asks for one; the many are those who were sent. */
const speaksOfMany = (draft: Draft, ranking: Piece): boolean =>
  ranking.item.measure?.metric !== 'referrals' &&
  ((ranking.item.entity === 'customer' && ranking.plural) ||
    draft.pieces.some(
      ({ item, plural, words }) =>
        (plural && (item.entity === 'customer' || item.metric === 'customers')) ||
        (item.kind === 'head' && /\b(?:customers|people|buyers|clients|shoppers)$/i.test(words)),
    ))

function rankedByFieldPlan(draft: Draft, ranking: Piece, word: Extract<MeasureWord, { kind: 'aggregate' }>): Plan {
  const clauses = customerClauses(draft, false)
  return {
    kind: 'list',
    entity: 'customer',
    where: [...clauses, clause(field(word.field, 'missing', [], true))],
    columns: [
      { kind: 'field', field: 'customer.name' },
      { kind: 'field', field: word.field },
    ],
    order: [{ column: 1, direction: ranking.item.direction }],
    limit: limitOf(ranking, speaksOfMany(draft, ranking)),
  }
}

/** "Who placed the largest order this year?" */
export function rankedByOrderPlan(draft: Draft, ranking: Piece): Plan {
  const period = takePeriod(draft)
  for (const piece of draft.all('buys')) draft.use(piece)
  const facts = factFilters(draft)
  useSubjects(draft, 'customer')
  const when = period && period.kind !== 'all' ? [fieldIn('order.day', period)] : []
  return {
    kind: 'list',
    entity: 'customer',
    where: [...customerClauses(draft, false), clause(segment('buyer'))],
    columns: [
      { kind: 'field', field: 'customer.name' },
      {
        kind: 'aggregate',
        aggregate: ranking.item.direction === 'desc' ? 'highest' : 'lowest',
        field: 'order.net',
        where: [...facts.map((filter) => clause(filter)), ...when.map((filter) => clause(filter))],
      },
    ],
    order: [{ column: 1, direction: ranking.item.direction }],
    limit: limitOf(ranking, speaksOfMany(draft, ranking)),
  }
}

/** "top customers" is the segment; "the top 10", "the biggest spender", "the top customer" are rankings. */
export function isTopSegment(draft: Draft, ranking: Piece, subject: { plural: boolean } | null): boolean {
  const { count, percent, measure, direction, offset } = ranking.item
  if (count !== null || measure || offset !== undefined || direction !== 'desc') return false
  if (percent !== null) return false
  if (draft.has('time') || draft.has('group')) return false
  return subject?.plural ?? true
}

/** Attributes that a customer or an order may be without. */
const mayBeMissing = /^customer\.|^order\.store$/

/** Stores, categories and the like by a number. */
export function rankedDimensionPlan(
  draft: Draft,
  dimension: Dimension,
  subject: { entity: string; plural: boolean },
): Plan {
  const ranking = draft.take('super')
  const number = draft.take('measure')
  const ordering = draft.take('order')
  const customers =
    draft.all('subject').some((piece) => piece.item.entity === 'customer') ||
    (ranking !== undefined && !ranking.item.measure && draft.all('cond').length > 0)
  const fallback: MeasureWord = customers
    ? { kind: 'metric', metric: 'customers' }
    : { kind: 'metric', metric: 'revenue' }
  const word: MeasureWord = ranking?.item.measure ?? number?.item.measure ?? ordering?.item.measure ?? fallback
  const estimated = word.kind === 'aggregate' && isEstimated(word.field)
  if (estimated && word === ranking?.item.measure) throw new Misfit('of all its customers, or of the best?')
  const metric = word.kind === 'metric' ? word.metric : estimated ? 'customers' : 'revenue'
  useSubjects(draft, 'customer')
  const by = dimensionFor(draft, dimension, metric)
  const sales = factOf(metric) === 'sales'
  const period = periodFor(draft, metric)
  if (Array.isArray(period)) throw new Misfit('several stretches')
  const facts = factFiltersFor(draft, metric)
  const groups = takeGroups(draft, metric)
  const where = [...customerClauses(draft, sales), ...facts.map((filter) => clause(filter))]
  const per = groups[0]
  const perField = per?.dimension.kind === 'field' ? per.dimension.field : null
  if (perField) where.push(clause(field(perField, 'missing', [], true)))
  const bars = draft.all('bar').map((piece) => draft.use(piece).item)
  for (const piece of draft.all('share'))
    if (draft.context.catalog.metrics.get(metric)?.type === 'percent') draft.use(piece)
  const plan = measurePlan(
    [measureOf(word, [], ranking ?? number ?? null)],
    [by, ...groups.map((group) => group.dimension)],
    where,
    period ?? allTime,
  )
  const count = ranking ? (ranking.item.count ?? (subject.plural ? null : 1)) : null
  // "Which city has the most buyers" is answered by a city, not by "no city".
  const nameless =
    by.kind === 'field' && mayBeMissing.test(by.field) && !draft.context.catalog.fields.get(by.field)?.dropsMissing
  const named = count !== null && by.kind === 'field' && nameless ? [clause(field(by.field, 'missing', [], true))] : []
  return {
    ...plan,
    where: [...plan.where, ...named],
    having: bars.map(({ bar }) => ({ measure: 0, op: bar.op, value: bar.value, upper: bar.upper ?? null })),
    order: [{ column: 0, direction: ranking?.item.direction ?? ordering?.item.direction ?? 'desc' }],
    limit: count === null ? null : { count, percent: null, offset: ranking?.item.offset ?? 0, per: perField },
  }
}
