import type { Period } from '../../../src/ask/period.ts'
import type {
  Clause,
  Comparison,
  FieldFilter,
  Filter,
  MetricFilter,
  MovementFilter,
  SegmentFilter,
  SimpleFilter,
} from '../../../src/ask/plan.ts'
import { daysLater, daysMeant, type Stretch } from './calendar.ts'
import { attributeKeys } from './database.ts'
import { compare, type Fraction, fraction, over, times, total, weigh, written, zero } from './fraction.ts'
import {
  attribute,
  fieldMeanings,
  type MetricMeaning,
  metricMeanings,
  type SegmentMeaning,
  segmentMeanings,
  type Value,
} from './meanings.ts'
import type { Saved, Stay } from './shop.ts'
import { groupBy, type Row, type World } from './world.ts'

/** Which rows a plan's conditions keep, and what a metric is over the facts of one subject. */

/** A row's value of a field; its values where it may have several. */
export function read(field: string, row: Row, world: World): Value | readonly Value[] {
  const found = reader(field)(row, world)
  if (found === undefined) throw new Error(`${field} is out of reach of a row of ${Object.keys(row).join(', ')}`)
  return found
}

function reader(field: string): (typeof fieldMeanings)[string] {
  if (field.startsWith('customer.attribute.')) {
    const key = field.slice('customer.attribute.'.length)
    return attribute(
      key,
      attributeKeys.some((one) => one.key === key && one.numeric),
    )
  }
  const meaning = fieldMeanings[field]
  if (!meaning) throw new Error(`No meaning is written for the field ${field}`)
  return meaning
}

export const isNumber = (value: Value): value is Fraction => typeof value === 'object' && value !== null

export function allHold(clauses: readonly Clause[], row: Row, world: World): boolean {
  return clauses.every(({ any }) => any.some((filter) => holds(filter, row, world)))
}

export function holds(filter: Filter, row: Row, world: World): boolean {
  return isMet(filter, row, world) !== filter.not
}

function isMet(filter: Filter, row: Row, world: World): boolean {
  switch (filter.kind) {
    case 'field':
      return fieldIsMet(filter, row, world)
    case 'segment':
      return filter.on ? wasIn(filter.segment, filter.on, row, world) : isIn(filter, row, world)
    case 'movement':
      return hasMoved(filter, row, world)
    case 'metric':
      return metricIsMet(filter, row, world)
    default:
      return filter satisfies never
  }
}

function fieldIsMet(filter: FieldFilter, row: Row, world: World): boolean {
  const found = read(filter.field, row, world)
  const several = typeof found === 'object' && found !== null && 'length' in found
  const values = (several ? found : [found]).filter((value) => value !== null)
  if (filter.op === 'missing') return values.length === 0
  return values.some((value) => valueIsMet(filter, value, world))
}

function valueIsMet(filter: FieldFilter, value: NonNullable<Value>, world: World): boolean {
  const { op, values, period, field } = filter
  if (op === 'in' && field === 'customer.birthday') return typeof value === 'string' && comesRound(value, period, world)
  if (op === 'in') return typeof value === 'string' && isWithin(value, period, world)
  if (op === 'contains')
    return typeof value === 'string' && values.some((part) => plain(value).includes(plain(String(part))))
  if (op === 'is') return values.some((wanted) => same(value, wanted, field))
  const [first, second] = values.map((wanted) => (isNumber(value) ? written(Number(wanted)) : String(wanted)))
  if (op === 'missing' || first === undefined) return false
  const order = (wanted: Fraction | string): number => inOrder(value, wanted)
  if (op === 'between')
    return (
      second !== undefined &&
      isBetween(order(first), order(second), field === 'customer.birthday' && inOrder(first, second) > 0)
    )
  return compares(op, order(first))
}

/** Whether the birthday falls on one of the days; that of a leap day on 28 February where there is no other. */
function comesRound(birthday: string, period: Period | null, world: World): boolean {
  const { from, to } = daysMeant(period ?? { kind: 'all' }, world.shop.today, world.shop.settings)
  if (from === null || to === null) return true
  for (let day = from, count = 0; day < to && count < 400; day = daysLater(day, 1), count++) {
    const instead = day.endsWith('02-28') && daysLater(day, 1).endsWith('03-01') ? '02-29' : null
    if (day.slice(5) === birthday || instead === birthday) return true
  }
  return false
}

/** The ends included; a stretch of birthdays may go round the end of the year. */
const isBetween = (fromFirst: number, fromSecond: number, wraps: boolean): boolean =>
  wraps ? fromFirst >= 0 || fromSecond <= 0 : fromFirst >= 0 && fromSecond <= 0

function compares(op: Exclude<Comparison, 'between'>, order: number): boolean {
  return { equals: order === 0, more_than: order > 0, at_least: order >= 0, less_than: order < 0, at_most: order <= 0 }[
    op
  ]
}

