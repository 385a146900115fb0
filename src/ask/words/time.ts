import { type Grain, grains } from '../days.ts'
import { allTime, calendarPeriod, type Edge, type Period, resolve, rollingPeriod } from '../period.ts'
import type { ComparisonOp } from './number.ts'
import { type Found, longest, phrases, says } from './phrases.ts'
import { openSource, soFarPeriod } from './time-base.ts'
import {
  type Against,
  comparisonLeads,
  comparisonPrepositions,
  lastOfSame,
  pointersAt,
  sameSpanAt,
  sameSpanPeriod,
} from './time-comparison.ts'
import { grainAt } from './time-grain.ts'
import { endsAt, type Joined, listsAt, rangesAt, withEdge } from './time-joined.ts'
import type { Source, TimeContext } from './time-source.ts'
import { agoAt, durationAt } from './time-units.ts'
import { type EdgeWord, eachWords, edgeWords, everPhrases, onwards, startsAndEnds, withinWords } from './time-words.ts'
import type { Word } from './word.ts'

export type { Against } from './time-comparison.ts'
export type { TimeContext } from './time-source.ts'

/**
 * A phrase of time that begins at a word of a question.
 *
 * - `period`: when. Several periods are a list ("July, August and September this year"), `each` if each of them is meant
 *   by itself, `grain` what a longer stretch is then cut into ("in each of the last six months"). `ahead` is the period
 *   meant by the same words of what lies ahead (due dates, birthdays): "on Friday", "by Nov 30".
 * - `grain`: what a breakdown counts by.
 * - `duration`: a length of time, with the comparison that comes with it ("in 90 days", "for over a year").
 * - `comparison`: what something is compared with; `main` is the period compared, where the phrase names both.
 */
export type TimeReading = {
  /** How many words it takes. */
  readonly length: number
  /** 1 where the words say just this. Two readings of one length within 0.2 of each other are worth asking about. */
  readonly score: number
} & (
  | {
      readonly role: 'period'
      readonly periods: readonly [Period, ...Period[]]
      readonly each: boolean
      readonly grain: Grain | null
      readonly preposition: string | null
      readonly ahead: Period | null
      /** The days are absolute but their year comes from today: another day, the same words are other days. */
      readonly anchored: boolean
    }
  | { readonly role: 'grain'; readonly grain: Grain | 'weekday'; readonly every: boolean }
  | {
      readonly role: 'duration'
      readonly unit: Grain
      readonly count: number
      readonly op: ComparisonOp | null
      readonly preposition: string | null
    }
  | { readonly role: 'comparison'; readonly main: Period | null; readonly against: Against }
)
type PeriodReading = Extract<TimeReading, { role: 'period' }>

const sources = new WeakMap<readonly Word[], Source>()

/**
 * Every reading of time that begins at the word, the longest first and the likeliest first among equals. Vague words
 * ("recently", "lately", "a few weeks") are not time.
 *
 *     readTime(tokenize('since last summer'), 0, { today: '2026-11-16', calendar })[0]
 *     // { role: 'period', periods: [{ kind: 'named', name: 'summer', occurrence: 'completed', edge: 'since', … }], length: 3, … }
 */
export function readTime(words: readonly Word[], at: number, context: TimeContext): TimeReading[] {
  const source = sourceOf(words, context)
  const periods = periodReadings(source, at)
  const readings = [
    ...periods,
    ...periods.flatMap((reading) => withGloss(source, at, reading)),
    ...grainReadings(source, at),
    ...durationReadings(source, at),
    ...comparisonReadings(source, at),
  ]
  return distinct(readings.filter(({ length }) => length > 0)).sort(byLength)
}

function sourceOf(words: readonly Word[], context: TimeContext): Source {
  const known = sources.get(words)
  const same =
    known?.today === context.today && known.calendar === context.calendar && known.country === context.country
  if (known !== undefined && same) return known
  const source = openSource(words, context)
  sources.set(words, source)
  return source
}

function byLength(one: TimeReading, other: TimeReading): number {
  return other.length - one.length || other.score - one.score
}

/** The same reading found in two ways is one. */
function distinct(readings: readonly TimeReading[]): TimeReading[] {
  const kept = new Map<string, TimeReading>()
  for (const reading of readings) {
    const { score, ...rest } = reading
    const key = JSON.stringify('preposition' in rest ? { ...rest, preposition: null } : rest)
    const known = kept.get(key)
    if (known === undefined || known.score < score) kept.set(key, reading)
  }
  return [...kept.values()]
}

// Periods

