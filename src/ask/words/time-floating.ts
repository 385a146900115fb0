import { addDays, addMonths, type Days, partsOf, startOf } from '../days.ts'
import { isWeekly, type StretchName, yearlyDays } from '../named-days.ts'
import { between, namedPeriod, type Period, resolve } from '../period.ts'
import { readNumeral } from './numeral.ts'
import { type Found, longest, says } from './phrases.ts'
import { dayNumberAt, monthAt, monthDayAt, nearest, weekHolding } from './time-dates.ts'
import type { Base, Floating, Source, Spec } from './time-source.ts'
import { agoAt } from './time-units.ts'
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
} from './time-words.ts'
import { shortYearAt, yearAt } from './time-years.ts'
import type { Word } from './word.ts'

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
    ...weeksOf(source, start),
    ...firstParts(source, start),
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
  return says(words, end, '.') && words.length > end + 1 && (words[end - 1]?.lower.length ?? 0) <= 3 ? end + 1 : end
}

function named(kind: Floating['kind'], name: StretchName): Floating {
  return { kind, name, inYear: (year) => (isWeekly(name) ? null : yearlyDays(name, year)) }
}

/** The stretch as it stands, and with every specification after it. */
export function placedWithSpecs(source: Source, floating: Floating, end: number): Base[] {
  const specified = specsAt(source, floating, end).flatMap((spec) => placed(source, floating, spec.value, spec.end))
  return [...placed(source, floating, null, end), ...specified]
}

const ambiguousNames: ReadonlySet<string> = new Set(['may', 'spring', 'fall', 'summer', 'winter', 'holiday_season'])
const shortDays: ReadonlySet<string> = new Set(['mon', 'wed', 'sat', 'sun', 'fri', 'thu', 'tue', 'holidays'])

/** How sure it is that the name alone is a time: "may" is one in "in May", not in "whom may I call". */
function isCued({ words }: Source, at: number, floating: Floating, end: number): number {
  if (cues.has(words[at - 1]?.lower ?? '') || says(words, at, 'the', 'month', 'of')) return 1
  const lower = words[end - 1]?.lower ?? ''
  const name = floating.name ?? ''
  if (name === 'may') return at > 0 && words[end - 1]?.text === 'May' ? 0.7 : 0
  if (name === 'spring' || name === 'fall' || shortDays.has(lower)) return 0
  if (ambiguousNames.has(name)) return 0.5
  return floating.kind === 'holiday' ? 0.8 : 1
}

function weighed(base: Base, weight: number): Base {
  return weight === 1 ? base : { ...base, score: base.score * weight }
}

// Which one

/** The stretch in the year that the specification gives, or the latest that has begun. */
export function placed(source: Source, floating: Floating, spec: Spec | null, end: number): Base[] {
  if (spec === null) return latest(source, floating, end)
  switch (spec.kind) {
    case 'year':
      return inYears(floating, spec.year, end)
    case 'offset':
      return withOffset(source, floating, spec.offset, end)
    case 'within':
      return within(source, floating, spec.period, end)
    default:
      return spec satisfies never
  }
}

function latest(source: Source, floating: Floating, end: number): Base[] {
  const base = { end, kind: floating.kind, score: 1, floating }
  if (floating.name !== null) {
    const season = floating.name === 'holiday_season'
    const period = namedPeriod(floating.name, season ? 'completed' : 'latest')
    return [{ ...base, period, anchored: false, ahead: ifOther(source, period, namedPeriod(floating.name, 'coming')) }]
  }
  const near = nearest(source, floating.inYear)
  if (near === null) return []
  const ahead = near.ahead === null ? null : between(near.ahead.from, near.ahead.to)
  return [{ ...base, period: between(near.days.from, near.days.to), anchored: true, ahead }]
}

/** The second period, unless it is the same days as the first. */
function ifOther({ today, calendar }: Source, one: Period, other: Period): Period | null {
  const [first, second] = [resolve(one, today, calendar), resolve(other, today, calendar)]
  return first.from === second.from && first.to === second.to ? null : other
}

/** "winter 2025" is the one that begins in it, or, as likely, the one that ends in it. */
function inYears(floating: Floating, year: number, end: number): Base[] {
  const winter = floating.name === 'winter'
  return (winter ? [year, year - 1] : [year]).flatMap((each) => {
    const days = floating.inYear(each)
    return days === null ? [] : [settled(floating, between(days.from, days.to), end, winter ? 0.6 : 1)]
  })
}

