import type { Grain } from '../../days.ts'
import { allTime, calendarPeriod, type Edge, type Period, resolve, rollingPeriod, withEdge } from '../../period.ts'
import { readNumeral } from '../numeral.ts'
import { type Found, longest, phrases, says } from '../phrases.ts'
import { longAgoReadings } from './lengths.ts'
import { type EdgeWord, eachWords, edgeWords, everPhrases, onwards, withinWords } from './names.ts'
import { sameSpanAt, sameSpanPeriod, sameSpanPrepositions } from './pointers.ts'
import { endsAt } from './ranges.ts'
import { onePeriod, type PeriodReading, periodReading } from './reading.ts'
import type { Source } from './source.ts'
import { alone } from './stretches.ts'
import { agoAt, durationAt } from './units.ts'

/** Every period that begins at the word, with the prepositions and edges before it. */
export function periodReadings(source: Source, at: number): PeriodReading[] {
  const plain = plainReadings(source, at)
  return [...plain, ...plain.flatMap((reading) => withGloss(source, at, reading))]
}

function plainReadings(source: Source, at: number): PeriodReading[] {
  const { words } = source
  return [
    ...stretchReadings(source, at, at, null),
    ...withinWords(words, at).flatMap(({ value, end }) => stretchReadings(source, at, end, value)),
    ...eachReadings(source, at),
    ...edgeReadings(source, at),
    ...onwardReadings(source, at),
    ...longAgoReadings(source, at),
    ...sameSpanReadings(source, at),
    ...everReadings(source, at),
  ]
}

/** Stretches, ranges and lists that are named from `start` on, as readings from `at` on. */
export function stretchReadings(
  source: Source,
  at: number,
  start: number,
  preposition: string | null,
): PeriodReading[] {
  return source.stretchesAt(start).map((found) => periodReading(found, at, preposition))
}

/** "in each of July, August and September", "in each of the last six months": one by one. */
function eachReadings(source: Source, at: number): PeriodReading[] {
  return eachWords(source.words, at).flatMap(({ end }) =>
    source.stretchesAt(end).flatMap((found) => {
      const reading = { ...periodReading(found, at, 'each'), each: true }
      if (found.periods.length > 1) return [reading]
      return found.parts === null
        ? []
        : [{ ...reading, grain: found.parts, periods: [wholeUnitsOf(found.periods[0])] as const }]
    }),
  )
}

/** Each of "the last six months" is a month of the calendar. */
function wholeUnitsOf(period: Period): Period {
  if (period.kind !== 'rolling' || period.future || period.unit === 'day') return period
  return calendarPeriod(period.unit, -1, { count: period.count })
}

/** "since Easter", "before Nov 16, 2025", "until yesterday", "by the end of the month". */
function edgeReadings(source: Source, at: number): PeriodReading[] {
  // "the run-up to Christmas" is not up to Christmas.
  if (source.words[at]?.joined) return []
  return edgeWords(source.words, at).flatMap(({ value: word, end }) => {
    const ago = agoAt(source.words, end)
    if (ago !== null) return [edgeOfAgo(ago, word, at)]
    const found = endsAt(source, end).map(({ base, only }) => {
      const edge = edgeOf(word, only)
      const ahead = base.ahead === null || edge === 'since' ? null : withEdge(base.ahead, edge)
      const score = base.kind === 'year' && !says(source.words, at, 'up', 'to') ? 1 : base.score
      return periodReading({ ...alone(base), periods: [withEdge(base.period, edge)], ahead, score }, at, word)
    })
    return word === 'since' ? [...found, ...sinceDuration(source, at, end)] : found
  })
}

/** Before the start of March is before March; after its end is after it. */
function edgeOf(word: EdgeWord, only: 'start' | 'end' | null): Edge {
  if (only === null) return word
  const opens = word === 'since' || word === 'after'
  if (only === 'start') return opens ? 'since' : 'before'
  return opens ? 'after' : 'until'
}

