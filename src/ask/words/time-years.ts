import { add, addMonths, type Day, type ShopCalendar, startOf } from '../days.ts'
import { between, type Period } from '../period.ts'
import { type Found, longest, says } from './phrases.ts'
import { type Base, fixed, type Source } from './time-source.ts'
import { cues, fiscalQuarters, fiscalWords } from './time-words.ts'
import type { Word } from './word.ts'

/** 1990 to 2099, written with four digits. */
export function yearAt(words: readonly Word[], at: number): number | null {
  const lower = words[at]?.lower ?? ''
  return /^(?:199\d|20\d\d)$/.test(lower) ? Number(lower) : null
}

/** "'25" */
export function shortYearAt(words: readonly Word[], at: number): number | null {
  const parts = /^'(\d\d)$/.exec(words[at]?.lower ?? '')
  return parts === null ? null : 2000 + Number(parts[1])
}

export function yearPeriod(year: number): Period {
  return between(`${year}-01-01`, `${year + 1}-01-01`)
}

const countNouns =
  /^(?:orders?|customers?|people|buyers?|units?|pieces?|items?|products?|points?|dollars?|bucks|times|emails?|e|persons?|folks|clients?|sku|skus|records|visits?|calls?|notes?|%|percent|days|weeks|months|years)$/
const numberContext =
  /^(?:least|most|than|exactly|above|below|under|top|bottom|first|last|spent|limit|paid|number|no|#|ref|order|[$€£<>=≥≤]+)$/

/** A year, unless the sentence makes it a count ("2026 orders", "at least 2000"). */
export function yearBases({ words }: Source, at: number): Base[] {
  const start = says(words, at, 'the', 'year') ? at + 2 : says(words, at, 'calendar', 'year') ? at + 2 : at
  const bare = start === at ? (says(words, at, 'calendar') || says(words, at, 'year') ? at + 1 : at) : start
  const year = yearAt(words, bare)
  if (year === null) return []
  const cued = bare > at || cues.has(words[at - 1]?.lower ?? '')
  const counts = countNouns.test(words[bare + 1]?.lower ?? '')
  if (!cued && (counts || numberContext.test(words[at - 1]?.lower ?? ''))) return []
  return [fixed('year', yearPeriod(year), bare + 1, cued && !counts ? 1 : 0.7)]
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
  const plain = /^q([1-4])$/.exec(words[at]?.lower ?? '')
  const of = says(words, at + 1, 'of') ? at + 2 : at + 1
  return plain !== null && fiscalYearAt(words, of) !== null ? { value: Number(plain[1]), end: at + 1 } : null
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
