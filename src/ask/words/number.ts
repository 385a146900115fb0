import { collective, type Numeral, parseNumeral, readNumeral, small, tens } from './numeral.ts'
import { type Found, longest, phrases, says } from './phrases.ts'
import type { Word } from './word.ts'

/**
 * A number in a question, and how many words it takes.
 *
 * - `number`: a plain count or measure; what it counts is read by the planner
 * - `money`: with the currency of its sign or word; 'dollar' is any kind of dollar, null none named ("2 grand")
 * - `percent`: a fraction, 0.2 for "20 percent", 0.5 for "half"
 * - `ordinal`: a rank, 1 for "first", "number 1", "#1"
 * - `times`: how often, 2 for "twice"
 */
export type NumberReading = { readonly length: number } & (
  | { readonly kind: 'number' | 'percent' | 'ordinal' | 'times'; readonly value: number }
  | { readonly kind: 'money'; readonly value: number; readonly currency: string | null }
)

export type ComparisonOp = 'equals' | 'more_than' | 'at_least' | 'less_than' | 'at_most' | 'between'

/** A comparison with a number, or with two (`between`, lowest first, both included). */
export interface NumberComparison {
  readonly length: number
  readonly op: ComparisonOp
  readonly values: readonly [number] | readonly [number, number]
  readonly unit: 'money' | 'percent' | 'times' | null
  /** As in `NumberReading`; null also for what is not money. */
  readonly currency: string | null
}

/**
 * Every number that begins at the word, the longest reading first.
 *
 *     readNumber(tokenize('1.2 million dollars'), 0)[0]
 *     // { kind: 'money', value: 1200000, currency: 'dollar', length: 3 }
 */
export function readNumber(words: readonly Word[], at: number): NumberReading[] {
  if (!mayBeginNumber(words[at]?.lower ?? '')) return []
  const readings = [...fractions(words, at), ...ordinals(words, at), ...adverbs(words, at), ...amounts(words, at)]
  return readings.sort((one, other) => other.length - one.length)
}

const currencies = phrases<string>([
  ['dollar|dollars|buck|bucks', 'dollar'],
  ['usd|us dollars|us dollar|american dollars', 'USD'],
  ['cad|canadian dollars', 'CAD'],
  ['aud|australian dollars', 'AUD'],
  ['nzd', 'NZD'],
  ['euro|euros|eur', 'EUR'],
  ['pound sterling|pounds sterling|gbp|quid', 'GBP'],
  ['chf|swiss francs|francs', 'CHF'],
  ['pln|zloty|zlotys', 'PLN'],
  ['mxn|pesos', 'MXN'],
  ['sek', 'SEK'],
  ['yen|jpy', 'JPY'],
])
const codes = phrases<string>(
  ['USD', 'CAD', 'AUD', 'NZD', 'EUR', 'GBP', 'CHF', 'PLN', 'MXN', 'SEK', 'JPY'].map((code) => [
    code.toLowerCase(),
    code,
  ]),
)
const signs: Readonly<Record<string, string>> = { $: 'dollar', '€': 'EUR', '£': 'GBP', '¥': 'JPY' }
const percentWords = phrases<true>([['%|percent|per cent|pct|percents', true]])

function amounts(words: readonly Word[], at: number): NumberReading[] {
  const code = longest(codes, words, at)
  if (code !== null) {
    const numeral = readNumeral(words, code.end)
    return numeral === null || numeral.value.percent ? [] : [money(numeral.value.value, code.value, numeral.end - at)]
  }
  const numeral = readNumeral(words, at)
  return numeral === null ? [] : amountsOf(numeral, words, at)
}

function amountsOf({ value: numeral, end }: Found<Numeral>, words: readonly Word[], at: number): NumberReading[] {
  const { value, sign, percent } = numeral
  const unit = longest(percentWords, words, end)
  if (percent || (unit !== null && sign === null)) return [percentage(value, (unit?.end ?? end) - at)]
  const currency = longest(currencies, words, end)
  if (sign !== null) return [money(value, currency?.value ?? signs[sign] ?? null, (currency?.end ?? end) - at)]
  const plain: NumberReading = { kind: 'number', value, length: end - at }
  if (currency !== null) return [money(value, currency.value, currency.end - at), plain]
  if (says(words, end, 'grand')) return [money(value * 1000, null, end + 1 - at), plain]
  if (says(words, end, 'cents')) return [money(value / 100, 'dollar', end + 1 - at), plain]
  return isTimes(words, end) ? [{ kind: 'times', value, length: end + 1 - at }, plain] : [plain]
}

/** "three times", but not the "one-time" of "one-time customers". */
function isTimes(words: readonly Word[], at: number): boolean {
  const word = words[at]
  return (
    word !== undefined &&
    !word.joined &&
    (word.lower === 'times' || (word.lower === 'time' && says(words, at - 1, 'one')))
  )
}

const adverbTable = phrases<number>([
  ['once|a single time', 1],
  ['twice', 2],
  ['thrice', 3],
])

