import { addDays, addMonths, type Day, dayFrom, partsOf } from '../../days.ts'
import { isWeekly, type StretchName, yearlyDays } from '../../named-days.ts'
import { between, namedPeriod, type Period } from '../../period.ts'
import { type Found, longest, phrases, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import { dayNumberAt, monthAt, monthDayAt, nearest } from './dates.ts'
import {
  cues,
  type Determiner,
  determiners,
  holidayNames,
  monthName,
  partNames,
  seasonNames,
  units,
  weekdayNames,
} from './names.ts'
import { ifOther, placed, placedWithSpecs, settled, withOffset } from './placing.ts'
import { type Base, type Floating, fixed, type Source } from './source.ts'
import { relativeSpecs, specsAt, yearSpecs } from './specs.ts'

/**
 * Stretches that come round, with what says which one: "October", "last winter", "Q3 of 2025", "Black Friday last year",
 * "this October 1", "2025's Q3", "Monday last week", "the 5th".
 */
export function floatingBases(source: Source, at: number): Base[] {
  const start = says(source.words, at, 'the') ? at + 1 : at
  const month = says(source.words, start, 'month', 'of') ? start + 2 : start
  return [
    ...bareBases(source, at, month),
    ...determinedBases(source, at),
    ...afterItsYear(source, at),
    ...loneDays(source, at),
  ]
}

/** Without a determiner: the year after it, or the latest that has begun. */
function bareBases(source: Source, at: number, start: number): Base[] {
  return floatingsAt(source, start).flatMap(({ value, end }) => {
    const placed = placedWithSpecs(source, value, end)
    const bare = isCued(source, at, value, end)
    return placed.filter((base) => base.end > end || bare > 0).map((base) => weighed(base, base.end > end ? 1 : bare))
  })
}

/** What comes round, from the word on, whatever it needs around it. */
export function floatingsAt({ words }: Source, at: number): Found<Floating>[] {
  const found: Found<Floating>[] = []
  const date = monthDayAt(words, at)
  if (date !== null) found.push(date)
  const month = monthAt(words, at)
  if (month !== null) found.push({ value: named('month', monthName(month.value)), end: month.end })
  for (const [kind, table] of tables) {
    const name = longest(table, words, at)
    if (name !== null) found.push({ value: named(kind, name.value), end: dotted(words, name.end) })
  }
  return found
}

const tables = [
  ['part', partNames],
  ['part', seasonNames],
  ['holiday', holidayNames],
  ['weekday', weekdayNames],
] as const

function dotted(words: readonly Word[], end: number): number {
  return says(words, end, '.') && (words[end - 1]?.lower.length ?? 0) <= 3 ? end + 1 : end
}

function named(kind: Floating['kind'], name: StretchName): Floating {
  return { kind, name, inYear: (year) => (isWeekly(name) ? null : yearlyDays(name, year)) }
}

const ambiguousNames: ReadonlySet<string> = new Set(['may', 'spring', 'fall', 'summer', 'winter', 'holiday_season'])
const shortDays: ReadonlySet<string> = new Set(['mon', 'wed', 'sat', 'sun', 'fri', 'thu', 'tue', 'holidays'])

/** How sure it is that the name alone is a time: "may" is one in "in May", not in "whom may I call". */
function isCued({ words }: Source, at: number, floating: Floating, end: number): number {
  const lower = words[end - 1]?.lower ?? ''
  if (shortDays.has(lower) && lower !== 'holidays' && says(words, at, 'the')) return 0
  if (cues.has(words[at - 1]?.lower ?? '') || says(words, at, 'the', 'month', 'of')) return 1
  const name = floating.name ?? ''
  if (name === 'may') return at > 0 && words[end - 1]?.text === 'May' ? 0.7 : 0
  if (lower === 'holidays' && says(words, at, 'the')) return 0.8
  if (name === 'spring' || name === 'fall' || shortDays.has(lower)) return 0
  if (ambiguousNames.has(name)) return 0.5
  return floating.kind === 'holiday' ? 0.8 : 1
}

function weighed(base: Base, weight: number): Base {
  return weight === 1 ? base : { ...base, score: base.score * weight }
}

// "last October", "this winter", "next Friday"

function determinedBases(source: Source, at: number): Base[] {
  const { words } = source
  return determiners(words, at).flatMap(({ value: determiner, end }) =>
    floatingsAt(source, end).flatMap(({ value, end: after }) => {
      const bases = determined(source, determiner, value, after)
      const specified = specsAt(source, value, after).flatMap((spec) => placed(source, value, spec.value, spec.end))
      return [...bases, ...specified]
    }),
  )
}

function determined(source: Source, determiner: Determiner, floating: Floating, end: number): Base[] {
  const { name } = floating
  if (name === null) return determinedDay(source, determiner, floating, end)
  const base = (period: Period, score = 1) => ({ ...settled(floating, period, end, score) })
  switch (determiner) {
    case 'this':
      return [base(namedPeriod(name, name === 'winter' ? 'coming' : 'this'))]
    case 'next':
      return [base(namedPeriod(name, 'next'))]
    case 'past':
    case 'latest':
    case 'previous':
      return [base(namedPeriod(name, 'completed'))]
    case 'rolling':
      return []
    case 'last':
      return lastNamed(source, floating, name, base)
    default:
      return determiner satisfies never
  }
}

const seasons: ReadonlySet<string> = new Set(['spring', 'summer', 'fall', 'winter', 'holiday_season'])

/** "last October" in November: the one just over, or last year's. Seasons, holidays and weekdays: the one over. */
function lastNamed(
  source: Source,
  floating: Floating,
  name: StretchName,
  base: (period: Period, score?: number) => Base,
): Base[] {
  const completed = namedPeriod(name, 'completed')
  if (floating.kind === 'weekday' || floating.kind === 'holiday' || seasons.has(name)) {
    return [base(completed)]
  }
  const other = ifOther(source, completed, namedPeriod(name, 'last'))
  return other === null ? [base(completed)] : [base(other, 0.6), base(completed, 0.6)]
}

/** "this October 1", "last Oct 1". */
function determinedDay(source: Source, determiner: Determiner, floating: Floating, end: number): Base[] {
  if (determiner === 'this') return withOffset(source, floating, 0, end)
  if (determiner === 'next') return nearestOnly(source, floating, end, 'ahead')
  return determiner === 'rolling' ? [] : nearestOnly(source, floating, end, 'days')
}

function nearestOnly(source: Source, floating: Floating, end: number, which: 'days' | 'ahead'): Base[] {
  const days = nearest(source, floating.inYear)?.[which] ?? null
  return days === null ? [] : [{ ...settled(floating, between(days.from, days.to), end, 1), anchored: true }]
}

/** "last year's Black Friday", "2025 Q3", "last week Monday". */
function afterItsYear(source: Source, at: number): Base[] {
  const { words } = source
  const year = says(words, at, 'the') ? yearSpecs(words, at + 1) : yearSpecs(words, at)
  const specs = [...year, ...relativeSpecs(source, null, at)]
  return specs.flatMap(({ value: spec, end }) => {
    const start = says(words, end, "'s") || says(words, end, "'") ? end + 1 : end
    return floatingsAt(source, start)
      .filter(({ value }) => value.kind !== 'weekday')
      .flatMap(({ value, end: after }) => placed(source, value, spec, after))
  })
}

/** "the 5th", "the 5th of this month", "Monday of last week". */
function loneDays(source: Source, at: number): Base[] {
  const { words } = source
  const weekday = longest(weekdayNames, words, at)
  if (weekday !== null) return daysOfWeek(source, weekday.value, weekday.end)
  const day = says(words, at, 'the') ? dayNumberAt(words, at) : null
  if (day === null) return []
  const month = longest(ofMonth, words, day.end)
  const alone = /\d/.test(words[at + 1]?.lower ?? '') && dayCues.has(words[at - 1]?.lower ?? '')
  const ofTheYear = longest(ofYear, words, day.end)
  if (ofTheYear !== null && day.value === 1) return newYear(source, ofTheYear.end)
  return [
    ...(alone ? latestDayOfMonth(source, day.value, day.end) : []),
    ...(month === null ? [] : dayOfThatMonth(source, day.value, month.value, month.end)),
  ]
}

const dayCues: ReadonlySet<string> = new Set(
  'on since until till before after by through thru to from between and of'.split(' '),
)
export const ofMonth = phrases<number>([
  ['of the month|of this month|this month|of the current month', 0],
  ['of last month|last month|of the previous month|of the last month', -1],
  ['of next month|next month', 1],
])

const ofYear = phrases<true>([['of the year|of this year|of the calendar year', true]])

/** "the first of the year" */
function newYear({ today }: Source, end: number): Base[] {
  return [dayBase(`${today.slice(0, 4)}-01-01`, end)]
}

/** "the 5th": the latest that has come. */
function latestDayOfMonth(source: Source, day: number, end: number): Base[] {
  const days = [-3, -2, -1, 0, 1, 2, 3].flatMap((months) => dayInMonth(source, day, months) ?? [])
  const latest = days.findLast((each) => each <= source.today)
  const coming = days.find((each) => each >= source.today)
  if (latest === undefined) return []
  const ahead = coming === undefined || coming === latest ? null : coming
  return [{ ...dayBase(latest, end), score: 0.9, ahead: ahead === null ? null : between(ahead, addDays(ahead, 1)) }]
}

function dayOfThatMonth(source: Source, day: number, months: number, end: number): Base[] {
  const found = dayInMonth(source, day, months)
  return found === null ? [] : [dayBase(found, end)]
}

function dayInMonth({ today }: Source, day: number, months: number): Day | null {
  const { year, month } = partsOf(addMonths(`${today.slice(0, 8)}01`, months))
  return dayFrom(year, month, day)
}

function dayBase(day: Day, end: number): Base {
  return { ...fixed('day', between(day, addDays(day, 1)), end), anchored: true }
}

function daysOfWeek({ words }: Source, name: StretchName, end: number): Base[] {
  const of = says(words, end, 'of') ? end + 1 : end
  return determiners(words, of).flatMap(({ value, end: after }) => {
    const unit = longest(units, words, after)
    const weeks = { this: 0, last: -1, previous: -1, next: 1 }[value as string]
    if (unit === null || unit.value.unit !== 'week' || unit.value.times > 1 || weeks === undefined) return []
    const shift = weeks === 0 ? null : { unit: 'week' as const, count: weeks }
    return [settled(named('weekday', name), namedPeriod(name, 'this', shift), unit.end, 1)]
  })
}
