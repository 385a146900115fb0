import { allTime, type Period } from '../../../period.ts'
import type { Clause, Dimension, FieldFilter, ListPlan, Plan, SimpleFilter } from '../../../plan.ts'
import { clause, field, fieldIn, type MeasureWord, metricFilter, type Person } from '../items.ts'
import { asksForChange, changePlan } from './changes.ts'
import { customerClauses } from './customer-conditions.ts'
import { Choice, type Draft, Impossible, Misfit, type Piece, replace } from './draft.ts'
import { inBasket } from './events.ts'
import { dayFields } from './facts.ts'
import { measureOf } from './measures.ts'
import { distinct, measurePlan } from './plans.ts'
import { rankProducts } from './products.ts'
import { rowsOf } from './rankings.ts'
import { factFilters } from './sales-conditions.ts'
import { periodFor, takePeriod } from './stretches.ts'
import { subjectOf, useSubjects } from './subjects.ts'

/** What is asked about one customer; asked back where several have the name. */
export function personPlan(draft: Draft): Plan {
  const persons = draft.all('person')
  const person = persons[0]
  if (!person || persons.length > 1) throw new Misfit('several people')
  const people: readonly Person[] = person.item.people
  if (people.length > 1) {
    throw new Choice(
      `Which ${person.words}?`,
      people.slice(0, 5).map((each) => ({
        label: `${each.name}${each.city ? `, ${each.city}` : ''} (${each.ref})`,
        choose: (pieces) => replace(pieces, person, { ...person.item, people: [each] }),
      })),
    )
  }
  draft.use(person)
  const [who] = people
  if (!who) throw new Misfit('nobody of that name')
  if (person.item.note) draft.notes.push(person.item.note)
  return profilePlan(draft, who)
}

