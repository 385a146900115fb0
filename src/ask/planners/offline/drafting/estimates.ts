import type { Period } from '../../../period.ts'
import type { Clause, Filter, Limit, ListPlan } from '../../../plan.ts'
import { noBuckets, noForecast, noHorizon, noOrders, otherHorizon } from '../forecasts.ts'
import { type Bar, clause, field, none } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Impossible, Misfit, type Piece } from './draft.ts'
import { useSubjects } from './subjects.ts'

/** What the scoring run estimates, and how far ahead it looks; the chance of being active is of today. */
const horizons: Readonly<Record<string, readonly string[]>> = {
  'customer.chance_active': [],
  'customer.expected_orders': ['day 90', 'month 3', 'quarter 1'],
  'customer.lifetime_value': ['month 12', 'year 1', 'week 52', 'day 365', 'quarter 4'],
}

/** Whether the field is what the scoring run estimates. */
export const isEstimated = (name: string): boolean => horizons[name] !== undefined

/** The estimates that a piece asks for; a condition on one counts as well. */
function estimatesIn({ item }: Piece): readonly string[] {
  const said = JSON.stringify([item.measure?.field, item.field, item.shows, item.clauses])
  return Object.keys(horizons).filter((name) => said.includes(`"${name}"`))
}

/**
 * Holds the question to what estimates can say: orders 90 days and value 12 months ahead, of customers and not of the
 * shop.
 */
export function foresee(draft: Draft): void {
  const asked = [...new Set(draft.pieces.flatMap(estimatesIn))]
  if (losesMoney(draft)) throw new Misfit('what they spent, or what they will not?')
  const ahead = draft.all('horizon')
  if (asked.length === 0) {
    if (ahead.length > 0) throw new Misfit('what lies ahead')
    return
  }
  for (const piece of ahead) {
    draft.use(piece)
    if (asked.every((name) => name === 'customer.chance_active')) throw new Impossible(noHorizon)
    if (!asked.some((name) => horizons[name]?.includes(lengthOf(piece.item.ahead)))) throw new Impossible(otherHorizon)
    if (/month|quarter/.test(lengthOf(piece.item.ahead)) && asked.includes('customer.expected_orders'))
      draft.notes.push('Expected orders are those of the next 90 days.')
  }
  if (draft.pieces.some(neverBought)) throw new Impossible(noOrders)
  const measured = draft.all('measure').some(({ item }) => isEstimated(item.measure.field ?? ''))
  if (measured && draft.all('group').some(({ item }) => item.dimension.kind === 'time')) throw new Impossible(noBuckets)
  const extreme = draft.all('measure').some(({ item }) => /^(?:highest|lowest)$/.test(item.measure.aggregate ?? ''))
  if (measured && extreme && draft.has('subject')) throw new Misfit('of one customer, or of each group?')
  const summed = draft.all('measure').some(({ item }) => item.measure.field && item.measure.aggregate === 'total')
  if (summed && !draft.pieces.some(({ item }) => telling.has(item.kind))) throw new Impossible(noForecast)
}

/** Customers without an order, whom nothing can be estimated of. */
function neverBought({ item }: Piece): boolean {
  if (item.kind === 'event') return !item.what && !item.period && item.where.length === 0 && isNone(item.bar)
  const clauses: readonly Clause[] = item.kind === 'cond' ? item.clauses : []
  return clauses.some(({ any }) => any.length > 0 && any.every(hasNoOrder))
}

function hasNoOrder(filter: Filter): boolean {
  if (filter.kind === 'segment')
    return filter.not ? filter.segment === 'buyer' : !filter.on && withoutOrders.has(filter.segment)
  return (
    filter.kind === 'metric' &&
    filter.metric === 'orders' &&
    filter.where.length === 0 &&
    (filter.period === null || filter.period.kind === 'all') &&
    filter.than.kind === 'value' &&
    isNone({ op: filter.op, value: filter.than.value }) &&
    !filter.not
  )
}

const isNone = ({ op, value }: Bar): boolean => op === none.op && value === none.value

const withoutOrders: ReadonlySet<string> = new Set(['prospect', 'stage_prospecting', 'stage_consideration'])

/** "How much revenue are we about to lose" is not what the likely gone ever spent. */
const losesMoney = (draft: Draft): boolean =>
  draft.all('measure').some(({ item }) => item.measure.metric === 'revenue') &&
  draft.all('cond').some(({ words }) => /\b(?:lose|losing)\b/i.test(words))

/** What says of which customers. */
const telling = new Set(
  'cond event every newcomers homestore storeplace place overdue person moved staff back what'.split(' '),
)

const lengthOf = (period: Period): string => (period.kind === 'rolling' ? `${period.unit} ${period.count}` : '')

/** The ranking or order by an estimate that the sentence asks for. */
const rankedBy = (draft: Draft): Piece | undefined =>
  [...draft.all('super'), ...draft.all('order')].find(
    ({ item }) => horizons[item.measure?.field ?? item.field ?? ''] !== undefined,
  )

/** Whether customers are asked for in the order of an estimate. */
export const ranksByEstimate = (draft: Draft): boolean =>
  rankedBy(draft) !== undefined && !draft.head('count', 'howmuch')

/** "Top 10 customers by lifetime value": those that have one, in its order. */
export function rankedByEstimate(draft: Draft): ListPlan {
  const ranking = rankedBy(draft)
  if (!ranking) throw new Misfit('ranked by what?')
  draft.use(ranking)
  const name: string = ranking.item.measure?.field ?? ranking.item.field
  const bare = draft.all('bare')[0] ?? draft.all('super')[0]
  if (bare) draft.use(bare)
  if (bare?.item.measure || bare?.item.direction === 'asc' || bare?.item.percent) throw new Misfit('two orders')
  for (const piece of draft.all('order')) if (!piece.item.measure && !piece.item.field) draft.use(piece)
  const owners = draft.all('staff').map((piece) => clause(field('customer.owner', 'is', draft.use(piece).item.emails)))
  const where = [...owners, ...customerClauses(draft, false)]
  const columns = draft.all('column').map((piece) => {
    if (!piece.item.field.startsWith('customer.')) throw new Misfit('a column of something else')
    return draft.use(piece).item.field as string
  })
  useSubjects(draft, 'customer')
  for (const noun of draft.all('countnoun')) if (noun.item.metric === 'customers') draft.use(noun)
  const shown = [...new Set(['customer.name', name, ...columns])]
  return {
    kind: 'list',
    entity: 'customer',
    where: [...where, clause(field(name, 'missing', [], true))],
    columns: shown.map((each) => ({ kind: 'field', field: each })),
    order: [{ column: 1, direction: ranking.item.direction ?? 'desc' }],
    limit: limitOf(draft, ranking, bare),
  }
}

/** As many as are asked for; ten of the top ones; one of "who has the highest"; all of "customers by". */
function limitOf(draft: Draft, { item, plural }: Piece, bare: Piece | undefined): Limit | null {
  const count: number | null = item.count ?? bare?.item.count ?? null
  const first = (some: number): Limit => ({ count: some, percent: null, offset: item.offset ?? 0, per: null })
  if (count !== null) return first(count)
  if (item.kind === 'order') return bare ? first(10) : null
  const many =
    plural ||
    draft.pieces.some(
      (piece) =>
        (piece.item.kind === 'subject' && piece.item.entity === 'customer' && piece.plural) ||
        (piece.item.kind === 'head' && /\b(?:customers|people|buyers|clients|shoppers)$/i.test(piece.words)) ||
        (piece.item.kind === 'cond' && piece.plural),
    )
  return first(many ? 10 : 1)
}
