import type { Day } from '../days.ts'
import { between, calendarPeriod, type Edge, type Period, resolve } from '../period.ts'
import { longest, says } from './phrases.ts'
import { datesIn, dayNumberAt, dayOfMonth, monthAt, nearest } from './time-dates.ts'
import { floatingsAt, placedWithSpecs } from './time-floating.ts'
import type { Base, BaseKind, Source } from './time-source.ts'
import { rangeWords, startsAndEnds, unitEnds, units } from './time-words.ts'
import { yearPeriod } from './time-years.ts'

/** A period, or several, made of one stretch or more. */
export interface Joined {
  readonly end: number
  readonly periods: readonly [Period, ...Period[]]
  readonly score: number
  readonly anchored: boolean
  readonly ahead: Period | null
  /** What both ends of a range name, where they could as well be compared ("from Q3 last year to Q3 this year"). */
  readonly ends: readonly [Period, Period] | null
}

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
  return [...ranges, ...(opened < 2 ? rangesInOneWord(source, at + opened) : [])]
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
  return { end, kind: 'unit', period, score: 1, anchored: false, ahead: null, floating: null }
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
    if (now !== null) return toNow(source, first, now)
    const seconds = [...endsAt(source, start), ...uncuedEnds(source, start)]
    return seconds.flatMap((second) => stretchBetween(source, first, second, opened))
  })
}

/** After "to", "may" and "fall" need nothing more to be times. */
function uncuedEnds(source: Source, at: number): End[] {
  return floatingsAt(source, at)
    .filter(({ value }) => value.name === 'may' || value.name === 'fall' || value.name === 'spring')
    .flatMap(({ value, end }) => placedWithSpecs(source, value, end))
    .map((base) => ({ end: base.end, base, only: null }))
}

function nowAt({ words }: Source, at: number): number | null {
  const start = says(words, at, 'the') ? at + 1 : at
  if (says(words, start, 'present', 'day')) return start + 2
  const now = ['now', 'today', 'date', 'present', 'tonight'].includes(words[start]?.lower ?? '')
  return now ? start + 1 : null
}

function toNow(source: Source, { base, only }: End, end: number): Joined[] {
  const period = withEdge(base.period, only === 'end' ? 'after' : 'since')
  const from = resolve(period, source.today, source.calendar).from
  if (from === null || from > source.today) return []
  return [{ end, periods: [period], score: base.score, anchored: base.anchored, ahead: null, ends: null }]
}

/** "Nov 1-15", "Nov 1 to 15", "November 1 through the 15th, 2025". */
function daysOfOneMonth(source: Source, first: End): Joined[] {
  const { words } = source
  const month = first.base.floating?.kind === 'day' ? monthOf(first.base) : null
  if (month === null) return []
  return separators(source, first.end, true).flatMap((start) => {
    const day = dayNumberAt(words, start)
    if (day === null || monthAt(words, day.end) !== null) return []
    return placedWithSpecs(source, dayOfMonth(month, day.value), day.end).flatMap((base) =>
      stretchBetween(source, first, { end: base.end, base, only: null }, true),
    )
  })
}

function monthOf(base: Base): number | null {
  const days = base.floating?.inYear(2024)
  return days ? Number(days.from.slice(5, 7)) : null
}

function stretchBetween(source: Source, first: End, second: End, opened: boolean): Joined[] {
  if (!fit(first.base, second.base)) return []
  const bounds = boundsOf(source, first, second)
  if (bounds === null) return []
  const score = first.base.score * second.base.score * (opened || sameLength(first.base, second.base) ? 1 : 0.7)
  const period = between(bounds.from, bounds.to)
  const anchored = first.base.period.kind !== 'between' || second.base.period.kind !== 'between'
  return [
    {
      end: second.end,
      periods: [period],
      score,
      anchored: anchored || first.base.anchored || second.base.anchored,
      ahead: aheadOf(source, first, second, bounds),
      ends: comparable(first, second) ? [first.base.period, second.base.period] : null,
    },
  ]
}

/** "30 days to March" is not a range. */
function fit(first: Base, second: Base): boolean {
  return first.kind !== 'rolling' && second.kind !== 'rolling'
}

function sameLength(first: Base, second: Base): boolean {
  return first.kind === second.kind
}

function comparable(first: End, second: End): boolean {
  return (
    first.only === null && second.only === null && first.base.kind === second.base.kind && first.base.kind !== 'day'
  )
}

interface Bounds {
  readonly from: Day
  readonly to: Day
}

/**
 * The days of a range. An end without a year takes the one that the other end fixes; without any, the range is the
 * latest that has begun.
 */
function boundsOf(source: Source, first: End, second: End): Bounds | null {
  const [begin, finish] = [first.base.floating, second.base.floating]
  const [from, to] = [startOf(source, first), finishOf(source, second)]
  if (begin !== null && begin.name === null && finish === null && to !== null) {
    return latestBefore(source, first, to)
  }
  if (begin !== null && finish === null && to !== null) return latestBefore(source, first, to)
  if (finish !== null && from !== null) return firstAfter(source, second, from)
  return from !== null && to !== null && from < to ? { from, to } : null
}

