import type { Segment } from '../catalog/types.ts'
import { writeNumber } from './amounts.ts'
import type {
  CheckedClause,
  CheckedFilter,
  CheckedList,
  CheckedMeasure,
  CheckedMeasurePlan,
  CheckedMetricFilter,
  CheckedOrder,
  CheckedPlan,
} from './checked.ts'
import { addDays } from './days.ts'
import { partsOf } from './parts.ts'
import { describePeriod, writeDay } from './period-text.ts'
import { duringPeriod, isNone, type PhraseContext, phraseClauses, phraseFilter } from './phrases.ts'
import type { Note } from './reply.ts'
import type { ShopRules } from './rules.ts'
import { capital, joined, lowered } from './wording.ts'

/** What a plan asks for, in one line: "Top customers who have lapsed, by spend". */
export function reading(plan: CheckedPlan, context: PhraseContext): string {
  switch (plan.kind) {
    case 'list':
      return listReading(plan, context)
    case 'measure':
      return measureReading(plan, context)
    case 'customer':
      return `Customer ${context.names?.get(`customer.customer ${plan.customer}`) ?? plan.customer}`
    case 'why':
      return `Why ${context.names?.get(`customer.customer ${plan.customer}`) ?? plan.customer} is, or is not, ${asSubject(plan.segment)}`
    case 'definition':
      return `What “${plan.term.label}” means`
    default:
      return plan satisfies never
  }
}

function listReading(plan: CheckedList, context: PhraseContext): string {
  const subject = subjectOf(plan.entity.plural, plan.where, context)
  const { limit } = plan
  const order = plan.order[0]
  if (limit?.percent) return capital(`the first ${writeNumber(limit.percent)} % of ${subject}${by(order)}`)
  if (limit?.count && limit.per)
    return capital(
      `${subject}: the first ${limit.count > 1 ? `${limit.count} ` : ''}of each ${lowered(limit.per.label)}${by(order)}`,
    )
  if (limit?.count && order)
    return capital(
      `${limit.count === 1 ? '' : `${limit.count} `}${subject} with the ${extreme(order)}${limit.offset > 0 ? `, after the first ${limit.offset}` : ''}`,
    )
  if (limit?.count) return capital(`${limit.count} ${subject}`)
  return capital(`${subject}${by(order)}`)
}

type Ordered = CheckedOrder<CheckedList['columns'][number]>

const labelOf = ({ by }: Ordered): string => lowered(by.kind === 'field' ? by.field.label : by.label)
const by = (order: Ordered | undefined): string =>
  order ? `, by ${labelOf(order)}${order.direction === 'asc' ? ', lowest first' : ''}` : ''

function extreme(order: Ordered): string {
  const type = order.by.kind === 'field' ? order.by.field.type : order.by.type
  const words = type === 'date' ? ['latest', 'earliest'] : ['highest', 'lowest']
  return `${order.direction === 'desc' ? words[0] : words[1]} ${labelOf(order)}`
}

/** The rows meant: "top customers who have lapsed and never bought Hose, in Chicago". */
function subjectOf(plural: string, where: readonly CheckedClause[], context: PhraseContext): string {
  const ofCustomers = plural === 'customers'
  const single = where.flatMap(({ any }) => (any.length === 1 ? any : []))
  const noun = ofCustomers
    ? single.find((filter) => filter.kind === 'segment' && !filter.not && isNoun(filter.segment))
    : undefined
  const told = ofCustomers
    ? new Map(single.filter((filter) => filter !== noun).map((filter) => [filter, whoPhrase(filter, context)]))
    : new Map()
  const who = [...told.values()].filter((phrase) => phrase !== null)
  const rest = where.filter(({ any }) => any.length > 1 || (any[0] !== noun && !told.get(any[0])))
  const others = rest.map(({ any }) =>
    joined(
      any.map((filter) => otherPhrase(filter, context)),
      'or',
    ),
  )
  return [
    `${noun ? phraseFilter(noun, context) : plural}${who.length > 0 ? ` who ${joined(who)}` : ''}`,
    ...others,
  ].join(', ')
}

