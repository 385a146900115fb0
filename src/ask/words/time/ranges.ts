import type { Day, Days } from '../../days.ts'
import { between, calendarPeriod, type Period, resolve, withEdge } from '../../period.ts'
import { longest, says } from '../phrases.ts'
import { datesIn, dayNumberAt, dayOfMonth, monthAt, nearest } from './dates.ts'
import { floatingsAt } from './floating.ts'
import { rangeWords, startsAndEnds, unitEnds, units } from './names.ts'
import { placedWithSpecs } from './placing.ts'
import type { Base, Floating, Joined, Source } from './source.ts'
import { yearPeriod } from './years.ts'

/** One end of a range: where it begins, or how far it goes. */
interface End {
  readonly end: number
  readonly base: Base
  /** "the start of March", "the end of March" */
  readonly only: 'start' | 'end' | null
}

/** From one day, month … to another, both included: "Nov 1 - Nov 15", "from March to May", "2023 to now". */
export function rangesAt(source: Source, at: number): Joined[] {
  const { words } = source
  const between = says(words, at, 'between') || says(words, at, 'anywhere', 'between')
  const opened = between ? (says(words, at, 'between') ? 1 : 2) : says(words, at, 'from') ? 1 : 0
  const ranges = endsAt(source, at + opened).flatMap((first) => [
    ...daysOfOneMonth(source, first),
    ...toSecond(source, first, separators(source, first.end, between), opened > 0),
  ])
  const start = at + opened
  return [...ranges, ...rangesInOneWord(source, start), ...daysInOneWord(source, start)]
}

/** Bases, and the first or last days of them. */
export function endsAt(source: Source, at: number): End[] {
  const { words } = source
  const which = longest(startsAndEnds, words, at)
  if (which !== null) return baseOrUnit(source, which.end).map((base) => ({ end: base.end, base, only: which.value }))
  const unitEnd = longest(unitEnds, words, at)
  const named = unitEnd === null ? [] : [thisUnit(unitEnd.value, unitEnd.end)]
  return [
    ...source.basesAt(at).map((base) => ({ end: base.end, base, only: null })),
    ...named.map((base) => ({ end: base.end, base, only: 'end' as const })),
  ]
}

/** After "the start of": any stretch, and "the year" for the current one. */
function baseOrUnit(source: Source, at: number): readonly Base[] {
  const { words } = source
  const unit =
    says(words, at, 'the') || says(words, at, 'our') ? longest(units, words, at + 1) : longest(units, words, at)
  const current = unit === null || unit.value.times > 1 ? [] : [thisUnit(unit.value.unit, unit.end)]
  return [...source.basesAt(at), ...current]
}

function thisUnit(unit: Parameters<typeof calendarPeriod>[0], end: number): Base {
  const period = calendarPeriod(unit, 0, { end: 'whole' })
  return { end, kind: 'unit', period, score: 1, anchored: false, ahead: null, floating: null, parts: null }
}

/** Where the second end begins; also where a hyphen joins it ("Oct-Dec"). */
function separators({ words }: Source, at: number, between: boolean): number[] {
  const comma = says(words, at, ',') ? at + 1 : at
  const found = rangeWords(words, comma).map(({ end }) => end)
  if (between && (says(words, comma, 'and') || says(words, comma, '&'))) found.push(comma + 1)
  if (words[at]?.joined) found.push(at)
  return found
}

function toSecond(source: Source, first: End, starts: readonly number[], opened: boolean): Joined[] {
  return starts.flatMap((start) => {
    const now = nowAt(source, start)
    if (now !== null)
      return says(source.words, now - 1, 'date') ? toDate(source, first, now) : toNow(source, first, now)
    const seconds = [...endsAt(source, start), ...uncuedAt(source, start).map(wholeEnd)]
    return seconds.flatMap((second) => stretchBetween(source, first, second, opened))
  })
}

/** After "to" and "and", "may" and "fall" need nothing more to be times. */
export function uncuedAt(source: Source, at: number): Base[] {
  return floatingsAt(source, at)
    .filter(({ value }) => value.kind === 'weekday' || ['may', 'fall', 'spring'].includes(value.name ?? ''))
    .flatMap(({ value, end }) => placedWithSpecs(source, value, end))
}

