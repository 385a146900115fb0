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
 *     // { role: 'period', periods: [{ kind: 'named', name: 'summer', edge: 'since', … }], length: 3, … }
 */
export function readTime(words: readonly Word[], at: number, context: TimeContext): readonly TimeReading[] {
  if (!mayBeginTime(words[at]?.lower ?? '')) return []
  const { source, known } = questionOf(words, context)
  const before = known.get(at)
  if (before !== undefined) return before
  const readings = readAt(source, at)
  known.set(at, readings)
  return readings
}

/** A question being read, with what was found at its words. */
interface Question {
  readonly source: Source
  readonly known: Map<number, readonly TimeReading[]>
}

const questions = new WeakMap<readonly Word[], Question>()

/** What was found in a question is kept as long as its words are: readers ask again at every word of it. */
function questionOf(words: readonly Word[], context: TimeContext): Question {
  const before = questions.get(words)
  if (before !== undefined && isSame(before.source, context)) return before
  const question = {
    source: openSource(words, context, mayBeginTime),
    known: new Map<number, readonly TimeReading[]>(),
  }
  questions.set(words, question)
  return question
}

function isSame(one: TimeContext, other: TimeContext): boolean {
  const [first, second] = [one.calendar, other.calendar]
  const sameCalendar = first.weekStart === second.weekStart && first.fiscalYearStart === second.fiscalYearStart
  return sameCalendar && one.today === other.today && one.country === other.country
}

function readAt(source: Source, at: number): readonly TimeReading[] {
  const readings = [
    ...periodReadings(source, at),
    ...grainReadings(source, at),
    ...durationReadings(source, at),
    ...comparisonReadings(source, at),
  ]
  const meanings = readings.length > 1 ? distinct(source, readings) : readings
  return meanings.sort((one, other) => other.length - one.length || other.score - one.score)
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