function profilePlan(draft: Draft, who: Person): Plan {
  const is = clause(field('customer.customer', 'is', [who.ref]))
  const shown: readonly string[] | undefined = draft.pieces.find((piece) => piece.item.kind === 'person')?.item.shows
  if (shown) return shownOf(is, shown)
  const why = draft.take('why')
  const whyNot = draft.pieces.some((piece) => piece.item.kind === 'person' && piece.item.why)
  const past = pastPlan(draft, is)
  if (past && (why || whyNot)) throw new Impossible(whyToday)
  if (past) return past
  if (why || whyNot || isMembership(draft)) return whyPlan(draft, who)
  if (asksForChange(draft) && draft.has('measure') && !draft.has('share')) {
    const changed = changePlan(draft)
    if (changed.kind === 'measure') return { ...changed, where: [is, ...changed.where] }
  }
  const asks = draft.all('ask')
  const names = new Set(asks.map((piece) => piece.item.ask as string))
  // "Which store does she belong to" asks for the store.
  if (names.has('store') && asks.some(({ item, words }) => item.ask === 'owner' && /^belongs?\b/i.test(words)))
    names.delete('owner')
  if (names.has('last_contact')) names.delete('contact')
  const columns = (...names_: string[]): Plan => ({
    kind: 'list',
    entity: 'customer',
    where: [is],
    columns: names_.map((name) => ({ kind: 'field', field: name })),
    order: [],
    limit: null,
  })
  const useAsks = (): void => {
    for (const piece of asks) draft.use(piece)
  }
  if (draft.head('howoften') && asks.every((piece) => ['bought', 'usual_gap'].includes(piece.item.ask))) {
    useAsks()
    for (const piece of draft.all('buys')) draft.use(piece)
    return columns('customer.name', 'customer.usual_gap')
  }
  const usual = asks.find(
    (piece) => piece.item.ask === 'usual_gap' && /^(?:usually|normally|typically|mostly)\b/i.test(piece.words),
  )
  // "What does she usually buy" asks for products, "when does she usually buy" for the gap.
  if (usual && draft.head('what') && asks.length === 1 && !draft.has('measure') && !draft.has('super')) {
    draft.use(usual)
    return rankProducts({ kind: 'metric', metric: 'units' }, 'desc', null, [], [], [is], takePeriod(draft), [], false)
  }
  const caseMeasure = draft.all('measure').find((piece) => ['cases', 'open_cases'].includes(piece.item.measure.metric))
  if (caseMeasure && !draft.head('count')) {
    draft.use(caseMeasure)
    useAsks()
    return {
      kind: 'list',
      entity: 'case',
      where: [
        is,
        ...(caseMeasure.item.measure.metric === 'open_cases'
          ? [field('case.status', 'is', ['open'])]
          : (caseMeasure.item.measure.where ?? [])
        ).map((filter: SimpleFilter) => clause(filter)),
      ],
      columns: [],
      order: [],
      limit: null,
    }
  }
  const dimension =
    draft.all('subject').find((piece) => ['category', 'store'].includes(piece.item.entity)) ?? draft.all('dimension')[0]
  const most = draft.all('super')[0]
  const buys = asks.some(({ item }) => item.ask === 'bought') || draft.has('buys')
  if (dimension && (most || (buys && !draft.has('measure') && !draft.head('count'))))
    return dimensionPlan(draft, dimension, most ?? null, is)
  if (most && subjectOf(draft)?.entity === 'product') {
    for (const piece of draft.all('subject')) draft.use(piece)
    draft.use(most)
    useAsks()
    const word: MeasureWord = most.item.measure ??
      draft.take('measure')?.item.measure ?? { kind: 'metric', metric: 'units' }
    return rankProducts(word, most.item.direction, rowsOf(most, false), [], [], [is], takePeriod(draft), [], false)
  }
  const measure = draft.take('measure')
  const period = periodFor(draft, 'revenue')
  if (Array.isArray(period)) throw new Misfit('several stretches')
  if (measure && names.has('last_order')) {
    if (measure.item.measure.metric !== 'revenue') throw new Misfit('what of the last order?')
    useAsks()
    return lastOrder(is, ['order.day', 'order.net'])
  }
  if (measure) {
    useAsks()
    useSubjects(draft, 'customer')
    useSubjects(draft, 'order')
    const facts = factFilters(draft)
    const numbers = [measure, ...draft.all('measure').map((piece) => draft.use(piece))]
    const built = distinct(numbers.map((piece) => piece.item.measure as MeasureWord)).map((word) =>
      measureOf(word, [], measure),
    )
    return measurePlan(built, [], [is, ...facts.map((filter) => clause(filter))], period ?? allTime)
  }
  if (draft.head('count') && subjectOf(draft)?.entity === 'order') {
    useSubjects(draft, 'order')
    const facts = factFilters(draft)
    return measurePlan(
      [{ kind: 'metric', metric: 'orders', where: [], period: null }],
      [],
      [is, ...facts.map((filter) => clause(filter))],
      period ?? allTime,
    )
  }
  const times = draft.pieces.some(({ item, words }) => item.head === 'count' && /times$/i.test(words))
  if (times && !draft.has('what') && asks.length > 0 && asks.every(({ item }) => item.ask === 'bought')) {
    useAsks()
    for (const piece of draft.all('buys')) draft.use(piece)
    const facts = factFilters(draft)
    return measurePlan(
      [{ kind: 'metric', metric: 'orders', where: [], period: null }],
      [],
      [is, ...facts.map((filter) => clause(filter))],
      period ?? allTime,
    )
  }
  if (
    draft.head('count') &&
    subjectOf(draft)?.entity === 'product' &&
    asks.every(({ item }) => item.ask === 'bought')
  ) {
    useAsks()
    useSubjects(draft, 'product')
    for (const piece of draft.all('buys')) draft.use(piece)
    const facts = factFilters(draft)
    return measurePlan(
      [{ kind: 'metric', metric: 'units', where: [], period: null }],
      [],
      [is, ...facts.map((filter) => clause(filter))],
      period ?? allTime,
    )
  }
  const latest = draft.take('lastorders')
  if (latest) {
    useAsks()
    return {
      kind: 'list',
      entity: 'order',
      where: [is, clause(field('order.from_last', 'at_most', [latest.item.count]))],
      columns: [],
      order: [],
      limit: null,
    }
  }
  if (names.has('which_order') && names.has('last_order')) {
    useAsks()
    useSubjects(draft, 'order')
    return lastOrder(is)
  }
  const whats = draft.all('what')
  const events = draft.all('event')
  if (
    names.has('items') ||
    (names.has('last_order') &&
      (names.has('bought') ||
        (draft.head('what') && asks.some((piece) => /\b(?:buy|bought|get|order|purchase)\b/i.test(piece.words)))))
  ) {
    if (draft.head('when')) throw new Impossible(oneAtATime(who))
    useAsks()
    useSubjects(draft, 'product')
    useSubjects(draft, 'order')
    return {
      kind: 'list',
      entity: 'product',
      where: [
        clause(
          metricFilter(
            'units',
            [field('customer.customer', 'is', [who.ref]), field('order.from_last', 'equals', [1])],
            null,
            { op: 'at_least', value: 1 },
            'product',
          ),
        ),
      ],
      columns: [{ kind: 'field', field: 'product.name' }],
      order: [],
      limit: null,
    }
  }
  const simple: Readonly<Record<string, readonly string[]>> = {
    consent: ['customer.email_consent', 'customer.sms_consent', 'customer.phone_consent', 'customer.post_consent'],
    last_order: ['customer.last_order_day'],
    first_order: ['customer.first_order_day'],
    owner: ['customer.owner'],
    email: ['customer.email'],
    phone: ['customer.phone'],
    address: ['customer.address', 'customer.city', 'customer.region', 'customer.postal_code'],
    contact: ['customer.email', 'customer.phone', 'customer.address'],
    birthday: ['customer.birthday'],
    age: ['customer.age'],
    usual_gap: ['customer.usual_gap'],
    last_contact: ['customer.last_contacted_day'],
    store: ['customer.store'],
    city: ['customer.city'],
    source: ['customer.source'],
    language: ['customer.language'],
    referrer: ['customer.referred_by'],
  }
  const lists: Readonly<Record<string, ListPlan['entity']>> = {
    cases: 'case',
    notes: 'note',
    follow_ups: 'follow_up',
  }
  if (names.has('tags') && names.size === 1) {
    useAsks()
    return measurePlan(
      [{ kind: 'metric', metric: 'customers', where: [], period: null }],
      [{ kind: 'field', field: 'customer.tag' }],
      [is, clause(field('customer.tag', 'missing', [], true))],
      allTime,
    )
  }
  const subject = subjectOf(draft)
  for (const [ask, entity] of Object.entries(lists)) {
    if (!names.has(ask) && subject?.entity !== entity) continue
    useAsks()
    useSubjects(draft, entity)
    const open = draft.all('openness').map((piece) => clause(draft.use(piece).item.filter as FieldFilter))
    const opened =
      entity === 'case' && (open.length > 0 || asks.some((piece) => /open|unresolved|pending/.test(piece.words)))
        ? open.length > 0
          ? open
          : [clause(field('case.status', 'is', ['open']))]
        : []
    const conds = draft
      .all('cond')
      .flatMap((piece) => draft.use(piece).item.clauses as Clause[])
      .flatMap((each) => each.any)
    const fromConds = conds.flatMap((filter) =>
      filter.kind === 'metric' && filter.metric === 'cases' ? filter.where.map((inner) => clause(inner)) : [],
    )
    return {
      kind: 'list',
      entity,
      where: [
        is,
        ...(opened.length > 0 ? opened : fromConds),
        ...(entity === 'follow_up' && opened.length === 0
          ? open.map(({ any }) => ({ any: any.map((each) => ({ ...each, field: 'follow_up.status' })) }))
          : []),
        ...(period && dayFields[entity] ? [clause(fieldIn(dayFields[entity] ?? '', period))] : []),
      ],
      columns: [],
      order: [],
      limit: null,
    }
  }
  const caseCond = draft
    .all('cond')
    .find((piece) =>
      (piece.item.clauses as Clause[]).some((each) =>
        each.any.some((filter) => filter.kind === 'metric' && filter.metric === 'cases'),
      ),
    )
  if (caseCond) {
    draft.use(caseCond)
    useAsks()
    const filters = (caseCond.item.clauses as Clause[])
      .flatMap((each) => each.any)
      .flatMap((filter) => (filter.kind === 'metric' ? filter.where.map((inner) => clause(inner)) : []))
    return { kind: 'list', entity: 'case', where: [is, ...filters], columns: [], order: [], limit: null }
  }
  const referring = asks.find((piece) => piece.item.ask === 'referred')
  const asked = draft.pieces.find((piece) => piece.item.kind === 'person')
  if (
    referring &&
    asked &&
    referring.from < asked.from &&
    draft.head('who') &&
    !draft.pieces.some((piece) => /\b(?:did|has|have)\b/i.test(piece.words))
  ) {
    useAsks()
    useSubjects(draft, 'customer')
    return columns('customer.referred_by')
  }
  if (names.has('referred')) {
    useAsks()
    useSubjects(draft, 'customer')
    const further = customerClauses(draft, false)
    return {
      kind: 'list',
      entity: 'customer',
      where: [clause(field('customer.referred_by', 'is', [who.ref])), ...further],
      columns: [{ kind: 'field', field: 'customer.name' }],
      order: [],
      limit: null,
    }
  }
  if (names.has('bought') || subject?.entity === 'product' || events.length > 0 || subject?.entity === 'order') {
    useAsks()
    return boughtByPlan(draft, who, subject, period)
  }
  if (draft.head('howoften') && !period && whats.length === 0 && !names.has('usual_gap')) {
    useAsks()
    for (const piece of events) draft.use(piece)
    return columns('customer.usual_gap')
  }
  const told = asks.flatMap(({ item }) => simple[item.ask as string] ?? [])
  const together = asks.every(({ from }, at) => at === 0 || from - (asks[at - 1]?.to ?? 0) <= 1)
  if (
    names.size > 1 &&
    (together || draft.head('when')) &&
    [...names].every((name) => simple[name]) &&
    whats.length + events.length === 0
  ) {
    useAsks()
    useSubjects(draft, 'customer')
    return columns(...new Set(told))
  }
  for (const [ask, fields] of Object.entries(simple)) {
    if (!names.has(ask)) continue
    useAsks()
    useSubjects(draft, 'customer')
    if (whats.length > 0 || events.length > 0) throw new Misfit('too much at once')
    return columns(...fields)
  }
  if (
    names.has('page') ||
    (asks.length === 0 && draft.pieces.every((piece) => draft.isUsed(piece) || piece.item.kind === 'head'))
  ) {
    useAsks()
    return { kind: 'customer', customer: who.ref }
  }
  throw new Misfit('what about that customer?')
}

