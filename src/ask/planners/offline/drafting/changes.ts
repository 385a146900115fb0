import { allTime, type Period } from '../../../period.ts'
import type { Dimension, Measure, Plan } from '../../../plan.ts'
import { clause, type MeasureWord } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Misfit, type Piece } from './draft.ts'
import { factOf } from './facts.ts'
import { dimensionFor, takeGroups } from './measures.ts'
import { measurePlan } from './plans.ts'
import { factFiltersFor } from './sales-conditions.ts'
import { takeStretches } from './stretches.ts'
import { subjectOf, useSubjects } from './subjects.ts'

/** Whether one stretch of time is set against another. */
export function asksForChange(draft: Draft): boolean {
  if (draft.has('growth')) return true
  if (draft.all('time').some((piece) => piece.item.role === 'comparison')) return true
  return (
    draft.all('time').length >= 2 &&
    draft.has('versus') &&
    (draft.has('measure') ||
      draft.pieces.some((piece) => piece.item.kind === 'versus' && /compar|versus|vs/i.test(piece.words)))
  )
}

/** How a number changed from one stretch of time to another. */
export function changePlan(draft: Draft): Plan {
  if (draft.all('share').some(isPartOf)) return shareChangePlan(draft)
  const growths = draft.all('growth').map((piece) => draft.use(piece).item)
  if (draft.all('share').length > 0) growths.push({ kind: 'growth', as: 'growth', direction: null })
  for (const piece of draft.all('share')) draft.use(piece)
  const growth = growths.find((item) => item.direction !== null) ?? growths[0] ?? null
  const ranking = draft.take('super')
  const measure = draft.take('measure') ?? draft.all('order').find(({ item }) => item.measure)
  const counted =
    !measure && subjectOf(draft)?.entity === 'order'
      ? 'orders'
      : !measure && draft.has('countnoun')
        ? (draft.take('countnoun')?.item.metric as string)
        : 'revenue'
  const word: MeasureWord = measure?.item.measure ?? { kind: 'metric', metric: counted }
  if (word.kind !== 'metric') throw new Misfit('a change of what?')
  const { metric } = word
  if (
    !measure &&
    !growth &&
    !draft.pieces.some((piece) => piece.item.kind === 'versus' && /compar|versus|vs/i.test(piece.words)) &&
    !asksHow(draft)
  )
    throw new Misfit('compared by what?')
  const { main, baseline, base } = takeStretches(draft)
  draft.take('share')
  draft.take('order')
  const subject = subjectOf(draft)
  const facts = factFiltersFor(draft, metric)
  const groups = takeGroups(draft, metric)
  const direction: 'asc' | 'desc' | null = growth?.direction ?? ranking?.item.direction ?? null
  const as = growth?.as ?? 'difference'
  const change: Measure = { kind: 'change', metric, where: [], period: main, baseline, as }
  const sign: 1 | -1 | undefined = growths.find((item) => item.sign)?.sign
  if (subject && (direction || ranking || (sign && subject.entity !== 'customer' && draft.head('which', 'what')))) {
    draft.use(subject.piece)
    const count = ranking?.item.count ?? countOfPiece(draft) ?? (subject.plural ? null : 1)
    if (subject.entity === 'customer') {
      useSubjects(draft, 'customer')
      const clauses = customerClauses(draft, false)
      return {
        kind: 'list',
        entity: 'customer',
        where: clauses,
        columns: [
          { kind: 'field', field: 'customer.name' },
          { ...change, where: facts.map((filter) => clause(filter)) },
        ],
        order: [{ column: 1, direction: direction ?? 'desc' }],
        limit: count === null ? null : { count, percent: null, offset: 0, per: null },
      }
    }
    const named: Readonly<Record<string, Dimension>> = {
      product: { kind: 'field', field: 'product.product' },
      category: { kind: 'field', field: 'product.category' },
      store: { kind: 'field', field: 'order.store' },
      staff: { kind: 'field', field: 'staff' },
    }
    const dimension = subject.dimension ?? named[subject.entity]
    if (!dimension) throw new Misfit('a change of what?')
    const clauses = customerClauses(draft, true)
    const plan = measurePlan(
      [change],
      [dimensionFor(draft, dimension, metric)],
      [...clauses, ...facts.map((filter) => clause(filter))],
      allTime,
    )
    if (sign)
      return {
        ...plan,
        having: [{ measure: 0, op: sign > 0 ? 'more_than' : 'less_than', value: 0, upper: null }],
        order: [{ column: 0, direction: sign > 0 ? 'desc' : 'asc' }],
        limit: count === null || !ranking ? null : { count, percent: null, offset: 0, per: null },
      }
    return {
      ...plan,
      order: [{ column: 0, direction: direction ?? 'desc' }],
      limit: count === null ? null : { count, percent: null, offset: 0, per: null },
    }
  }
  const clauses = customerClauses(draft, factOf(metric) === 'sales')
  useSubjects(draft, 'customer')
  if (subject && ['order', 'customer'].includes(subject.entity)) draft.use(subject.piece)
  const where = [...clauses, ...facts.map((filter) => clause(filter))]
  const dimensions = groups.map((group) => group.dimension)
  if (dimensions.some((dimension) => dimension.kind === 'time')) {
    if (!growth) throw new Misfit('a comparison over time')
    return measurePlan([change], dimensions, where, main)
  }
  const [only, ...more] = dimensions
  if (direction && only && more.length === 0)
    return {
      ...measurePlan([change], dimensions, where, allTime),
      order: [{ column: 0, direction }],
      limit: ranking?.item.count ? { count: ranking.item.count, percent: null, offset: 0, per: null } : null,
    }
  if (growth && as === 'growth') return measurePlan([change], dimensions, where, allTime)
  if (!base) throw new Misfit('compared with what?')
  const plain = (period: Period): Measure => ({
    kind: 'metric',
    metric,
    where: (word.where ?? []).map((filter) => clause(filter)),
    period,
  })
  return measurePlan([plain(main), plain(base), change, { ...change, as: 'growth' }], dimensions, where, allTime)
}

