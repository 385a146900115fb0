import type { Segment } from '../catalog/types.ts'
import { writeNumber } from './amounts.ts'
import type {
  CheckedClause,
  CheckedCohorts,
  CheckedDimension,
  CheckedFilter,
  CheckedList,
  CheckedMeasure,
  CheckedMeasurePlan,
  CheckedMetricFilter,
  CheckedOrder,
  CheckedPlan,
} from './checked.ts'
import { comparisonIn } from './comparison-reading.ts'
import { ownPhrases } from './movement-phrases.ts'
import { describePeriod } from './period-text.ts'
import {
  compared,
  duringPeriod,
  isNone,
  isSome,
  namesPeople,
  type PhraseContext,
  periodName,
  phraseClauses,
  phraseFilter,
  writeAmount,
} from './phrases.ts'
import { capital, joined, lowered } from './wording.ts'

/** What a plan asks for, in one line: "Top customers who have lapsed, by spend". */
export function reading(plan: CheckedPlan, context: PhraseContext): string {
  switch (plan.kind) {
    case 'list':
      return listReading(plan, context)
    case 'measure':
      return measureReading(plan, context)
    case 'cohorts':
      return cohortsReading(plan, context)
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

/** "Share of customers who bought again, by month of their first purchase" */
function cohortsReading({ grain, show, where, period }: CheckedCohorts, context: PhraseContext): string {
  const what = {
    share: `share that bought again by ${grain}`,
    customers: `customers who bought again by ${grain}`,
    spend: `spend by ${grain}`,
  }
  const began = period.period.kind === 'all' ? '' : ` ${duringPeriod(period.period, context)}`
  const subject = subjectOf('customers', where, context)
  return capital(`${what[show]}, of ${subject} by ${grain} of first purchase${began}`)
}

/** “Customers, in Chicago”: who meets the conditions. */
export const customersWho = (where: readonly CheckedClause[], context: PhraseContext): string =>
  capital(subjectOf('customers', where, context))

function listReading(plan: CheckedList, context: PhraseContext): string {
  const one = onePerson(plan, context)
  if (one !== null) return one
  const subject = subjectOf(plan.entity.plural, plan.where, context)
  const { limit } = plan
  const order = plan.order[0]
  if (limit?.percent) return capital(`the first ${writeNumber(limit.percent)} % of ${subject}${byWhat(order, context)}`)
  if (limit?.count && limit.per) {
    return capital(
      `${subject}: the first ${limit.count > 1 ? `${limit.count} ` : ''}of each ${lowered(limit.per.label)}${byWhat(order, context)}`,
    )
  }
  if (limit?.count && order) {
    const head = `${limit.count === 1 ? '' : `${limit.count} `}${subject}${subject.includes(', ') ? ',' : ''}`
    return capital(
      `${head} with the ${extreme(order, context)}${limit.offset > 0 ? `, after the first ${limit.offset}` : ''}`,
    )
  }
  if (limit?.count) return capital(`${limit.count} ${subject}`)
  return capital(`${subject}${byWhat(order, context)}`)
}

/** A list that one customer is asked for by name: "Ana Silva: last order". */
function onePerson({ entity, where, columns }: CheckedList, context: PhraseContext): string | null {
  const [only] = where.length === 1 ? (where[0]?.any ?? []) : []
  if (entity.name !== 'customer' || only?.kind !== 'field' || only.field.name !== 'customer.customer') return null
  if (only.op !== 'is' || only.not || where[0]?.any.length !== 1) return null
  const names = only.values.map((value) => context.names?.get(`customer.customer ${value}`) ?? String(value))
  const companions = new Set(columns.map((column) => (column.kind === 'field' ? column.field.companion : undefined)))
  const asked = columns
    .filter((column, at) => at > 0 && (column.kind !== 'field' || !companions.has(column.field.name)))
    .map((column) => lowered(column.kind === 'field' ? column.field.label : column.label))
  return `${joined(names)}${asked.length > 0 ? `: ${joined(asked)}` : ''}`
}

type Ordered = CheckedOrder<CheckedList['columns'][number]>

function labelOf({ by }: Ordered, context: PhraseContext): string {
  if (by.kind === 'field') return lowered(by.field.label)
  // When somebody moved is in the subject already.
  const isMove = by.kind === 'metric' && by.grain.entity === 'stay'
  const period = by.period && !isMove ? duringPeriod(by.period.period, context) : ''
  // A label that had to be told from another one holds the period already: "revenue (Q3 2026)".
  const told = by.period !== null && by.label.includes(periodName(by.period.period, context))
  return `${lowered(by.label)}${period === '' || told ? '' : ` ${period}`}`
}

const byWhat = (order: Ordered | undefined, context: PhraseContext): string =>
  order ? `, by ${labelOf(order, context)}${order.direction === 'asc' ? ', lowest first' : ''}` : ''

function extreme(order: Ordered, context: PhraseContext): string {
  const type = order.by.kind === 'field' ? order.by.field.type : order.by.type
  const words = type === 'date' ? ['latest', 'earliest'] : ['highest', 'lowest']
  return `${order.direction === 'desc' ? words[0] : words[1]} ${labelOf(order, context)}`
}

/** The rows meant: "top customers who have lapsed and never bought Hose, in Chicago". */
function subjectOf(plural: string, where: readonly CheckedClause[], context: PhraseContext): string {
  const ofCustomers = plural === 'customers'
  const single = where.flatMap(({ any }) => (any.length === 1 ? any : []))
  const noun = ofCustomers
    ? single.find((filter) => filter.kind === 'segment' && !filter.not && !filter.on && namesPeople(filter.segment))
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

const asSubject = (segment: Segment): string => {
  if (namesPeople(segment)) return `one of the ${segment.label}`
  return segment.saved ? `in the segment ${segment.label}` : segment.label
}

/** What a customer did or is, to stand behind "who"; null for what reads better otherwise. */
function whoPhrase(filter: CheckedFilter, context: PhraseContext): string | null {
  if (filter.kind === 'metric') return campaignPhrase(filter, context) ?? boughtPhrase(filter, context)
  if (filter.kind === 'movement' || (filter.kind === 'segment' && filter.on)) return phraseFilter(filter, context)
  if (filter.kind !== 'segment') return null
  const label = phraseFilter({ ...filter, not: false }, context).replace(/^stage /, 'in stage ')
  const own = ownPhrases[filter.segment.name]
  if (own) return filter.not ? own[1] : own[0]
  return `are ${filter.not ? 'not ' : ''}${label}`
}

/** "are on campaign Autumn Letter, responded" */
function campaignPhrase({ metric, not, ...filter }: CheckedMetricFilter, context: PhraseContext): string | null {
  if (metric.metric.name !== 'recipients' || !isSome({ metric, not, ...filter })) return null
  const which = phraseClauses(metric.where, context)
  return `are ${not ? 'not ' : ''}on ${which.startsWith('campaign') ? which : ['a campaign', which].filter((part) => part !== '').join(', ')}`
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
  'customer.tag': 'tagged',
  'order.store': 'at',
}

function measureReading(plan: CheckedMeasurePlan, context: PhraseContext): string {
  const comparison = comparisonIn(plan, context)
  const numbers = comparison?.number ?? joined(plan.measures.map((measure) => measureWords(measure, plan, context)))
  const dimensions = plan.by.length > 0 ? ` by ${joined(plan.by.map(byWords))}` : ''
  const period = comparison
    ? `, ${comparison.when}`
    : describesPeriod(plan)
      ? `, ${describePeriod(plan.period.period, context.today, context.rules)}`
      : ''
  const counts = countsCustomers(plan)
  const conditions =
    counts || plan.where.length === 0
      ? ''
      : `: ${subjectOf('', plan.where, context)
          .replace(/^, | who /, '')
          .replace(/^customer /, '')}`
  return capital(`${numbers}${dimensions}${period}${conditions}${kept(plan, context)}`)
}

/** Which groups are kept: "only over 1,000 orders", "the 3 highest". */
function kept(plan: CheckedMeasurePlan, context: PhraseContext): string {
  const bars = plan.having.map(({ measure, op, value, upper }) => {
    const values = [value, ...(op === 'between' && upper !== null ? [upper] : [])]
    const type = measure.type === 'money' || measure.type === 'percent' ? measure.type : 'number'
    const amounts = values.map((each) => writeAmount(each, type, context))
    return `${compared(op, amounts, false)} ${lowered(measure.label)}`
  })
  const only = bars.length > 0 ? `, only with ${joined(bars)}` : ''
  return `${only}${first(plan)}`
}

function first({ limit, order, by }: CheckedMeasurePlan): string {
  const [ranked] = order
  if (!limit?.count || ranked === undefined || by.length === 0) return ''
  const end = ranked.direction === 'desc' ? 'highest' : 'lowest'
  const each = limit.per ? ` of each ${lowered(limit.per.label)}` : ''
  return `, the ${limit.count === 1 ? '' : `${limit.count} `}${end}${each}`
}

/** A saved label stays as its owner wrote it. */
const byWords = (dimension: CheckedDimension): string =>
  dimension.kind === 'segment' && dimension.segment.saved ? dimension.segment.label : lowered(dimension.label)

const countsCustomers = ({ measures }: CheckedMeasurePlan): boolean =>
  measures.length === 1 && measures[0]?.kind === 'metric' && measures[0].metric.name === 'customers'

function measureWords(measure: CheckedMeasure, plan: CheckedMeasurePlan, context: PhraseContext): string {
  if (measure.kind === 'change') return changeWords(measure, context)
  if (!countsCustomers(plan)) return lowered(measure.label)
  return `number of ${subjectOf('customers', [...plan.where, ...measure.where], context)}`
}

/** "growth of revenue this year so far over a year earlier" */
function changeWords(
  { label, period, baseline }: Extract<CheckedMeasure, { kind: 'change' }>,
  context: PhraseContext,
): string {
  const when = period && !label.includes('(') ? ` ${duringPeriod(period.period, context)}` : ''
  const before =
    baseline.kind === 'period'
      ? periodName(baseline.period.period, context)
      : `${baseline.count === 1 ? 'a' : baseline.count} ${baseline.unit}${baseline.count === 1 ? '' : 's'} earlier`
  return `${lowered(label)}${when} over ${before}`
}

/** Whether the plan's period is that of a number that has a day; then also all time is worth saying. */
function describesPeriod(plan: CheckedMeasurePlan): boolean {
  return plan.measures.some((measure) => {
    if (measure.kind === 'change') return false
    const dated = measure.kind === 'aggregate' ? measure.entity.day !== null : measure.grain.day !== null
    return measure.period === null
      ? dated && plan.period.period.kind === 'all'
      : measure.period.period === plan.period.period
  })
}
