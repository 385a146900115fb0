import { calendarPeriod, type Period, resolve } from '../../period.ts'
import { type Found, phrases, says } from '../phrases.ts'
import { afterMarks, periodReadings, stretchReadings } from './periods.ts'
import { grainWordAt, pointersAt, sameSpanPrepositions } from './pointers.ts'
import { rangesAt } from './ranges.ts'
import type { Against, PeriodReading, TimeReading } from './reading.ts'
import type { Source } from './source.ts'

export const comparisonLeads = phrases<true>([
  ['vs|vs .|versus|v|v .|against|over|than|compared to|compared with|compared against|in comparison to|to|with', true],
  ['in comparison with|relative to|as opposed to|as against|set against|up from|down from|up over|up on|down on', true],
])
const prepositions = phrases<true>([
  [
    'in|on|during|for|over|by|at|that of|those of|it was in|it was|they did in|we did in|what it was in|it did in',
    true,
  ],
  ['what it was|what we did in|what we had in|what we made in|the figure for|the number for|the total for', true],
])

/** What something is compared with: "vs last year", "than the year before", "from Q3 last year to Q3 this year". */
export function comparisonReadings(source: Source, at: number): TimeReading[] {
  const { words } = source
  const starts = sameSpanPrepositions.has(words[at]?.lower ?? '') ? [at, at + 1] : [at]
  return [
    ...starts.flatMap((start) => pointersAt(words, start).map((found) => comparison(found, at, 1))),
    ...comparisonLeads(words, at).flatMap(({ end }) => ledComparisons(source, at, end)),
    ...betweenEnds(source, at),
  ].flatMap((reading) => withGloss(source, at, reading))
}

function comparison(
  { value, end }: Found<Against>,
  at: number,
  score: number,
  main: Period | null = null,
): TimeReading {
  return { role: 'comparison', main, against: value, score, length: end - at }
}

function ledComparisons(source: Source, at: number, lead: number): TimeReading[] {
  const { words } = source
  const starts = [lead, ...prepositions(words, lead).map(({ end }) => end)]
  const pointed = starts.flatMap((start) => pointersAt(words, start).map((found) => comparison(found, at, 1)))
  const named = starts
    .flatMap((start) => stretchReadings(source, at, start, null))
    .filter((reading) => reading.periods.length === 1)
    .map((reading) => comparison(againstPeriod(reading, at), at, leadScore(source, at, reading) * reading.score))
  const last = lastOfSame(source, at, lead)
  return [...pointed, ...named.filter(({ score }) => score > 0), ...(last === null ? [] : [comparison(last, at, 1)])]
}

function againstPeriod({ periods, length }: PeriodReading, at: number): Found<Against> {
  return { value: { kind: 'period', period: periods[0] }, end: at + length }
}

/** "over", "to" and "with" lead to other things more often than to a comparison. */
function leadScore({ words }: Source, at: number, { periods: [period] }: PeriodReading): number {
  const lead = words[at]?.lower
  if (lead === 'to' || lead === 'with') return 0.5
  if (lead !== 'over') return 1
  return period.kind === 'calendar' && period.unit !== 'day' && period.count === 1 && period.offset < 0 ? 0.5 : 0
}

/** "this year vs last": the unit before "vs" is meant again. */
function lastOfSame({ words }: Source, at: number, lead: number): Found<Against> | null {
  const start = says(words, lead, 'the') ? lead + 1 : lead
  const unit = grainWordAt(words, at - 1)
  const last = ['last', 'previous', 'prior'].includes(words[start]?.lower ?? '')
  if (unit === null || !last || grainWordAt(words, start + 1) !== null) return null
  const end = says(words, start + 1, 'one') ? start + 2 : start + 1
  return { value: { kind: 'period', period: calendarPeriod(unit.value, -1) }, end }
}

/** "from Q3 last year to Q3 this year": the second against the first; a range is as likely only of different names. */
function betweenEnds(source: Source, at: number): TimeReading[] {
  return rangesAt(source, at).flatMap(({ ends, end }) => {
    if (ends === null) return []
    const [before, after] = ends
    return [
      comparison({ value: { kind: 'period', period: before }, end }, at, sameOfYears(source, ends) ? 1 : 0.6, after),
    ]
  })
}

/** The same part of two years: "Q3 last year" and "Q3 this year". */
function sameOfYears({ today, calendar }: Source, ends: readonly [Period, Period]): boolean {
  const [first, second] = ends.map((period) => resolve(period, today, calendar).from)
  return first?.slice(4) === second?.slice(4) && first?.slice(4) !== '-01-01'
}

/** "versus the same stretch of last year, Jan 1 to Nov 16": the dates say no more than the words before them. */
function withGloss(source: Source, at: number, reading: TimeReading): TimeReading[] {
  if (reading.role !== 'comparison' || reading.against.kind !== 'back') return [reading]
  const start = afterMarks(source, at + reading.length)
  if (start === at + reading.length) return [reading]
  const { unit, count } = reading.against
  const stretches = [0, -count].map((offset) => daysOf(source, calendarPeriod(unit, offset, { end: 'today' })))
  const gloss = periodReadings(source, start).find(
    ({ periods }) => periods.length === 1 && stretches.includes(daysOf(source, periods[0])),
  )
  return gloss === undefined ? [reading] : [reading, { ...reading, length: start + gloss.length - at }]
}

function daysOf({ today, calendar }: Source, period: Period): string {
  const { from, to } = resolve(period, today, calendar)
  return `${from} ${to}`
}
