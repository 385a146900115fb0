import { type Period, resolve } from '../../../period.ts'
import type { Clause, Filter } from '../../../plan.ts'
import { clause, type Event, fieldIn, metricFilter } from '../items.ts'
import { type ComposeContext, Misfit, type Piece } from './draft.ts'

/**
 * "Bought again in March": at least one order in it, of customers whose first was before it. Where the sentence says
 * when they first bought, that stretch is looked at: of those who first bought in March, once again in March is twice in it.
 */
export function again(pieces: readonly Piece[], context: ComposeContext): readonly Piece[] {
  const returning = pieces.filter(({ item }) => item.kind === 'event' && item.again)
  const [piece, ...others] = returning
  if (!piece) return pieces
  if (others.length > 0) throw new Misfit('back, and back again?')
  const event: Event = piece.item
  const { period } = event
  if (!period || period.kind === 'all') throw new Misfit('again when?')
  const once = pieces.find(isOneTime)
  if (once && event.where.length > 0) throw new Misfit('the first or the second of another kind?')
  const plain = { ...event, again: false }
  if (once)
    return pieces.map((each) =>
      each === once ? { ...each, item: onceBefore(period, context) } : each === piece ? { ...each, item: plain } : each,
    )
  const first = firstOrderIn(pieces)
  const twice = first ? isWithin(first, period, context) : false
  if (twice) return swapped(pieces, piece, { ...plain, bar: { op: 'at_least', value: 2 } })
  return swapped(pieces, piece, first ? plain : onceMore(event, period, context))
}

const swapped = (pieces: readonly Piece[], piece: Piece, item: unknown): readonly Piece[] =>
  pieces.map((each) => (each === piece ? { ...each, item } : each))

/** One condition of two parts, so that a share is of those who meet both. */
const onceMore = ({ metric, where }: Event, period: Period, context: ComposeContext) => ({
  kind: 'cond',
  clauses: [
    clause(metricFilter(metric, where, period)),
    clause(fieldIn('customer.first_order_day', before(period, context))),
  ],
})

/** All days before the stretch begins. */
export function before(period: Period, { today, calendar }: ComposeContext): Period {
  const { from } = resolve(period, today, calendar)
  if (from === null) throw new Misfit('again after what?')
  if (period.kind === 'calendar' || period.kind === 'named') return { ...period, edge: 'before' }
  return { kind: 'between', from: null, to: from }
}

const firstOrder = (filter: Filter | undefined): Period | null =>
  filter?.kind === 'field' && filter.field === 'customer.first_order_day' && filter.op === 'in' && !filter.not
    ? filter.period
    : null

/** The stretch that their first order is said to lie in. */
function firstOrderIn(pieces: readonly Piece[]): Period | null {
  const newcomers = pieces.some(({ item }) => item.kind === 'newcomers')
  const found = pieces.flatMap(({ item }): readonly Period[] => {
    if (newcomers && item.kind === 'time' && item.role === 'period') return item.periods
    if (item.kind !== 'cond') return []
    return ((item.clauses ?? []) as readonly Clause[]).flatMap(({ any }) => firstOrder(any[0]) ?? [])
  })
  if (found.length > 1) throw new Misfit('first in which of them?')
  return found[0] ?? null
}

/** Whether the first order lies in the stretch; false where it lies before it, and there is no telling in between. */
function isWithin(first: Period, period: Period, { today, calendar }: ComposeContext): boolean {
  const [one, other] = [resolve(first, today, calendar), resolve(period, today, calendar)]
  if (one.to !== null && other.from !== null && one.to <= other.from) return false
  if ((one.from ?? '') >= (other.from ?? '') && (one.to ?? '9999') <= (other.to ?? '9999')) return true
  throw new Misfit('first in it, or before it?')
}

/** One-time buyers are the customers without a second order. */
const isOneTime = ({ item }: Piece): boolean => {
  const clauses: readonly Clause[] = item.kind === 'cond' ? (item.clauses ?? []) : []
  const [only, ...others] = clauses.flatMap(({ any }) => any)
  return only?.kind === 'segment' && only.segment === 'one_time' && !only.not && !only.on && others.length === 0
}

/** Nobody with one order came back with a second, so they are those who had one before the time that is asked about. */
const onceBefore = (period: Period, context: ComposeContext) => ({
  kind: 'cond',
  clauses: [clause(metricFilter('orders', [], before(period, context), { op: 'equals', value: 1 }))],
  note: 'One-time buyers are those with exactly one order before that time.',
})
