import { localTime } from '../local-time.ts'
import { partHours, readClock } from './clock-reading.ts'
import { nextAfter, type Place, places, type Recurrence, type Weekday, weekdayNames } from './recurrence.ts'

/** When and where it is read: “every two weeks” begins with the next such week. */
export interface ReadingSituation {
  readonly now: Date
  readonly timeZone: string
}

/** A recurrence in a text: what is meant, whether a time of day was said, and the half-open stretch of text it takes. */
export interface RecurrenceReading {
  readonly recurrence: Recurrence
  /** Without a time it is nine o'clock, or that of “morning”, “evening”; worth telling. */
  readonly timeSaid: boolean
  readonly from: number
  readonly to: number
}

/** The time of day when none is said. */
export const usualTime = '09:00'

/** The text as a recurrence and nothing else; null when it is not one. */
export function readRecurrence(text: string, situation: ReadingSituation): RecurrenceReading | null {
  const whole = text.trim().replace(/[.!]+$/, '')
  const reading = recurrenceAt(whole, 0, situation)
  return reading?.to === whole.length ? reading : null
}

/** Every recurrence said in the text, the longest one for each place it can begin at. */
export function recurrencesIn(text: string, situation: ReadingSituation): readonly RecurrenceReading[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}@]/gu)].flatMap(({ index }) => {
    const reading = recurrenceAt(text, index, situation)
    return reading ? [reading] : []
  })
}

/** Days and a time in either order: “every Monday at 9”, “at 9 every Monday”. */
function recurrenceAt(text: string, from: number, situation: ReadingSituation): RecurrenceReading | null {
  const plain = text.replace(/[’‘ʼ]/g, "'").replace(/[–—‐‑]/g, '-')
  const days = rhythmAt(plain, from)
  if (days) {
    const clock = readClock(plain, afterSpace(plain, days.end), days.part)
    return made(days, clock, { from, to: clock?.end ?? days.end }, situation)
  }
  const clock = readClock(plain, from, null)
  const later = clock && rhythmAt(plain, afterSpace(plain, clock.end))
  return clock && later ? made(later, clock, { from, to: later.end }, situation) : null
}

function made(
  { rhythm, part }: RhythmReading,
  clock: { readonly time: string } | null,
  stretch: { readonly from: number; readonly to: number },
  { now, timeZone }: ReadingSituation,
): RecurrenceReading {
  const time = clock?.time ?? partHours[part ?? ''] ?? usualTime
  const once: Recurrence = { ...rhythm, time, timeZone }
  const recurrence =
    'every' in once && once.every > 1 && once.from === null ? { ...once, from: nextTurn(once, now) } : once
  return { recurrence, timeSaid: clock !== null, ...stretch }
}

/** Of every second week, the next one counts. */
const nextTurn = (recurrence: Recurrence, now: Date): string =>
  localTime(nextAfter(recurrence, now), recurrence.timeZone).day

type Rhythm = Recurrence extends infer Each
  ? Each extends Recurrence
    ? Omit<Each, 'time' | 'timeZone'>
    : never
  : never

interface RhythmReading {
  readonly rhythm: Rhythm
  /** “morning”, where it was said. */
  readonly part: string | null
  readonly end: number
}

type Groups = Readonly<Record<string, string | undefined>>

const every = String.raw`(?:every|each)(?:\s+single)?`
const weekdayWord = String.raw`(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?|s)?\b\.?`
const join = String.raw`(?:\s*(?:,\s*and|,\s*&|,|and|&|\+)\s*(?:on\s+|every\s+|each\s+)?)`
const weekdayList = `(?<days>${weekdayWord}(?:${join}${weekdayWord})*)`
const pluralList = `(?<days>(?:mon|tues|wednes|thurs|fri|satur|sun)days(?:${join}${weekdayWord})*)`
const counts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const count = String.raw`(?<count>other|second|2nd|third|3rd|\d{1,2}|${counts.join('|')})`
const ordinals = [
  ...['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'],
  ...['eleventh', 'twelfth', 'thirteenth', 'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth'],
  ...['nineteenth', 'twentieth'],
]
const dayNumber = String.raw`(?:(?<date>\d{1,2})(?:st|nd|rd|th|\.)?|(?<ordinal>${ordinals.join('|')}))(?![\p{L}\p{N}:])(?:\s+day)?(?!\s*(?:[ap]\.?m|o'clock)\b)`
const dated = String.raw`(?:(?<date>\d{1,2})(?:st|nd|rd|th)|(?<ordinal>${ordinals.join('|')}))\b(?:\s+day)?`
const place = `(?<place>first|1st|second|2nd|third|3rd|fourth|4th|last|final)`
const placedDay = String.raw`(?<placed>${weekdayWord}|(?:weekday|workday|work\s+day|working\s+day|business\s+day)\b)`
const edge = String.raw`(?:(?<last>last\s+day|end)|(?<start>start|beginning|first\s+day))`
/** A bare number is a day only behind “on”: “monthly at 9” says an hour. */
const onDay = String.raw`(?:on\s+(?:the\s+)?${dayNumber}|(?:the\s+)?${dated})`
const ofMonth = String.raw`\s+(?:of|in)\s+(?:each|every|the|a|any)\s+month\b`
const onThe = String.raw`(?:\s*,?\s*(?:on|at)?\s*(?:the\s+)?)`
const months = String.raw`(?:${every}\s+month|monthly|once\s+(?:a|each|every)\s+month|(?<quarter>quarterly|${every}\s+quarter|once\s+a\s+quarter)|${every}\s+${count}\s+months)\b`
const weeks = String.raw`(?:weekly|${every}\s+week|once\s+(?:a|each|every)\s+week)\b`
const someWeeks = String.raw`(?:(?<fortnight>bi-?weekly|fortnightly|${every}\s+fortnight)|${every}\s+${count}\s+weeks?)\b`