function wholeEnd(base: Base): End {
  return { end: base.end, base, only: null }
}

function nowAt({ words }: Source, at: number): number | null {
  const start = says(words, at, 'the') ? at + 1 : at
  if (says(words, start, 'present', 'day')) return start + 2
  const now = ['now', 'today', 'date', 'present', 'tonight'].includes(words[start]?.lower ?? '')
  return now ? start + 1 : null
}

/** "2023 to date" is since 2023, but "last year to date" is last year so far. */
function toDate(source: Source, first: End, end: number): Joined[] {
  return first.base.period.kind === 'calendar' ? [] : toNow(source, first, end)
}

/** "2023 to now" goes on with the calendar; "this quarter to date" is the quarter so far. */
function toNow(source: Source, { base, only }: End, end: number): Joined[] {
  const { from, to } = resolve(base.period, source.today, source.calendar)
  if (from === null || from > source.today) return []
  const current = base.period.kind === 'calendar' && base.period.offset === 0 && only === null
  const inProgress = to !== null && to > source.today && only === null
  if (inProgress && !current) return []
  const period = current ? base.period : withEdge(base.period, only === 'end' ? 'after' : 'since')
  const { score, anchored } = base
  return [{ end, periods: [period], score, anchored, ahead: null, parts: null, ends: null }]
}

/** "Nov 1 to 15", "November 1 through the 15th, 2025". */
function daysOfOneMonth(source: Source, first: End): Joined[] {
  const { words } = source
  const month = first.base.floating?.kind === 'day' ? monthOf(first.base) : null
  if (month === null) return []
  return separators(source, first.end, true).flatMap((start) => {
    const day = dayNumberAt(words, start)
    if (day === null || monthAt(words, day.end) !== null) return []
    return placedWithSpecs(source, dayOfMonth(month, day.value), day.end).flatMap((base) =>
      stretchBetween(source, first, wholeEnd(base), true),
    )
  })
}

/** "Nov 1-15", "November 1-15, 2025". */
function daysInOneWord(source: Source, at: number): Joined[] {
  const month = monthAt(source.words, at)
  const days =
    month === null ? null : /^(\d{1,2})-(\d{1,2})(?:st|nd|rd|th)?$/.exec(source.words[month.end]?.lower ?? '')
  if (month === null || days === null) return []
  const [first, second] = [dayOfMonth(month.value, Number(days[1])), dayOfMonth(month.value, Number(days[2]))]
  return placedWithSpecs(source, first, month.end + 1).flatMap((start) =>
    placedWithSpecs(source, second, month.end + 1)
      .filter(({ end }) => end === start.end)
      .flatMap((end) => stretchBetween(source, wholeEnd(start), wholeEnd(end), true)),
  )
}

function monthOf(base: Base): number | null {
  const days = base.floating?.inYear(2024)
  return days ? Number(days.from.slice(5, 7)) : null
}

function stretchBetween(source: Source, first: End, second: End, opened: boolean): Joined[] {
  if (first.base.kind === 'rolling' || second.base.kind === 'rolling') return []
  const pair = placedTogether(source, first, second)
  if (pair === null) return []
  const [begin, finish] = pair
  const from = first.only === 'end' ? begin.to : begin.from
  const to = second.only === 'start' ? finish.from : finish.to
  if (from >= to) return []
  const relative = first.base.period.kind !== 'between' || second.base.period.kind !== 'between'
  const anchored = relative || first.base.anchored || second.base.anchored
  const ends = comparable(first, second)
    ? ([settledPeriod(source, first, begin), settledPeriod(source, second, finish)] as const)
    : null
  const likely = ends !== null && sameOfYears(begin, finish) ? 0.5 : 1
  const score = likely * sureness(first.base) * sureness(second.base) * (opened || alike(first, second) ? 1 : 0.7)
  const ahead = aheadOf(source, first, second, from)
  return [{ end: second.end, periods: [between(from, to)], score, anchored, ahead, parts: null, ends }]
}

