import { resolve } from '../period.ts'
import { comparisonReadings } from './time/comparisons.ts'
import { grainReadings } from './time/grain.ts'
import { durationReadings } from './time/lengths.ts'
import { periodReadings } from './time/periods.ts'
import type { TimeReading } from './time/reading.ts'
import type { Source, TimeContext } from './time/source.ts'
import { openSource } from './time/stretches.ts'
import { mayBeginTime } from './time/vocabulary.ts'
import type { Word } from './word.ts'

export type { Against, TimeReading } from './time/reading.ts'
export type { TimeContext } from './time/source.ts'
export { timeVocabulary } from './time/vocabulary.ts'

/**
 * Every reading of time that begins at the word, the longest first and the likeliest first among equals. Vague words
 * ("recently", "lately", "a few weeks") are not time.
 *
 *     readTime(tokenize('since last summer'), 0, { today: '2026-11-16', calendar })[0]
 *     // { role: 'period', periods: [{ kind: 'named', name: 'summer', occurrence: 'completed', edge: 'since', … }], length: 3, … }
 */
export function readTime(words: readonly Word[], at: number, context: TimeContext): TimeReading[] {
  if (!mayBeginTime(words[at]?.lower ?? '')) return []
  const source = sourceOf(words, context)
  const readings = [
    ...periodReadings(source, at),
    ...grainReadings(source, at),
    ...durationReadings(source, at),
    ...comparisonReadings(source, at),
  ]
  return (readings.length > 1 ? distinct(source, readings) : readings).sort(
    (one, other) => other.length - one.length || other.score - one.score,
  )
}

const sources = new WeakMap<readonly Word[], Source>()

/** What was found in a question is kept as long as its words are: readers ask at every word of it. */
function sourceOf(words: readonly Word[], context: TimeContext): Source {
  const { today, calendar, country } = context
  const known = sources.get(words)
  if (known?.today === today && known.calendar === calendar && known.country === country) return known
  const source = openSource(words, context)
  sources.set(words, source)
  return source
}

/** One of each meaning, the likeliest: "the fourth of July" is a date and a holiday. */
function distinct(source: Source, readings: readonly TimeReading[]): TimeReading[] {
  const kept = new Map<string, TimeReading>()
  for (const reading of readings.filter(({ length }) => length > 0)) {
    const meaning = meaningOf(source, reading)
    const known = kept.get(meaning)
    if (known === undefined || known.score < reading.score) kept.set(meaning, reading)
  }
  return [...kept.values()]
}

function meaningOf({ today, calendar }: Source, reading: TimeReading): string {
  if (reading.role !== 'period') return JSON.stringify({ ...reading, score: null, preposition: null })
  const days = reading.periods.map((period) => resolve(period, today, calendar))
  return JSON.stringify([reading.length, reading.each, reading.grain, days])
}
