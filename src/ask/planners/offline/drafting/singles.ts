import { allTime } from '../../../period.ts'
import type { ListPlan, Plan } from '../../../plan.ts'
import { clause, field, metricFilter, type What } from '../items.ts'
import { type Draft, Misfit, type Piece } from './draft.ts'
import { mergedByField } from './events.ts'
import { measureOf } from './measures.ts'
import { measurePlan } from './plans.ts'
import { rowsPlan } from './rows.ts'

/** "The last ten orders": the newest ones of those that meet the rest of the sentence. */
export function latestOrdersPlan(draft: Draft, count: number): Plan {
  const list = rowsPlan(draft, { entity: 'order', plural: true })
  if (list.kind !== 'list' || list.order.length > 0) throw new Misfit('the last ones, or the largest?')
  return {
    ...list,
    columns: [
      { kind: 'field', field: 'order.day' },
      { kind: 'field', field: 'order.net' },
    ],
    order: [{ column: 0, direction: 'desc' }],
    limit: { count, percent: null, offset: 0, per: null },
  }
}

/** "Who placed order KO-100500", "what is in it": one order by its number. */
export function singleOrderPlan(draft: Draft, ref: string): Plan {
  const is = field('order.order', 'is', [ref])
  const list = (entity: ListPlan['entity'], where: ListPlan['where'], columns: ListPlan['columns']): Plan => ({
    kind: 'list',
    entity,
    where,
    columns,
    order: [],
    limit: null,
  })
  for (const piece of [...draft.all('buys'), ...draft.all('ask'), ...draft.all('event'), ...draft.all('subject')]) {
    const plain = piece.item.kind !== 'event' || (piece.item.what === null && piece.item.period === null)
    if (plain) draft.use(piece)
  }
  if (draft.pieces.some((piece) => piece.item.kind === 'head' && /^(?:who|whose)\b/i.test(piece.words)))
    return list('customer', [clause(metricFilter('orders', [is], null))], [{ kind: 'field', field: 'customer.name' }])
  if (draft.pieces.some((piece) => piece.item.kind === 'head' && /^what/i.test(piece.words)))
    return list(
      'product',
      [clause(metricFilter('units', [is], null, { op: 'at_least', value: 1 }, 'product'))],
      [{ kind: 'field', field: 'product.name' }],
    )
  if (draft.head('count', 'howmuch', 'when', 'where', 'howoften')) throw new Misfit('what about that order?')
  return list('order', [clause(is)], [])
}

/** "The average price of our paint": one number over products. */
export function productAveragePlan(draft: Draft, averaged: Piece): Plan {
  draft.use(averaged)
  for (const piece of draft.all('subject')) if (piece.item.entity === 'product') draft.use(piece)
  const where = draft.all('what').map((piece) => {
    const what: What = draft.use(piece).item
    const [only, ...others] = mergedByField(what.any)
    if (!only || others.length > 0 || what.all) throw new Misfit('two kinds of product')
    return clause(only)
  })
  return measurePlan([measureOf(averaged.item.measure, [], averaged)], [], where, allTime)
}
