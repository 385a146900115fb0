import {
  addDays,
  addMonths,
  type Day,
  type Days,
  daysInMonth,
  type Grain,
  partsOf,
  type ShopCalendar,
  startOf,
  weekday,
  write,
} from './days.ts'

export const months = [
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
] as const
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const parts = ['q1', 'q2', 'q3', 'q4', 'first_half', 'second_half', 'spring', 'summer', 'fall', 'winter'] as const
const holidays = [
  'new_years_day',
  'martin_luther_king_day',
  'valentines_day',
  'presidents_day',
  'st_patricks_day',
  'good_friday',
  'easter',
  'mothers_day',
  'memorial_day',
  'memorial_day_weekend',
  'juneteenth',
  'fathers_day',
  'independence_day',
  'labor_day',
  'labor_day_weekend',
  'columbus_day',
  'halloween',
  'veterans_day',
  'thanksgiving',
  'black_friday',
  'black_friday_weekend',
  'small_business_saturday',
  'cyber_monday',
  'christmas_eve',
  'christmas',
  'boxing_day',
  'new_years_eve',
  'holiday_season',
] as const

/** Stretches that come round every year, or every week, by name. */
export const stretchNames = [...months, ...parts, ...holidays, ...weekdays, 'weekend'] as const
export type StretchName = (typeof stretchNames)[number]

/**
 * Which one of a stretch that comes round: the latest that has begun, the latest that is over (before today), the first
 * that is not over yet, the first that begins after today; or the one that begins in this or the last calendar year
 * (of a day of the week: in this or the last week).
 */
export const occurrences = ['latest', 'completed', 'coming', 'next', 'this', 'last'] as const
export type Occurrence = (typeof occurrences)[number]

/** The days of the one that is meant, as of `today`. */
export function namedDays(name: StretchName, occurrence: Occurrence, today: Day, calendar: ShopCalendar): Days {
  if (isWeekly(name)) return weeklyDays(name, occurrence, today, calendar)
  return yearlyDays(name, yearMeant(name, occurrence, today))
}

/** The one of so many years after the one that is meant: Easter and Thanksgiving have another date there. */
export function namedDaysYearsOn(name: StretchName, occurrence: Occurrence, today: Day, years: number): Days {
  return yearlyDays(name, Math.min(9998, Math.max(1, yearMeant(name, occurrence, today) + years)))
}

/** The year that the one meant begins in. */
function yearMeant(name: StretchName, occurrence: Occurrence, today: Day): number {
  const { year } = partsOf(today)
  if (occurrence === 'this') return year
  if (occurrence === 'last') return year - 1
  const near = [year - 2, year - 1, year, year + 1].map((each) => yearlyDays(name, each))
  return partsOf(pick(near, occurrence, today).from).year
}

function weeklyDays(name: StretchName, occurrence: Occurrence, today: Day, calendar: ShopCalendar): Days {
  const index = name === 'weekend' ? 5 : indexIn(weekdays, name)
  const monday = startOf('week', today, { ...calendar, weekStart: 'monday' })
  const length = name === 'weekend' ? 2 : 1
  const daysFrom = (from: Day): Days => ({ from, to: addDays(from, length) })
  const near = [-14, -7, 0, 7].map((days) => daysFrom(addDays(monday, index + days)))
  if (occurrence !== 'this' && occurrence !== 'last') return pick(near, occurrence, today)
  const weekStart = startOf('week', today, calendar)
  const inWeek = name === 'weekend' ? 5 : (index + (calendar.weekStart === 'sunday' ? 1 : 0)) % 7
  const day = name === 'weekend' ? addDays(monday, 5) : addDays(weekStart, inWeek)
  return daysFrom(occurrence === 'this' ? day : addDays(day, -7))
}

/** The step from one stretch of the name's kind to the one just before it. */
export function stepOf(name: StretchName): [unit: Grain, count: number] {
  if (isOneOf(months, name)) return ['month', 1]
  if (isWeekly(name)) return ['week', 1]
  if (name === 'first_half' || name === 'second_half') return ['month', 6]
  return isOneOf(parts, name) ? ['quarter', 1] : ['year', 1]
}

/** Days of the week and the weekend. */
export function isWeekly(name: StretchName): boolean {
  return isOneOf(weekdays, name) || name === 'weekend'
}

