import type { Asker } from '../access/asker.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { type Day, daysBetween } from './days.ts'
import { type Period, resolve } from './period.ts'
import type { Clause, Dimension, ListPlan, MeasurePlan, Plan } from './plan.ts'
import type { Answer } from './reply.ts'
import type { ShopRules } from './rules.ts'
import { capital, lowered } from './wording.ts'

/** A next step to be tried: `fits` says whether a plan does what the label promises. */
export interface Idea {
  readonly label: string
  readonly question: string
  readonly fits: (plan: Plan) => boolean
}

export interface IdeaContext {
  readonly asker: Asker
  readonly catalog: Catalog
  readonly rules: ShopRules
  readonly today: Day
  /** How many stores the shop has. */
  readonly stores: number
}

/** What could be asked after the answer, the most useful first. */
export function ideasAfter(answer: Answer, context: IdeaContext): readonly Idea[] {
  const { plan } = answer
  switch (plan.kind) {
    case 'list':
      return plan.entity === 'customer'
        ? afterCustomers(plan, answer, context)
        : yearEarlier(plan, periodsIn(plan.where))
    case 'measure':
      return plan.by.length === 0 ? afterTotal(plan, context) : afterBreakdown(plan, answer, context)
    case 'cohorts':
      return []
    case 'customer':
    case 'why':
      return afterPerson(plan.customer)
    case 'definition':
      return afterDefinition(plan.term, context)
    default:
      return plan satisfies never
  }
}

/** Fewer are looked at one by one. */
const worthCounting = 5
const worthNarrowing = 12

function afterCustomers(plan: ListPlan, answer: Answer, context: IdeaContext): readonly Idea[] {
  const { rows } = answer
  const counted = plan.limit === null && rows.length >= worthCounting
  const shown = (column: string) => answer.columns.some(({ name }) => name.startsWith(column))
  return [
    ...(counted ? perStore(plan, context) : []),
    ...(plan.limit === null ? reachable(plan) : []),
    ...lastOrder(plan, shown('last_order')),
    ...(plan.limit === null && rows.length >= worthNarrowing ? narrower(plan, context) : []),
    ...yearEarlier(plan, periodsIn(plan.where)),
    ...(shown('staff_email') ? [] : [idea('Who looks after them', 'who looks after them', isList(plan))]),
  ]
}

function perStore(plan: ListPlan, context: IdeaContext): Idea[] {
  return offeredDimensions(['customer.store'], plan.where, [], context).map(({ name, word }) =>
    idea(`How many per ${word}`, `how many per ${word}`, isBrokenDownBy(name)),
  )
}

/** Who has never ordered has no last order. */
function lastOrder(plan: ListPlan, shown: boolean): Idea[] {
  if (segmentsIn(plan.where).includes('prospect')) return []
  return shown
    ? [idea('Sort by last order', 'sort by last order', isList(plan))]
    : [idea('When they last bought', 'when did they last buy', isList(plan))]
}

function reachable({ where }: ListPlan): Idea[] {
  if (segmentsIn(where).some((segment) => segment.startsWith('reachable'))) return []
  return [idea('Only reachable by e-mail', 'which of them can we email', narrows(where))]
}

/** The two words a shop sorts its buyers by most. */
function narrower({ where }: ListPlan, { catalog }: IdeaContext): Idea[] {
  if (segmentsIn(where).includes('prospect')) return []
  return ['top', 'lapsed'].flatMap((name) => {
    const label = catalog.segments.get(name)?.label
    if (label === undefined || segmentsIn(where).includes(name)) return []
    const words = /s$/.test(label) ? `only the ${label}` : `only the ${label} ones`
    return [idea(capital(words), words, narrows(where))]
  })
}

function afterTotal(plan: MeasurePlan, context: IdeaContext): readonly Idea[] {
  if (countsCustomers(plan))
    return [
      idea('Who they are', 'who are they', ({ kind }) => kind === 'list'),
      ...by(['customer.store', 'customer.owner', 'customer.source'], plan, '', context),
    ]
  const [first, ...others] = by(['order.store', 'product.category', 'order.channel'], plan, '', context)
  return [
    ...(first ? [first] : []),
    ...(compares(plan) ? [] : compared(plan)),
    ...overTime(plan, '', context),
    ...others,
  ]
}

