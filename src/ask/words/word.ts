/**
 * One word of a question, with its place in it.
 *
 * `lower` is what grammars compare: lower case, without accents, with straight apostrophes and hyphens.
 * `joined` says that a hyphen ties the word to the one before it: "year-to-date" is year, to (joined), date (joined).
 * The grammars of time and number look at single words, so "year to date" and "year-to-date" are the same to them.
 */
export interface Word {
  readonly text: string
  readonly lower: string
  /** Offsets into the question, half-open. */
  readonly from: number
  readonly to: number
  readonly punctuation: boolean
  readonly joined: boolean
}

const address = String.raw`[\p{L}\p{N}_.+]{1,64}@[\p{L}\p{N}_.-]{1,255}[\p{L}\p{N}]`
const money = String.raw`[$€£¥](?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?[\p{L}\p{N}]*[%+]*`
const grouped = String.raw`\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?[\p{L}\p{N}]*[%+$€£]*`
const digits = String.raw`#?\d+(?:[.:/\-–]\d+)*[\p{L}\p{N}]*[%+$€£]*`
const shortYear = String.raw`['’]\d\d(?![\p{L}\p{N}])`
const possessive = String.raw`['’][sS](?![\p{L}\p{N}])`
const initials = String.raw`\p{L}\.(?:\p{L}\.)+`
const without = String.raw`[wW]\/[oO]?(?![\p{L}\p{N}])`
const plain = String.raw`[\p{L}\p{M}_][\p{L}\p{M}\p{N}_]*(?:['’](?![sS](?![\p{L}\p{N}]))\p{L}[\p{L}\p{M}\p{N}_]*)*`
const symbol = String.raw`[<>=!]=|[\s\S]`

const piece = new RegExp(
  [address, money, grouped, digits, shortYear, possessive, initials, without, plain, symbol].join('|'),
  'uy',
)
const space = /\s+/uy
const hyphen = /[-‐‑]/u
const letterOrDigit = /[\p{L}\p{N}]/u
const carriesMeaning = /[\p{L}\p{N}&+=<>≥≤%$€£¥#@]/u
const foreign = /[^\x20-\x7e]/

/**
 * The words of a question in order, punctuation included and flagged.
 *
 * Numbers stay whole with their separators and signs ("$1.5k", "3,000", "20%", "2026-10-01", "3+"), contractions stay
 * whole ("hasn't", "they're"), and a possessive is a word of its own ("Priya" "'s", "customers" "'"). Every character
 * that is not white space is in exactly one word, except the hyphens inside words (see `joined`).
 *
 *     tokenize("Ana's year-to-date, $3,000+").map(word => word.lower)
 *     // ['ana', "'s", 'year', 'to', 'date', ',', '$3,000+']
 */
export function tokenize(question: string): Word[] {
  const words: Word[] = []
  let at = 0
  while (at < question.length) {
    at = after(space, question, at) ?? at
    if (at >= question.length) break
    const joined = isInnerHyphen(question, at)
    if (joined) at += 1
    const to = after(piece, question, at) ?? at + 1
    words.push(wordAt(question, at, to, joined))
    at = to
  }
  return words
}

/** Lower case, without accents, with straight apostrophes and plain hyphens: "Łucía’s" → "lucia's". */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (!foreign.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘ʼ´]/g, "'")
    .replace(/[‐‑–—−]/g, '-')
    .replace(/[łøđðħıßæœþ]/g, (letter) => plainLetters[letter] ?? letter)
}

const plainLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
}

function wordAt(question: string, from: number, to: number, joined: boolean): Word {
  const text = question.slice(from, to)
  return { text, lower: withoutDots(fold(text)), from, to, punctuation: !carriesMeaning.test(text), joined }
}

/** "i.e." → "ie", but "1.5k" and "ana.b@shop.example" stay. */
function withoutDots(lower: string): string {
  return lower.endsWith('.') && letterOrDigit.test(lower) ? lower.replaceAll('.', '') : lower
}

function isInnerHyphen(question: string, at: number): boolean {
  const between = at > 0 && hyphen.test(question.charAt(at))
  return between && letterOrDigit.test(question.charAt(at - 1)) && letterOrDigit.test(question.charAt(at + 1))
}

function after(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}
