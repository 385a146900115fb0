import { partsOf } from '../../days.ts'
import { between, namedPeriod, resolve } from '../../period.ts'
import { type Found, longest, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import { type Determiner, determiners, seasonNames } from './names.ts'
import type { Base, Floating, Source, Spec } from './source.ts'
import { agoAt } from './units.ts'
import { shortYearAt, yearAt } from './years.ts'

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

/** A year in digits. */
export function yearSpecs(words: readonly Word[], at: number): Found<Spec>[] {
  const year = yearAt(words, at) ?? shortYearAt(words, at)
  if (year !== null) return [{ value: { kind: 'year', year }, end: at + 1 }]
  const split = /^(20\d\d)[-/](\d\d)$/.exec(words[at]?.lower ?? '')
  return split !== null && Number(split[1]) % 100 === Number(split[2]) - 1
    ? [{ value: { kind: 'within', period: between(`${split[1]}-07-01`, `20${split[2]}-07-01`) }, end: at + 1 }]
    : []
}

const yearDeterminers: Readonly<Partial<Record<Determiner, number>>> = { this: 0, last: -1, previous: -1, next: 1 }

/** A year counted from today, or the season that a month or day is in. */
export function relativeSpecs(source: Source, floating: Floating | null, at: number): Found<Spec>[] {
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
function yearBeforeAt(words: readonly Word[], at: number): number | null {
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