/** "from Q3 last year to Q3 this year": the same part of two years, which is hardly a range. */
function sameOfYears(first: Days, second: Days): boolean {
  return first.from.slice(4) === second.from.slice(4) && !first.from.endsWith('-01-01')
}

function alike(first: End, second: End): boolean {
  return first.base.kind === second.base.kind
}

/** Four digits beside another year are a year. */
function sureness({ kind, score }: Base): number {
  return kind === 'year' ? 1 : score
}

function comparable(first: End, second: End): boolean {
  return (
    first.only === null && second.only === null && first.base.kind === second.base.kind && first.base.kind !== 'day'
  )
}

/** The end's own period where it means these days, otherwise the days. */
function settledPeriod(source: Source, { base }: End, days: Days): Period {
  const own = resolve(base.period, source.today, source.calendar)
  return own.from === days.from && own.to === days.to ? base.period : between(days.from, days.to)
}

/**
 * The days of both ends. An end without a year takes the one that the other end fixes; without any, the range is the
 * latest that has begun.
 */
function placedTogether(source: Source, first: End, second: End): [Days, Days] | null {
  const [begin, finish] = [daysOf(source, first.base), daysOf(source, second.base)]
  const [moves, follows] = [first.base.floating, second.base.floating]
  if (moves !== null && follows === null && finish !== null) {
    const days = near(moves, finish.from).findLast((each) => each.from <= finish.from) ?? begin
    return days === null ? null : [days, finish]
  }
  if (follows !== null && begin !== null) {
    const days = near(follows, begin.from).find((each) => each.from >= begin.from) ?? finish
    return days === null ? null : [begin, days]
  }
  return begin === null || finish === null ? null : [begin, finish]
}

function daysOf({ today, calendar }: Source, base: Base): Days | null {
  const { from, to } = resolve(base.period, today, calendar)
  return from === null || to === null ? null : { from, to }
}

/** The stretch in the years around a day, in order. */
function near(floating: Floating, day: Day): Days[] {
  const year = Number(day.slice(0, 4))
  return [-8, -4, -2, -1, 0, 1, 2, 4, 8].flatMap((each) => floating.inYear(year + each) ?? [])
}

/** "Nov 20 through Nov 30" in the middle of November, of what lies ahead: the first that is not over. */
function aheadOf(source: Source, first: End, second: End, latestFrom: Day): Period | null {
  const [begin, finish] = [first.base.floating, second.base.floating]
  if (begin === null || finish === null) return null
  for (const { from } of near(begin, source.today)) {
    const last = near(finish, from).find((each) => each.from >= from)
    if (last !== undefined && last.to > source.today) return from === latestFrom ? null : between(from, last.to)
  }
  return null
}

/** "11/1-11/15", "2023-2025", "10/1/2026-10/31/2026". */
function rangesInOneWord(source: Source, at: number): Joined[] {
  const text = source.words[at]?.lower ?? ''
  const years = /^(20\d\d|199\d)-(20\d\d|199\d)$/.exec(text)
  if (years !== null) return spanOf(yearPeriod(Number(years[1])), yearPeriod(Number(years[2])), at + 1)
  const dates = /^([\d/.]{3,10})-([\d/.]{3,10})$/.exec(text)
  if (dates === null) return []
  const [first, second] = [datesIn(source, dates[1] ?? '')[0], datesIn(source, dates[2] ?? '')[0]]
  if (first === undefined || second === undefined) return []
  const to = second.days.to <= first.days.from ? nearest(source, (year) => yearLater(second.days.to, year)) : null
  const last = to?.days.to ?? second.days.to
  return last > first.days.from ? spanOf(between(first.days.from, null), between(null, last), at + 1) : []
}

function yearLater(day: Day, year: number): { from: Day; to: Day } | null {
  const moved = `${year}${day.slice(4)}`
  return { from: moved, to: moved }
}

function spanOf(first: Period, second: Period, end: number): Joined[] {
  if (first.kind !== 'between' || second.kind !== 'between') return []
  const period = between(first.from, second.to)
  return [{ end, periods: [period], score: 0.9, anchored: true, ahead: null, parts: null, ends: null }]
}
