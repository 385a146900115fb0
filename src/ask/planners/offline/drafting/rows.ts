import type { Period } from '../../../period.ts'
import type { Clause, Column, Dimension, ListPlan, Plan, SimpleFilter } from '../../../plan.ts'
import { dueIn } from '../grammar/meanings.ts'
import { clause, field, fieldIn, metricFilter } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { customersPlan } from './customers.ts'
import { type Draft, Misfit, type Piece } from './draft.ts'
import { inBasket } from './events.ts'
import { dayFields, plainList } from './facts.ts'
import { productsPlan } from './products.ts'
import { rankedDimensionPlan, rowsOf } from './rankings.ts'
import { factFilters } from './sales-conditions.ts'
import { sameStretch, takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** "Open service cases" asks for the cases themselves. */
export function caseListPlan(draft: Draft, piece: Piece): Plan {
  draft.use(piece)
  const own: Clause[] = (piece.item.measure.where ?? []).map((filter: SimpleFilter) => clause(filter))
  const list = rowsPlan(draft, { entity: 'case', plural: true })
  return list.kind === 'list' ? { ...list, where: [...own, ...list.where] } : list
}

/** A list of what is not a customer: orders, cases, notes, products, stores. */
export function factListPlan(
  draft: Draft,
  subject: { entity: string; plural: boolean; piece: Piece; dimension: Dimension | null },
): Plan {
  draft.use(subject.piece)
  if (subject.entity === 'product') return productsPlan(draft, subject)
  if (subject.entity === 'customer') return customersPlan(draft, subject)
  const asDimension: Readonly<Record<string, Dimension>> = {
    category: { kind: 'field', field: 'product.category' },
    store: { kind: 'field', field: 'order.store' },
    staff: { kind: 'field', field: 'staff' },
    campaign: { kind: 'field', field: 'campaign.campaign' },
  }
  const dimension = subject.dimension ?? asDimension[subject.entity]
  if (subject.entity === 'store' && !subject.plural && !draft.head('which') && !draft.has('super'))
    throw new Misfit('which store?')
  const sorted = draft.all('order').some(({ item }) => item.measure)
  if (dimension && (sorted || draft.has('super') || draft.has('measure') || draft.has('bar')))
    return rankedDimensionPlan(draft, dimension, subject)
  if (subject.entity === 'dimension') throw new Misfit('a dimension without a number')
  return rowsPlan(draft, subject)
}

/** "Orders with at least five different products": of the order, not of who placed it. */
const isOfBasket = ({ item, words }: Piece): boolean =>
  /^(?:with|of|containing|having|that|including|included|had|have)\b/i.test(words) &&
  ['products_bought', 'categories_bought', 'brands_bought', 'units'].includes(item.metric) &&
  item.what === null &&
  item.period === null

/** When something falls due, before today or after; "this week, November 16 to 22" says it twice. */
function dueTime(draft: Draft): Period | null {
  const aheads = draft.all('time').flatMap(({ item }): readonly Period[] => (item.ahead ? [dueIn(item.ahead)] : []))
  if (aheads.length === 0 || aheads.length < draft.all('time').length) return takePeriod(draft)
  const [within] = aheads
  if (!within || !aheads.every((each) => sameStretch(each, within, draft.context)))
    throw new Misfit('several stretches of time')
  for (const piece of draft.all('time')) draft.use(piece)
  return within
}

/** Orders, cases, notes, follow-ups, interactions, campaigns, staff as they are. */
export function rowsPlan(draft: Draft, subject: { entity: string; plural: boolean }): Plan {
  const { entity } = subject
  const ranking = draft.take('super')
  const role: string | undefined = draft.pieces.find((piece) => piece.item.kind === 'subject' && piece.item.role)?.item
    .role
  draft.take('order')
  const where: Clause[] = []
  const fieldsByEntity: Readonly<Record<string, string>> = {
    case: 'case.staff',
    note: 'note.author',
    follow_up: 'follow_up.assignee',
    interaction: 'interaction.staff',
  }
  for (const piece of [
    ...draft.all('staff'),
    ...draft.all('desk'),
    ...draft.all('openness'),
    ...draft.all('casefact'),
  ]) {
    const { item } = piece
    if (item.kind === 'staff' && fieldsByEntity[entity])
      where.push(clause(field(fieldsByEntity[entity] ?? '', 'is', item.emails)))
    else if (entity === 'case' && item.kind === 'desk')
      where.push(...item.where.map((filter: SimpleFilter) => clause(filter)))
    else if (entity === 'case' && ['openness', 'casefact'].includes(item.kind)) where.push(clause(item.filter))
    else if (entity === 'follow_up' && item.kind === 'openness')
      where.push(clause({ ...item.filter, field: 'follow_up.status' }))
    else continue
    draft.use(piece)
  }
  if (entity === 'order') {
    where.push(...factFilters(draft).map((filter) => clause(filter.kind === 'field' ? inBasket(filter) : filter)))
    for (const piece of draft.all('event').filter(isOfBasket)) {
      const { metric, bar, where: sold } = draft.use(piece).item
      where.push(clause(metricFilter(metric, sold, null, bar, 'order')))
    }
    for (const piece of draft.all('bar')) {
      draft.use(piece)
      const { bar, unit, metric } = piece.item
      if (unit !== null && unit !== 'money') throw new Misfit('an order of how much?')
      if (metric && ['products_bought', 'categories_bought', 'units', 'brands_bought'].includes(metric))
        where.push(clause(metricFilter(metric, [], null, bar, 'order')))
      else if (metric === null && unit === 'money')
        where.push(clause(field('order.net', bar.op, [bar.value, ...(bar.upper === null ? [] : [bar.upper])])))
      else throw new Misfit('an order of how much?')
    }
  }
  if (draft.pieces.some((piece) => piece.item.kind === 'subject' && piece.item.overdue))
    where.push(
      clause(field('follow_up.status', 'is', ['open'])),
      clause(field('follow_up.due_on', 'less_than', [draft.context.today])),
    )
  if (entity === 'staff')
    for (const piece of [...draft.all('storeplace'), ...draft.all('homestore')]) {
      draft.use(piece)
      where.push(clause(field('staff.store', 'is', [piece.item.store])))
    }
  for (const piece of draft.all('campaignchannel'))
    if (entity === 'campaign') where.push(clause(field('campaign.channel', 'is', [draft.use(piece).item.channel])))
  if (role) where.push(clause(field('staff.role', 'is', [role])))
  const dayField = dayFields[entity]
  const period = entity === 'follow_up' ? dueTime(draft) : takePeriod(draft)
  if (period && period.kind !== 'all') {
    if (!dayField) throw new Misfit('a list that has no day')
    where.push(clause(fieldIn(dayField, period)))
  }
  if (entity !== 'order' && draft.all('event').some((piece) => piece.item.elliptical))
    throw new Misfit('what did not happen?')
  const clauses = customerClauses(draft, entity === 'order')
  useSubjects(draft, 'customer')
  where.push(...clauses)
  if (!(plainList as readonly string[]).includes(entity) && !['store', 'staff', 'category'].includes(entity))
    throw new Misfit('a list of what?')
  if (ranking && entity !== 'order') throw new Misfit('ranked by what?')
  const name = entity as ListPlan['entity']
  const columns: Column[] =
    entity === 'order' && ranking
      ? [
          { kind: 'field', field: 'order.day' },
          { kind: 'field', field: 'order.net' },
        ]
      : []
  return {
    kind: 'list',
    entity: name,
    where,
    columns,
    order: ranking ? [{ column: 1, direction: ranking.item.direction }] : [],
    limit: rowsOf(ranking, subject.plural) ?? (ranking ? { count: 10, percent: null, offset: 0, per: null } : null),
  }
}