function periodReadings(source: Source, at: number): PeriodReading[] {
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

function stretchReadings(source: Source, at: number, start: number, preposition: string | null): PeriodReading[] {
  const bases = source.basesAt(start).map((base) => ({ ...base, periods: [base.period] as const }))
  const joined = [...rangesAt(source, start), ...listsAt(source, start), ...earlierIn(source, start)]
  return [...bases, ...joined].map((found) => periodReading(found, at, preposition))
}

type Stretch = Pick<Joined, 'end' | 'periods' | 'score' | 'anchored' | 'ahead'>

function periodReading(found: Stretch, at: number, preposition: string | null): PeriodReading {
  const { periods, score, anchored, ahead } = found
  return {
    role: 'period',
    periods,
    each: false,
    grain: null,
    preposition,
    ahead,
    anchored,
    score,
    length: found.end - at,
  }
}

/** "so far this year", "earlier this month", "so far in 2026". */
const earlierWords = phrases<true>([
  [
    'so far|so far in|so far during|so far for|so far into|thus far|thus far in|earlier|earlier in|up to now in|to date in',
    true,
  ],
])

function earlierIn(source: Source, at: number): Stretch[] {
  const start = longest(earlierWords, source.words, at)
  if (start === null) return []
  return source.basesAt(start.end).flatMap((base) => {
    const period = soFarPeriod(source, base.period, 'today')
    return period === null ? [] : [{ ...base, periods: [period] as const, ahead: null }]
  })
}

/** "in each of July, August and September", "in each of the last six months". */
function eachReadings(source: Source, at: number): PeriodReading[] {
  return eachWords(source.words, at).flatMap(({ end }) =>
    stretchReadings(source, at, end, null).map((reading) => {
      const [period] = reading.periods
      if (reading.periods.length > 1) return { ...reading, each: true }
      const grain = grainOf(period)
      return grain === null ? reading : { ...reading, each: true, grain, periods: [wholeUnitsOf(period)] as const }
    }),
  )
}

function grainOf(period: Period): Grain | null {
  const unit = period.kind === 'rolling' || (period.kind === 'calendar' && period.count > 1) ? period.unit : null
  return grains.find((grain) => grain === unit) ?? null
}

/** Each of "the last six months" is a month of the calendar. */
function wholeUnitsOf(period: Period): Period {
  if (period.kind !== 'rolling' || period.future) return period
  return calendarPeriod(period.unit, -1, { count: period.count })
}

/** "since Easter", "before Nov 16, 2025", "until yesterday", "by the end of the month". */
function edgeReadings(source: Source, at: number): PeriodReading[] {
  return edgeWords(source.words, at).flatMap(({ value: word, end }) => {
    const ago = agoAt(source.words, end)
    if (ago !== null) return [edgeOfAgo(ago, word, at)]
    const found = endsAt(source, end).map(({ base, only }) => {
      const edge = edgeOf(word, only)
      const ahead = base.ahead === null || edge === 'since' ? null : withEdge(base.ahead, edge)
      const stretch: Stretch = { ...base, periods: [withEdge(base.period, edge)], ahead }
      return periodReading(stretch, at, word)
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
  const edge = word === 'after' ? 'since' : word === 'until' ? 'before' : word
  const period = rollingPeriod(value.unit, value.count, { edge })
  return periodReading({ end, periods: [period], score: 1, anchored: false, ahead: null }, at, word)
}

/** "since three months": for three months. */
function sinceDuration({ words }: Source, at: number, start: number): PeriodReading[] {
  const duration = durationAt(words, start)
  if (duration === null || !/\d|^[a-z]+$/.test(words[start]?.lower ?? '')) return []
  const period = rollingPeriod(duration.value.unit, duration.value.count, { edge: 'since' })
  return [
    periodReading({ end: duration.end, periods: [period], score: 0.6, anchored: false, ahead: null }, at, 'since'),
  ]
}

const backwards = phrases<true>([['or earlier|and earlier|or before|and before|or older|and older', true]])

/** "from Oct 1 on", "2025 onwards", "October 1 or later", "2024 and earlier". */
function onwardReadings(source: Source, at: number): PeriodReading[] {
  const { words } = source
  const from = says(words, at, 'from') || says(words, at, 'in') || says(words, at, 'on') || says(words, at, 'as', 'of')
  const start = says(words, at, 'as', 'of') ? at + 2 : from ? at + 1 : at
  return endsAt(source, start).flatMap(({ end, base, only }) => {
    const on = longest(onwards, words, end)
    const back = longest(backwards, words, end)
    const bareOn = on !== null && says(words, end, 'on') && on.end === end + 1
    const after = bareOn && !says(words, at, 'from') ? back : (on ?? back)
    if (after === null) return []
    const edge = edgeOf(after === back ? 'until' : 'since', only)
    return [
      periodReading({ ...base, end: after.end, periods: [withEdge(base.period, edge)], ahead: null }, at, 'since'),
    ]
  })
}

const lengthOps = phrases<ComparisonOp>([
  ['more than|over|longer than|greater than|upwards of|in excess of|beyond|well over', 'more_than'],
  ['at least|no less than|a minimum of|not less than|a good', 'at_least'],
  ['less than|under|fewer than|shorter than|not even|within', 'less_than'],
  ['at most|no more than|up to|not more than|a maximum of|no longer than', 'at_most'],
  ['exactly|just', 'equals'],
])
const laterOps = phrases<ComparisonOp>([
  ['or more|and more|or longer|plus|and over|or over|at least|and up', 'at_least'],
  ['or less|or fewer|or shorter|at most|max', 'at_most'],
])

/** "more than a year ago", "over six months ago", "at least 90 days ago", "less than a month ago", "a year or more ago". */
function longAgoReadings({ words }: Source, at: number): PeriodReading[] {
  return lengthOps(words, at)
    .flatMap(({ value: op, end }) => {
      const ago = agoAt(words, end)
      const period = ago === null ? null : agoPeriod(op, ago.value.unit, ago.value.count)
      if (ago === null || period === null) return []
      return [periodReading({ end: ago.end, periods: [period], score: 1, anchored: false, ahead: null }, at, null)]
    })
    .concat(laterAgo(words, at))
}

function laterAgo(words: readonly Word[], at: number): PeriodReading[] {
  const duration = durationAt(words, at)
  if (duration === null) return []
  const { unit, count } = duration.value
  const ago = says(words, duration.end, 'ago') ? duration.end + 1 : duration.end
  const op = longest(laterOps, words, ago)
  const end = op === null ? null : ago > duration.end ? op.end : says(words, op.end, 'ago') ? op.end + 1 : null
  const period = op === null ? null : agoPeriod(op.value, unit, count)
  if (end === null || period === null) return []
  return [periodReading({ end, periods: [period], score: 1, anchored: false, ahead: null }, at, null)]
}

function agoPeriod(op: ComparisonOp, unit: Grain, count: number): Period | null {
  const before = rollingPeriod(unit, count, { edge: 'before' })
  if (op === 'more_than') return before
  if (op === 'at_least') return before.kind === 'rolling' ? { ...before, shift: { unit: 'day', count: 1 } } : null
  return op === 'equals' || op === 'between' ? null : rollingPeriod(unit, count, { edge: 'since' })
}

const sameSpanPrepositions: ReadonlySet<string> = new Set(
  'by at in for during over on from through until to within across around'.split(' '),
)

/** "by the same day last year", "this time last year": last year up to the same day. */
function sameSpanReadings({ words }: Source, at: number): PeriodReading[] {
  const preposition = sameSpanPrepositions.has(words[at]?.lower ?? '') ? (words[at]?.lower ?? null) : null
  const span = sameSpanAt(words, preposition === null ? at : at + 1)
  if (span === null) return []
  const stretch: Stretch = {
    end: span.end,
    periods: [sameSpanPeriod(span.value)],
    score: 0.8,
    anchored: false,
    ahead: null,
  }
  return [periodReading(stretch, at, preposition)]
}

function everReadings({ words }: Source, at: number): PeriodReading[] {
  return everPhrases(words, at).map(({ end }) => {
    const vague = says(words, at, 'so', 'far') || says(words, at, 'to', 'date') || says(words, at, 'in', 'the', 'past')
    return periodReading({ end, periods: [allTime], score: vague ? 0.6 : 1, anchored: false, ahead: null }, at, null)
  })
}

// The same said twice: "more than a year ago, i.e. before Nov 16, 2025"

const glossMarks: ReadonlySet<string> = new Set([',', '(', '-', ':', ';', 'ie', '=', 'meaning', 'namely', 'so'])

/** A period and the same days in other words are one reading. */
function withGloss(source: Source, at: number, reading: PeriodReading): PeriodReading[] {
  const { words } = source
  const end = at + reading.length
  let start = end
  while (start < end + 3 && glossMarks.has(words[start]?.lower ?? '')) start += 1
  if (says(words, start, 'that', 'is')) start += says(words, start + 2, ',') ? 3 : 2
  if (start === end || reading.periods.length > 1) return []
  const glosses = periodReadings(source, start).filter((gloss) => meansTheSame(source, reading, gloss))
  const [gloss] = glosses.sort(byLength)
  if (gloss === undefined) return []
  const closed = says(words, start + gloss.length, ')') ? 1 : 0
  return [{ ...reading, length: start + gloss.length + closed - at, score: 1 }]
}

function meansTheSame({ today, calendar }: Source, reading: PeriodReading, gloss: PeriodReading): boolean {
  const [first, second] = [resolve(reading.periods[0], today, calendar), resolve(gloss.periods[0], today, calendar)]
  return gloss.periods.length === 1 && first.from === second.from && first.to === second.to
}

// Grains, lengths and comparisons

function grainReadings({ words }: Source, at: number): TimeReading[] {
  const found = grainAt(words, at)
  if (found === null) return []
  const { grain, every, score } = found.value
  return [{ role: 'grain', grain, every, score, length: found.end - at }]
}

const lengthPrepositions = phrases<string>(
  ['in', 'for', 'within', 'after', 'inside', 'inside of', 'throughout'].map((each) => [each, each]),
)

/** "90 days", "within two weeks", "for over a year", "in 90 days or more". */
function durationReadings({ words }: Source, at: number): TimeReading[] {
  const preposition = longest(lengthPrepositions, words, at)
  const starts = [{ value: null, end: at }, ...(preposition === null ? [] : [preposition])]
  return starts.flatMap(({ value, end }) => [
    ...lengths(words, at, end, null, value),
    ...lengthOps(words, end)
      .filter((op) => op.value !== 'less_than' || !says(words, end, 'within'))
      .flatMap((op) => lengths(words, at, op.end, op.value, value)),
  ])
}

function lengths(
  words: readonly Word[],
  at: number,
  start: number,
  op: ComparisonOp | null,
  preposition: string | null,
): TimeReading[] {
  const duration = durationAt(words, start)
  if (duration === null) return []
  const { unit, count } = duration.value
  const reading = (end: number, said: ComparisonOp | null): TimeReading => ({
    role: 'duration',
    unit,
    count,
    op: said,
    preposition,
    score: 1,
    length: end - at,
  })
  const later = op === null ? longest(laterOps, words, duration.end) : null
  return [reading(duration.end, op), ...(later === null ? [] : [reading(later.end, later.value)])]
}

function comparisonReadings(source: Source, at: number): TimeReading[] {
  const { words } = source
  const bare = [at, ...(sameSpanPrepositions.has(words[at]?.lower ?? '') ? [at + 1] : [])]
  return [
    ...bare.flatMap((start) => pointersAt(words, start).map((found) => comparison(found, at, 1))),
    ...comparisonLeads(words, at).flatMap(({ end }) => ledComparisons(source, at, end)),
    ...betweenEnds(source, at),
  ]
}

function comparison(
  { value, end }: Found<Against>,
  at: number,
  score: number,
  main: Period | null = null,
): TimeReading {
  return { role: 'comparison', main, against: value, score, length: end - at }
}

/** Words that lead more often to something else than a comparison. */
const weakLeads: ReadonlySet<string> = new Set(['over', 'to', 'with', 'and', 'from', 'on'])

function ledComparisons(source: Source, at: number, lead: number): TimeReading[] {
  const { words } = source
  const score = weakLeads.has(words[at]?.lower ?? '') ? 0.5 : 1
  const prepositions = comparisonPrepositions(words, lead).map(({ end }) => end)
  const led = [lead, ...prepositions].flatMap((start) => [
    ...pointersAt(words, start).map((found) => comparison(found, at, 1)),
    ...stretchReadings(source, start, start, null)
      .filter(({ periods }) => periods.length === 1)
      .map(({ periods, length, score: sure }) =>
        comparison({ value: { kind: 'period', period: periods[0] }, end: start + length }, at, score * sure),
      ),
  ])
  const last = lastOfSame(source, at, lead)
  const lastOne = last === null ? [] : [{ value: { kind: 'period' as const, period: last.value }, end: last.end }]
  return [...led, ...lastOne.map((found) => comparison(found, at, 1))]
}

/** "from Q3 last year to Q3 this year": the one against the other. */
function betweenEnds(source: Source, at: number): TimeReading[] {
  return rangesAt(source, at).flatMap(({ ends, end }) => {
    if (ends === null) return []
    const [before, after] = ends
    return [comparison({ value: { kind: 'period', period: before }, end }, at, 0.7, after)]
  })
}

/** Every word the grammar of time knows, for whoever mends spelling. */
export const timeVocabulary: ReadonlySet<string> = new Set(
  [withinWords, edgeWords, everPhrases, onwards, eachWords, startsAndEnds].flatMap((table) => [...table.vocabulary]),
)
