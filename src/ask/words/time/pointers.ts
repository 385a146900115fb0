import { type Grain, grains } from '../../days.ts'
import { calendarPeriod, type Period } from '../../period.ts'
import { type Found, longest, phrases, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import { determiners, singularUnits, units } from './names.ts'
import type { Against } from './reading.ts'
import { durationAt } from './units.ts'

export const sameWords = phrases<true>([['the same|same|the very same|this|that', true]])
export const sameNouns = phrases<Grain | null>([
  ['time|point|point in time|stretch|stretch of time|period|period of time|span|timespan|time span|dates|days', null],
  ['date|day|timeframe|time frame|interval|time period|time of year|part|part of the year|window|spot|season', null],
  ['week|weeks', 'week'],
  ['month|months', 'month'],
  ['quarter|quarters', 'quarter'],
])
const sameLinks: ReadonlySet<string> = new Set(['of', 'in', 'during', 'from', 'for', ','])

/** "the same stretch of last year", "this time last year", "the same month a year ago". */
export interface SameSpan {
  readonly unit: Grain
  readonly count: number
  /** The unit named ("month"), or null for "time", "dates", "stretch". */
  readonly of: Grain | null
}

export function sameSpanAt(words: readonly Word[], at: number): Found<SameSpan> | null {
  const same = longest(sameWords, words, at)
  const noun = same === null ? null : longest(sameNouns, words, same.end)
  if (same === null || noun === null) return null
  const pointing = says(words, same.end - 1, 'this') || says(words, same.end - 1, 'that')
  if (pointing && noun.value !== null) return null
  const start = sameLinks.has(words[noun.end]?.lower ?? '') ? noun.end + 1 : noun.end
  const back = lastUnitAt(words, start) ?? backAt(words, start)
  return back === null ? null : { value: { ...back.value, of: noun.value }, end: back.end }
}

/** "last year", "last month" as what "the same time" is of. */
function lastUnitAt(words: readonly Word[], at: number): Found<{ unit: Grain; count: number }> | null {
  for (const { value, end } of determiners(words, at)) {
    const unit = grainWordAt(words, end)
    if (unit !== null && (value === 'last' || value === 'previous' || value === 'past')) {
      return { value: { unit: unit.value, count: 1 }, end: unit.end }
    }
  }
  return null
}

export const earlierBy = phrases<true>([
  ['before that|before|earlier|prior|prior to that|ago|previous|previously|back', true],
])

/** "the year before", "a quarter earlier", "two years before that", "the previous month". */
export function backAt(words: readonly Word[], at: number): Found<{ unit: Grain; count: number }> | null {
  const start = says(words, at, 'the') || says(words, at, 'its') ? at + 1 : at
  if (says(words, start, 'previous') || says(words, start, 'prior') || says(words, start, 'preceding')) {
    const unit = grainWordAt(words, start + 1)
    return unit === null ? null : { value: { unit: unit.value, count: 1 }, end: unit.end }
  }
  const unit = grainWordAt(words, start)
  if (words[start]?.lower.endsWith('+')) return null
  const amount = unit === null ? durationAt(words, start) : { value: { unit: unit.value, count: 1 }, end: unit.end }
  const before = amount === null ? null : longest(earlierBy, words, amount.end)
  if (amount === null || before === null || says(words, amount.end, 'before', 'last')) return null
  return { value: amount.value, end: before.end }
}

/** A unit of the calendar in the singular. */
export function grainWordAt(words: readonly Word[], at: number): Found<Grain> | null {
  const unit = longest(units, words, at)
  const grain = unit === null ? undefined : grains.find((each) => each === unit.value.unit)
  const single = unit !== null && unit.value.times === 1 && singularUnits.has(words[unit.end - 1]?.lower ?? '')
  return unit === null || grain === undefined || !single ? null : { value: grain, end: unit.end }
}

export const previousOnes = phrases<true>([
  ['the one before|the one before that|the period before|the previous period|the previous one|the prior period', true],
  ['the preceding period|the preceding one|previous period|prior period|the stretch before|the time before', true],
  ['the period just before|the period prior|the days before|the prior one|the last one', true],
])
export const overYears = phrases<Grain>([
  ['yoy|y/y|year over year|year on year|year to year|y o y|annual growth', 'year'],
  ['qoq|q/q|quarter over quarter|quarter on quarter|quarter to quarter', 'quarter'],
  ['mom|m/m|month over month|month on month|month to month', 'month'],
  ['wow|w/w|week over week|week on week|week to week', 'week'],
  ['dod|day over day|day on day', 'day'],
])

/** What points back from another period of the sentence, without a word of comparison before it. */
export function pointersAt(words: readonly Word[], at: number): Found<Against>[] {
  const found: Found<Against>[] = []
  const same = sameSpanAt(words, at)
  if (same !== null) found.push({ value: backBy(same.value), end: same.end })
  const back = backAt(words, at)
  if (back !== null) found.push({ value: backBy(back.value), end: back.end })
  const one = longest(previousOnes, words, at)
  if (one !== null) found.push({ value: { kind: 'previous' }, end: one.end })
  const over = longest(overYears, words, at)
  if (over !== null) found.push({ value: backBy({ unit: over.value, count: 1 }), end: over.end })
  return found
}

function backBy({ unit, count }: { unit: Grain; count: number }): Against {
  return { kind: 'back', unit, count }
}

/** The days that "the same time last year" means on its own: that unit up to the day that corresponds to today. */
export function sameSpanPeriod({ unit, count, of }: SameSpan): Period {
  const inYear: Partial<Record<Grain, number>> = { month: 12, quarter: 4, week: 52 }
  const units = of === null || unit !== 'year' ? undefined : inYear[of]
  if (of !== null && units !== undefined) return calendarPeriod(of, -units * count)
  return calendarPeriod(unit, -count, { end: 'today' })
}

export const sameSpanPrepositions: ReadonlySet<string> = new Set(
  'by at in for during over on from through until to within across around'.split(' '),
)
