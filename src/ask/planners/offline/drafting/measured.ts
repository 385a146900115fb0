import { allTime } from '../../../period.ts'
import type { Clause, Plan } from '../../../plan.ts'
import { clause, field, fieldIn, type MeasureWord, segment, type What } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Misfit, type Piece } from './draft.ts'
import { isEstimated } from './estimates.ts'
import { mergedByField } from './events.ts'
import { factOf } from './facts.ts'
import { measureOf, takeGroups } from './measures.ts'
import { distinct, measurePlan, naturallyOrdered, withPeriod } from './plans.ts'
import { rankedCustomersPlan } from './rankings.ts'
import { boughtFacts, factFiltersFor } from './sales-conditions.ts'
import { periodFor } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** A measured answer: one number, several, or a breakdown. */
export function measuredPlan(draft: Draft, subject: { entity: string; plural: boolean; piece: Piece } | null): Plan {
  const [first, ...others] = draft.all('measure')
  const count = draft.head('count')
  let word: MeasureWord | null = first?.item.measure ?? null
  if (first) draft.use(first)
  const noun = draft.all('countnoun')[0]
  const more: MeasureWord[] = []
  if (noun && !word && (count || draft.has('group'))) {
    const responses = ['sent', 'opened', 'clicked', 'responded']
    if (responses.includes(noun.item.metric) && !draft.has('campaign') && !draft.has('group'))
      throw new Misfit('of which campaign?')
    if (['first_order', 'last_order', 'last_interaction'].includes(noun.item.metric))
      throw new Misfit('a day is no count')
    draft.use(noun)
    word = { kind: 'metric', metric: noun.item.metric, ...(noun.item.where ? { where: noun.item.where } : {}) }
    for (const piece of draft.all('countnoun')) {
      if (factOf(piece.item.metric) !== factOf(noun.item.metric)) throw new Misfit('two kinds of thing counted')
      draft.use(piece)
      more.push({ kind: 'metric', metric: piece.item.metric })
    }
  } else if (
    count &&
    (subject?.entity === 'customer' || (!subject && draft.all('cond').length > 0)) &&
    first &&
    word?.kind === 'metric' &&
    word.metric === 'revenue'
  ) {
    more.push({ kind: 'metric', metric: 'revenue' })
    word = { kind: 'metric', metric: 'customers' }
    for (const piece of draft.all('back')) draft.use(piece)
  } else if (count || (!word && (subject || (isOverTime(draft) && !draft.head('howmuch', 'who')))))
    word = countedWord(draft, subject, word, first)
  if (
    word?.kind === 'metric' &&
    word.weak &&
    word.metric === 'revenue' &&
    !draft.head('howmuch') &&
    first &&
    /\b(?:sold|sells?|selling|(?:more|fewer|less) .*(?:than|or))\b/i.test(first.words) &&
    [...draft.all('what').map(({ item }) => item as What), ...sidesIn(draft)].some((what) =>
      what.any.some((filter) => filter.kind === 'field' && filter.field === 'product.product'),
    )
  )
    word = { kind: 'metric', metric: 'units' }
  if (!word && !draft.head('howmuch')) throw new Misfit('a number of what?')
  if (!word) word = { kind: 'metric', metric: 'revenue' }
  const ordering = draft.take('order')
  const highest = draft.take('super')
  const asSegment =
    highest &&
    subject?.entity === 'customer' &&
    subject.plural &&
    highest.item.count === null &&
    highest.item.percent === null &&
    highest.item.measure === null &&
    highest.item.direction === 'desc' &&
    !draft.head('who', 'which')
  const ranking = asSegment ? undefined : highest
  if (
    !count &&
    !draft.has('group') &&
    subject?.entity === 'customer' &&
    word.kind === 'metric' &&
    ['case', 'note', 'interaction', 'follow_up'].includes(factOf(word.metric))
  )
    throw new Misfit('a list or a number?')
  if (!count && !ranking && word.kind === 'metric' && draft.head('who')) throw new Misfit('who, or how much?')
  if (
    !count &&
    !ranking &&
    first &&
    subject?.entity === 'customer' &&
    subject.piece.from < first.from &&
    !draft.has('group') &&
    !draft.head('howmuch', 'what')
  )
    throw new Misfit('a list or a number?')

  const ranksGroups =
    ranking &&
    subject &&
    draft.all('group').some(({ item, from }) => !item.each && subject.piece.from < from && from < ranking.from)
  if (ranking && subject?.entity === 'customer' && !count && !ranksGroups)
    return rankedCustomersPlan(draft, ranking, ordering, word)
  const metric =
    word.kind === 'metric'
      ? word.metric
      : word.kind === 'per'
        ? word.metric
        : word.kind === 'ambiguous'
          ? 'revenue'
          : word.field.startsWith('order.')
            ? 'revenue'
            : 'customers'
  const sales = factOf(metric) === 'sales'
  const bought = metric === 'buyers' ? boughtFacts(draft) : null
  const period = bought?.period ?? periodFor(draft, metric)
  const whereFacts = sales || word.kind === 'metric' ? factFiltersFor(draft, metric) : []
  const clauses = [...(asSegment ? [clause(segment('top'))] : []), ...customerClauses(draft, sales)]
  useSubjects(draft, 'customer')
  for (const piece of draft.all('subject'))
    if (sales && ['order', 'product'].includes(piece.item.entity)) draft.use(piece)
  if (subject) draft.use(subject.piece)
  for (const piece of draft.all('share'))
    if (word.kind === 'metric' && draft.context.catalog.metrics.get(word.metric)?.type === 'percent') draft.use(piece)
  const groups = takeGroups(draft, metric)
  if (ranking && groups.length === 0) throw new Misfit('the most of what?')
  if (
    ranking &&
    !sales &&
    /\b(?:worst|best|weakest|strongest|poorest|top)\b/i.test(ranking.words) &&
    !ranking.item.measure &&
    !(ranksGroups && /^top \d/i.test(ranking.words))
  )
    throw new Misfit('best or worst at what?')
  if (groups.length === 0 && draft.has('bar')) throw new Misfit('a bar without groups')
  const late =
    first &&
    !(word.kind === 'aggregate' && isEstimated(word.field)) &&
    !count &&
    !ranking &&
    groups.length === 0 &&
    !sales &&
    draft.pieces.some((piece) => ['cond', 'event'].includes(piece.item.kind) && piece.from < first.from)
  const told =
    first &&
    sales &&
    !count &&
    !ranking &&
    groups.length === 0 &&
    !draft.head('what', 'howmuch') &&
    (draft.head('list') || draft.pieces.some((piece) => piece.item.kind === 'event' && piece.from < first.from))
  if (late || told) throw new Misfit('a list or a number?')
  if (ordering?.item.measure) throw new Misfit('ordered by what?')
  // "The typical ticket, mean dollars per order": one number under two names.
  const isFirst = (piece: Piece): boolean => JSON.stringify(piece.item.measure) === JSON.stringify(first?.item.measure)
  const named = [first, ...others.filter((piece) => !isFirst(piece))].filter((piece) => piece !== undefined)
  if (named.some((piece, index) => index > 0 && piece.from - (named[index - 1]?.to ?? 0) > 1 && !isAdded(piece)))
    throw new Misfit('two numbers apart')
  for (const piece of others) draft.use(piece)
  const words = distinct([word, ...more, ...others.map((piece) => piece.item.measure as MeasureWord)])
  const sides = sidesIn(draft)
  draft.take('whats')
  const measures = words.flatMap((each, index) =>
    (sides.length > 0 ? sides.map(whereOf) : [[]]).map((where) =>
      measureOf(each, where, index === 0 ? (first ?? null) : null),
    ),
  )
  const where = [
    ...clauses,
    ...[...(bought?.where ?? []), ...whereFacts, ...groups.flatMap((group) => group.where)].map((filter) =>
      clause(filter),
    ),
  ]
  if (Array.isArray(period)) {
    if (groups.length > 0) throw new Misfit('a breakdown of several stretches')
    return measurePlan(
      period.flatMap((each) => measures.map((measure) => withPeriod(measure, each))),
      [],
      where,
      allTime,
    )
  }
  if (word.kind === 'aggregate' && period) {
    if (!word.field.startsWith('order.')) throw new Misfit('a figure that has no period')
    where.push(clause(fieldIn('order.day', period)))
  }
  const each = groups.find((group) => group.each && group.dimension.kind === 'field')
  const missing =
    each && each.dimension.kind === 'field' ? [clause(field(each.dimension.field, 'missing', [], true))] : []
  const bars = draft.all('bar').map((piece) => draft.use(piece).item)
  const plan = measurePlan(
    measures,
    groups.map((group) => group.dimension),
    [...where, ...missing],
    word.kind === 'aggregate' ? allTime : (period ?? allTime),
  )
  const direction = ranking?.item.direction ?? ordering?.item.direction ?? 'desc'
  const timed = groups.some((group) => group.dimension.kind === 'time')
  return {
    ...plan,
    having: bars.map(({ bar }) => ({ measure: 0, op: bar.op, value: bar.value, upper: bar.upper ?? null })),
    order: groups.length > 0 && (!timed || ranking) && !naturallyOrdered(groups) ? [{ column: 0, direction }] : [],
    limit:
      ranking && groups.length > 0
        ? {
            count: ranking.item.count ?? 1,
            percent: ranking.item.percent ?? null,
            offset: ranking.item.offset ?? 0,
            per: null,
          }
        : null,
  }
}