function same(value: NonNullable<Value>, wanted: string | number | boolean, field: string): boolean {
  if (isNumber(value)) return compare(value, written(Number(wanted))) === 0
  if (field === 'customer.tag') return String(value).toLowerCase() === String(wanted).toLowerCase()
  return value === wanted
}

/** Numbers by size; text and days by code point, false before true. */
export function inOrder(a: NonNullable<Value>, b: NonNullable<Value>): number {
  if (isNumber(a) && isNumber(b)) return compare(a, b)
  const [left, right] = [String(a), String(b)]
  return left === right ? 0 : left < right ? -1 : 1
}

export const weighed = (a: NonNullable<Value>, b: NonNullable<Value>): number =>
  isNumber(a) && isNumber(b) ? weigh(a, b) : inOrder(a, b)

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

export function isWithin(day: string, period: Period | null, world: World): boolean {
  const { from, to } = period === null ? { from: null, to: null } : stretchOf(period, world)
  return (from === null || day >= from) && (to === null || day < to)
}

const stretches = new WeakMap<Period, { readonly world: World; readonly stretch: Stretch }>()
export function stretchOf(period: Period, world: World): Stretch {
  const known = stretches.get(period)
  if (known?.world === world) return known.stretch
  const stretch = daysMeant(period, world.shop.today, world.shop.settings)
  stretches.set(period, { world, stretch })
  return stretch
}

export function isIn(filter: Pick<SegmentFilter, 'segment' | 'percent' | 'category'>, row: Row, world: World): boolean {
  const saved = world.shop.saved?.find(({ name }) => name === filter.segment)
  const meaning = saved ? savedMeaning(saved) : segmentMeanings[filter.segment]
  if (!meaning) throw new Error(`No meaning is written for the segment ${filter.segment}`)
  if (row.customer === undefined)
    throw new Error(`Segments are out of reach of a row of ${Object.keys(row).join(', ')}`)
  return (
    row.customer !== null &&
    meaning(row.customer, world, filter.percent ?? world.shop.settings.topPercent, filter.category)
  )
}

/** Whoever meets the clauses today, or is on the list today; of those who are customers at all. */
const savedMeaning =
  (saved: Saved): SegmentMeaning =>
  (customer, world) => {
    const row = world.rows('customer').find((each) => each.customer?.id === customer.id)
    if (!row) return false
    if (saved.kind === 'rule') return allHold(saved.where, row, world)
    const { today } = world.shop
    return saved.members.some(
      ({ customer_id, valid_from, valid_to }) =>
        customer_id === customer.id && valid_from <= today && (valid_to === null || valid_to > today),
    )
  }

/** The stays of the row's customer in the segment that have begun. */
function staysIn(segment: string, row: Row, world: World): readonly Stay[] {
  const { histories, stays, today } = world.shop
  const id = histories.find((history) => history.segment === segment)?.segment_id
  return stays.filter(
    (stay) => stay.segment_id === id && stay.customer_id === row.customer?.id && stay.valid_from <= today,
  )
}

const wasIn = (segment: string, day: string, row: Row, world: World): boolean =>
  day === world.shop.today
    ? isIn({ segment, percent: null, category: null }, row, world)
    : heldOn(segment, day, row, world)

const heldOn = (segment: string, day: string, row: Row, world: World): boolean =>
  staysIn(segment, row, world).some(
    ({ valid_from, valid_to }) => valid_from <= day && (valid_to === null || valid_to > day),
  )

function hasMoved({ from, to, period }: MovementFilter, row: Row, world: World): boolean {
  const { today } = world.shop
  const inPeriod = (day: string | null): boolean => day !== null && day <= today && isWithin(day, period, world)
  if (from !== null && to !== null) {
    const stretch = stretchOf(period, world)
    const before = daysLater(stretch.from ?? today, -1)
    return heldOn(from, before, row, world) && heldOn(to, lastDayOf(stretch, today), row, world)
  }
  if (to !== null)
    return staysIn(to, row, world).some(({ valid_from }) => valid_from !== '-infinity' && inPeriod(valid_from))
  return from !== null && staysIn(from, row, world).some(({ valid_to }) => inPeriod(valid_to))
}

/** The last day of it that has come. */
export function lastDayOf({ to }: Stretch, today: string): string {
  const last = to === null ? today : daysLater(to, -1)
  return last > today ? today : last
}

/** A metric by name, with the conditions on its facts and the stretch they fall in. */
export interface Measured {
  readonly metric: string
  readonly where: readonly Clause[]
  readonly period: Period
}

export function meaningOf(name: string): MetricMeaning {
  const meaning = metricMeanings[name]
  if (!meaning) throw new Error(`No meaning is written for the metric ${name}`)
  return meaning
}

export const emptyOf = (metric: string): Value => (meaningOf(metric).empty === 0 ? zero : null)