function adverbs(words: readonly Word[], at: number): NumberReading[] {
  const adverb = longest(adverbTable, words, at)
  if (adverb !== null) return [{ kind: 'times', value: adverb.value, length: adverb.end - at }]
  const multiple = /^(\d{1,6})x$/.exec(words[at]?.lower ?? '')
  return multiple === null ? [] : [{ kind: 'times', value: Number(multiple[1]), length: 1 }]
}

const parts = phrases<number>([
  ['half|one half|a half', 2],
  ['third|thirds', 3],
  ['quarter|quarters|fourth|fourths', 4],
  ['fifth|fifths', 5],
  ['sixth|sixths', 6],
  ['eighth|eighths', 8],
  ['tenth|tenths', 10],
])

/** "half", "a third", "two thirds", "three quarters" as fractions of one. */
function fractions(words: readonly Word[], at: number): NumberReading[] {
  if (says(words, at, 'half') && !says(words, at + 1, 'a')) return [percentage(50, 1)]
  const article = says(words, at, 'a') || says(words, at, 'one')
  const count = article ? { value: 1, end: at + 1 } : countAt(words, at)
  const part = count === null ? null : longest(parts, words, count.end)
  if (count === null || part === null || count.value >= part.value) return []
  const plural = words[part.end - 1]?.lower.endsWith('s') ?? false
  if (plural === (count.value === 1)) return []
  return [{ kind: 'percent', value: count.value / part.value, length: part.end - at }]
}

function countAt(words: readonly Word[], at: number): Found<number> | null {
  const numeral = readNumeral(words, at)
  const plain = numeral !== null && numeral.value.sign === null && !numeral.value.percent && numeral.value.value >= 1
  return plain ? { value: numeral.value.value, end: numeral.end } : null
}

export const ordinalWords = phrases<number>([
  ...(
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth ' +
    'sixteenth seventeenth eighteenth nineteenth twentieth'
  )
    .split(' ')
    .map((word, index) => [word, index + 1] as const),
  ['thirtieth', 30],
  ['fiftieth', 50],
  ['hundredth', 100],
])
const rankWords = phrases<true>([['number|no|no .|nr|nr .|rank', true]])

function ordinals(words: readonly Word[], at: number): NumberReading[] {
  const value = ordinalAt(words, at)
  if (value !== null) return [{ kind: 'ordinal', value: value.value, length: value.end - at }]
  const rank = longest(rankWords, words, at)
  const count = rank === null ? null : countAt(words, rank.end)
  if (rank === null || count === null || !Number.isInteger(count.value)) return []
  if (says(words, rank.end - 1, 'no') && !/\d/.test(words[rank.end]?.lower ?? '')) return []
  return [{ kind: 'ordinal', value: count.value, length: count.end - at }]
}

/** "first", "2nd", "twenty-third", "#1". */
export function ordinalAt(words: readonly Word[], at: number): Found<number> | null {
  const lower = words[at]?.lower ?? ''
  const digits = /^(\d{1,6})(?:st|nd|rd|th)$/.exec(lower) ?? /^#(\d{1,6})$/.exec(lower)
  if (digits !== null) return { value: Number(digits[1]), end: at + 1 }
  const word = longest(ordinalWords, words, at)
  if (word !== null) return word
  const ten = tensBefore[lower]
  const unit = ten === undefined ? null : longest(ordinalWords, words, at + 1)
  return ten !== undefined && unit !== null && unit.value < 10 ? { value: ten + unit.value, end: unit.end } : null
}

const tensBefore: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}

function money(value: number, currency: string | null, length: number): NumberReading {
  return { kind: 'money', value, currency, length }
}

function percentage(percent: number, length: number): NumberReading {
  return { kind: 'percent', value: Number((percent / 100).toPrecision(15)), length }
}

const starts: ReadonlySet<string> = new Set(
  [adverbTable, codes, collective, ordinalWords, parts, rankWords, small, tens].flatMap((table) => [...table.starts]),
)