/** The latest order, with what it came to. */
const lastOrder = (is: Clause, fields: readonly string[] = []): Plan => ({
  kind: 'list',
  entity: 'order',
  where: [is, clause(field('order.from_last', 'equals', [1]))],
  columns: fields.map((name) => ({ kind: 'field', field: name })),
  order: [],
  limit: null,
})

const oneAtATime = ({ name }: Person): string =>
  `Those are two questions. Ask when ${name} last ordered, and then what was in it.`

/** Figures of one customer. */
const shownOf = (is: Clause, fields: readonly string[]): Plan => ({
  kind: 'list',
  entity: 'customer',
  where: [is],
  columns: ['customer.name', ...fields].map((name) => ({ kind: 'field', field: name })),
  order: [],
  limit: null,
})

/** "Her favourite category", "which brands does she buy": her purchases by what they were. */
function dimensionPlan(draft: Draft, dimension: Piece, most: Piece | null, is: Clause): Plan {
  draft.use(dimension)
  if (most) draft.use(most)
  for (const kind of ['ask', 'buys']) for (const piece of draft.all(kind)) draft.use(piece)
  const named = draft.take('measure')
  const word: MeasureWord = most?.item.measure ?? named?.item.measure ?? { kind: 'metric', metric: 'revenue' }
  const by: Dimension = dimension.item.dimension ?? {
    kind: 'field',
    field: dimension.item.entity === 'category' ? 'product.category' : 'order.store',
  }
  return {
    ...measurePlan([measureOf(word, [], null)], [by], [is], takePeriod(draft) ?? allTime),
    order: [{ column: 0, direction: most?.item.direction ?? 'desc' }],
    limit: most ? { count: most.item.count ?? 1, percent: null, offset: 0, per: null } : null,
  }
}

