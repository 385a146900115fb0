import { z } from 'zod'
import {
  add,
  addDays,
  addMonths,
  type CalendarUnit,
  calendarUnits,
  type Day,
  type Days,
  dayOfMonth,
  daysBetween,
  type Grain,
  grains,
  isDay,
  monthsBetween,
  monthsIn,
  type ShopCalendar,
  startOf,
  unitsIn,
} from './days.ts'
import {
  isWeekly,
  namedDays,
  namedDaysYearsOn,
  type Occurrence,
  occurrences,
  type StretchName,
  stepOf,
  stretchNames,
} from './named-days.ts'

/** Half-open whole days: `from` is in it, `to` is not; null is no bound. */
export interface Stretch {
  readonly from: Day | null
  readonly to: Day | null
}

const edge = z.enum(['within', 'since', 'before', 'after', 'until'])
/**
 * How a plan uses a stretch: the days in it, from its first day on, all days before it, from the day after it on, or
 * all days up to and including its last.
 */
export type Edge = z.infer<typeof edge>

const count = z.int().min(1).max(3660)
const moved = z.int().min(-3660).max(3660)
const shift = z.strictObject({ unit: z.enum(grains), count: moved }).nullable()
/** Moves both ends by so many units; negative is earlier. */
export type Shift = z.infer<typeof shift>

const day = z.string().refine(isDay, 'is not a day. Days are written 2026-10-31.')

/**
 * A period as it stands in a plan: flat JSON, relative where the words are ("last month" saved today is another month
 * in December) and absolute where they are not ("October 2025").
 *
 * - `all`: no bound.
 * - `calendar`: `count` consecutive units, the last of which is `offset` units from the current one (-1 is the one
 *   before). `end` says where that last unit stops: `whole` at its end, even ahead of today; `today` at the day of the
 *   unit that corresponds to today, including it ("so far"); `yesterday` the same without that day.
 * - `rolling`: a stretch that long before today, today left out; with `future`, that long from today on, today included.
 * - `named`: a month, quarter, season, holiday or day of the week by name, without a year.
 * - `between`: absolute days, half-open.
 *
 *     { kind: 'calendar', unit: 'month', offset: -1, count: 1, end: 'whole', edge: 'within', shift: null } // last month
 */
export const periodSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({
    kind: z.literal('calendar'),
    unit: z.enum(calendarUnits),
    offset: moved,
    count,
    end: z.enum(['whole', 'today', 'yesterday']),
    edge,
    shift,
  }),
  z.strictObject({
    kind: z.literal('rolling'),
    unit: z.enum(grains),
    count,
    future: z.boolean(),
    edge,
    shift,
  }),
  z.strictObject({
    kind: z.literal('named'),
    name: z.enum(stretchNames),
    occurrence: z.enum(occurrences),
    edge,
    shift,
  }),
  z.strictObject({ kind: z.literal('between'), from: day.nullable(), to: day.nullable() }),
])
export type Period = Readonly<z.infer<typeof periodSchema>>
type Bound = Exclude<Period, { kind: 'all' | 'between' }>

export const allTime: Period = { kind: 'all' }

/** `calendarPeriod('month', -1)` is last month; `calendarPeriod('month')` is this month, up to and including today. */
export function calendarPeriod(
  unit: CalendarUnit,
  offset = 0,
  options: { count?: number; end?: 'whole' | 'today' | 'yesterday'; edge?: Edge } = {},
): Period {
  const { count = 1, end = offset === 0 ? 'today' : 'whole', edge = 'within' } = options
  return { kind: 'calendar', unit, offset, count, end, edge, shift: null }
}

/** `rollingPeriod('day', 30)` is the 30 days before today. */
export function rollingPeriod(unit: Grain, count: number, options: { future?: boolean; edge?: Edge } = {}): Period {
  const { future = false, edge = 'within' } = options
  return { kind: 'rolling', unit, count, future, edge, shift: null }
}