function startOf({ today, calendar }: Source, { base, only }: End): Day | null {
  const { from, to } = resolve(base.period, today, calendar)
  return only === 'end' ? to : from
}

function finishOf({ today, calendar }: Source, { base, only }: End): Day | null {
  const { from, to } = resolve(base.period, today, calendar)
  return only === 'start' ? from : to
}

function latestBefore(source: Source, { base, only }: End, to: Day): Bounds | null {
  const year = Number(to.slice(0, 4))
  for (const each of [year + 1, year, year - 1, year - 2]) {
    const days = base.floating?.inYear(each) ?? null
    const from = days === null ? null : only === 'end' ? days.to : days.from
    if (from !== null && from < to) return { from, to }
  }
  const from = startOf(source, { end: 0, base, only })
  return from !== null && from < to ? { from, to } : null
}

function firstAfter(source: Source, { base, only }: End, from: Day): Bounds | null {
  const year = Number(from.slice(0, 4))
  for (const each of [year - 1, year, year + 1, year + 2, year + 3, year + 4]) {
    const days = base.floating?.inYear(each) ?? null
    const to = days === null ? null : only === 'start' ? days.from : days.to
    if (days !== null && to !== null && days.from >= from && to > from) return { from, to }
  }
  const to = finishOf(source, { end: 0, base, only })
  return to !== null && from < to ? { from, to } : null
}

/** "Nov 20 through Nov 30" in the middle of November, of what lies ahead. */
function aheadOf(source: Source, first: End, second: End, bounds: Bounds): Period | null {
  const { floating } = first.base
  if (floating === null || second.base.floating === null) return null
  const { year } = { year: Number(source.today.slice(0, 4)) }
  for (const each of [year - 1, year, year + 1, year + 2]) {
    const begin = floating.inYear(each)
    const found = begin === null ? null : firstAfter(source, second, begin.from)
    if (found !== null && found.to > source.today) {
      return found.from === bounds.from ? null : between(found.from, found.to)
    }
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
  return [{ end, periods: [period], score: 0.9, anchored: true, ahead: null, ends: null }]
}

// Lists

const listKinds: ReadonlySet<BaseKind> = new Set(['day', 'month', 'part', 'year', 'holiday', 'unit', 'weekday', 'week'])

/** "July, August and September this year", "2024 and 2025", "this month and last month". */
export function listsAt(source: Source, at: number): Joined[] {
  return source
    .basesAt(at)
    .filter((base) => listKinds.has(base.kind))
    .flatMap((base) => moreItems(source, [base]))
}

const longestList = 24

function moreItems(source: Source, items: readonly Base[]): Joined[] {
  const last = items.at(-1)
  if (last === undefined || items.length >= longestList) return []
  const start = afterComma(source, last.end)
  const next = start === null ? [] : [...source.basesAt(start), ...uncuedEnds(source, start).map(({ base }) => base)]
  const fitting = next.filter((base) => base.kind === last.kind)
  const best = fitting.reduce<Base | null>((far, base) => (far === null || base.end > far.end ? base : far), null)
  if (best === null) return []
  const longer = [...items, best]
  return [listOf(source, longer), ...moreItems(source, longer)]
}

/** The next item's first word after ",", "and", ", and". */
function afterComma({ words }: Source, at: number): number | null {
  const comma = says(words, at, ',') ? at + 1 : at
  const and = ['and', '&', 'or', 'plus'].includes(words[comma]?.lower ?? '') ? comma + 1 : comma
  return and === at ? null : and
}

/** The items without a year take that of the last one: "Q1 and Q2 last year" are both last year's. */
function listOf(source: Source, items: readonly Base[]): Joined {
  const last = items.at(-1) as Base
  const periods = items.map((item) => (item.floating === null ? item.period : inYearOf(source, item, last)))
  return {
    end: last.end,
    periods: periods as [Period, ...Period[]],
    score: Math.min(...items.map((item) => item.score)),
    anchored: items.some((item) => item.anchored),
    ahead: null,
    ends: null,
  }
}

function inYearOf(source: Source, item: Base, last: Base): Period {
  if (last.floating !== null || item.floating === null) return item.period
  const { from } = resolve(last.period, source.today, source.calendar)
  if (from === null) return item.period
  if (last.period.kind === 'named' && item.floating.name !== null) return { ...last.period, name: item.floating.name }
  const days = item.floating.inYear(Number(from.slice(0, 4)))
  return days === null ? item.period : between(days.from, days.to)
}

/** The period from its first day on, before it, after it, or up to its last day. */
export function withEdge(period: Period, edge: Edge): Period {
  if (period.kind === 'all' || edge === 'within') return period
  if (period.kind !== 'between') {
    const whole = period.kind === 'calendar' && (edge === 'after' || edge === 'until')
    return whole ? { ...period, end: 'whole', edge } : { ...period, edge }
  }
  switch (edge) {
    case 'since':
      return between(period.from, null)
    case 'before':
      return between(null, period.from)
    case 'after':
      return between(period.to, null)
    case 'until':
      return between(null, period.to)
    default:
      return edge satisfies never
  }
}
