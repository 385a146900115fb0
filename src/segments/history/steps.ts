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

/** So many customers are looked at, each day anew, when a past is rebuilt: it takes minutes and not hours. */
export const mostLooks = 100_000_000
/** So many are looked at again on one night where facts came late. */
export const mostAgain = 5_000_000
/** The latest stretch is known day by day in every shop, so that last month can be asked about. */
const alwaysDaily = 62

/**
 * The days of a past that is rebuilt: each where the shop is small enough, else the latest two months and before them
 * the last day of each week and month, or of each month.
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
