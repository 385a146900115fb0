import type { Period } from '../../../period.ts'
import type { Clause } from '../../../plan.ts'
import { atLeastOne, clause, type Event, segment } from '../items.ts'
import type { Piece } from './draft.ts'

/** A phrase that says several things stands for each of them. */
const spread = (piece: Piece): readonly Piece[] =>
  piece.item.kind === 'several' ? piece.item.items.map((item: unknown) => ({ ...piece, item })) : [piece]

/** "New customers this year", set against those of another time: how many. */
function newIn({ item, words }: Piece): Period | null {
  const [only, ...others] = item.kind === 'cond' && /^new\b/i.test(words) ? (item.clauses as Clause[]) : []
  const [filter] = only?.any.length === 1 && others.length === 0 ? only.any : []
  return filter?.kind === 'field' && filter.field === 'customer.first_order_day' && filter.op === 'in'
    ? filter.period
    : null
}

/** What happens to orders and money, as against what customers do: "orders that came in yesterday". */
const ofSales = ({ item }: Piece): boolean =>
  (item.kind === 'subject' && ['order', 'case', 'interaction'].includes(item.entity)) ||
  (item.kind === 'countnoun' && item.metric === 'orders') ||
  (item.kind === 'head' && item.head === 'howmuch') ||
  (item.kind === 'measure' && item.measure.kind === 'metric' && counted.has(item.measure.metric))

const counted = new Set(['revenue', 'orders', 'units', 'cases', 'interactions'])

/** An event that says only when and where, right behind the orders that it is about, is that time and place. */
function asTime(piece: Piece, before: Piece | undefined): readonly Piece[] {
  const { item } = piece
  const plain =
    item.kind === 'event' &&
    item.period &&
    !item.what &&
    !item.again &&
    item.metric === 'orders' &&
    item.bar === atLeastOne
  if (!plain || !before || !ofSales(before) || /\bfrom\b/i.test(before.words)) return [piece]
  return [
    { ...piece, item: { kind: 'time', periods: [item.period], role: 'period' } },
    ...(item.where.length > 0 ? [{ ...piece, item: { kind: 'fact', where: item.where } }] : []),
  ]
}

const worked = new Set(['follow_up', 'case', 'note', 'interaction'])

/** "Open follow-ups of Hank" are the colleague's own, and not those about the colleague's customers. */
function asWork(piece: Piece, before: Piece | undefined): Piece {
  const [only, ...others] = piece.item.kind === 'cond' ? ((piece.item.clauses ?? []) as readonly Clause[]) : []
  const [filter] = only?.any ?? []
  const owned =
    others.length === 0 &&
    only?.any.length === 1 &&
    filter?.kind === 'field' &&
    filter.field === 'customer.owner' &&
    !filter.not
  return owned &&
    filter.op === 'is' &&
    /^(?:of|for|assigned|given)\b/i.test(piece.words) &&
    before?.item.kind === 'subject' &&
    worked.has(before.item.entity)
    ? { ...piece, item: { kind: 'staff', emails: filter.values } }
    : piece
}