/** Of stretches in order, the one meant; there is always one, as they reach past today on both sides. */
function pick(near: readonly Days[], occurrence: 'latest' | 'completed' | 'coming' | 'next', today: Day): Days {
  const found = {
    latest: near.findLast((days) => days.from <= today),
    completed: near.findLast((days) => days.to <= today),
    coming: near.find((days) => days.to > today),
    next: near.find((days) => days.from > today),
  }[occurrence]
  if (found === undefined) throw new Error(`No ${occurrence} stretch around ${today}`)
  return found
}

/** The stretch that begins in that year (not for days of the week); a winter begins in December. */
export function yearlyDays(name: StretchName, year: number): Days {
  const month = indexIn(months, name) + 1
  if (month > 0) return monthsFrom(year, month, 1)
  const [firstMonth, length] = monthsOfPart[name] ?? [0, 0]
  if (length > 0) return monthsFrom(year, firstMonth, length)
  const [from, days] = holidayDays(name, year)
  return { from, to: addDays(from, days) }
}

function monthsFrom(year: number, month: number, length: number): Days {
  const from = write(year, month, 1)
  return { from, to: addMonths(from, length) }
}

/** Seasons are meteorological: whole months, winter from December. The holiday season is November and December. */
const monthsOfPart: Readonly<Record<string, readonly [firstMonth: number, length: number]>> = {
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

const fixedHolidays: Readonly<Record<string, readonly [month: number, day: number]>> = {
  new_years_day: [1, 1],
  valentines_day: [2, 14],
  st_patricks_day: [3, 17],
  juneteenth: [6, 19],
  independence_day: [7, 4],
  halloween: [10, 31],
  veterans_day: [11, 11],
  christmas_eve: [12, 24],
  christmas: [12, 25],
  boxing_day: [12, 26],
  new_years_eve: [12, 31],
}

/** The n-th such day of the week of a month (-1: the last), moved by some days; 0 is Sunday. */
interface FloatingHoliday {
  readonly month: number
  readonly weekday: number
  readonly nth: number
  readonly move?: number
  readonly days?: number
}

const thanksgiving = { month: 11, weekday: 4, nth: 4 }
const floatingHolidays: Readonly<Record<string, FloatingHoliday>> = {
  martin_luther_king_day: { month: 1, weekday: 1, nth: 3 },
  presidents_day: { month: 2, weekday: 1, nth: 3 },
  mothers_day: { month: 5, weekday: 0, nth: 2 },
  memorial_day: { month: 5, weekday: 1, nth: -1 },
  memorial_day_weekend: { month: 5, weekday: 1, nth: -1, move: -2, days: 3 },
  fathers_day: { month: 6, weekday: 0, nth: 3 },
  labor_day: { month: 9, weekday: 1, nth: 1 },
  labor_day_weekend: { month: 9, weekday: 1, nth: 1, move: -2, days: 3 },
  columbus_day: { month: 10, weekday: 1, nth: 2 },
  thanksgiving,
  black_friday: { ...thanksgiving, move: 1 },
  black_friday_weekend: { ...thanksgiving, move: 1, days: 3 },
  small_business_saturday: { ...thanksgiving, move: 2 },
  cyber_monday: { ...thanksgiving, move: 4 },
}

function holidayDays(name: StretchName, year: number): [from: Day, days: number] {
  const fixed = fixedHolidays[name]
  if (fixed) return [write(year, fixed[0], fixed[1]), 1]
  const floating = floatingHolidays[name]
  if (floating) return [addDays(nthWeekday(year, floating), floating.move ?? 0), floating.days ?? 1]
  return [addDays(easter(year), name === 'good_friday' ? -2 : 0), 1]
}

function nthWeekday(year: number, { month, weekday: wanted, nth }: FloatingHoliday): Day {
  const anchor = nth > 0 ? write(year, month, 1) : write(year, month, daysInMonth(year, month) - 6)
  const first = addDays(anchor, (wanted - weekday(anchor) + 7) % 7)
  return nth > 0 ? addDays(first, 7 * (nth - 1)) : first
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easter(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const inCentury = year % 100
  const correction = century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + correction + 15) % 30
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451)
  const monthAndDay = epact + sunday - 7 * late + 114
  return write(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1)
}

function indexIn(names: readonly string[], name: string): number {
  return names.indexOf(name)
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name)
}
