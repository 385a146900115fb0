import { addDays, type ShopCalendar, startOf } from '../../ask/days.ts'
import type { Day } from '../../db/schema.ts'

export type Step = 'day' | 'week' | 'month'

/** The days to look at, ascending: a step apart until `dailyFrom`, then each. */
export interface Steps {
  readonly days: readonly Day[]
  readonly dailyFrom: Day
  readonly step: Step
}

/** How far a history is rebuilt into the past where nothing older is recorded. */
export const daysBack = 400

/**
 * So many customers are looked at, each day anew, when a past is rebuilt day by day: about a minute's work. A shop of
 * 20,000 is known for each day of its past, one of 70,000 for the end of each week, a larger one for that of each month.
 */
const mostLooks = 8_000_000
/** The latest stretch is known day by day in every shop. */
const alwaysDaily = 35
/** So many are looked at again in one night where facts came late. */
export const mostAgain = 2_000_000

/**
 * The days of a past that is rebuilt: each where the shop is small enough, else those of the latest five weeks, and before
 * them the last day of each week and month, or of each month.
 */
export function stepsFor(from: Day, until: Day, customers: number, calendar: ShopCalendar): Steps {
  const every = daysFrom(from, until)
  if (every.length * customers <= mostLooks) return { days: every, dailyFrom: from, step: 'day' }
  const dailyFrom = latest(from, addDays(until, -alwaysDaily))
  if (dailyFrom === from) return { days: every, dailyFrom, step: 'day' }
  const daily = daysFrom(dailyFrom, until)
  const before = every.slice(0, -daily.length)
  const [monthly, weekly] = [
    before.filter((day) => day === from || endsMonth(day)),
    before.filter((day) => day === from || endsMonth(day) || endsWeek(day, calendar)),
  ]
  const step = (weekly.length + daily.length) * customers <= mostLooks ? 'week' : 'month'
  return { days: [...(step === 'week' ? weekly : monthly), ...daily], dailyFrom, step }
}

export function daysFrom(from: Day, until: Day): readonly Day[] {
  const days: Day[] = []
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day)
  return days
}

const latest = (one: Day, other: Day): Day => (one > other ? one : other)
const endsMonth = (day: Day): boolean => addDays(day, 1).endsWith('-01')
const endsWeek = (day: Day, calendar: ShopCalendar): boolean =>
  startOf('week', addDays(day, 1), calendar) === addDays(day, 1)
