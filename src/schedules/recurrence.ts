import { z } from 'zod'
import { addDays, type Day, daysBetween, daysInMonth, isDay, monthsBetween, partsOf, weekday } from '../ask/days.ts'
import { firstMomentAt, localTime } from '../local-time.ts'

/** In JavaScript's order: `weekdayNames[0]` is Sunday. */
export const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export type Weekday = (typeof weekdayNames)[number]

export const places = ['first', 'second', 'third', 'fourth', 'last'] as const
export type Place = (typeof places)[number]

/** Every how many weeks or months, and a day in one of those that count. */
const steps = {
  every: z.int().min(1).max(12),
  from: z.string().refine(isDay).nullable(),
}
const clock = {
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  timeZone: z.string().min(1).max(60),
}

/**
 * When something is done again and again, as it is stored: on which days, at what time of the zone's clocks.
 *
 * - `workdays`: Monday to Friday
 * - `monthly_day`: the 29th to 31st is the last day of a shorter month
 * - `monthly_weekday`: the first Monday, the last workday
 */
export const recurrenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), ...clock }),
  z.strictObject({ kind: z.literal('workdays'), ...clock }),
  z.strictObject({
    kind: z.literal('weekly'),
    weekdays: z.array(z.enum(weekdayNames)).min(1).max(7),
    ...steps,
    ...clock,
  }),
  z.strictObject({ kind: z.literal('monthly_day'), day: z.int().min(1).max(31), ...steps, ...clock }),
  z.strictObject({
    kind: z.literal('monthly_weekday'),
    place: z.enum(places),
    weekday: z.enum([...weekdayNames, 'workday']),
    ...steps,
    ...clock,
  }),
])
export type Recurrence = Readonly<z.infer<typeof recurrenceSchema>>

/** The longest pause between two occurrences is twelve months, which a month's length may stretch. */
const longestPauseDays = 400

/**
 * The first occurrence after the moment, never the moment itself. Where the clocks skip the time, it is the next minute
 * there is; where they show it twice, it is the first.
 */
export function nextAfter(recurrence: Recurrence, moment: Date): Date {
  // Where a whole day is skipped, yesterday's occurrence may lie ahead.
  const yesterday = addDays(localTime(moment, recurrence.timeZone).day, -1)
  for (let ahead = 0; ahead <= longestPauseDays; ahead += 1) {
    const day = addDays(yesterday, ahead)
    if (!fallsOn(recurrence, day)) continue
    const at = firstMomentAt(day, recurrence.time, recurrence.timeZone)
    if (at > moment) return at
  }
  throw new Error(`A ${recurrence.kind} recurrence has no next day.`)
}

/** Whether it occurs on that day. */
export function fallsOn(recurrence: Recurrence, day: Day): boolean {
  switch (recurrence.kind) {
    case 'daily':
      return true
    case 'workdays':
      return isWorkday(day)
    case 'weekly':
      return recurrence.weekdays.includes(weekdayOf(day)) && isTurn(recurrence, (from) => weeksBetween(from, day))
    case 'monthly_day':
      return dayInMonth(recurrence.day, day) && isTurn(recurrence, (from) => monthsBetween(from, day))
    case 'monthly_weekday':
      return isPlaced(recurrence, day) && isTurn(recurrence, (from) => monthsBetween(from, day))
    default:
      return recurrence satisfies never
  }
}

export const weekdayOf = (day: Day): Weekday => weekdayNames[weekday(day)] ?? 'sunday'

function isTurn({ every, from }: { every: number; from: Day | null }, stepsSince: (from: Day) => number): boolean {
  return from === null || stepsSince(from) % every === 0
}

/** Weeks begin on Monday here, whatever the shop says: it only decides which weeks are skipped. */
function weeksBetween(from: Day, day: Day): number {
  const monday = addDays(from, -((weekday(from) + 6) % 7))
  return Math.floor(daysBetween(monday, day) / 7)
}

function dayInMonth(wanted: number, date: Day): boolean {
  const { year, month, day } = partsOf(date)
  return day === Math.min(wanted, daysInMonth(year, month))
}

const isWorkday = (day: Day): boolean => !['saturday', 'sunday'].includes(weekdayOf(day))

type Placed = Extract<Recurrence, { kind: 'monthly_weekday' }>

function isPlaced({ place, weekday }: Placed, date: Day): boolean {
  const fits = (each: Day) => (weekday === 'workday' ? isWorkday(each) : weekdayOf(each) === weekday)
  if (!fits(date)) return false
  const { year, month, day } = partsOf(date)
  const others = (days: number) => Array.from({ length: days }, (_, index) => index + 1)
  if (place === 'last') return !others(daysInMonth(year, month) - day).some((on) => fits(addDays(date, on)))
  return others(day - 1).filter((back) => fits(addDays(date, -back))).length === places.indexOf(place)
}
