import { type Found, longest, phrases, says } from './phrases.ts'
import type { Word } from './word.ts'

/** A number as written in one word or several, with the signs that came with it. */
export interface Numeral {
  readonly value: number
  /** The sign before or after the digits: "$", "€", "£", "¥"; null without one. */
  readonly sign: string | null
  readonly percent: boolean
  /** "3+" */
  readonly plus: boolean
}

const written = /^([$€£¥]?)(\d[\d,]*(?:\.\d+)?)(k|m|mn|mio|mm|bn|b)?([%+$€£]*)$/
const longestWritten = 40
const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  mm: 1e6,
  mio: 1e6,
  bn: 1e9,
  b: 1e9,
}

export const small = phrases<number>(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen'
  )
    .split(' ')
    .map((word, value) => [word, value] as const),
)
export const tens = phrases<number>(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, 20 + 10 * index] as const),
)
const scaleWords = phrases<number>([
  ['thousand|k', 1e3],
  ['million|mn|mio', 1e6],
  ['billion|bn', 1e9],
])
export const collective = phrases<number>([
  ['a dozen|one dozen|dozen', 12],
  ['half a dozen|a half dozen|half dozen', 6],
  ['a couple of|a couple|couple of|couple|a pair of', 2],
  ['a hundred|hundred', 100],
  ['a thousand|thousand', 1000],
  ['a million', 1e6],
])

/** The numbers that begin at the word, in digits or in words ("3,000", "$1.5k", "twenty-five", "half a dozen"). */
export function readNumeral(words: readonly Word[], at: number): Found<Numeral> | null {
  return inDigits(words, at) ?? inWords(words, at)
}

/** One word of digits with its signs: "$1.5k", "20%", "3+", "1,234"; null for "20v", "2-1/2" and "3rd". */
export function parseNumeral(word: string): Numeral | null {
  const parts = word.length > longestWritten ? null : written.exec(word)
  if (parts === null) return null
  const [, before = '', digits = '', scale = '', signs = ''] = parts
  const sign = before || /[$€£]/.exec(signs)?.[0] || null
  if (scale.startsWith('m') && sign === null) return null
  if (scale === 'b' && sign === null) return null
  const value = scaled(Number(digits.replaceAll(',', '')), scales[scale] ?? 1)
  return Number.isFinite(value) ? { value, sign, percent: signs.includes('%'), plus: signs.includes('+') } : null
}

function inDigits(words: readonly Word[], at: number): Found<Numeral> | null {
  const sign = /^[$€£¥]$/.exec(words[at]?.lower ?? '')?.[0] ?? null
  const start = sign === null ? at : at + 1
  const numeral = parseNumeral(words[start]?.lower ?? '')
  if (numeral === null) return null
  const signed = { ...numeral, sign: sign ?? numeral.sign }
  const scale = longest(scaleWords, words, start + 1)
  if (scale === null) return { value: signed, end: start + 1 }
  return { value: { ...signed, value: scaled(numeral.value, scale.value) }, end: scale.end }
}

function inWords(words: readonly Word[], at: number): Found<Numeral> | null {
  const thousands = belowThousand(words, at)
  if (thousands === null) {
    const found = longest(collective, words, at)
    return found && { value: plainly(found.value), end: found.end }
  }
  return dozens(words, thousands) ?? withThousands(words, thousands)
}

function dozens(words: readonly Word[], count: Found<number>): Found<Numeral> | null {
  if (!says(words, count.end, 'dozen')) return null
  return { value: plainly(12 * count.value), end: count.end + 1 }
}

function withThousands(words: readonly Word[], first: Found<number>): Found<Numeral> {
  const scale = longest(scaleWords, words, first.end)
  if (scale === null) return { value: plainly(first.value), end: first.end }
  const rest = scale.value === 1e3 ? belowThousand(words, skipAnd(words, scale.end)) : null
  const value = scaled(first.value, scale.value) + (rest?.value ?? 0)
  return { value: plainly(value), end: rest?.end ?? scale.end }
}

/** "seven", "twenty-five", "three hundred and two". */
function belowThousand(words: readonly Word[], at: number): Found<number> | null {
  const first = belowHundred(words, at)
  if (first === null || !says(words, first.end, 'hundred')) return first
  // In "one hundred and two hundred" there are two numbers.
  const tail = belowHundred(words, skipAnd(words, first.end + 1))
  const rest = tail !== null && says(words, tail.end, 'hundred') ? null : tail
  return { value: first.value * 100 + (rest?.value ?? 0), end: rest?.end ?? first.end + 1 }
}

function belowHundred(words: readonly Word[], at: number): Found<number> | null {
  const ten = longest(tens, words, at)
  if (ten === null) return longest(small, words, at)
  const unit = longest(small, words, ten.end)
  return unit !== null && unit.value > 0 && unit.value < 10 ? { value: ten.value + unit.value, end: unit.end } : ten
}

/** "and" only where a number goes on after it: "three hundred and two", not "three hundred and counting". */
function skipAnd(words: readonly Word[], at: number): number {
  return says(words, at, 'and') ? at + 1 : at
}

function plainly(value: number): Numeral {
  return { value, sign: null, percent: false, plus: false }
}

/** 1.2 million is 1,200,000 and not 1,199,999.9999999998. */
function scaled(value: number, scale: number): number {
  return Number((value * scale).toPrecision(15))
}