const isNoun = ({ label }: Segment): boolean =>
  /(customers|buyers|prospects|connectors|referrers|users|champions|loyalists)$/.test(label)
const asSubject = (segment: Segment): string => (isNoun(segment) ? `one of the ${segment.label}` : segment.label)

/** What a customer did or is, to stand behind "who"; null for what reads better otherwise. */
function whoPhrase(filter: CheckedFilter, context: PhraseContext): string | null {
  if (filter.kind === 'metric') return boughtPhrase(filter, context)
  if (filter.kind !== 'segment') return null
  const label = phraseFilter({ ...filter, not: false }, context)
  if (filter.segment.name === 'lapsed') return filter.not ? 'have not lapsed' : 'have lapsed'
  return `are ${filter.not ? 'not ' : ''}${label}`
}

/** "bought Hose in 2025", "never bought Hose", "did not order last month". */
function boughtPhrase(filter: CheckedMetricFilter, context: PhraseContext): string | null {
  const { metric, of } = filter
  const none = isNone(filter) !== filter.not
  if (of.name !== 'customer' || metric.metric.name !== 'orders' || !(isNone(filter) || isSome(filter))) return null
  const things = metric.where.flatMap(({ any }) => (any.length === 1 && any[0] ? [any[0]] : []))
  const named = things.filter(
    (thing) => thing.kind === 'field' && thing.op === 'is' && !thing.not && thing.field.name.startsWith('product.'),
  )
  const other = metric.where.filter(({ any }) => !any[0] || !named.includes(any[0]))
  const what = named.map((thing) => phraseFilter(thing, context).replace(/^(product|category|brand) /, '')).join(' of ')
  const when = metric.period ? ` ${duringPeriod(metric.period.period, context)}` : ''
  const verb = what === '' ? 'order' : 'buy'
  const narrowed = other.length > 0 ? ` (${phraseClauses(other, context)})` : ''
  if (!none) return `${verb === 'buy' ? `bought ${what}` : 'ordered'}${when}${narrowed}`
  return when === ''
    ? `never ${verb === 'buy' ? `bought ${what}` : 'ordered'}${narrowed}`
    : `did not ${verb}${what === '' ? '' : ` ${what}`}${when}${narrowed}`
}

const isSome = ({ op, than }: CheckedMetricFilter): boolean =>
  than.kind === 'value' && ((op === 'at_least' && than.value === 1) || (op === 'more_than' && than.value === 0))

function otherPhrase(filter: CheckedFilter, context: PhraseContext): string {
  const phrase = phraseFilter(filter, context)
  if (filter.kind === 'metric')
    return filter.not || isNone(filter) ? `with ${phrase}`.replace('with no ', 'without ') : `with ${phrase}`
  if (filter.kind !== 'field' || filter.op !== 'is') return phrase
  const place = places[filter.field.name]
  return place
    ? phrase.replace(`${lowered(filter.field.label)} `, `${place} `).replace(`${place} not`, `not ${place}`)
    : phrase
}

const places: Readonly<Record<string, string>> = {
  'customer.city': 'in',
  'customer.region': 'in',
  'customer.country': 'in',
  'customer.owner': 'looked after by',
  'order.store': 'at',
}

function measureReading(plan: CheckedMeasurePlan, context: PhraseContext): string {
  const numbers = joined(plan.measures.map((measure) => measureWords(measure, plan, context)))
  const dimensions = plan.by.length > 0 ? ` by ${joined(plan.by.map((dimension) => lowered(dimension.label)))}` : ''
  const period = describesPeriod(plan) ? `, ${describePeriod(plan.period.period, context.today, context.rules)}` : ''
  const counts = countsCustomers(plan)
  const conditions =
    counts || plan.where.length === 0 ? '' : `: ${subjectOf('', plan.where, context).replace(/^, | who /, '')}`
  return capital(`${numbers}${dimensions}${period}${conditions}`)
}

