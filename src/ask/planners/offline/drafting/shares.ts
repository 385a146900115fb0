import { allTime } from '../../../period.ts'
import type { Clause, Dimension, Measure, Plan } from '../../../plan.ts'
import { clause, field, type MeasureWord, segment } from '../items.ts'
import { clausesOf, customerClauses } from './customer-conditions.ts'
import { type Draft, Misfit, type Piece } from './draft.ts'
import { factOf } from './facts.ts'
import { measuredPlan } from './measured.ts'
import { dimensionFor, takeGroups } from './measures.ts'
import { measurePlan } from './plans.ts'
import { boughtFacts, factFiltersFor } from './sales-conditions.ts'
import { periodFor, takePeriod } from './stretches.ts'
import { subjectOf, useSubjects } from './subjects.ts'

/** A share of a number, of customers, or of rows. */
export function sharePlan(draft: Draft): Plan {
  const shares = draft.all('share')
  const at = shares[0]?.from ?? 0
  for (const piece of shares) draft.use(piece)
  draft.shareDirection = shares.map((piece) => piece.item.direction).find(Boolean) ?? null
  const subject = subjectOf(draft)
  const measure = draft.take('measure')
  const word: MeasureWord | null = measure?.item.measure ?? null
  if (word?.kind === 'metric' && draft.context.catalog.metrics.get(word.metric)?.type === 'percent') {
    if (measure) draft.release(measure)
    return measuredPlan(draft, subject)
  }
  const money = word?.kind === 'metric' ? word.metric : null
  if (money && money !== 'customers' && money !== 'buyers') return metricSharePlan(draft, money)
  return customerSharePlan(draft, at, subject)
}

function metricSharePlan(draft: Draft, metric: string): Plan {
  const ranking = draft.take('super')
  if (ranking && (ranking.item.count !== null || ranking.item.percent !== null))
    throw new Misfit('a share of the first few')
  const period = periodFor(draft, metric)
  const whole = wholeOf(draft, metric)
  const bought = metric === 'orders' ? boughtFacts(draft) : null
  const facts = [...factFiltersFor(draft, metric), ...(bought?.where ?? [])]
  const before = customerClauses(draft, factOf(metric) === 'sales')
  useSubjects(draft, 'customer')
  for (const piece of draft.all('subject')) if (['order', 'product'].includes(piece.item.entity)) draft.use(piece)
  const groups = takeGroups(draft, metric)
  const known = [...whole, ...before.filter(isKnownCustomer)]
  const parts = [
    ...before.filter((each) => !isKnownCustomer(each)),
    ...(ranking ? [clause(segment('top'))] : []),
    ...facts.map((filter) => clause(filter)),
  ]
  const told = period ?? bought?.period ?? null
  const periods = Array.isArray(told) ? told : [told]
  if (parts.length === 0) {
    if (groups.length === 0) throw new Misfit('a share of what?')
    return {
      ...measurePlan(
        [{ kind: 'share', metric, where: [], of: 'total', period: null }],
        groups.map((group) => group.dimension),
        known,
        periods[0] ?? allTime,
      ),
      order: [{ column: 0, direction: 'desc' }],
    }
  }
  const measures: Measure[] = periods.map((each) => ({
    kind: 'share',
    metric,
    where: parts,
    of: 'group',
    period: Array.isArray(period) ? each : null,
  }))
  return measurePlan(
    measures,
    groups.map((group) => group.dimension),
    known,
    Array.isArray(told) ? allTime : (told ?? allTime),
  )
}

const conditions = new Set(['what', 'fact', 'storeplace', 'homestore', 'place', 'cond', 'event'])

/**
 * "The share of Grilling revenue that comes from Milwaukee" is of Grilling: where conditions stand on both sides of the
 * number or the "comes from", those before it say what the share is of.
 */
function wholeOf(draft: Draft, metric: string): readonly Clause[] {
  const share = draft.pieces.find(({ item }) => item.kind === 'share')
  const pivot =
    draft.pieces.find(({ item }) => item.kind === 'comes') ??
    draft.pieces.find(({ item }) => item.kind === 'measure' || (item.kind === 'subject' && item.entity === 'order'))
  if (!share || !pivot || pivot.from < share.to) return []
  const free = draft.pieces.filter((piece) => conditions.has(piece.item.kind) && !draft.isUsed(piece))
  const behind = free.filter((piece) => piece.from >= pivot.to)
  const ahead = free.filter((piece) => piece.from >= share.to && piece.to <= pivot.from)
  if (behind.length === 0 || ahead.length === 0 || ahead.length + behind.length < free.length) return []
  for (const piece of behind) draft.use(piece)
  const facts = factFiltersFor(draft, metric)
  const clauses = customerClauses(draft, factOf(metric) === 'sales')
  for (const piece of behind) draft.release(piece)
  return [...clauses, ...facts.map((filter) => clause(filter))]
}

