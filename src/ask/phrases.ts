import type { Field, Segment } from '../catalog/types.ts'
import { writeMoney, writeNumber, writePercent } from './amounts.ts'
import { writeMonthDay } from './birthday-text.ts'
import type { CheckContext } from './check.ts'
import type {
  CheckedClause,
  CheckedFieldFilter,
  CheckedFilter,
  CheckedMetric,
  CheckedMetricFilter,
  CheckedSegmentFilter,
} from './checked.ts'
import { phraseMovement, phrasePast } from './movement-phrases.ts'
import { phraseOrderPlace } from './order-places.ts'
import type { Period } from './period.ts'
import { describePeriod, writeDay } from './period-text.ts'
import type { Comparison } from './plan.ts'
import { capital, lowered } from './wording.ts'

/** What phrases need to know: the shop's calendar, currency and numbers, and today. */
export type PhraseContext = Pick<CheckContext, 'today' | 'rules'> & {
  /** The names behind references, by field and value: `product.product KI-1043`. */
  readonly names?: ReadonlyMap<string, string>
}

/** A period without its dates, which stand in a note of their own: "last month", "Black Friday 2025". */
export function periodName(period: Period, { today, rules }: PhraseContext): string {
  return describePeriod(period, today, rules).replace(/ \([^()]*\)$/, '')
}

/** The same as a part of a sentence: "in 2025", "on Black Friday 2025", "since Oct 1, 2026", "last month". */
export function duringPeriod(period: Period, context: PhraseContext): string {
  const name = periodName(period, context)
  if (/^(last|this|next|since|before|after|from|up to|yesterday|today|tomorrow|all time|no days|on)\b/.test(name))
    return name
  if (/^[A-Z][a-z]{2} \d/.test(name)) return name.includes(' – ') ? `from ${name.replace(' – ', ' to ')}` : `on ${name}`
  return `${/\b(Day|Eve|[A-Z][a-z]+day|Easter|Christmas)\b/.test(name) ? 'on' : 'in'} ${name}`
}

/** Conditions in a few words: "City Chicago or Evanston, lapsed, at least 2 orders". */
export function phraseClauses(clauses: readonly CheckedClause[], context: PhraseContext): string {
  return clauses.map((clause) => clause.any.map((filter) => phraseFilter(filter, context)).join(' or ')).join(', ')
}

export function phraseFilter(filter: CheckedFilter, context: PhraseContext): string {
  switch (filter.kind) {
    case 'field':
      return phraseField(filter, context)
    case 'segment':
      return phraseSegment(filter, context)
    case 'movement':
      return phraseMovement(filter, context)
    case 'metric':
      return phraseMetric(filter, context)
    default:
      return filter satisfies never
  }
}

function phraseField(filter: CheckedFieldFilter, context: PhraseContext): string {
  const { field, op, values, not } = filter
  const place = phraseOrderPlace(filter)
  if (place !== null) return place
  const written = filter.said ?? shortened(values.map((value) => writeValue(value, field, context)))
  const no = not ? 'not ' : ''
  switch (op) {
    case 'missing':
      return phraseMissing(filter)
    case 'is':
      if (field.type === 'boolean') return phraseBoolean(filter)
      if (filter.said) return `${no}${written.join(not ? ' nor ' : ' or ')}`
      return `${lowered(field.label)} ${no}${written.join(not ? ' nor ' : ' or ')}`
    case 'contains':
      return `${lowered(field.label)} ${no}containing ${values.map((value) => `“${value}”`).join(' or ')}`
    case 'in':
      return `${lowered(field.label)} ${no}${dayPhrase(filter, context)}`
    default:
      if (field.name === 'order.number' && op === 'equals' && !not) return `${nth(Number(values[0]))} orders`
      return `${lowered(field.label)} ${no}${compared(op, written, field.type === 'date')}${field.unit ? ` ${field.unit}` : ''}`
  }
}

/** “Without birthday”; of a consent a no is on record too, and “without consent” is what a no means. */
function phraseMissing({ field, not }: CheckedFieldFilter): string {
  const label = lowered(field.label)
  if (/consent$/.test(field.label)) return not ? `yes or no on record for ${label}` : `nothing on record for ${label}`
  return `${not ? 'with' : 'without'} ${label}`
}

const firstFew = ['first', 'second', 'third', 'fourth', 'fifth']

/** "Second", "21st". */
function nth(number: number): string {
  const tens = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return firstFew[number - 1] ?? `${number}${tens}`
}

/** A long list by its beginning: a reading is one line. */
const shortened = (values: readonly string[]): readonly string[] =>
  values.length <= longestList ? values : [...values.slice(0, 3), `${writeNumber(values.length - 3)} others`]

const longestList = 12

/** When; a birthday has no year. */
function dayPhrase({ field, period }: CheckedFieldFilter, context: PhraseContext): string {
  const when = period ? duringPeriod(period.period, context) : ''
  return field.type === 'monthday' ? when.replace(/,? \d{4}/g, '') : when
}

