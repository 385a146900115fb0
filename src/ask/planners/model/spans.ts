import type { PlaceholderKind } from './placeholders.ts'

/** A stretch of a question that is not to be sent, half-open offsets. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly kind: PlaceholderKind
}

const street =
  'street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|place|pl|way|terrace|ter|circle|cir|highway|hwy|parkway|pkwy'

/** In this order: what an earlier one took, a later one leaves alone. */
const patterns: readonly (readonly [kind: PlaceholderKind, pattern: RegExp])[] = [
  ['EMAIL', /[^\s"'“”<>()=,;:]+@[^\s"'“”<>()=,;:]*[\p{L}\p{N}]/gu],
  // A handle or an e-mail address that was cut off.
  ['EMAIL', /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]{2,}/gu],
  ['ADDRESS', new RegExp(String.raw`\b\d{1,5}[a-z]?\s+(?:[\p{L}.'’-]+\s+){1,3}(?:${street})\b\.?`, 'giu')],
  // Letters and digits as references are written: C0042, KI-1043, CMP-SNOW25.
  [
    'REFERENCE',
    /(?<![\p{L}\p{N}$])(?!(?:Q[1-4]|H[12]|FY\d{2,4})\b)(?=[\p{L}-]*\d)\p{Lu}{1,6}-?[\p{Lu}\d]*\d{2,}[\p{Lu}\d-]*/gu,
  ],
  ['REFERENCE', /(?<![\p{L}\p{N}$])(?!(?:q[1-4]|h[12]|fy\d{2,4})\b)\p{Ll}{1,4}-?\d{3,}(?![\p{L}\p{N}])/gu],
  ['REFERENCE', /(?<![\p{L}\p{N}$-])\p{Lu}{1,6}-\d+(?![\p{L}\p{N}])/gu],
  ['REFERENCE', /#\s?\d{2,}/g],
  ['PHONE', /(?<![\p{L}\p{N}$€£])(?!\d{4}-\d\d-\d\d)(?:\+|\(|\b)\d[\d\s().\-–/]{6,}\d(?![\p{L}\p{N}%])/gu],
  ['NUMBER', /(?<![\p{L}\p{N}$€£.,])\d{6,}(?![\p{L}\p{N}%])/gu],
  [
    'NUMBER',
    /(?<=\b(?:order|orders|number|no\.?|card|account|zip|zip code|postcode|postal code|ending in)\s+)\d{4,}\b/giu,
  ],
]

/** E-mail addresses, phone numbers, streets, references and long numbers, wherever a question holds them. */
export function contactSpans(question: string): readonly Span[] {
  const found: Span[] = []
  for (const [kind, pattern] of patterns) {
    for (const match of question.matchAll(pattern)) {
      const span = { from: match.index, to: match.index + match[0].trimEnd().length, kind }
      if (isYears(match[0]) || isDate(match[0])) continue
      if (!found.some((other) => overlap(other, span))) found.push(span)
    }
  }
  return found
}

/** "2024 2025 2026", "2023-2026": years and no telephone. */
const isYears = (text: string): boolean => /^(?:(?:19|20)\d\d[\s\-–/,.]*)+$/.test(text.trim())

/** "10/01/2026", "2026-10-01 - 2026-10-31", "01.10.2026". */
const isDate = (text: string): boolean =>
  /^[\s(]*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?:[\s)\-–]*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)))*[\s)]*$/.test(
    text,
  )

export const overlap = (one: Pick<Span, 'from' | 'to'>, other: Pick<Span, 'from' | 'to'>): boolean =>
  one.from < other.to && other.from < one.to