function withOffset(source: Source, floating: Floating, offset: number, end: number): Base[] {
  const { name } = floating
  if (name !== null && !isWeekly(name)) {
    const period = offset === -1 ? namedPeriod(name, 'last') : namedPeriod(name, 'this', yearsAway(offset))
    return [settled(floating, period, end, 1)]
  }
  const days = floating.inYear(partsOf(source.today).year + offset)
  return days === null ? [] : [{ ...settled(floating, between(days.from, days.to), end, 1), anchored: true }]
}

function yearsAway(offset: number): { unit: 'year'; count: number } | null {
  return offset === 0 ? null : { unit: 'year', count: offset }
}

/** "December at the latest holiday season", "Feb 28 last winter". */
function within({ today, calendar }: Source, floating: Floating, period: Period, end: number): Base[] {
  const outer = resolve(period, today, calendar)
  if (outer.from === null || outer.to === null) return []
  const first = partsOf(outer.from).year
  for (const year of [first - 1, first, first + 1]) {
    const days = floating.inYear(year)
    if (days !== null && days.from < outer.to && days.to > outer.from) {
      return [{ ...settled(floating, between(days.from, days.to), end, 1), anchored: true }]
    }
  }
  return []
}

function settled(floating: Floating, period: Period, end: number, score: number): Base {
  return { end, kind: floating.kind, period, score, anchored: false, ahead: null, floating: null }
}

// Years after it

/** What gives the year after a stretch: "2025", "'25", "last year", "of this year", "two years ago", "last winter". */
export function specsAt(source: Source, floating: Floating | null, at: number): Found<Spec>[] {
  const { words } = source
  const starts = [at]
  const connected = connectors.has(words[at]?.lower ?? '')
  if (connected) starts.push(at + 1)
  return starts.flatMap((start) => {
    const bareYear = start === at || words[at]?.lower !== ','
    return [...yearSpecs(words, start), ...(bareYear ? relativeSpecs(source, floating, start) : [])]
  })
}

const connectors: ReadonlySet<string> = new Set(['of', 'in', 'at', 'during', 'over', ',', 'from', '-'])

function yearSpecs(words: readonly Word[], at: number): Found<Spec>[] {
  const year = yearAt(words, at) ?? shortYearAt(words, at)
  if (year !== null) return [{ value: { kind: 'year', year }, end: at + 1 }]
  const split = /^(20\d\d)[-/](\d\d)$/.exec(words[at]?.lower ?? '')
  return split !== null && Number(split[1]) % 100 === Number(split[2]) - 1
    ? [{ value: { kind: 'within', period: between(`${split[1]}-07-01`, `20${split[2]}-07-01`) }, end: at + 1 }]
    : []
}

const yearDeterminers: Readonly<Partial<Record<Determiner, number>>> = { this: 0, last: -1, previous: -1, next: 1 }

function relativeSpecs(source: Source, floating: Floating | null, at: number): Found<Spec>[] {
  const { words } = source
  const offset = (value: number, end: number): Found<Spec> => ({ value: { kind: 'offset', offset: value }, end })
  if (says(words, at, 'the', 'year', 'before', 'last')) return [offset(-2, at + 4)]
  if (says(words, at, 'year', 'before', 'last')) return [offset(-2, at + 3)]
  const ago = agoAt(words, at)
  if (ago !== null && ago.value.unit === 'year') return [offset(-ago.value.count, ago.end)]
  const before = yearBeforeAt(words, at)
  if (before !== null && floating !== null)
    return [offset(otherYear(source, at) - 1 - partsOf(source.today).year, before)]
  if (says(words, at - 1, 'of', 'the', 'year')) return [offset(0, at + 2)]
  return determiners(words, at).flatMap(({ value, end }) => [
    ...yearAfter(words, yearDeterminers[value], end),
    ...seasonAfter(words, value, end, floating),
  ])
}

function yearAfter(words: readonly Word[], offset: number | undefined, at: number): Found<Spec>[] {
  const said = says(words, at, 'year') || says(words, at, 'yr') || says(words, at, 'calendar', 'year')
  if (offset === undefined || !said) return []
  return [{ value: { kind: 'offset', offset }, end: says(words, at, 'calendar') ? at + 2 : at + 1 }]
}

function seasonAfter(
  words: readonly Word[],
  determiner: Determiner,
  at: number,
  inner: Floating | null,
): Found<Spec>[] {
  const season = longest(seasonNames, words, at)
  const fits = inner === null || inner.kind === 'month' || inner.kind === 'day' || inner.kind === 'holiday'
  if (season === null || !fits) return []
  const period = namedPeriod(
    season.value,
    determiner === 'this' ? 'coming' : determiner === 'next' ? 'next' : 'completed',
  )
  return [{ value: { kind: 'within', period }, end: season.end }]
}