/** False for a word that no number begins with: most of a question is passed over by this. */
function mayBeginNumber(lower: string): boolean {
  return starts.has(lower) || /^[$€£¥#]?\d|^[$€£¥]$/.test(lower)
}

// Comparisons

const before = phrases<ComparisonOp>([
  [
    'more than|over|above|greater than|bigger than|larger than|higher than|better than|exceeding|exceeds|exceed',
    'more_than',
  ],
  ['north of|upwards of|upward of|in excess of|beyond|>|exceeded|topping|topped|surpassing', 'more_than'],
  ['at least|at the very least|at a minimum|no less than|no fewer than|not less than|not fewer than|>=|≥', 'at_least'],
  ['minimum of|a minimum of|minimum|min|min .|min of|as many as or more than', 'at_least'],
  ['less than|fewer than|under|below|lower than|smaller than|south of|not even|<|short of', 'less_than'],
  ['at most|at the most|no more than|not more than|not over|no greater than|no higher than|up to|<=|≤', 'at_most'],
  ['maximum of|a maximum of|maximum|max|max of|max .|not exceeding|as many as', 'at_most'],
  ['exactly|just|only|precisely|=|==|equal to|equals|equalling|exact', 'equals'],
])
const after = phrases<ComparisonOp>([
  ['or more|and more|or over|or above|or higher|or greater|or better|or up|and up|and over|and above', 'at_least'],
  ['plus|and upwards|or upwards|minimum|min|at least|at a minimum|at the very least|+|or longer|or bigger', 'at_least'],
  [
    'or less|or fewer|or under|or below|or lower|and under|and below|and less|max|maximum|at most|tops|at the most',
    'at_most',
  ],
  ['exactly|only|on the dot|precisely|flat', 'equals'],
])

/**
 * Every comparison with a number that begins at the word, the longest first. The number without a comparing word is not
 * one, unless two make a range ("5 to 10", "5-10").
 *
 *     readComparison(tokenize('at least $3,000'), 0)[0]
 *     // { op: 'at_least', values: [3000], unit: 'money', currency: 'dollar', length: 3 }
 */
export function readComparison(words: readonly Word[], at: number): NumberComparison[] {
  const lower = words[at]?.lower ?? ''
  const ranged = lower === 'between' || lower === 'from'
  if (!ranged && !before.starts.has(lower) && !mayBeginNumber(lower)) return []
  const readings = [...comparedBefore(words, at), ...comparedAfter(words, at), ...ranges(words, at)]
  return readings.sort((one, other) => other.length - one.length)
}

function comparedBefore(words: readonly Word[], at: number): NumberComparison[] {
  return before(words, at).flatMap(({ value: op, end }) =>
    magnitudes(words, end).map((number) => comparison(op, [number], end + number.length - at)),
  )
}

function comparedAfter(words: readonly Word[], at: number): NumberComparison[] {
  return magnitudes(words, at).flatMap((number) => {
    const plus = hasPlus(words, at) ? [comparison('at_least', [number], number.length)] : []
    const suffix = longest(after, words, at + number.length)
    return suffix === null ? plus : [...plus, comparison(suffix.value, [number], suffix.end - at)]
  })
}

function ranges(words: readonly Word[], at: number): NumberComparison[] {
  const between = says(words, at, 'between')
  const start = between || says(words, at, 'from') ? at + 1 : at
  const inOne = rangeInOneWord(words, start)
  if (inOne !== null) return [{ ...inOne, length: inOne.length + start - at }]
  const separators = between ? ['and', '-', 'to', '&'] : ['to', '-', 'through']
  return magnitudes(words, start).flatMap((low) => {
    const middle = start + low.length
    if (!separators.includes(words[middle]?.lower ?? '')) return []
    const highs = magnitudes(words, middle + 1).filter((high) => agree(low, high))
    return highs.map((high) => comparison('between', [low, high], middle + 1 + high.length - at))
  })
}

/** "5-10", "20-30%", and with a unit after it "2-3 times". */
function rangeInOneWord(words: readonly Word[], at: number): NumberComparison | null {
  const parts = /^(\d{1,9})-(\d{1,9})(%?)$/.exec(words[at]?.lower ?? '')
  if (parts === null) return null
  const ends: Word[] = [2, 1].map((index) => ({ ...(words[at] as Word), lower: `${parts[index]}${parts[3]}` }))
  const [high] = magnitudes([...ends.slice(0, 1), ...words.slice(at + 1, at + 4)], 0)
  const [low] = magnitudes(ends.slice(1), 0)
  return high && low ? comparison('between', [low, high], high.length) : null
}

/** What can be compared with: not ranks. */
function magnitudes(words: readonly Word[], at: number): NumberReading[] {
  return readNumber(words, at).filter((reading) => reading.kind !== 'ordinal')
}

function hasPlus(words: readonly Word[], at: number): boolean {
  return parseNumeral(words[at]?.lower ?? '')?.plus ?? false
}

/** "50 to 100 dollars" and "$50 to 100" are both money; "5 to 20%" is not a pair that fits "5 times to 20%". */
function agree(low: NumberReading, high: NumberReading): boolean {
  return low.kind === high.kind || low.kind === 'number' || (high.kind === 'number' && low.kind === 'money')
}

function comparison(
  op: ComparisonOp,
  numbers: readonly [NumberReading, NumberReading?],
  length: number,
): NumberComparison {
  const [low, high = null] = numbers
  const unitOf = high !== null && high.kind !== 'number' ? high : low
  const unit = unitOf.kind === 'number' || unitOf.kind === 'ordinal' ? null : unitOf.kind
  const currency = unitOf.kind === 'money' ? unitOf.currency : null
  return { op, values: valuesOf(low, high, unit), unit, currency, length }
}

function valuesOf(
  low: NumberReading,
  high: NumberReading | null,
  unit: NumberComparison['unit'],
): NumberComparison['values'] {
  if (high === null) return [low.value]
  const first = unit === 'percent' && low.kind === 'number' ? low.value / 100 : low.value
  return first <= high.value ? [first, high.value] : [high.value, first]
}