function edgeOfAgo({ value, end }: Found<{ unit: Grain; count: number }>, word: EdgeWord, at: number): PeriodReading {
  const edge = word === 'after' || word === 'since' ? 'since' : 'before'
  return onePeriod(rollingPeriod(value.unit, value.count, { edge }), at, end, word)
}

/** "since three months": for three months. */
function sinceDuration({ words }: Source, at: number, start: number): PeriodReading[] {
  const duration = readNumeral(words, start) === null ? null : durationAt(words, start)
  if (duration === null) return []
  const { unit, count } = duration.value
  return [onePeriod(rollingPeriod(unit, count, { edge: 'since' }), at, duration.end, 'since', 0.6)]
}

export const backwards = phrases<true>([['or earlier|and earlier|or before|and before|or older|and older', true]])

/** "from Oct 1 on", "2025 onwards", "October 1 or later", "2024 and earlier". */
function onwardReadings(source: Source, at: number): PeriodReading[] {
  const { words } = source
  const opened = says(words, at, 'as', 'of') ? 2 : ['from', 'in', 'on'].includes(words[at]?.lower ?? '') ? 1 : 0
  return endsAt(source, at + opened).flatMap(({ end, base, only }) => {
    const on = longest(onwards, words, end)
    const back = longest(backwards, words, end)
    // "on" alone goes on only after "from": "orders of October 1 on the site" stop there.
    const bareOn = on?.end === end + 1 && says(words, end, 'on') && !says(words, at, 'from')
    const last = (bareOn ? null : on) ?? back
    if (last === null) return []
    const period = withEdge(base.period, edgeOf(last === back ? 'until' : 'since', only))
    return [periodReading({ ...alone(base), end: last.end, periods: [period], ahead: null }, at, 'since')]
  })
}

/** "by the same day last year", "this time last year": last year up to the same day. */
function sameSpanReadings({ words }: Source, at: number): PeriodReading[] {
  const preposition = sameSpanPrepositions.has(words[at]?.lower ?? '') ? (words[at]?.lower ?? null) : null
  const span = sameSpanAt(words, preposition === null ? at : at + 1)
  return span === null ? [] : [onePeriod(sameSpanPeriod(span.value), at, span.end, preposition, 0.7)]
}

function everReadings({ words }: Source, at: number): PeriodReading[] {
  // "Since the start of the year" is not "since the start".
  return everPhrases(words, at)
    .filter(({ end }) => !says(words, end, 'of'))
    .map(({ end }) => {
      const vague =
        says(words, at, 'so', 'far') || says(words, at, 'to', 'date') || says(words, at, 'in', 'the', 'past')
      return onePeriod(allTime, at, end, null, vague ? 0.6 : 1)
    })
}

const glossMarks: ReadonlySet<string> = new Set([',', '(', '-', ':', ';', 'ie', '=', 'meaning', 'namely'])

/** A period and then the same days in other words: "more than a year ago, i.e. before Nov 16, 2025". */
function withGloss(source: Source, at: number, reading: PeriodReading): PeriodReading[] {
  const { words } = source
  const end = at + reading.length
  const start = afterMarks(source, end)
  if (start === end || reading.periods.length > 1) return []
  const same = plainReadings(source, start).filter((gloss) => meansTheSame(source, reading, gloss))
  const length = Math.max(0, ...same.map((gloss) => gloss.length))
  if (length === 0) return []
  const closed = says(words, start + length, ')') ? 1 : 0
  return [{ ...reading, length: start + length + closed - at, score: 1 }]
}

/** Where the other words for it begin, or `end` itself without a mark. */
export function afterMarks({ words }: Source, end: number): number {
  let start = end
  while (start < end + 3 && glossMarks.has(words[start]?.lower ?? '')) start += 1
  if (!says(words, start, 'that', 'is')) return start
  return says(words, start + 2, ',') ? start + 3 : start + 2
}

function meansTheSame({ today, calendar }: Source, reading: PeriodReading, gloss: PeriodReading): boolean {
  const [first, second] = [resolve(reading.periods[0], today, calendar), resolve(gloss.periods[0], today, calendar)]
  return gloss.periods.length === 1 && first.from === second.from && first.to === second.to
}