/** Ways to say which days, and what each means; of those that fit, the one that takes most of the text holds. */
const rhythms: readonly (readonly [pattern: RegExp, mean: (said: Groups) => Rhythm | null])[] = [
  pattern(String.raw`(?:${every}\s+day|daily|once\s+a\s+day|nightly)\b`, () => ({ kind: 'daily' })),
  pattern(String.raw`${every}\s+(?<part>morning|afternoon|evening|night)\b`, () => ({ kind: 'daily' })),
  pattern(
    String.raw`(?:(?:on|${every})\s+)?(?:weekdays|workdays|work\s+days|working\s+days|business\s+days)\b`,
    workdays,
  ),
  pattern(String.raw`${every}\s+(?:weekday|week\s+day|workday|work\s+day|working\s+day|business\s+day)\b`, workdays),
  pattern(
    String.raw`(?:(?:on|from|${every})\s+)?mon(?:days?)?\s*(?:-|to|through|thru|till|until)\s*fri(?:days?)?\b`,
    workdays,
  ),
  pattern(String.raw`(?:(?:on|${every})\s+)?weekends\b|${every}\s+weekend\b`, () => weekly(['saturday', 'sunday'], 1)),
  pattern(String.raw`${every}\s+(?:week\s+on\s+)?${weekdayList}`, ({ days }) => weekly(weekdaysIn(days), 1)),
  pattern(String.raw`(?:on\s+)?${pluralList}`, ({ days }) => weekly(weekdaysIn(days), 1)),
  pattern(weeks, () => weekly(['monday'], 1)),
  pattern(String.raw`${weeks}\s*,?\s*(?:on\s+|every\s+|each\s+)?${weekdayList}`, ({ days }) =>
    weekly(weekdaysIn(days), 1),
  ),
  pattern(String.raw`(?:on\s+)?${weekdayList}\s*,?\s*${weeks}`, ({ days }) => weekly(weekdaysIn(days), 1)),
  pattern(String.raw`${someWeeks}(?:\s*,?\s*(?:on\s+)?${weekdayList})?`, someWeekly),
  pattern(String.raw`(?:on\s+|every\s+)?${weekdayList}\s*,?\s*${someWeeks}`, someWeekly),
  pattern(String.raw`${every}\s+(?:other|second|2nd)\s+${weekdayList}`, ({ days }) => weekly(weekdaysIn(days), 2)),
  pattern(months, (said) => monthlyDay(1, said)),
  pattern(String.raw`${months}\s*,?\s*${onDay}`, (said) => monthlyDay(dateOf(said), said)),
  pattern(String.raw`${months}${onThe}${place}\s+${placedDay}`, (said) => placedIn(said)),
  pattern(String.raw`${months}${onThe}${edge}\b(?:\s+of\s+(?:it|the\s+month))?`, (said) =>
    monthlyDay(said.last ? 31 : 1, said),
  ),
  pattern(String.raw`${onDay}\s*,?\s*${months}`, (said) => monthlyDay(dateOf(said), said)),
  pattern(String.raw`(?:on\s+|every\s+)?(?:the\s+)?${dayNumber}${ofMonth}`, (said) => monthlyDay(dateOf(said), said)),
  pattern(String.raw`every\s+${dated}(?!\s*(?:week|month|day|${weekdayWord}))`, (said) =>
    monthlyDay(dateOf(said), said),
  ),
  pattern(String.raw`(?:on\s+|every\s+)?(?:the\s+)?${place}\s+${placedDay}${ofMonth}`, (said) => placedIn(said)),
  pattern(String.raw`(?:on\s+)?(?:the\s+)?${place}\s+${placedDay}\s*,?\s*${months}`, (said) => placedIn(said)),
  pattern(String.raw`every\s+(?<place>first|1st|third|3rd|fourth|4th|last)\s+${placedDay}`, (said) => placedIn(said)),
  pattern(String.raw`(?:on\s+|at\s+|every\s+)?(?:the\s+)?${edge}${ofMonth}`, (said) =>
    monthlyDay(said.last ? 31 : 1, said),
  ),
  pattern(String.raw`(?:at\s+(?:the\s+)?|every\s+|each\s+)month(?:'s)?[\s-]end\b`, (said) => monthlyDay(31, said)),
]