function afterBreakdown(plan: MeasurePlan, answer: Answer, context: IdeaContext): readonly Idea[] {
  const fields = countsCustomers(plan)
    ? ['customer.store', 'customer.owner', 'customer.city']
    : ['order.store', 'product.category', 'order.channel']
  const timed = plan.by.some(({ kind }) => kind === 'time')
  const [other, ...others] = by(fields, plan, ' instead', context)
  return [
    ...(timed ? [] : largest(plan, answer, context)),
    ...(compares(plan) ? [] : yearEarlier(plan, periodsOf(plan))),
    ...(other ? [other] : []),
    ...(timed ? [] : overTime(plan, ' instead', context)),
    ...others,
  ]
}

/** The page of one customer goes on to what they bought; so does why they are in a segment. */
function afterPerson(customer: string): readonly Idea[] {
  const ofThem = (plan: Plan) => JSON.stringify(plan).includes(JSON.stringify(customer))
  return [
    idea('What they bought', 'what did they buy', ofThem),
    idea('When they last bought', 'when did they last buy', ofThem),
    idea('How much they spent', 'how much have they spent', ofThem),
  ]
}

function afterDefinition(term: string, { catalog }: IdeaContext): readonly Idea[] {
  const segment = catalog.segments.get(term)
  const metric = catalog.metrics.get(term)
  if (segment) {
    const words = /s$/.test(segment.label) ? segment.label : `${segment.label} customers`
    const speaksOf = ({ ...plan }: Plan) => JSON.stringify(plan).includes(JSON.stringify(segment.name))
    return [
      idea(`Who are our ${words}?`, `who are our ${words}`, speaksOf),
      idea(`How many ${words}?`, `how many ${words}`, speaksOf),
    ]
  }
  if (!metric) return []
  const words = lowered(metric.label)
  return [
    idea(`${metric.label} this year`, `${words} this year`, measures(metric.name)),
    idea(`${metric.label} by month`, `${words} by month this year`, measures(metric.name)),
  ]
}

/** The largest part, looked into: “Portland by month”. */
function largest(plan: MeasurePlan, answer: Answer, context: IdeaContext): Idea[] {
  const [dimension, second] = plan.by
  const value = dimension && !second ? largestValue(plan, answer) : null
  if (dimension?.kind !== 'field' || value === null) return []
  const isStore = ['order.store', 'customer.store'].includes(dimension.field)
  const only = isStore ? `only the ${value} store` : `only ${value}`
  const who = isStore ? `who are they at the ${value} store` : `who are those in ${value}`
  if (countsCustomers(plan))
    return [idea(`Who: ${value}`, who, (next) => next.kind === 'list' && narrows(plan.where)(next))]
  const parts = [...overTime(plan, '', context), ...by(['product.category', 'order.store'], plan, '', context)]
  return parts
    .slice(0, 1)
    .map((part) =>
      idea(
        `${value} ${lowered(part.label)}`,
        `${only} ${part.question}`,
        (next) => part.fits(next) && narrows(plan.where)(next),
      ),
    )
}

/** As people read it: of a reference and a name, the name. */
function largestValue(plan: MeasurePlan, { rows, columns }: Answer): string | null {
  const measure = columns.length - plan.measures.length
  const size = (cell: unknown): number => (typeof cell === 'number' ? cell : Number.NEGATIVE_INFINITY)
  const [top] = rows
    .filter((row) => typeof row[measure - 1] === 'string')
    .toSorted((one, other) => size(other[measure]) - size(one[measure]))
  const value = top?.[measure - 1]
  return typeof value === 'string' && value !== '' ? value : null
}

/** “By store”, for each dimension that the numbers are not yet broken down by or held to. */
function by(fields: readonly string[], plan: MeasurePlan, instead: string, context: IdeaContext): Idea[] {
  return offeredDimensions(fields, plan.where, plan.by, context).map(({ name, word }) =>
    idea(`By ${word}`, `by ${word}${instead}`, isBrokenDownBy(name)),
  )
}