const countsCustomers = ({ measures }: CheckedMeasurePlan): boolean =>
  measures.length === 1 && measures[0]?.kind === 'metric' && measures[0].metric.name === 'customers'

function measureWords(measure: CheckedMeasure, plan: CheckedMeasurePlan, context: PhraseContext): string {
  if (!countsCustomers(plan)) return lowered(measure.label)
  return `number of ${subjectOf('customers', [...plan.where, ...measure.where], context)}`
}

/** Whether the plan's period is that of a number that has a day; then also all time is worth saying. */
function describesPeriod(plan: CheckedMeasurePlan): boolean {
  return plan.measures.some((measure) => {
    const dated = measure.kind === 'aggregate' ? measure.entity.day !== null : measure.grain.day !== null
    return measure.period === null
      ? dated && plan.period.period.kind === 'all'
      : measure.period.period === plan.period.period
  })
}

/** The words used with what they mean here, the days they cover, and what to keep in mind. */
export function notesOn(plan: CheckedPlan, context: PhraseContext): readonly Note[] {
  if (plan.kind === 'why') return [definition(capital(plan.segment.label), plan.segment.meaning, context.rules)]
  if (plan.kind !== 'list' && plan.kind !== 'measure') return []
  return unique([...definitions(plan, context), ...dates(plan, context), ...unfinished(plan, context)])
}

function definitions(plan: CheckedList | CheckedMeasurePlan, { rules }: PhraseContext): readonly Note[] {
  const { metrics, segments, fields } = partsOf(plan)
  return [
    ...segments.map(({ segment, percent, category }) =>
      definition(capital(category === null ? segment.label : `${segment.label} of ${category}`), segment.meaning, {
        ...rules,
        topPercent: percent,
      }),
    ),
    ...metrics.map(({ label, meaning }) => definition(label, meaning, rules)),
    ...fields.filter(({ alias }) => alias === 's').map(({ label, meaning }) => definition(label, meaning, rules)),
  ]
}

const definition = (label: string, meaning: string, rules: ShopRules): Note => ({
  kind: 'definition',
  text: `${label}: ${fill(meaning, rules)}`,
})

/** A meaning with the shop's own numbers in it. */
export function fill(meaning: string, rules: ShopRules): string {
  const numbers: Readonly<Record<string, number>> = {
    top_percent: rules.topPercent,
    due_gaps: rules.dueGaps,
    lapsed_gaps: rules.lapsedGaps,
    minimum_gap_days: rules.minimumGapDays,
    default_gap_days: rules.defaultGapDays,
  }
  return meaning.replace(/:([a-z_]+)/g, (whole, name: string) =>
    name in numbers ? writeNumber(numbers[name] ?? 0) : whole,
  )
}

function dates(plan: CheckedList | CheckedMeasurePlan, { today, rules }: PhraseContext): readonly Note[] {
  const bounded = partsOf(plan).periods.filter(({ stretch }) => stretch.from !== null || stretch.to !== null)
  return bounded.map(({ period }) => ({ kind: 'period', text: `Dates: ${describePeriod(period, today, rules)}.` }))
}

/** The last bucket of a breakdown over time is often a part of one. */
function unfinished(plan: CheckedList | CheckedMeasurePlan, { today }: PhraseContext): readonly Note[] {
  const time = plan.kind === 'measure' ? plan.by.find((dimension) => dimension.kind === 'time') : undefined
  if (time?.kind !== 'time' || plan.kind !== 'measure') return []
  const reachesToday = plan.measures.some(
    ({ period }) => period === null || period.stretch.to === null || addDays(period.stretch.to, -1) >= today,
  )
  if (!reachesToday || time.grain === 'day') return []
  return [{ kind: 'caveat', text: `The last ${time.grain} is not over: figures up to ${writeDay(today)}.` }]
}

function unique(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()]
}