/** "… and how many pieces": another number, said to be one. */
const isAdded = ({ words }: Piece): boolean => /^and\b/i.test(words)

/** "Grills or smokers": what a number is asked for of, each by itself. */
const sidesIn = (draft: Draft): readonly What[] => draft.all('whats').flatMap(({ item }) => item.sides as What[])

function whereOf(what: What): Clause[] {
  const merged = mergedByField(what.any)
  if (merged.length !== 1) throw new Misfit('two kinds of thing')
  return merged.map((filter) => clause(filter))
}

/** "Nail trims by month": pieces sold of some product over time; how many there are in stock is not known. */
export const isOverTime = (draft: Draft): boolean =>
  draft.has('what') && draft.all('group').some(({ item }) => item.dimension.kind === 'time')

/** What "how many" counts. */
function countedWord(
  draft: Draft,
  subject: { entity: string; piece: Piece } | null,
  word: MeasureWord | null,
  first: Piece | undefined,
): MeasureWord {
  if (word && word.kind === 'metric' && word.metric !== 'revenue') return word
  if (word?.kind === 'metric' && word.metric === 'revenue' && subject?.entity !== 'customer' && draft.has('what'))
    return { kind: 'metric', metric: 'units' }
  if (word && first && subject?.entity === 'product') return { kind: 'metric', metric: 'units' }
  const byEntity: Readonly<Record<string, string>> = {
    customer: 'customers',
    order: 'orders',
    product: 'products',
    category: 'categories',
    store: 'stores',
    staff: 'staff',
    interaction: 'interactions',
    case: 'cases',
    note: 'notes',
    follow_up: 'follow_ups',
    campaign: 'campaigns',
    recipient: 'sent',
    referral: 'referrals',
  }
  if (!subject) {
    const timed = draft.has('time') || draft.all('group').some(({ item }) => item.dimension.kind === 'time')
    if (draft.has('what') && timed && draft.all('cond').length === 0 && !draft.has('event') && !draft.has('response'))
      return { kind: 'metric', metric: 'units' }
    const ofPeople = draft
      .all('group')
      .some(({ item }) => /^customer[.]/.test(item.dimension.field ?? '') || item.dimension.kind === 'segment')
    if (draft.has('response') || ofPeople || draft.all('cond').length > 0 || draft.has('event'))
      return { kind: 'metric', metric: 'customers' }
    if (isOverTime(draft)) return { kind: 'metric', metric: 'units' }
    throw new Misfit('how many of what?')
  }
  const metric = byEntity[subject.entity]
  if (!metric) throw new Misfit('how many of what?')
  return { kind: 'metric', metric }
}
