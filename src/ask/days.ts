/** A calendar day in the shop's time zone, written YYYY-MM-DD. Days compare as strings. */
export type Day = string

/** What the shop decides about its calendar. */
export interface ShopCalendar {
  readonly weekStart: 'monday' | 'sunday'
  /** The month the fiscal year begins in, 1 to 12. */
  readonly fiscalYearStart: number
}

/** Half-open whole days with both ends: `from` is in it, `to` is not. */
export interface Days {
  readonly from: Day
  readonly to: Day
}

export const calendarUnits = ['day', 'week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'] as const
export type CalendarUnit = (typeof calendarUnits)[number]

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const
/** What a breakdown over time counts by. */
export type Grain = (typeof grains)[number]

/** True for a day of the Gregorian calendar written YYYY-MM-DD. */
export function isDay(text: string): text is Day {
  const written = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return written !== null && dayFrom(Number(written[1]), Number(written[2]), Number(written[3])) === text
}

/** The day, or null when the month has no such day. */
export function dayFrom(year: number, month: number, day: number): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return write(year, month, day)
}

const msPerDay = 86_400_000
const firstDay = '0001-01-01'
const lastDay = '9999-12-31'

export function addDays(day: Day, days: number): Day {
  const moved = new Date(epochDays(day) * msPerDay + days * msPerDay)
  const year = moved.getUTCFullYear()
  if (!(year >= 1)) return firstDay
  return year > 9999 ? lastDay : moved.toISOString().slice(0, 10)
}

/** The same day of another month, or that month's last day: `addMonths('2026-01-31', 1)` is 2026-02-28. */
export function addMonths(day: Day, count: number): Day {
  const { year, month, day: dayInMonth } = partsOf(day)
  const index = year * 12 + month - 1 + count
  if (index < 12) return firstDay
  if (index >= 120_000) return lastDay
  const [newYear, newMonth] = [Math.floor(index / 12), (index % 12) + 1]
  return write(newYear, newMonth, Math.min(dayInMonth, daysInMonth(newYear, newMonth)))
}

/** Any calendar unit; months, quarters and years end in a shorter month's last day. */
export function add(day: Day, unit: CalendarUnit, count: number): Day {
  if (unit === 'day') return addDays(day, count)
  if (unit === 'week') return addDays(day, 7 * count)
  return addMonths(day, monthsIn[unit] * count)
}

/** Days from the first to the second; negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochDays(to) - epochDays(from)
}

/** The first day of the unit that holds `day`. */
export function startOf(unit: CalendarUnit, day: Day, calendar: ShopCalendar): Day {
  switch (unit) {
    case 'day':
      return day
    case 'week':
      return addDays(day, -((weekday(day) - (calendar.weekStart === 'monday' ? 1 : 0) + 7) % 7))
    case 'month':
      return `${day.slice(0, 8)}01`
    case 'quarter':
    case 'year':
      return startOfMonths(day, 1, monthsIn[unit])
    case 'fiscal_quarter':
    case 'fiscal_year':
      return startOfMonths(day, calendar.fiscalYearStart, monthsIn[unit])
    default:
      return unit satisfies never
  }
}

/** 0 is Sunday, as in JavaScript. */
export function weekday(day: Day): number {
  return (((epochDays(day) + 4) % 7) + 7) % 7
}

export function partsOf(day: Day): { year: number; month: number; day: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) }
}

/** The start of the run of `length` months that holds the day, where runs begin in `firstMonth`. */
function startOfMonths(day: Day, firstMonth: number, length: number): Day {
  const into = (partsOf(day).month - firstMonth + 12) % length
  return addMonths(`${day.slice(0, 8)}01`, -into)
}

/** The day of that month, or the month's last. */
export function dayOfMonth(month: Day, dayInMonth: number): Day {
  const { year, month: number } = partsOf(month)
  return write(year, number, Math.min(dayInMonth, daysInMonth(year, number)))
}

export function monthsBetween(from: Day, to: Day): number {
  const [first, second] = [partsOf(from), partsOf(to)]
  return (second.year - first.year) * 12 + second.month - first.month
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function epochDays(day: Day): number {
  return Date.parse(day) / msPerDay
}

export function write(year: number, month: number, day: number): Day {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export const monthsIn = {
  day: 0,
  week: 0.25,
  month: 1,
  quarter: 3,
  fiscal_quarter: 3,
  year: 12,
  fiscal_year: 12,
} as const

/** How many of the small unit make the large one; null where the calendar gives no whole number. */
export function unitsIn(small: CalendarUnit, large: Grain): number | null {
  if (small === large) return 1
  if (small === 'week') return { day: null, week: 1, month: null, quarter: 13, year: 52 }[large]
  if (small === 'day') return large === 'week' ? 7 : null
  const units = monthsIn[large] / monthsIn[small]
  return Number.isInteger(units) && units > 0 ? units : null
}

/** The last day of a half-open stretch that has come: today where it goes on. */
export const lastDayOf = (to: Day | null, today: Day): Day =>
  to === null || addDays(to, -1) > today ? today : addDays(to, -1)
