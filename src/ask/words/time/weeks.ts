import { addDays, type Days, weekday } from '../../days.ts'
import { resolve } from '../../period.ts'
import { ordinalAt } from '../number.ts'
import { longest, phrases, says } from '../phrases.ts'
import { monthDayAt, weekHolding } from './dates.ts'
import { derived, wholesAt } from './derived.ts'
import { floatingsAt } from './floating.ts'
import { weekdayNames } from './names.ts'
import { placedWithSpecs } from './placing.ts'
import type { Base, Source } from './source.ts'

/** Weeks and weekends told by a day of theirs, and the n-th of a month. */
export function weekBases(source: Source, at: number): Base[] {
  return [...weeksOf(source, at), ...weeksWith(source, at), ...nthOf(source, at)]
}

const weekWords = phrases<'holding' | 'from' | 'to'>([
  ['week of', 'holding'],
  ['week starting|week beginning|week commencing|week starting on|week beginning on|week from', 'from'],
  ['week ending|week ended|week ending on|week through', 'to'],
])

/** "the week of Nov 9", "week of 11/9", "the week ending Nov 14". */
function weeksOf(source: Source, at: number): Base[] {
  const { words } = source
  const week = longest(weekWords, words, at)
  if (week === null) return []
  const start = says(words, week.end, 'the') ? week.end + 1 : week.end
  const date = monthDayAt(words, start)
  const days = source.basesAt(start).filter(({ kind }) => kind === 'day' || kind === 'holiday')
  const bases = date === null ? days : placedWithSpecs(source, date.value, date.end)
  return bases.flatMap((base) => {
    const { from: day } = resolve(base.period, source.today, source.calendar)
    if (day === null) return []
    const from = week.value === 'to' ? addDays(day, -6) : day
    const around = week.value === 'holding' ? weekHolding(source, day) : { from, to: addDays(from, 7) }
    return [{ ...derived(around, base.end), kind: 'week' as const }]
  })
}

/** "Thanksgiving week", "Easter weekend". */
function weeksWith(source: Source, at: number): Base[] {
  return floatingsAt(source, at)
    .filter(({ value }) => value.kind === 'holiday')
    .flatMap(({ value, end }) => {
      const weekend = says(source.words, end, 'weekend')
      if (!weekend && !says(source.words, end, 'week')) return []
      return placedWithSpecs(source, value, end + 1).flatMap((base) => {
        const { from } = resolve(base.period, source.today, source.calendar)
        const days = from === null ? null : weekend ? weekendAround(from) : weekHolding(source, from)
        return days === null ? [] : [{ ...derived(days, base.end), kind: 'week' as const }]
      })
    })
}

/** First and last day of the weekend that a holiday makes long, in days from it, by its day of the week (0 is Sunday). */
const longWeekends = [[-2, 0], [-2, 0], [-3, 0], null, [0, 3], [0, 2], [0, 1]] as const

function weekendAround(day: string): Days | null {
  const ends = longWeekends[weekday(day)] ?? null
  return ends === null ? null : { from: addDays(day, ends[0]), to: addDays(day, ends[1] + 1) }
}

/** "the second week of October", "the first Monday in November", "the last Friday of October". */
function nthOf(source: Source, at: number): Base[] {
  const { words } = source
  const nth = says(words, at, 'last') ? { value: -1, end: at + 1 } : ordinalAt(words, at)
  if (nth === null || nth.value > 5) return []
  const name = longest(weekdayNames, words, nth.end)
  const week = says(words, nth.end, 'week') ? nth.end + 1 : null
  const end = week ?? (name?.value === 'weekend' ? null : (name?.end ?? null))
  if (end === null || !(says(words, end, 'of') || says(words, end, 'in'))) return []
  return wholesAt(source, end + 1).flatMap(({ value: whole, end: after }) => {
    const days = week === null ? nthWeekday(whole, name?.value ?? '', nth.value) : nthWeek(whole, nth.value)
    return days === null ? [] : [derived(days, after)]
  })
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function nthWeekday(whole: Days, name: string, nth: number): Days | null {
  const anchor = nth > 0 ? whole.from : addDays(whole.to, -7)
  const first = addDays(anchor, (weekdays.indexOf(name) - weekday(anchor) + 7) % 7)
  const day = nth > 0 ? addDays(first, 7 * (nth - 1)) : first
  return day < whole.to && day >= whole.from ? { from: day, to: addDays(day, 1) } : null
}

/** Sevens of days from the first on; the last of a month takes its last seven days elsewhere. */
function nthWeek(whole: Days, nth: number): Days | null {
  if (nth < 2) return null
  const from = addDays(whole.from, 7 * (nth - 1))
  const to = addDays(from, 7)
  return from < whole.to ? { from, to: to < whole.to ? to : whole.to } : null
}