/** "the year before", "the previous year" where it points at another day of the sentence. */
export function yearBeforeAt(words: readonly Word[], at: number): number | null {
  const start = says(words, at, 'the') ? at + 1 : at
  if (says(words, start, 'year', 'before', 'that')) return start + 3
  if (says(words, start, 'year', 'before') || says(words, start, 'year', 'earlier')) return start + 2
  return says(words, start, 'year', 'prior') ? start + 2 : null
}

/** The year of the nearest stretch before the word in the sentence; the current one where there is none. */
function otherYear(source: Source, at: number): number {
  for (let start = at - 2; start >= 0; start -= 1) {
    const found = source.basesAt(start).filter((base) => base.end < at)
    const longestFound = found.reduce<Base | null>(
      (best, base) => (best === null || base.end > best.end ? base : best),
      null,
    )
    const from = longestFound === null ? null : resolve(longestFound.period, source.today, source.calendar).from
    if (from !== null) return partsOf(from).year
  }
  return partsOf(source.today).year
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

/** "last October" in November: the one just over, or last year's. Seasons, holidays and days of the week: the one over. */
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
  const specs = [...yearSpecs(words, at), ...relativeSpecs(source, null, at)]
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
  if (day === null || !/\d/.test(words[at + 1]?.lower ?? '')) return []
  if (!dayCues.has(words[at - 1]?.lower ?? '')) return []
  const months = [...Array(28).keys()].map((back) =>
    addMonths(startOf('month', source.today, source.calendar), 3 - back),
  )
  const days = months
    .map((month) => addDays(month, day.value - 1))
    .filter((each, index) => each.startsWith(months[index]?.slice(0, 7) ?? ''))
  const latestDay = days.find((each) => each <= source.today)
  const coming = days.findLast((each) => each >= source.today)
  if (latestDay === undefined || coming === undefined) return []
  const period = between(latestDay, addDays(latestDay, 1))
  const floating: Floating = { kind: 'day', name: null, inYear: () => null }
  const ahead = coming === latestDay ? null : between(coming, addDays(coming, 1))
  return [{ ...settled(floating, period, lonelyEnd(words, day.end), 0.9), anchored: true, ahead }]
}

const dayCues: ReadonlySet<string> = new Set(
  'on since until till before after by through thru to from between and of'.split(' '),
)

/** "the 5th of this month" says no more than "the 5th" where that has come. */
function lonelyEnd(words: readonly Word[], end: number): number {
  return says(words, end, 'of', 'the', 'month') || says(words, end, 'of', 'this', 'month') ? end + 3 : end
}

function daysOfWeek({ words }: Source, name: StretchName, end: number): Base[] {
  const of = says(words, end, 'of') ? end + 1 : end
  return determiners(words, of).flatMap(({ value, end: after }) => {
    const unit = longest(units, words, after)
    const occurrence = value === 'this' ? 'this' : value === 'last' ? 'last' : null
    if (unit === null || unit.value.unit !== 'week' || occurrence === null) return []
    return [settled(named('weekday', name), namedPeriod(name, occurrence), unit.end, 1)]
  })
}

/** "the week of Nov 9", "week of 11/9". */
function weeksOf(source: Source, at: number): Base[] {
  const { words } = source
  if (!says(words, at, 'week', 'of')) return []
  const date = monthDayAt(words, says(words, at + 2, 'the') ? at + 3 : at + 2)
  if (date === null) return []
  return placedWithSpecs(source, date.value, date.end).flatMap((base) => {
    if (base.period.kind !== 'between' || base.period.from === null) return []
    const week = weekHolding(source, base.period.from)
    return [{ ...base, kind: 'week' as const, period: between(week.from, week.to), ahead: null, floating: null }]
  })
}

/** "the first three quarters (of 2025)", "the first six months of last year": in the current year unless it is given. */
function firstParts(source: Source, at: number): Base[] {
  const { words } = source
  if (!says(words, at, 'first')) return []
  const number = readNumeral(words, at + 1)
  const unit = number === null ? null : longest(units, words, number.end)
  if (number === null || unit === null) return []
  const months = number.value.value * ({ month: 1, quarter: 3 }[unit.value.unit as string] ?? 0)
  if (!(months >= 1 && months <= 12 && Number.isInteger(months))) return []
  const inYear = (year: number): Days => ({ from: `${year}-01-01`, to: addMonths(`${year}-01-01`, months) })
  const floating: Floating = { kind: 'part', name: null, inYear }
  const specified = specsAt(source, floating, unit.end).flatMap((spec) =>
    placed(source, floating, spec.value, spec.end),
  )
  return [...withOffset(source, floating, 0, unit.end), ...specified]
}