function pattern(
  text: string,
  mean: (said: Groups) => Rhythm | null,
): readonly [RegExp, (said: Groups) => Rhythm | null] {
  return [new RegExp(`(?:${text})(?![\\p{L}\\p{N}])`, 'iuy'), mean]
}

function rhythmAt(text: string, at: number): RhythmReading | null {
  let best: RhythmReading | null = null
  for (const [pattern, mean] of rhythms) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    const rhythm = found && mean(found.groups ?? {})
    if (!found || !rhythm || (best && best.end >= at + found[0].length)) continue
    best = { rhythm, part: found.groups?.part?.toLowerCase() ?? null, end: at + found[0].length }
  }
  return best && withPart(text, best)
}

const parts = /\s+(?:in\s+the\s+)?(?<part>morning|afternoon|evening|night)s?\b/iuy

/** “every Monday morning” */
function withPart(text: string, reading: RhythmReading): RhythmReading {
  parts.lastIndex = reading.end
  const found = parts.exec(text)
  return found
    ? { ...reading, part: found.groups?.part?.toLowerCase() ?? null, end: reading.end + found[0].length }
    : reading
}

const between = /[\s,]*(?:and\s+)?/iuy
function afterSpace(text: string, at: number): number {
  between.lastIndex = at
  return at + (between.exec(text)?.[0].length ?? 0)
}

function workdays(): Rhythm {
  return { kind: 'workdays' }
}

function weekly(weekdays: readonly Weekday[], every: number): Rhythm | null {
  if (weekdays.length === 0 || every < 1 || every > 12) return null
  const inOrder = weekdayNames.filter((name) => weekdays.includes(name))
  return { kind: 'weekly', weekdays: inOrder, every, from: null }
}

function someWeekly({ days, count, fortnight }: Groups): Rhythm | null {
  return weekly(days ? weekdaysIn(days) : ['monday'], fortnight ? 2 : countOf(count))
}

function monthlyDay(day: number | null, said: Groups): Rhythm | null {
  if (day === null || day < 1 || day > 31) return null
  const step = monthSteps(said)
  return step && { kind: 'monthly_day', day, ...step }
}

function placedIn(said: Groups): Rhythm | null {
  const place = placeOf(said.place)
  const [named] = weekdaysIn(said.placed)
  const step = monthSteps(said)
  return place && step && { kind: 'monthly_weekday', place, weekday: named ?? 'workday', ...step }
}

/** Quarters are those of the calendar year. */
function monthSteps({ quarter, count }: Groups): { every: number; from: string | null } | null {
  if (quarter) return { every: 3, from: '2000-01-01' }
  const every = count ? countOf(count) : 1
  return every >= 1 && every <= 12 ? { every, from: null } : null
}

function countOf(said: string | undefined): number {
  const word = said?.toLowerCase() ?? ''
  if (['other', 'second', '2nd'].includes(word)) return 2
  if (['third', '3rd'].includes(word)) return 3
  return counts.includes(word) ? counts.indexOf(word) + 1 : Number(word)
}

function dateOf({ date, ordinal }: Groups): number | null {
  if (date) return Number(date)
  return ordinal ? ordinals.indexOf(ordinal.toLowerCase()) + 1 : null
}

function placeOf(said: string | undefined): Place | null {
  const word = said?.toLowerCase() ?? ''
  if (word === 'final') return 'last'
  const numbered = ['1st', '2nd', '3rd', '4th'].indexOf(word)
  return places.find((each, index) => each === word || index === numbered) ?? null
}

function weekdaysIn(said: string | undefined): Weekday[] {
  const words = said?.toLowerCase().match(/\p{L}+/gu) ?? []
  return words.flatMap((word) => weekdayNames.filter((name) => name.slice(0, 3) === word.slice(0, 3) && word !== 'and'))
}