/** "How did the second quarter do against the first": in money, unless another number is named. */
const asksHow = (draft: Draft): boolean =>
  draft.pieces.some(({ item, words }) => item.kind === 'head' && /^how$/i.test(words)) &&
  draft.pieces.every(({ item }) => ofTrade.has(item.kind))

const ofTrade = new Set(['head', 'time', 'group', 'fact', 'storeplace', 'what', 'versus'])

/** A part of a whole, as against "by how many percent". */
const isPartOf = ({ words }: Piece): boolean => /\b(?:share|part|portion|proportion|fraction)\b/i.test(words)

/** "The share of bikes this year versus last year": the share in each of the two. */
function shareChangePlan(draft: Draft): Plan {
  for (const kind of ['share', 'growth', 'versus']) draft.take(kind)
  const word: MeasureWord = draft.take('measure')?.item.measure ?? {
    kind: 'metric',
    metric: subjectOf(draft)?.entity === 'order' ? 'orders' : 'revenue',
  }
  if (word.kind !== 'metric' || draft.has('group')) throw new Misfit('a change of what?')
  const { main, base } = takeStretches(draft)
  if (!base) throw new Misfit('compared with what?')
  const facts = factFiltersFor(draft, word.metric)
  const part = [...customerClauses(draft, true), ...facts.map((filter) => clause(filter))]
  for (const piece of draft.all('subject')) if (['order', 'customer'].includes(piece.item.entity)) draft.use(piece)
  if (part.length === 0) throw new Misfit('a share of what?')
  return measurePlan(
    [main, base].map((period): Measure => ({ kind: 'share', metric: word.metric, where: part, of: 'group', period })),
    [],
    [],
    allTime,
  )
}

function countOfPiece(draft: Draft): number | null {
  const piece = draft.take('super')
  return piece?.item.count ?? null
}