/** "with e-mail", "without e-mail consent", "discounted", "e-mail consent no". */
function phraseBoolean({ field, values, not }: CheckedFieldFilter): string {
  const yes = values[0] === true
  const owned = /^Has |consent$/.test(field.label)
  const label = lowered(field.label.replace(/^Has /, ''))
  if (owned && yes) return `${not ? 'without' : 'with'} ${label}`
  if (owned && !not) return field.label.startsWith('Has ') ? `without ${label}` : `${label} no`
  return yes === !not ? label : `not ${label}`
}

function phraseSegment(filter: CheckedSegmentFilter, { rules }: PhraseContext): string {
  if (filter.on) return phrasePast(filter)
  const { segment, percent, category, not } = filter
  const share =
    segment.takes.includes('percent') && percent !== rules.topPercent ? ` (top ${writeNumber(percent)} %)` : ''
  const of = category === null ? '' : ` of ${category}`
  const within = segment.saved && !namesPeople(segment) ? `in the segment ${segment.label}` : segment.label
  return `${not ? 'not ' : ''}${within}${of}${share}`
}

/** Whether the label reads as a word for customers: "top customers", "Chicago VIPs", but not "Big in Chicago". */
export const namesPeople = ({ label, saved }: Segment): boolean =>
  saved
    ? /\p{L}[^\s]*[^s]s$|\b(people|folk)$/iu.test(label)
    : /(customers|buyers|prospects|connectors|referrers|users|champions|loyalists)$/.test(label)

function phraseMetric(filter: CheckedMetricFilter, context: PhraseContext): string {
  const { metric, than, not } = filter
  const facts = phraseFacts(metric, context)
  const prefix = not ? 'not ' : ''
  if (than.kind === 'value') {
    if (isNone(filter)) return `${prefix}no ${facts}`
    if (isSome(filter)) return not ? `no ${facts}` : facts
    const values = [than.value, ...(filter.op === 'between' && than.upper !== null ? [than.upper] : [])]
    return `${prefix}${compared(
      filter.op,
      values.map((value) => writeAmount(value, metric.metric.type, context)),
      false,
    )} ${facts}`
  }
  const times = than.times === 1 ? '' : `${writeNumber(than.times)} × `
  const other = than.kind === 'average' ? 'the average' : phraseFacts(than.metric, context)
  return `${prefix}${facts} ${compared(filter.op, [`${times}${other}`], false)}`
}

/** "never bought": a count that is to be 0. */
export function isNone({ op, than, metric }: CheckedMetricFilter): boolean {
  if (than.kind !== 'value' || metric.metric.empty !== 0) return false
  return (
    (than.value === 0 && (op === 'equals' || op === 'at_most')) ||
    (op === 'less_than' && than.value === 1 && metric.metric.type === 'number')
  )
}

/** "bought", "has a note": a count that is to be at least 1, or a sum over 0. */
export function isSome({ op, than, metric }: CheckedMetricFilter): boolean {
  if (than.kind !== 'value' || metric.metric.empty !== 0) return false
  return (
    (op === 'at_least' && than.value === 1 && metric.metric.type === 'number') ||
    (op === 'more_than' && than.value === 0)
  )
}

export function phraseFacts(metric: CheckedMetric, context: PhraseContext): string {
  const parts = [phraseClauses(metric.where, context), metric.period ? periodName(metric.period.period, context) : '']
  const narrowed = parts.filter((part) => part !== '').join(', ')
  return `${lowered(metric.metric.label)}${narrowed ? ` (${narrowed})` : ''}`
}

/** "at least 5", "over $3,000", "after Nov 1, 2026", "5 to 10". */
export function compared(op: Comparison, values: readonly string[], ofDays: boolean): string {
  const [value = '', upper = ''] = values
  switch (op) {
    case 'equals':
      return ofDays ? `on ${value}` : `exactly ${value}`
    case 'more_than':
      return `${ofDays ? 'after' : 'over'} ${value}`
    case 'at_least':
      return `${ofDays ? 'since' : 'at least'} ${value}`
    case 'less_than':
      return `${ofDays ? 'before' : 'under'} ${value}`
    case 'at_most':
      return `${ofDays ? 'up to' : 'at most'} ${value}`
    case 'between':
      return `${value} to ${upper}`
    default:
      return op satisfies never
  }
}

export function writeAmount(
  value: number,
  type: 'number' | 'money' | 'percent' | 'date',
  { rules }: PhraseContext,
): string {
  if (type === 'money') return writeMoney(value, rules.currency, true)
  return type === 'percent' ? writePercent(value) : writeNumber(value)
}

function writeValue(value: string | number | boolean, field: Field, context: PhraseContext): string {
  const known = context.names?.get(`${field.name} ${value}`)
  if (known !== undefined) return known
  if (field.type === 'date' && typeof value === 'string') return writeDay(value)
  if (field.type === 'monthday' && typeof value === 'string') return writeMonthDay(value)
  if (typeof value === 'number')
    return writeAmount(value, field.type === 'money' || field.type === 'percent' ? field.type : 'number', context)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return field.values && field.values !== 'database' ? capital(value).replaceAll('_', ' ') : value
}