function customerSharePlan(draft: Draft, at: number, subject: { entity: string; piece: Piece } | null): Plan {
  const groups = takeGroups(draft, 'customers')
  const ranking = draft.take('super')
  if (subject?.entity === 'store' && groups.length > 0) draft.use(subject.piece)
  else if (subject && subject.entity !== 'customer') {
    return rowSharePlan(draft, subject)
  }
  const pieces = draft.pieces.filter(
    (piece) =>
      !draft.isUsed(piece) && ['cond', 'event', 'every', 'homestore', 'storeplace', 'place'].includes(piece.item.kind),
  )
  const before = pieces.filter((piece) => piece.from < at)
  const last = pieces.at(-1)
  if (!last && subject?.entity === 'customer' && groups.length > 0) return shareOfEach(draft, groups)
  if (!last) throw new Misfit('a share of what?')
  // "Repeat customers as a share of all buyers" has the part first.
  const turned = draft.pieces.some(({ item, words }) => item.kind === 'share' && /^as\b/i.test(words))
  const partPieces =
    turned && before.length > 0
      ? before
      : before.length > 0 && before.length < pieces.length
        ? pieces.filter((piece) => !before.includes(piece))
        : [last]
  const basePieces = pieces.filter((piece) => !partPieces.includes(piece))
  const period = takePeriod(draft)
  if (period && period.kind !== 'all') throw new Misfit('a stretch of time that belongs to nothing')
  const said = clausesOf(draft, partPieces)
  const repeated = partPieces.some(({ item, words }) => item.kind === 'cond' && /\band (?:then )?again\b/i.test(words))
  const base = [...clausesOf(draft, basePieces), ...(repeated ? said.slice(0, -1) : [])]
  // "Bought in 2025 and again in 2026": those of 2025 are the whole.
  const part = repeated ? said.slice(-1) : said
  useSubjects(draft, 'customer')
  const whole = [...base, ...(ranking ? [clause(segment('top'))] : [])]
  const everyone =
    (whole.length > 0 && !whole.every(isPlace)) || !part.some(isAboutBuying)
      ? whole
      : [...whole, clause(segment('buyer'))]
  const missing = groups.flatMap((group) =>
    group.dimension.kind === 'field' && group.dimension.field === 'customer.store' && group.each
      ? [clause(field('customer.store', 'missing', [], true))]
      : [],
  )
  const plan = measurePlan(
    [{ kind: 'share', metric: 'customers', where: part, of: 'group', period: null }],
    groups.map((group) => group.dimension),
    [...everyone, ...missing],
    allTime,
  )
  return { ...plan, order: groups.length > 0 ? [{ column: 0, direction: 'desc' }] : [] }
}

/** "Share of customers by stage". */
function shareOfEach(draft: Draft, groups: readonly { readonly dimension: Dimension }[]): Plan {
  useSubjects(draft, 'customer')
  const plan = measurePlan(
    [{ kind: 'share', metric: 'customers', where: [], of: 'total', period: null }],
    groups.map(({ dimension }) => dimension),
    [],
    allTime,
  )
  return { ...plan, order: [{ column: 0, direction: 'desc' }] }
}

function rowSharePlan(draft: Draft, subject: { entity: string; piece: Piece }): Plan {
  if (subject.piece.item.kind === 'dimension' || ['staff', 'store'].includes(subject.entity)) {
    const ranking = draft.pieces.find((piece) => piece.item.kind === 'super')
    const dimension: Dimension = subject.piece.item.dimension ?? {
      kind: 'field',
      field: subject.entity === 'staff' ? 'staff' : 'order.store',
    }
    draft.use(subject.piece)
    const by = dimensionFor(draft, dimension, 'customers')
    const pieces = draft.pieces.filter((piece) => !draft.isUsed(piece) && ['cond', 'event'].includes(piece.item.kind))
    const part = pieces.filter((piece) => !isBuyer(piece))
    const clauses = clausesOf(draft, part)
    const base = clausesOf(
      draft,
      pieces.filter((piece) => isBuyer(piece)),
    )
    useSubjects(draft, 'customer')
    if (clauses.length === 0) throw new Misfit('a share of what?')
    return {
      ...measurePlan(
        [{ kind: 'share', metric: 'customers', where: clauses, of: 'group', period: null }],
        [by],
        base.length > 0 ? base : [clause(segment('buyer'))],
        allTime,
      ),
      order: [{ column: 0, direction: ranking?.item.direction ?? draft.shareDirection ?? 'desc' }],
      limit:
        ranking || draft.shareDirection
          ? { count: ranking?.item.count ?? 1, percent: null, offset: 0, per: null }
          : null,
    }
  }
  if (subject.entity === 'order') {
    draft.use(subject.piece)
    return metricSharePlan(draft, 'orders')
  }
  throw new Misfit('a share of what?')
}

const isKnownCustomer = (each: Clause): boolean =>
  each.any.length === 1 && each.any[0]?.kind === 'field' && each.any[0].field === 'customer.customer'

const isPlace = (each: Clause): boolean =>
  each.any.every(
    (filter) =>
      filter.kind === 'field' &&
      ['customer.city', 'customer.store', 'customer.region', 'customer.owner'].includes(filter.field),
  )

/** Shares of customers who lapsed, came back, spent … are of buyers; shares with an e-mail address are of everybody. */
const isAboutBuying = (each: Clause): boolean =>
  each.any.some((filter) =>
    filter.kind === 'segment'
      ? ['one_time', 'repeat', 'due', 'lapsed', 'top', 'heavy'].includes(filter.segment)
      : filter.kind === 'metric' && factOf(filter.metric) === 'sales',
  )

const isBuyer = (piece: Piece): boolean =>
  piece.item.kind === 'cond' &&
  (piece.item.clauses as Clause[]).every((each) =>
    each.any.every((filter) => filter.kind === 'segment' && filter.segment === 'buyer'),
  )
