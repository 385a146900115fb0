import { type Grain, partsOf } from '../../days.ts'
import { calendarPeriod, type Period, rollingPeriod } from '../../period.ts'
import { parseNumeral, readNumeral } from '../numeral.ts'
import { type Found, longest, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import {
  agoWords,
  type Determiner,
  determiners,
  justEnded,
  type SaidUnit,
  singularUnits,
  tiedUnits,
  toDatePhrases,
  units,
  wholeAdjectives,
} from './names.ts'
import { type Base, fixed, type Source } from './source.ts'
import { yearAt } from './years.ts'

/** Stretches counted from today: "yesterday", "last month", "the past 90 days", "ytd", "three months ago". */
export function unitBasesAt(source: Source, at: number): Base[] {
  return [
    ...relativeDays(source, at),
    ...toDate(source, at),
    ...unitBases(source, at),
    ...tiedBases(source, at),
    ...agoBases(source, at),
    ...shortUnits(source, at),
  ]
}

/** "LY" and "PY" as reports write last year. */
function shortUnits({ words }: Source, at: number): Base[] {
  const short = /^(?:ly|py)$/.test(words[at]?.lower ?? '')
  return short ? [fixed('unit', calendarPeriod('year', -1), at + 1, 0.9)] : []
}

const dayOffsets: Readonly<Record<string, number>> = { today: 0, tonight: 0, yesterday: -1, tomorrow: 1 }

function relativeDays({ words }: Source, at: number): Base[] {
  const start = says(words, at, 'the') ? at + 1 : at
  if (says(words, start, 'day', 'before', 'yesterday')) return [fixed('day', calendarPeriod('day', -2), start + 3)]
  if (says(words, start, 'day', 'after', 'tomorrow')) return [fixed('day', calendarPeriod('day', 2), start + 3)]
  const offset = dayOffsets[words[at]?.lower ?? '']
  if (offset !== undefined) return [fixed('day', calendarPeriod('day', offset), at + 1)]
  if (says(words, at, 'last', 'night')) return [fixed('day', calendarPeriod('day', -1), at + 2)]
  const partOfDay = ['morning', 'afternoon', 'evening'].includes(words[at + 1]?.lower ?? '')
  return says(words, at, 'this') && partOfDay ? [fixed('day', calendarPeriod('day'), at + 2)] : []
}

function toDate({ words, today }: Source, at: number): Base[] {
  const found = longest(toDatePhrases, words, at)
  if (found === null) return []
  const { unit, offset } = found.value
  const base = fixed('unit', calendarPeriod(unit, offset, { end: 'today' }), found.end)
  const of = says(words, found.end, 'of') || says(words, found.end, 'in') ? found.end + 1 : found.end
  const yearToDate = unit === 'year' && offset === 0 && /^(?:ytd|date)$/.test(words[found.end - 1]?.lower ?? '')
  const year = yearToDate ? yearAt(words, of) : null
  if (year === null) return [base]
  const inYear = calendarPeriod('year', year - partsOf(today).year, { end: 'today' })
  return [base, { ...fixed('unit', inYear, of + 1), anchored: true }]
}

// "last month", "the past 90 days", "next week"

const openingPrepositions = new Set('in over within inside during for throughout of across'.split(' '))

function unitBases(source: Source, at: number): Base[] {
  const { words } = source
  const ended = endedUnit(source, at)
  if (ended !== null) return [ended]
  return determiners(words, at).flatMap(({ value: determiner, end }) => {
    const whole = longest(wholeAdjectives, words, end)
    const start = whole?.end ?? end
    return [
      ...singleUnits(source, at, determiner, start, whole !== null),
      ...countedUnits(source, determiner, start, whole !== null),
    ]
  })
}

/** "the month that just ended", "the year before last". */
function endedUnit({ words }: Source, at: number): Base | null {
  const start = says(words, at, 'the') ? at + 1 : at
  const just = says(words, start, 'just', 'ended') ? start + 2 : start
  const unit = longest(units, words, just)
  if (unit === null || !isSingular(words, unit.end)) return null
  const { unit: name } = unit.value
  if (just > start) return fixed('unit', calendarPeriod(name, -1), unit.end)
  if (says(words, unit.end, 'before', 'last')) return fixed('unit', calendarPeriod(name, -2), unit.end + 2)
  const after = longest(justEnded, words, unit.end)
  return after === null ? null : fixed('unit', calendarPeriod(name, -1), after.end)
}

function singleUnits(source: Source, at: number, determiner: Determiner, start: number, whole: boolean): Base[] {
  const { words } = source
  const unit = longest(units, words, start)
  if (unit === null || !isSingular(words, unit.end)) return []
  const { unit: name, times } = unit.value
  const base = (period: Period, score = 1) => fixed('unit', period, unit.end, score)
  const grain = grainOf(name)
  const rolling = grain === null ? null : rollingPeriod(grain, times)
  const inTheLast = says(words, at, 'the') && openingPrepositions.has(words[at - 1]?.lower ?? '') && !whole
  if (times > 1) return rolling === null || determiner === 'this' ? [] : [base(ahead(rolling, determiner))]
  switch (determiner) {
    case 'this':
      return [base(calendarPeriod(name, 0))]
    case 'last':
      if (name === 'day') return rolling === null ? [] : [base(rolling, 0.6)]
      if (!inTheLast || rolling === null) return [base(calendarPeriod(name, -1))]
      return [base(rolling, 0.8), base(calendarPeriod(name, -1), 0.5)]
    case 'past':
    case 'rolling':
      if (whole || rolling === null) return [base(calendarPeriod(name, -1))]
      return [base(rolling)]
    case 'previous':
    case 'latest':
      return [base(calendarPeriod(name, -1))]
    case 'next':
      if (!inTheLast || rolling === null) return [base(calendarPeriod(name, 1))]
      return [base(ahead(rolling, 'next'), 0.8), base(calendarPeriod(name, 1), 0.5)]
    default:
      return determiner satisfies never
  }
}

function ahead(period: Period, determiner: Determiner): Period {
  return period.kind === 'rolling' && determiner === 'next' ? { ...period, future: true } : period
}

function countedUnits(source: Source, determiner: Determiner, start: number, whole: boolean): Base[] {
  if (determiner === 'this') return []
  const counted = countedUnitAt(source.words, start)
  if (counted === null) return []
  const { unit, count, whole: wholeUnits } = counted.value
  const grain = grainOf(unit)
  const base = (period: Period, score = 1) => ({ ...fixed('rolling', period, counted.end, score), parts: grain })
  const next = determiner === 'next'
  const calendar = calendarPeriod(unit, next ? count : -1, { count, end: 'whole' })
  if (whole || wholeUnits || grain === null) return [base(calendar)]
  const rolling = rollingPeriod(grain, count, { future: next })
  if (determiner === 'rolling' || next || unit === 'day') return [base(rolling)]
  if (unit === 'quarter') return [base(calendar, 0.9), base(rolling, 0.5)]
  return determiner === 'previous' ? [base(rolling, 0.9), base(calendar, 0.5)] : [base(rolling)]
}

/** So many units of time. */
interface CountedUnit {
  readonly unit: SaidUnit['unit']
  readonly count: number
  /** "three full months" */
  readonly whole: boolean
}

const tied = /^(\d{1,4})([a-z]{1,4})$/

/** "90 days", "two and a half years", "couple of weeks", "90d", "three full months". */
export function countedUnitAt(words: readonly Word[], at: number): Found<CountedUnit> | null {
  const together = tied.exec(words[at]?.lower ?? '')
  const tiedUnit = together === null ? undefined : tiedUnits[together[2] ?? '']
  if (together !== null && tiedUnit !== undefined) return counted(Number(together[1]), tiedUnit, at + 1)
  const number = readNumeral(words, at)
  if (number === null || number.value.sign !== null || number.value.percent) return null
  const half = says(words, number.end, 'and', 'a', 'half') ? 3 : 0
  const whole = longest(wholeAdjectives, words, number.end + half)
  const unit = longest(units, words, whole?.end ?? number.end + half)
  if (unit === null) return hoursAsDays(words, number.value.value, number.end)
  const amount = (number.value.value + (half > 0 ? 0.5 : 0)) * unit.value.times
  return counted(amount, unit.value.unit, unit.end, whole !== null)
}

/** "24 hours" is a day; other hours are no days. */
function hoursAsDays(words: readonly Word[], hours: number, at: number): Found<CountedUnit> | null {
  return /^(?:hours?|hrs?)$/.test(words[at]?.lower ?? '') ? counted(hours / 24, 'day', at + 1) : null
}

function counted(amount: number, unit: SaidUnit['unit'], end: number, whole = false): Found<CountedUnit> | null {
  if (!Number.isInteger(amount) && unit === 'year') return counted(amount * 12, 'month', end, whole)
  if (!Number.isInteger(amount) || amount < 1 || amount > 3660) return null
  return { value: { unit, count: amount, whole }, end }
}

/** "90d" alone, "TTM", "L12M". */
function tiedBases({ words }: Source, at: number): Base[] {
  const lower = words[at]?.lower ?? ''
  if (lower === 'ttm' || lower === 'ltm') return [fixed('rolling', rollingPeriod('month', 12), at + 1)]
  const parts = /^([lt]?)(\d{1,4})(d|wks?|mos?|mths?|yrs?|m|q|w|y)$/.exec(lower)
  const unit = tiedUnits[parts?.[3] ?? '']
  if (parts === null || unit === undefined || (parts[1] === '' && parts[3]?.length === 1 && parts[3] !== 'd')) return []
  const found = counted(Number(parts[2]), unit, at + 1)
  return found === null ? [] : [fixed('rolling', rollingPeriod(unit, found.value.count), at + 1, parts[1] ? 1 : 0.6)]
}

/** How long ago: "three months ago", "a year back". */
export function agoAt(words: readonly Word[], at: number): Found<{ unit: Grain; count: number }> | null {
  const plus = parseNumeral(words[at]?.lower ?? '')?.plus ?? false
  const amount = plus ? null : durationAt(words, at)
  const ago = amount === null ? null : longest(agoWords, words, amount.end)
  return amount === null || ago === null ? null : { value: amount.value, end: ago.end }
}

/** A length of time in units of the calendar: "90 days", "a year", "half a year", "a couple of weeks". */
export function durationAt(words: readonly Word[], at: number): Found<{ unit: Grain; count: number }> | null {
  const article = says(words, at, 'a') || says(words, at, 'an')
  const single = longest(units, words, article ? at + 1 : at)
  const bare = single !== null && (article || single.value.times === 6 || single.value.times === 18)
  const amount = bare ? counted(single.value.times, single.value.unit, single.end) : countedUnitAt(words, at)
  const unit = amount === null ? null : grainOf(amount.value.unit)
  if (amount === null || unit === null || amount.value.whole) return null
  return { value: { unit, count: amount.value.count }, end: amount.end }
}

export const approximations: ReadonlySet<string> = new Set(
  'about around roughly approximately exactly nearly almost'.split(' '),
)

function agoBases({ words }: Source, at: number): Base[] {
  const about = approximations.has(words[at]?.lower ?? '')
  const ago = agoAt(words, about ? at + 1 : at)
  if (ago === null) return []
  const { unit, count } = ago.value
  return [fixed('unit', calendarPeriod(unit, -count, { end: 'whole' }), ago.end, unit === 'day' ? 1 : 0.6)]
}

function isSingular(words: readonly Word[], end: number): boolean {
  return singularUnits.has(words[end - 1]?.lower ?? '')
}

function grainOf(unit: SaidUnit['unit']): Grain | null {
  return unit === 'fiscal_year' || unit === 'fiscal_quarter' ? null : unit
}