/** Over years for all time, else in pieces of which there are a few. */
function overTime(plan: MeasurePlan, instead: string, { today, rules }: IdeaContext): Idea[] {
  const lengths = periodsOf(plan).map((period) => daysIn(period, today, rules))
  const days = Math.max(...lengths, 0)
  const grain = lengths.length === 0 ? 'year' : days > 45 ? 'month' : days > 14 ? 'week' : days > 1 ? 'day' : null
  const fits = (next: Plan) => next.kind === 'measure' && next.by.some((dimension) => dimension.kind === 'time')
  return grain ? [idea(`By ${grain}`, `by ${grain}${instead}`, fits)] : []
}

function compared(plan: MeasurePlan): Idea[] {
  if (periodsOf(plan).length === 0) return []
  return [
    idea(
      'Compare with a year earlier',
      'compared with a year earlier',
      (next) => next.kind === 'measure' && compares(next),
    ),
  ]
}

function yearEarlier(plan: ListPlan | MeasurePlan, periods: readonly Period[]): Idea[] {
  if (periods.length === 0) return []
  return [idea('The same a year earlier', 'what about a year earlier', ({ kind }) => kind === plan.kind)]
}

const idea = (label: string, question: string, fits: Idea['fits']): Idea => ({ label, question, fits })

function offeredDimensions(
  fields: readonly string[],
  where: readonly Clause[],
  taken: readonly Dimension[],
  { asker, catalog, stores }: IdeaContext,
): { readonly name: string; readonly word: string }[] {
  const held = [
    ...where.flatMap(({ any }) => any.flatMap((filter) => (filter.kind === 'field' ? [filter.field] : []))),
    ...taken.flatMap((dimension) => (dimension.kind === 'field' ? [dimension.field] : [])),
  ]
  return fields.flatMap((name) => {
    const field = catalog.fields.get(name)
    const ofStores = name.endsWith('.store')
    const single = ofStores && (stores < 2 || asker.scope.kind === 'store')
    const other = ofStores && held.some((each) => each.endsWith('.store'))
    if (!field || held.includes(name) || single || other) return []
    // Of customers the home store is meant, as the planner reads it too.
    return [{ name, word: lowered(field.label).replace(/^home /, '') }]
  })
}

const isBrokenDownBy =
  (field: string) =>
  (plan: Plan): boolean =>
    plan.kind === 'measure' &&
    plan.by.length === 1 &&
    plan.by.some((each) => each.kind === 'field' && each.field === field)

/** Keeps every condition and adds one. */
const narrows =
  (where: readonly Clause[]) =>
  (plan: Plan): boolean => {
    if (plan.kind !== 'list' && plan.kind !== 'measure') return false
    const kept = new Set(plan.where.map((clause) => JSON.stringify(clause)))
    return plan.where.length > where.length && where.every((clause) => kept.has(JSON.stringify(clause)))
  }

/** The same rows, shown otherwise. */
const isList =
  (before: ListPlan) =>
  (plan: Plan): boolean =>
    plan.kind === 'list' && JSON.stringify(plan.where) === JSON.stringify(before.where)

const measures =
  (metric: string) =>
  (plan: Plan): boolean =>
    plan.kind === 'measure' && plan.measures.some((measure) => 'metric' in measure && measure.metric === metric)

const countsCustomers = ({ measures: all }: MeasurePlan): boolean =>
  all.length === 1 && all[0]?.kind === 'metric' && all[0].metric === 'customers'

const compares = ({ measures: all }: MeasurePlan): boolean =>
  all.length > 1 || all.some((measure) => measure.kind === 'change')

const segmentsIn = (where: readonly Clause[]): string[] =>
  where.flatMap(({ any }) => any.flatMap((filter) => (filter.kind === 'segment' ? [filter.segment] : [])))

const isBounded = (period: Period | null | undefined): period is Period => !!period && period.kind !== 'all'

const periodsOf = (plan: MeasurePlan): Period[] =>
  [plan.period, ...plan.measures.map((measure) => ('period' in measure ? measure.period : null))].filter(isBounded)

const periodsIn = (where: readonly Clause[]): Period[] =>
  where.flatMap(({ any }) => any.map((filter) => ('period' in filter ? filter.period : null))).filter(isBounded)

function daysIn(period: Period, today: Day, rules: ShopRules): number {
  const { from, to } = resolve(period, today, rules)
  return from === null ? Number.POSITIVE_INFINITY : daysBetween(from, to ?? today)
}
