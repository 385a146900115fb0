import type { Period } from '../../../src/ask/period.ts'
import type { ShopRules } from './shop.ts'

/** The calendar once more, by counting days, so that a fault in the other one is seen. */

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'fiscal_quarter' | 'fiscal_year'
export interface Stretch {
  readonly from: string | null
  readonly to: string | null
}
interface Days {
  readonly from: string
  readonly to: string
}
type Rules = Pick<ShopRules, 'weekStart' | 'fiscalYearStart'>

const msPerDay = 86_400_000
const months: Readonly<Record<Unit, number>> = {
  day: 0,
  week: 0,
  month: 1,
  quarter: 3,
  year: 12,
  fiscal_quarter: 3,
  fiscal_year: 12,
}

export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / msPerDay)
export const dayOf = (number: number): string => new Date(number * msPerDay).toISOString().slice(0, 10)
export const daysLater = (day: string, days: number): string => dayOf(dayNumber(day) + days)

/** 0 is Monday. */
export const weekdayOf = (day: string): number => (((dayNumber(day) + 3) % 7) + 7) % 7

export function later(day: string, unit: Unit, count: number): string {
  if (months[unit] === 0) return daysLater(day, count * (unit === 'week' ? 7 : 1))
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const index = year * 12 + (month - 1) + count * months[unit]
  return dateIn(Math.floor(index / 12), ((index % 12) + 12) % 12, date)
}

/** The date of that month (0 is January), or the month's last. */
function dateIn(year: number, month: number, date: number): string {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The first day of the unit, found by walking back day by day. */
export function beginning(unit: Unit, day: string, rules: Rules): string {
  const key = `${unit} ${day} ${rules.weekStart} ${rules.fiscalYearStart}`
  const known = beginnings.get(key)
  if (known !== undefined) return known
  let first = day
  while (!begins(unit, first, rules)) first = daysLater(first, -1)
  beginnings.set(key, first)
  return first
}

const beginnings = new Map<string, string>()

function begins(unit: Unit, day: string, rules: Rules): boolean {
  if (unit === 'day') return true
  if (unit === 'week') return weekdayOf(day) === (rules.weekStart === 'monday' ? 0 : 6)
  const firstMonth = unit.startsWith('fiscal') ? rules.fiscalYearStart : 1
  return day.endsWith('-01') && (Number(day.slice(5, 7)) - firstMonth + 12) % months[unit] === 0
}

/** The days a period means. */
export function daysMeant(period: Period, today: string, rules: Rules): Stretch {
  if (period.kind === 'all') return { from: null, to: null }
  if (period.kind === 'between') return { from: period.from, to: period.to }
  const plain = daysOf(period, today, rules)
  const { shift } = period
  const { from, to } =
    shift === null
      ? plain
      : { from: later(plain.from, shift.unit, shift.count), to: later(plain.to, shift.unit, shift.count) }
  const edges: Record<typeof period.edge, Stretch> = {
    within: { from, to },
    since: { from, to: null },
    before: { from: null, to: from },
    after: { from: to, to: null },
    until: { from: null, to },
  }
  return edges[period.edge]
}

/** How many of the calendar's units make the step; null where they do not divide it. */
const perStep: Readonly<Record<Unit, Partial<Record<Grain, number>>>> = {
  day: { day: 1, week: 7 },
  week: { week: 1, quarter: 13, year: 52 },
  month: { month: 1, quarter: 3, year: 12 },
  quarter: { quarter: 1, year: 4 },
  fiscal_quarter: { quarter: 1, year: 4 },
  year: { year: 1 },
  fiscal_year: { year: 1 },
}
type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'

/**
 * The days of the period so much earlier. Whole calendar units go back by whole units, so that what ends at today's date
 * ends at that date, and weeks by weeks; anything else goes back day for day.
 */
export function daysBefore(period: Period, unit: Grain, count: number, today: string, rules: Rules): Stretch {
  if (period.kind === 'calendar' && period.shift === null) {
    const units = perStep[period.unit][unit]
    if (units !== undefined) return daysMeant({ ...period, offset: period.offset - units * count }, today, rules)
  }
  const { from, to } = daysMeant(shiftedBack(period, unit, count) ?? period, today, rules)
  if (shiftedBack(period, unit, count) !== null) return { from, to }
  const back = (day: string): string => later(day, unit, -count)
  return { from: from === null ? null : back(from), to: to === null ? null : back(to) }
}

const inMonths: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12 }
const inDays: Partial<Record<Unit, number>> = { day: 1, week: 7 }

