import type { Period } from '../../../period.ts'
import type { SimpleFilter } from '../../../plan.ts'
import { clause, fieldIn, metricFilter } from '../items.ts'
import { before } from './again.ts'
import { type ComposeContext, Misfit, type Piece } from './draft.ts'
import { factOf } from './facts.ts'

/**
 * "Returning buyers in September": those who bought in it and had bought before it, so that with the new ones they are
 * all its buyers. What they spent is asked for with a number of its own, which has the stretch already.
 */
export function returners(pieces: readonly Piece[], context: ComposeContext): readonly Piece[] {
  const piece = pieces.find(({ item }) => ['returners', 'newandold'].includes(item.kind))
  if (!piece) return pieces
  const times = pieces.filter(({ item }) => item.kind === 'time')
  const [time, ...others] = times
  const [period, ...more]: readonly Period[] = time?.item.role === 'period' ? time.item.periods : []
  if (!time || !period || period.kind === 'all' || others.length + more.length > 0) throw new Misfit('returning when?')
  if (pieces.some(({ item }) => item.kind === 'group' && item.dimension.kind === 'time'))
    throw new Misfit('returning in each of them')
  const known = clause(fieldIn('customer.first_order_day', before(period, context)))
  if (piece.item.kind === 'newandold') {
    const side = (filter: SimpleFilter) => ({ kind: 'what', any: [filter], words: '' })
    const sides = [
      fieldIn('customer.first_order_day', period),
      fieldIn('customer.first_order_day', before(period, context)),
    ]
    return pieces.map((each) => (each === piece ? { ...each, item: { kind: 'whats', sides: sides.map(side) } } : each))
  }
  const measured = pieces.some(isOfSales)
  const clauses = measured ? [known] : [clause(metricFilter('orders', [], period)), known]
  return pieces.flatMap((each) =>
    each === piece ? [{ ...each, item: { kind: 'cond', clauses } }] : each === time && !measured ? [] : [each],
  )
}

const isOfSales = ({ item }: Piece): boolean =>
  (item.kind === 'measure' && item.measure.kind === 'metric' && factOf(item.measure.metric) === 'sales') ||
  (item.kind === 'subject' && item.entity === 'order') ||
  (item.kind === 'countnoun' && item.metric === 'orders') ||
  (item.kind === 'head' && item.head === 'howmuch')