/** `overTime`: what lasts is looked at in each bucket and not at the end of the period. */
export function factsOf({ metric, where, period }: Measured, world: World, overTime = false): readonly Row[] {
  const { entity, counts, day, holdsOn } = meaningOf(metric)
  return world.rows(entity).filter((row) => {
    if (!counts(row, world) || !allHold(where, row, world)) return false
    if (holdsOn) return overTime || holdsOn(row, lastDayOf(stretchOf(period, world), world.shop.today))
    if (isUnbounded(period)) return true
    const on = day?.(row, world) ?? null
    return on !== null && isWithin(on, period, world)
  })
}

/** Then what has no day is in it too. */
const isUnbounded = (period: Period): boolean =>
  period.kind === 'all' || (period.kind === 'between' && period.from === null && period.to === null)

export type Subject =
  | 'customer'
  | 'product'
  | 'order'
  | 'campaign'
  | 'category'
  | 'store'
  | 'staff'
  | 'interaction'
  | 'case'
  | 'note'
  | 'follow_up'

/** Null for nobody: a walk-in, a product without a category. Stores and staff are those the row is nearest to. */
export function subjectOf(subject: Subject, row: Row): number | null {
  if (subject === 'store' && row.store === undefined)
    return row.order ? row.order.store_id : ofCustomer('store_id', row)
  if (subject === 'staff' && row.staff === undefined) return colleagueOf(row)
  const found = row[subject]
  if (found === undefined) throw new Error(`A ${subject} is out of reach of a row of ${Object.keys(row).join(', ')}`)
  return found === null ? null : found.id
}

/** Who has the fact; for facts that are nobody's, who looks after the customer. */
function colleagueOf(row: Row): number | null {
  if (row.interaction) return row.interaction.staff_id
  if (row.case) return row.case.staff_id
  if (row.follow_up) return row.follow_up.assigned_to
  return row.note ? row.note.author_id : ofCustomer('owner_id', row)
}

function ofCustomer(key: 'store_id' | 'owner_id', row: Row): number | null {
  if (row.customer === undefined)
    throw new Error(`Nobody's ${key} is in reach of a row of ${Object.keys(row).join(', ')}`)
  return row.customer?.[key] ?? null
}

/** The metric of each subject that has any such facts. */
export function metricBySubject(subject: Subject, measured: Measured, world: World): ReadonlyMap<number, Value> {
  const facts = factsOf(measured, world).filter((row) => subjectOf(subject, row) !== null)
  const { compute } = meaningOf(measured.metric)
  return new Map(
    [...groupBy(facts, (row) => subjectOf(subject, row) ?? 0)].map(([id, own]) => [id, compute(own, world)]),
  )
}

const known = new WeakMap<World, Map<string, ReadonlyMap<number, Value>>>()
function remembered(subject: Subject, measured: Measured, world: World): ReadonlyMap<number, Value> {
  const inWorld = known.get(world) ?? new Map<string, ReadonlyMap<number, Value>>()
  known.set(world, inWorld)
  const key = JSON.stringify([subject, measured])
  const before = inWorld.get(key) ?? metricBySubject(subject, measured, world)
  inWorld.set(key, before)
  return before
}

export const clausesOf = (filters: readonly SimpleFilter[]): readonly Clause[] =>
  filters.map((filter) => ({ any: [filter] }))

/** Whoever has no facts has 0 of what is counted and added, and nothing of the rest. */
function metricIsMet(filter: MetricFilter, row: Row, world: World): boolean {
  const id = subjectOf(filter.of, row)
  if (id === null) return false
  const measured = {
    metric: filter.metric,
    where: clausesOf(filter.where),
    period: filter.period ?? { kind: 'all' as const },
  }
  const all = remembered(filter.of, measured, world)
  const value = all.get(id) ?? emptyOf(filter.metric)
  const [bound, upper] = boundsOf(filter, id, all, world)
  if (value === null || bound === null) return false
  if (filter.op === 'between') return upper !== null && weighed(value, bound) >= 0 && weighed(value, upper) <= 0
  return compares(filter.op, weighed(value, bound))
}

function boundsOf(
  { of, than }: MetricFilter,
  id: number,
  all: ReadonlyMap<number, Value>,
  world: World,
): readonly [Value, Value] {
  switch (than.kind) {
    case 'value':
      return [written(than.value), than.upper === null ? null : written(than.upper)]
    case 'average': {
      const average = averageOf([...all.values()].filter(isNumber))
      return [average === null ? null : times(average, written(than.times)), null]
    }
    case 'metric': {
      const other = remembered(
        of,
        { metric: than.metric, where: clausesOf(than.where), period: than.period ?? { kind: 'all' } },
        world,
      )
      const value = other.get(id) ?? emptyOf(than.metric)
      return [isNumber(value) ? times(value, written(than.times)) : value, null]
    }
    default:
      return than satisfies never
  }
}

export const averageOf = (list: readonly Fraction[]): Fraction | null => over(total(list), fraction(list.length))