const whyToday =
  'Why a customer is in a segment, or is not, I can tell of today only. Whether they were in it on a day I can tell: “was Ana a champion on September 1”.'

/** "Was Ana a champion on September 1", "did she become lapsed this year": in a list of that day or time, or not. */
function pastPlan(draft: Draft, is: Clause): Plan | null {
  const [cond, ...others] = draft.pieces.filter(({ item }) => !['person', 'why', 'head'].includes(item.kind))
  const clauses: readonly Clause[] = cond?.item.kind === 'cond' ? cond.item.clauses : []
  const [only, ...more] = clauses.flatMap(({ any }) => any)
  if (!cond || !only || others.length > 0 || more.length > 0) return null
  if (only.kind !== 'movement' && !(only.kind === 'segment' && only.on)) return null
  draft.use(cond)
  if (cond.item.note) draft.notes.push(cond.item.note)
  return {
    kind: 'list',
    entity: 'customer',
    where: [is, ...clauses],
    columns: [{ kind: 'field', field: 'customer.name' }],
    order: [],
    limit: null,
  }
}

/** "Is Ana lapsed", "is she a Chicago VIP": a person, a segment and nothing else. */
function isMembership(draft: Draft): boolean {
  const [cond, ...others] = draft.pieces.filter((piece) => piece.item.kind !== 'person')
  if (draft.pieces[0]?.item.kind !== 'person') return false
  if (cond && others.length === 0 && isTop(cond)) return true
  const [only] = cond?.item.kind === 'cond' ? (cond.item.clauses as Clause[]).flatMap(({ any }) => any) : []
  if (others.length > 0 || only?.kind !== 'segment') return false
  return only.category === null && only.percent === null
}