/** `namedPeriod('march')` is the latest March that has begun. */
export function namedPeriod(name: StretchName, occurrence: Occurrence = 'latest', shift: Shift = null): Period {
  return { kind: 'named', name, occurrence, edge: 'within', shift }
}

/** Absolute and half-open: `between('2026-10-01', '2026-11-01')` is October 2026. */
export function between(from: Day | null, to: Day | null): Period {
  return { kind: 'between', from, to }
}

/**
 * The days of a period, as of `today`.
 *
 * A stretch may be empty (`from` equals `to`): "this month up to yesterday" on the first of the month, and March 30 moved
 * back by a month.
 *
 *     resolve(calendarPeriod('month', -1), '2026-11-16', calendar) // { from: '2026-10-01', to: '2026-11-01' }
 *     resolve(rollingPeriod('day', 30), '2026-11-16', calendar)    // { from: '2026-10-17', to: '2026-11-16' }
 */
export function resolve(period: Period, today: Day, calendar: ShopCalendar): Stretch {
  if (period.kind === 'all') return { from: null, to: null }
  if (period.kind === 'between') return { from: period.from, to: period.to }
  const { from, to } = shiftedDays(period, today, calendar)
  switch (period.edge) {
    case 'within':
      return { from, to }
    case 'since':
      return { from, to: null }
    case 'before':
      return { from: null, to: from }
    case 'after':
      return { from: to, to: null }
    case 'until':
      return { from: null, to }
    default:
      return period.edge satisfies never
  }
}

function daysOf(period: Bound, today: Day, calendar: ShopCalendar): Days {
  switch (period.kind) {
    case 'calendar':
      return calendarDays(period, today, calendar)
    case 'rolling':
      return period.future
        ? { from: today, to: add(today, period.unit, period.count) }
        : { from: add(today, period.unit, -period.count), to: today }
    case 'named':
      return namedDays(period.name, period.occurrence, today, calendar)
    default:
      return period satisfies never
  }
}

function calendarDays(period: Extract<Period, { kind: 'calendar' }>, today: Day, calendar: ShopCalendar): Days {
  const current = startOf(period.unit, today, calendar)
  const last = add(current, period.unit, period.offset)
  const from = add(last, period.unit, 1 - period.count)
  if (period.end === 'whole') return { from, to: add(last, period.unit, 1) }
  const sameDay = correspondingDay(last, current, today)
  return { from, to: period.end === 'today' ? addDays(sameDay, 1) : sameDay }
}

/** The day as far into the unit that begins at `start` as today is into the one that begins at `current`. */
function correspondingDay(start: Day, current: Day, today: Day): Day {
  if (!start.endsWith('-01') || !current.endsWith('-01')) return addDays(start, daysBetween(current, today))
  const month = addMonths(start, monthsBetween(current, today))
  return dayOfMonth(month, Number(today.slice(8)))
}

function shiftedDays(period: Bound, today: Day, calendar: ShopCalendar): Days {
  const { shift } = period
  if (period.kind === 'named' && shift?.unit === 'year' && !isWeekly(period.name)) {
    return namedDaysYearsOn(period.name, period.occurrence, today, shift.count)
  }
  return moveDays(daysOf(period, today, calendar), shift)
}

function moveDays({ from, to }: Days, shift: Shift): Days {
  if (shift === null) return { from, to }
  return { from: add(from, shift.unit, shift.count), to: add(to, shift.unit, shift.count) }
}

/** The period from its first day on, before it, after it, or up to its last day. */
export function withEdge(period: Period, edge: Edge): Period {
  if (period.kind === 'all' || edge === 'within') return period
  if (period.kind !== 'between') {
    const whole = period.kind === 'calendar' && (edge === 'after' || edge === 'until')
    return whole ? { ...period, end: 'whole', edge } : { ...period, edge }
  }
  switch (edge) {
    case 'since':
      return between(period.from, null)
    case 'before':
      return between(null, period.from)
    case 'after':
      return between(period.to, null)
    case 'until':
      return between(null, period.to)
    default:
      return edge satisfies never
  }
}