/** A shift by months and one by years are one shift by months; a shift by days and one by months cannot be one. */
function shiftedBack(period: Period, unit: Grain, count: number): Period | null {
  if (period.kind === 'all' || period.kind === 'between' || period.shift === null) return null
  for (const [length, small] of [
    [inMonths, 'month'],
    [inDays, 'day'],
  ] as const) {
    const [first, second] = [length[period.shift.unit], length[unit]]
    if (first !== undefined && second !== undefined) {
      return { ...period, shift: { unit: small, count: first * period.shift.count - second * count } }
    }
  }
  return null
}

function daysOf(period: Exclude<Period, { kind: 'all' | 'between' }>, today: string, rules: Rules): Days {
  switch (period.kind) {
    case 'rolling':
      if (period.future) return { from: today, to: later(today, period.unit, period.count) }
      return { from: later(today, period.unit, -period.count), to: today }
    case 'calendar':
      return calendarDays(period, today, rules)
    case 'named':
      return namedDays(period, today, rules)
    default:
      return period satisfies never
  }
}

function calendarDays(period: Extract<Period, { kind: 'calendar' }>, today: string, rules: Rules): Days {
  const current = beginning(period.unit, today, rules)
  const last = later(current, period.unit, period.offset)
  const from = later(last, period.unit, 1 - period.count)
  if (period.end === 'whole') return { from, to: later(last, period.unit, 1) }
  const reached = sameDayIn(period.unit, last, current, today)
  return { from, to: period.end === 'today' ? daysLater(reached, 1) : reached }
}

function sameDayIn(unit: Unit, last: string, current: string, today: string): string {
  if (months[unit] === 0) return daysLater(last, dayNumber(today) - dayNumber(current))
  let monthsIn = 0
  while (later(current, 'month', monthsIn + 1) <= today) monthsIn++
  const month = later(last, 'month', monthsIn)
  return dateIn(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1, Number(today.slice(8)))
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const lengths: Readonly<Record<string, readonly [month: number, length: number]>> = {
  q1: [1, 3],
  q2: [4, 3],
  q3: [7, 3],
  q4: [10, 3],
  first_half: [1, 6],
  second_half: [7, 6],
  spring: [3, 3],
  summer: [6, 3],
  fall: [9, 3],
  winter: [12, 3],
  holiday_season: [11, 2],
}
const dates: Readonly<Record<string, string>> = {
  new_years_day: '01-01',
  valentines_day: '02-14',
  halloween: '10-31',
  veterans_day: '11-11',
  christmas_eve: '12-24',
  christmas: '12-25',
  new_years_eve: '12-31',
}
/** The names this calendar knows; the floating holidays have tables of their own. */
export const knownNames: readonly string[] = [
  ...monthNames,
  ...weekdayNames,
  'weekend',
  ...Object.keys(lengths),
  ...Object.keys(dates),
]

function namedDays(period: Extract<Period, { kind: 'named' }>, today: string, rules: Rules): Days {
  const weekly = weekdayNames.includes(period.name) || period.name === 'weekend'
  const year = Number(today.slice(0, 4))
  const near = weekly
    ? [-3, -2, -1, 0, 1, 2].map((weeks) => weeklyDays(period.name, daysLater(today, 7 * weeks)))
    : [-2, -1, 0, 1, 2].map((years) => yearlyDays(period.name, year + years))
  const found = {
    latest: () => near.findLast(({ from }) => from <= today),
    completed: () => near.findLast(({ to }) => to <= today),
    coming: () => near.find(({ to }) => to > today),
    next: () => near.find(({ from }) => from > today),
    this: () => (weekly ? inWeek(near, period.name, today, rules) : yearlyDays(period.name, year)),
    last: () => (weekly ? inWeek(near, period.name, daysLater(today, -7), rules) : yearlyDays(period.name, year - 1)),
  }[period.occurrence]()
  if (!found) throw new Error(`No ${period.occurrence} ${period.name} near ${today}`)
  return found
}

/** The one in the shop's week of that day; a weekend belongs to the week that ends with its Sunday. */
function inWeek(near: readonly Days[], name: string, day: string, rules: Rules): Days | undefined {
  const from = beginning('week', day, name === 'weekend' ? { ...rules, weekStart: 'monday' } : rules)
  return near.find((days) => days.from >= from && days.from < daysLater(from, 7))
}

function weeklyDays(name: string, day: string): Days {
  const monday = daysLater(day, -weekdayOf(day))
  const from = daysLater(monday, name === 'weekend' ? 5 : weekdayNames.indexOf(name))
  return { from, to: daysLater(from, name === 'weekend' ? 2 : 1) }
}

function yearlyDays(name: string, year: number): Days {
  const date = dates[name]
  if (date) return { from: `${year}-${date}`, to: daysLater(`${year}-${date}`, 1) }
  const [month, length] = lengths[name] ?? [monthNames.indexOf(name) + 1, 1]
  const from = dateIn(year, month - 1, 1)
  return { from, to: later(from, 'month', length) }
}
