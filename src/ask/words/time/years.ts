import { add, addMonths, type Day, type ShopCalendar, startOf } from '../../days.ts'
import { between, type Period } from '../../period.ts'
import { type Found, longest, phrases, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import { fiscalQuarters, fiscalWords, partNames } from './names.ts'
import { type Base, fixed, type Source } from './source.ts'

/** 1990 to 2099, written with four digits. */
export function yearAt(words: readonly Word[], at: number): number | null {
  const lower = words[at]?.lower ?? ''
  return /^(?:cy)?(?:199\d|20\d\d)$/.test(lower) ? Number(lower.slice(-4)) : null
}

/** "'25" */
export function shortYearAt(words: readonly Word[], at: number): number | null {
  const parts = /^'(\d\d)$/.exec(words[at]?.lower ?? '')
  return parts === null ? null : 2000 + Number(parts[1])
}

export function yearPeriod(year: number): Period {
  return between(`${year}-01-01`, `${year + 1}-01-01`)
}

const countNouns = new Set(
  (
    'order orders customer customers people person persons folks client clients buyer buyers unit units piece pieces ' +
    'item items product products sku skus point points dollar dollars bucks percent % times email emails e record ' +
    'records visit visits call calls note notes day days week weeks month months year years'
  ).split(' '),
)
const numberContext = new Set(
  'least most than exactly above below under over top bottom first last spent limit paid number no # ref order'.split(
    ' ',
  ),
)
const strongCues = new Set(
  'in during since for from before after by until till through throughout calendar year of'.split(' '),
)

/** A year, unless the sentence makes it a count ("2026 orders", "more than 2000"). */
export function yearBases({ words }: Source, at: number): Base[] {
  const opening = longest(yearOpenings, words, at)
  const start = opening?.end ?? at
  const before = words[start - 1]?.lower ?? ''
  const year = yearAt(words, start) ?? shortYearAt(words, start)
  if (year === null) return []
  const score = opening !== null ? 1 : yearScore(before, words[start + 1]?.lower ?? '')
  return score === 0 ? [] : [fixed('year', yearPeriod(year), start + 1, score)]
}

export const yearOpenings = phrases<true>([
  ['the year|calendar year|the calendar year|calendar|year|all of the year', true],
])

/** How likely four digits are a year, by the words around them. */
function yearScore(before: string, after: string): number {
  if (countNouns.has(after)) return strongCues.has(before) ? 0.5 : 0
  if (strongCues.has(before)) return 1
  if (/^[$€£<>=≥≤]/.test(before)) return 0
  return numberContext.has(before) ? 0.4 : 0.8
}

/** "FY25", "fiscal 2025", "Q3 FY25": a fiscal year is called after the calendar year it ends in. */
export function fiscalBases(source: Source, at: number): Base[] {
  const quarter = fiscalQuarterAt(source.words, at)
  if (quarter !== null) return fiscalQuarter(source, quarter.value, quarter.end)
  const year = fiscalYearAt(source.words, at)
  if (year === null) return []
  const from = fiscalYearStart(year.value, source.calendar)
  return [fixed('year', between(from, addMonths(from, 12)), year.end)]
}

function fiscalYearAt(words: readonly Word[], at: number): Found<number> | null {
  const together = /^fy(\d{2}|\d{4})$/.exec(words[at]?.lower ?? '')
  if (together !== null) return { value: fullYear(Number(together[1])), end: at + 1 }
  const word = longest(fiscalWords, words, at)
  if (word === null) return null
  const year = yearAt(words, word.end) ?? shortYearAt(words, word.end)
  return year === null ? null : { value: year, end: word.end + 1 }
}

/** "fiscal Q3", and "Q3" where a fiscal year follows. */
function fiscalQuarterAt(words: readonly Word[], at: number): Found<number> | null {
  const named = longest(fiscalQuarters, words, at)
  if (named !== null) return named
  const part = longest(partNames, words, at)
  const quarter = part === null ? null : /^q([1-4])$/.exec(part.value)
  if (part === null || quarter === null) return null
  const of = says(words, part.end, 'of') ? part.end + 1 : part.end
  return fiscalYearAt(words, of) === null ? null : { value: Number(quarter[1]), end: part.end }
}

function fiscalQuarter({ words, today, calendar }: Source, quarter: number, end: number): Base[] {
  const year = fiscalYearAt(words, says(words, end, 'of') ? end + 1 : end)
  const current = startOf('fiscal_year', today, calendar)
  const inYear = addMonths(year === null ? current : fiscalYearStart(year.value, calendar), 3 * (quarter - 1))
  const from = year === null && inYear > today ? add(inYear, 'year', -1) : inYear
  const base = fixed('part', between(from, addMonths(from, 3)), year?.end ?? end)
  return [{ ...base, anchored: year === null }]
}

function fiscalYearStart(year: number, { fiscalYearStart: month }: ShopCalendar): Day {
  return `${month === 1 ? year : year - 1}-${String(month).padStart(2, '0')}-01`
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year
}