/** `to` cut at the end of today, for what cannot lie ahead; null when the whole stretch does. */
export function upToToday({ from, to }: Stretch, today: Day): Stretch | null {
  const tomorrow = addDays(today, 1)
  if (from !== null && from > today) return null
  return { from, to: to === null || to > tomorrow ? tomorrow : to }
}

/** For what may lie ahead (due dates, birthdays): "this month" to its last day instead of up to today. */
export function wholeUnits(period: Period): Period {
  return period.kind === 'calendar' ? { ...period, end: 'whole' } : period
}

/** "So far": the period cut at the day that corresponds to today; null where that has no meaning. */
export function soFar(period: Period): Period | null {
  return period.kind === 'calendar' ? { ...period, end: 'today' } : null
}

/**
 * The stretch of equal kind just before: the quarter before a quarter, the 30 days before the last 30 days. Null for
 * what has no beginning or no end.
 */
export function previous(period: Period): Period | null {
  switch (period.kind) {
    case 'all':
      return null
    case 'between':
      return previousBetween(period.from, period.to)
    case 'calendar':
      return period.edge === 'within' ? { ...period, offset: period.offset - period.count } : null
    case 'rolling':
      return period.edge === 'within' ? shiftPeriod(period, period.unit, -period.count) : null
    case 'named': {
      const [unit, count] = stepOf(period.name)
      return period.edge === 'within' ? shiftPeriod(period, unit, -count) : null
    }
    default:
      return period satisfies never
  }
}

/** The same dates a year earlier ("last year so far" for "this year so far"); weeks keep their days of the week. */
export function yearBefore(period: Period): Period {
  return shiftPeriod(period, 'year', -1)
}

/**
 * The period moved by whole units. Calendar units that divide the step move by their offset, so that February moved by
 * a year is the whole February and "this year so far" ends at the same date.
 */
export function shiftPeriod(period: Period, unit: Grain, count: number): Period {
  if (period.kind === 'all') return period
  if (period.kind === 'between') {
    const move = (day: Day | null) => (day === null ? null : add(day, unit, count))
    return between(move(period.from), move(period.to))
  }
  if (period.kind === 'calendar') {
    const units = unitsIn(period.unit, unit)
    if (units !== null && period.shift === null) return { ...period, offset: period.offset + units * count }
  }
  return { ...period, shift: shiftTogether(period.shift, { unit, count }) }
}

function shiftTogether(first: Shift, second: { unit: Grain; count: number }): Shift {
  if (first === null) return second
  if (first.unit === second.unit) return { unit: first.unit, count: first.count + second.count }
  const [small, large] = monthsIn[first.unit] < monthsIn[second.unit] ? [first, second] : [second, first]
  const units = unitsIn(small.unit, large.unit) ?? 1
  return { unit: small.unit, count: small.count + units * large.count }
}

function previousBetween(from: Day | null, to: Day | null): Period | null {
  if (from === null || to === null) return null
  const wholeMonths = from.endsWith('-01') && to.endsWith('-01')
  return between(wholeMonths ? addMonths(from, -monthsBetween(from, to)) : addDays(from, -daysBetween(from, to)), from)
}

/**
 * The first days of the units that a stretch touches, in order; the first one holds `from`.
 *
 *     buckets({ from: '2026-09-15', to: '2026-11-02' }, 'month', calendar) // ['2026-09-01', '2026-10-01', '2026-11-01']
 */
export function buckets(stretch: { from: Day; to: Day }, grain: Grain, calendar: ShopCalendar): Day[] {
  const starts: Day[] = []
  for (let start = startOf(grain, stretch.from, calendar); start < stretch.to; start = add(start, grain, 1)) {
    starts.push(start)
  }
  return starts
}
