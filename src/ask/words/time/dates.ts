import { addDays, type Day, type Days, dayFrom, partsOf, startOf } from '../../days.ts'
import { between } from '../../period.ts'
import { ordinalAt } from '../number.ts'
import { type Found, longest, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import { monthNames, weekdayNames } from './names.ts'
import { type Base, type Floating, fixed, type Source } from './source.ts'

/** The whole day as a stretch. */
export function oneDay(day: Day): Days {
  return { from: day, to: addDays(day, 1) }
}

/** Dates in digits: "2026-10-01", "10/5/2026", "11/1", "2026-10". */
export function numericDates(source: Source, at: number): Base[] {
  const text = source.words[at]?.lower ?? ''
  if (!/^\d{1,4}[-/.]\d/.test(text)) return []
  return datesIn(source, text).map(({ days, score, anchored, ahead }) => {
    const base = fixed('day', between(days.from, days.to), at + 1, score)
    return { ...base, anchored, ahead: ahead === null ? null : between(ahead.from, ahead.to) }
  })
}

interface NumericDate {
  readonly days: Days
  readonly score: number
  readonly anchored: boolean
  readonly ahead: Days | null
}

const isoDay = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
const isoMonth = /^(\d{4})-(\d{1,2})$/
const fullDate = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/
const shortDate = /^(\d{1,2})[/-](\d{1,2})$/

/** The days that digits may stand for; elsewhere than in the United States, both orders of day and month. */
export function datesIn(source: Source, text: string): NumericDate[] {
  const sure = (days: Days | null, score = 1): NumericDate[] =>
    days === null ? [] : [{ days, score, anchored: false, ahead: null }]
  const iso = isoDay.exec(text)
  if (iso !== null) return sure(dayIn(Number(iso[1]), Number(iso[2]), Number(iso[3])))
  const month = isoMonth.exec(text)
  if (month !== null) return sure(monthIn(Number(month[1]), Number(month[2])))
  const full = fullDate.exec(text)
  if (full !== null) {
    const year = Number(full[4]) < 100 ? 2000 + Number(full[4]) : Number(full[4])
    const orders = dayOrders(source, Number(full[1]), Number(full[3]), full[2] === '.')
    return orders.flatMap(([inMonth, day]) => sure(dayIn(year, inMonth, day), orders.length > 1 ? 0.6 : 1))
  }
  const short = shortDate.exec(text)
  return short === null ? [] : shortDates(source, Number(short[1]), Number(short[2]), text.includes('-'))
}

function shortDates(source: Source, first: number, second: number, dash: boolean): NumericDate[] {
  const orders = dayOrders(source, first, second, false)
  const score = (dash ? 0.7 : 0.9) - (orders.length > 1 ? 0.3 : 0)
  return orders.flatMap(([month, day]) => {
    const near = nearest(source, (year) => dayIn(year, month, day))
    return near === null ? [] : [{ days: near.days, score, anchored: true, ahead: near.ahead }]
  })
}

/** Month and day of two numbers, in the orders that are possible here. */
function dayOrders(source: Source, first: number, second: number, dayFirst: boolean): [month: number, day: number][] {
  if (dayFirst || first > 12) return second > 12 ? [] : [[second, first]]
  if (second > 12 || first === second || isMonthFirst(source.country)) return [[first, second]]
  return [
    [second, first],
    [first, second],
  ]
}

function isMonthFirst(country: string | undefined): boolean {
  return country === undefined || /^(?:us|usa|united states|united states of america)$/i.test(country.trim())
}

function dayIn(year: number, month: number, day: number): Days | null {
  const found = dayFrom(year, month, day)
  return found === null ? null : oneDay(found)
}

function monthIn(year: number, month: number): Days | null {
  const from = dayFrom(year, month, 1)
  const to = month === 12 ? dayFrom(year + 1, 1, 1) : dayFrom(year, month + 1, 1)
  return from === null || to === null ? null : { from, to }
}

/** The latest that has begun, and what is meant when it lies ahead: the first that is not over (null when the same). */
export function nearest(
  { today }: Source,
  inYear: (year: number) => Days | null,
): { days: Days; ahead: Days | null } | null {
  const { year } = partsOf(today)
  const near = [-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((each) => inYear(year + each) ?? [])
  const days = near.findLast((each) => each.from <= today)
  if (days === undefined) return null
  const coming = near.find((each) => each.to > today) ?? null
  return { days, ahead: coming === null || coming.from === days.from ? null : coming }
}

/** The day of a month as it is said: "5", "5th", "the 5th", "first". */
export function dayNumberAt(words: readonly Word[], at: number): Found<number> | null {
  const start = says(words, at, 'the') ? at + 1 : at
  const plain = /^(\d{1,2})$/.exec(words[start]?.lower ?? '')
  const found = plain === null ? ordinalAt(words, start) : { value: Number(plain[1]), end: start + 1 }
  if (found === null || found.value < 1 || found.value > 31 || words[start]?.lower.startsWith('#')) return null
  return found
}

/** "Oct 5", "October 5th", "5 October", "the 5th of October"; also "Monday, October 5". */
export function monthDayAt(words: readonly Word[], at: number): Found<Floating> | null {
  const weekday = longest(weekdayNames, words, at)
  if (weekday !== null && weekday.value !== 'weekend') {
    const comma = says(words, weekday.end, ',') || says(words, weekday.end, '.') ? weekday.end + 1 : weekday.end
    const after = monthDayAt(words, says(words, comma, 'the') ? comma + 1 : comma)
    if (after !== null) return after
  }
  return monthThenDay(words, at) ?? dayThenMonth(words, at)
}

function monthThenDay(words: readonly Word[], at: number): Found<Floating> | null {
  const month = monthAt(words, at)
  const day = month === null ? null : dayNumberAt(words, month.end)
  return month === null || day === null ? null : { value: dayOfMonth(month.value, day.value), end: day.end }
}

function dayThenMonth(words: readonly Word[], at: number): Found<Floating> | null {
  const day = dayNumberAt(words, at)
  if (day === null) return null
  const month = monthAt(words, says(words, day.end, 'of') ? day.end + 1 : day.end)
  return month === null ? null : { value: dayOfMonth(month.value, day.value), end: month.end }
}

/** A month's name, with the full stop of its abbreviation. */
export function monthAt(words: readonly Word[], at: number): Found<number> | null {
  const month = longest(monthNames, words, at)
  if (month === null) return null
  const dotted = says(words, month.end, '.') && (words[at]?.lower.length ?? 0) <= 4
  return { value: month.value, end: dotted ? month.end + 1 : month.end }
}

export function dayOfMonth(month: number, day: number): Floating {
  return { kind: 'day', name: null, inYear: (year) => dayIn(year, month, day) }
}

/** "the week of Nov 9": the shop's week that holds the day. */
export function weekHolding({ calendar }: Source, day: Day): Days {
  const from = startOf('week', day, calendar)
  return { from, to: addDays(from, 7) }
}