/** "A top customer": the segment, without a number or a share. */
const isTop = ({ item, words }: Piece): boolean =>
  item.kind === 'super' &&
  (item.count === null || item.count === 1) &&
  item.percent === null &&
  item.direction === 'desc' &&
  /^(?:top|best|vip) (?:customer|client|buyer)s?$/i.test(words)

/** "Why is Ana lapsed", "why isn't she in Chicago VIPs": one segment, and the reasons say both ways. */
function whyPlan(draft: Draft, who: Person): Plan {
  const top = draft.all('super')[0]
  if (top && isTop(top) && !draft.has('cond')) {
    draft.use(top)
    useSubjects(draft, 'customer')
    return { kind: 'why', customer: who.ref, segment: 'top' }
  }
  const [cond, ...others] = draft.all('cond')
  const clauses: readonly Clause[] = cond?.item.clauses ?? []
  const [only] = clauses.length === 1 ? (clauses[0]?.any ?? []) : []
  if (!cond || others.length > 0 || only?.kind !== 'segment' || clauses[0]?.any.length !== 1)
    throw new Misfit('why what?')
  if (only.category !== null || only.percent !== null) throw new Misfit('why that share?')
  draft.use(cond)
  return { kind: 'why', customer: who.ref, segment: only.segment }
}

/** "Her orders over $200". */
const amountsOf = (draft: Draft): Clause[] =>
  draft
    .all('bar')
    .filter(({ item }) => item.unit === 'money' && !item.metric)
    .map((piece) => {
      const { op, value, upper } = draft.use(piece).item.bar
      return clause(field('order.net', op, [value, ...(upper === null ? [] : [upper])]))
    })

function boughtByPlan(
  draft: Draft,
  who: Person,
  subject: { entity: string; piece: Piece } | null,
  period: Period | null,
): Plan {
  for (const piece of draft.all('subject')) draft.use(piece)
  const facts = factFilters(draft)
  const customer = field('customer.customer', 'is', [who.ref])
  if (subject?.entity === 'order')
    return {
      kind: 'list',
      entity: 'order',
      where: [
        clause(customer),
        ...facts.map((filter) => clause(filter.kind === 'field' ? inBasket(filter) : filter)),
        ...(period && period.kind !== 'all' ? [clause(fieldIn('order.day', period))] : []),
        ...amountsOf(draft),
      ],
      columns: [],
      order: [],
      limit: null,
    }
  return {
    kind: 'list',
    entity: 'product',
    where: [
      clause(
        metricFilter(
          'units',
          [customer, ...facts.filter((filter) => filter.kind !== 'field' || !filter.field.startsWith('product.'))],
          period,
          { op: 'at_least', value: 1 },
          'product',
        ),
      ),
      ...facts
        .filter((filter) => filter.kind === 'field' && filter.field.startsWith('product.'))
        .map((filter) => clause(filter)),
    ],
    columns: [
      { kind: 'field', field: 'product.name' },
      { kind: 'metric', metric: 'units', where: [clause(customer)], period: period ?? allTime },
    ],
    order: [{ column: 1, direction: 'desc' }],
    limit: null,
  }
}
