import type { Clause, SimpleFilter } from '../../../plan.ts'
import { clause, type Event, metricFilter, segment } from '../items.ts'
import { chooseProduct } from './ambiguous.ts'
import { type Draft, Misfit, misfit, type Piece } from './draft.ts'

/** Conditions on what customers bought, or did not. */
export function eventClauses(draft: Draft, event: Event, piece: Piece): Clause[] {
  if (event.what?.ambiguous) chooseProduct(event.what, piece)
  const { what, period } = event
  const where = [...event.where]
  const bar = event.bar.value === -1 ? { ...event.bar, value: countOf(draft, event.metric) } : event.bar
  const metric = what && event.metric === 'orders' ? 'orders' : event.metric
  if (!what) {
    const filter = metricFilter(metric, where, period, bar)
    const silence = bar.op === 'equals' && bar.value === 0 && period !== null && period.kind !== 'all'
    return silence ? [clause(segment('buyer')), clause(filter)] : [clause(filter)]
  }
  if (what.all) {
    if (event.together)
      return [
        clause(metricFilter('orders', [...where, ...what.all.flatMap((part) => part.any.map(inBasket))], period, bar)),
      ]
    return what.all.flatMap((part) => eventClauses(draft, { ...event, what: part }, piece))
  }
  const merged = mergedByField(what.any)
  if (merged.length === 1) return [clause(metricFilter(metric, [...where, ...merged], period, bar))]
  const filters = merged.map((each) => metricFilter(metric, [...where, each], period, bar))
  return bar.op === 'equals' && bar.value === 0
    ? filters.map((filter) => clause(filter))
    : bar.value === 1
      ? [clause(...filters)]
      : misfit('two kinds of product with a count')
}

function countOf(draft: Draft, metric: string): number {
  const fields: Readonly<Record<string, string>> = {
    categories_bought: 'product.category',
    brands_bought: 'product.brand',
    stores_used: 'order.store',
  }
  const name = fields[metric]
  if (!name) throw new Misfit('all of what?')
  return draft.context.vocabulary.values.filter((known) => known.field === name).length
}

/** The same condition on the whole order instead of on one line: "in one order" asks for orders that hold both. */
export const inBasket = (filter: SimpleFilter): SimpleFilter => {
  const fields: Readonly<Record<string, string>> = {
    'product.product': 'order.products',
    'product.category': 'order.categories',
    'product.brand': 'order.brands',
  }
  return filter.kind === 'field' && fields[filter.field]
    ? { ...filter, field: fields[filter.field] ?? filter.field }
    : filter
}

/** Alternatives on one field are one condition with several values. */
export function mergedByField(filters: readonly SimpleFilter[]): SimpleFilter[] {
  const merged: SimpleFilter[] = []
  for (const filter of filters) {
    const other = merged.findIndex(
      (each) =>
        each.kind === 'field' &&
        filter.kind === 'field' &&
        each.field === filter.field &&
        each.op === 'is' &&
        filter.op === 'is' &&
        each.not === filter.not,
    )
    const known = merged[other]
    if (known?.kind === 'field' && filter.kind === 'field')
      merged[other] = { ...known, values: [...new Set([...known.values, ...filter.values])] }
    else merged.push(filter)
  }
  return merged
}
