import {
  add,
  addDays,
  type CalendarUnit,
  type Day,
  type Days,
  monthsBetween,
  partsOf,
  type ShopCalendar,
  startOf,
} from './days.ts'
import { isWeekly, months } from './named-days.ts'
import { type Period, resolve, type Stretch } from './period.ts'

/**
 * A period in plain words with its dates, both ends included.
 *
 *     describePeriod(calendarPeriod('year'), '2026-11-16', calendar) // 'this year so far (Jan 1 – Nov 16, 2026)'
 */
export function describePeriod(period: Period, today: Day, calendar: ShopCalendar): string {
  const stretch = resolve(period, today, calendar)
  if (stretch.from === null && stretch.to === null) return 'all time'
  if (stretch.from === null || stretch.to === null) return describeOpen(stretch, today)
  const whole = { from: stretch.from, to: stretch.to }
  const days = cutToToday(period, whole, today)
  if (days.from >= days.to) return `no days (it begins on ${writeDay(days.from)})`
  const soFar = days.to === whole.to ? '' : ' so far'
  const name = nameOf(period, whole, calendar)
  const dates = writeDays(days)
  return name === null || name === dates ? dates : `${name}${soFar} (${dates})`
}

/** Of a stretch in progress called by name, the part that has been. */
function cutToToday(period: Period, days: Days, today: Day): Days {
  const past = period.kind === 'named' && period.occurrence !== 'coming' && days.from <= today
  const tomorrow = addDays(today, 1)
  return past && days.to > tomorrow ? { from: days.from, to: tomorrow } : days
}

function describeOpen({ from, to }: Stretch, today: Day): string {
  if (to !== null) return to === addDays(today, 1) ? 'up to and including today' : `before ${writeDay(to)}`
  if (from === null) return 'all time'
  return from <= today ? `since ${writeDay(from)} (up to ${writeDay(today)})` : `from ${writeDay(from)} on`
}

function nameOf(period: Period, days: Days, calendar: ShopCalendar): string | null {
  switch (period.kind) {
    case 'all':
      return 'all time'
    case 'between':
      return wholeName(days)
    case 'calendar':
      return calendarName(period, days, calendar)
    case 'rolling':
      if (period.shift !== null) return null
      return `the ${counted(period.count, period.unit)} ${period.future ? 'from today on' : 'before today'}`
    case 'named':
      return namedName(period, days)
    default:
      return period satisfies never
  }
}

function namedName(period: Extract<Period, { kind: 'named' }>, days: Days): string | null {
  const whole = wholeName(days)
  if (whole !== null) return whole
  const title = titles[period.name] ?? period.name.split('_').map(capital).join(' ')
  if (isWeekly(period.name)) return title
  const [first, last] = [days.from.slice(0, 4), addDays(days.to, -1).slice(0, 4)]
  return `${title} ${first === last ? first : `${first}–${last.slice(2)}`}`
}

const titles: Readonly<Record<string, string>> = {
  first_half: 'the first half of',
  second_half: 'the second half of',
  spring: 'spring',
  summer: 'summer',
  fall: 'fall',
  winter: 'winter',
  weekend: 'the weekend',
  new_years_day: 'New Year’s Day',
  new_years_eve: 'New Year’s Eve',
  martin_luther_king_day: 'Martin Luther King Day',
  valentines_day: 'Valentine’s Day',
  presidents_day: 'Presidents’ Day',
  st_patricks_day: 'St. Patrick’s Day',
  mothers_day: 'Mother’s Day',
  fathers_day: 'Father’s Day',
  black_friday_weekend: 'Black Friday weekend',
  memorial_day_weekend: 'Memorial Day weekend',
  labor_day_weekend: 'Labor Day weekend',
  holiday_season: 'the holiday season of',
}

function calendarName(
  period: Extract<Period, { kind: 'calendar' }>,
  days: Days,
  calendar: ShopCalendar,
): string | null {
  if (period.shift !== null) return null
  const { unit, offset, count, end } = period
  const whole = end === 'whole' || (end === 'today' && offset !== 0 && isWhole(unit, days, calendar))
  const name = count === 1 ? unitName(unit, offset) : null
  if (end === 'today' && !whole) return name === null || unit === 'day' ? name : `${name} so far`
  if (end === 'yesterday') return name === null ? null : `${name} up to yesterday`
  if (count > 1) return offset === -1 ? `the last ${counted(count, unit)}` : null
  return unit === 'week' || unit === 'day' ? name : (wholeName(days) ?? fiscalName(unit, days) ?? name)
}

function isWhole(unit: CalendarUnit, { from, to }: Days, calendar: ShopCalendar): boolean {
  return startOf(unit, to, calendar) === to && add(from, unit, 1) === to
}

function unitName(unit: CalendarUnit, offset: number): string | null {
  if (unit === 'day') return offset === 0 ? 'today' : offset === -1 ? 'yesterday' : offset === 1 ? 'tomorrow' : null
  const which = offset === 0 ? 'this' : offset === -1 ? 'last' : offset === 1 ? 'next' : null
  if (which !== null) return `${which} ${plainUnit(unit)}`
  return offset < 0 ? `the ${plainUnit(unit)} ${-offset} ${plainUnit(unit)}s ago` : null
}

function fiscalName(unit: CalendarUnit, { from, to }: Days): string | null {
  if (unit === 'fiscal_year') return `fiscal year ${addDays(to, -1).slice(0, 4)}`
  return unit === 'fiscal_quarter' ? `the fiscal quarter from ${writeDay(from)}` : null
}

/** A month, quarter, half or calendar year that the days fill: "October 2026", "Q3 2026", "2025". */
function wholeName({ from, to }: Days): string | null {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return null
  const { year, month } = partsOf(from)
  const length = monthsBetween(from, to)
  if (length === 1) return `${capital(months[month - 1] ?? '')} ${year}`
  if (length === 3 && month % 3 === 1) return `Q${(month + 2) / 3} ${year}`
  if (length === 6 && month % 6 === 1) return `the ${month === 1 ? 'first' : 'second'} half of ${year}`
  return length === 12 && month === 1 ? String(year) : null
}

/** "Oct 1 – Nov 16, 2026", both ends included; one day is written once, years that differ are both written. */
export function writeDays({ from, to }: { from: Day; to: Day }): string {
  const last = addDays(to, -1)
  if (last <= from) return writeDay(from)
  const sameYear = from.slice(0, 4) === last.slice(0, 4)
  return `${sameYear ? monthAndDay(from) : writeDay(from)} – ${writeDay(last)}`
}

/** "Nov 16, 2026" */
export function writeDay(day: Day): string {
  return `${monthAndDay(day)}, ${partsOf(day).year}`
}

function monthAndDay(day: Day): string {
  const { month, day: dayInMonth } = partsOf(day)
  return `${capital((months[month - 1] ?? '').slice(0, 3))} ${dayInMonth}`
}

function counted(count: number, unit: CalendarUnit): string {
  return count === 1 ? plainUnit(unit) : `${count} ${plainUnit(unit)}s`
}

function plainUnit(unit: CalendarUnit): string {
  return unit.replace('_', ' ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