/** "Milwaukee, I mean orders at the Milwaukee store": a place said twice is settled by the plainer one. */
export function settled(said: readonly Piece[]): readonly Piece[] {
  const spreads = said.flatMap(spread)
  const pieces = spreads
    .map((piece, at) => asWork(piece, spreads[at - 1]))
    .flatMap((piece, at) => asTime(piece, spreads[at - 1]))
  const hint = pieces.find((piece) => piece.item.kind === 'hint')
  const stores = pieces
    .filter((piece) => ['storeplace', 'homestore'].includes(piece.item.kind))
    .map((piece) => String(piece.item.store).toLowerCase())
  const measures = pieces.filter((piece) => piece.item.kind === 'measure')
  // "How many orders did Ana make": the verb is no question of money.
  const strong =
    measures.some((piece) => !piece.item.measure.weak && !/^(?:and|plus)\b/i.test(piece.words)) ||
    (said.some(({ item }) => item.kind === 'head' && item.head === 'count') &&
      said.some(({ item }) => item.kind === 'subject' && item.entity === 'order'))
  const groups = pieces
    .filter((piece) => piece.item.kind === 'group' && piece.item.dimension.kind === 'field')
    .map((piece) => piece.item.dimension.field)
  const segmentsAsked = pieces
    .filter((piece) => piece.item.kind === 'group' && piece.item.dimension.kind === 'segment')
    .map((piece) => JSON.stringify([clause(segment(piece.item.dimension.segment))]))
  const fulls = pieces.filter((piece) => piece.item.kind === 'super' && !piece.item.bare)
  const counting = fulls.find(
    (piece) =>
      piece.item.count !== null &&
      !piece.item.measure &&
      !piece.item.what &&
      fulls.length === 2 &&
      fulls.every((other) => other.item.direction === piece.item.direction),
  )
  const bare = pieces.find((piece) => piece.item.kind === 'super' && piece.item.bare) ?? counting
  const full = fulls.find((piece) => piece !== counting)
  const orders = pieces.filter((piece) => piece.item.kind === 'order')
  const named = orders.find((piece) => piece.item.measure) ?? orders[0]
  const directed = orders.find((piece) => piece.item.direction)
  const growing = pieces.some((piece) => piece.item.kind === 'growth' && piece.item.direction)
  const sharing = pieces.some((piece) => piece.item.kind === 'share')
  const fallingDue = pieces.some(
    (piece) => piece.item.kind === 'subject' && ['follow_up', 'case'].includes(piece.item.entity),
  )
  const comparing = pieces.some(
    (piece) => piece.item.kind === 'versus' || (piece.item.kind === 'time' && piece.item.role === 'comparison'),
  )
  return pieces.flatMap((piece): readonly Piece[] => {
    const { item } = piece
    const since = comparing && measures.length === 0 ? newIn(piece) : null
    if (since)
      return [
        { ...piece, item: { kind: 'measure', measure: { kind: 'metric', metric: 'new_customers' } } },
        { ...piece, item: { kind: 'time', periods: [since], role: 'period' } },
      ]
    if (item.kind === 'hint') return []
    if (item.kind === 'measure' && /^by\b/i.test(piece.words) && !pieces.some((other) => other.item.kind === 'versus'))
      return [{ ...piece, item: { kind: 'order', direction: null, measure: item.measure } }]
    if (item.kind === 'order' && orders.length > 1)
      return piece === named
        ? [{ ...piece, item: { ...item, direction: item.direction ?? directed?.item.direction ?? null } }]
        : []
    if (item.kind === 'comes' && (sharing || measures.length > 0)) return []
    if (item.kind === 'andcount' && (full || pieces.some((other) => other.item.kind === 'growth'))) return []
    if (item.kind === 'due' && fallingDue) return []
    if (fallingDue && item.kind === 'cond' && JSON.stringify(item.clauses) === JSON.stringify([clause(segment('due'))]))
      return /overdue|late/i.test(piece.words)
        ? [{ ...piece, item: { kind: 'subject', entity: 'follow_up', overdue: true } }]
        : []
    if (piece === bare && full && full.item.count === null) return []
    if (piece === full && bare && full.item.count === null)
      return expandRanking({ ...piece, item: { ...item, count: bare.item.count } })
    if (piece === bare && !full && !growing) return [{ ...piece, item: { kind: 'bare', count: item.count } }]
    if (item.kind === 'super') return expandRanking(piece)
    if (item.kind === 'pair') return item.events.map((each: Event) => ({ ...piece, item: each }))
    if (item.kind === 'productset')
      return [
        { ...piece, item: { kind: 'subject', entity: 'product' } },
        { ...piece, item: item.what },
      ]
    if (item.kind === 'overduelist')
      return [{ ...piece, item: { kind: 'subject', entity: 'follow_up', overdue: true } }]
    if (item.kind === 'eachtime')
      return [
        { ...piece, item: { kind: 'time', periods: item.periods, role: item.periods.length > 1 ? 'list' : 'period' } },
        ...(item.grain && item.periods.length === 1
          ? [{ ...piece, item: { kind: 'group', dimension: { kind: 'time', grain: item.grain } } }]
          : []),
      ]
    if (item.kind === 'sourced')
      return [
        { ...piece, item: { kind: 'group', dimension: { kind: 'field', field: 'customer.source' } } },
        { ...piece, item: { kind: 'subject', entity: 'customer' } },
      ]
    if (item.kind === 'cond' && segmentsAsked.includes(JSON.stringify(item.clauses))) return []
    if (item.kind === 'measure' && item.measure.weak && strong) return []
    if (item.kind === 'group' && item.dimension.field === 'order.store' && groups.includes('customer.store'))
      return [{ ...piece, item: { ...item, dimension: { kind: 'field', field: 'customer.store' }, each: true } }]
    if (item.kind === 'group' && item.dimension.field === 'customer.store' && groups.includes('order.store')) return []
    if (item.kind !== 'place') return [piece]
    const name = String(item.city ?? item.store ?? item.words)
    if (stores.includes(name.toLowerCase())) return []
    if (!hint) return [piece]
    if (hint.item.place === 'city') return [{ ...piece, item: { ...item, city: name, sure: true } }]
    return [{ ...piece, item: { kind: hint.item.place === 'home' ? 'homestore' : 'storeplace', store: name } }]
  })
}

/** "Bought the most bird seed" ranks by units of bird seed. */
function expandRanking(piece: Piece): readonly Piece[] {
  const { what, ...item } = piece.item
  return what
    ? [
        { ...piece, item },
        { ...piece, item: what },
      ]
    : [piece]
}
