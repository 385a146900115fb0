import { searchName } from '../customers/normalize.ts'
import type { Person } from './person.ts'

/** What takes the place of somebody's name or number in what others wrote. */
export const blank = '(erased)'

/** How one person is recognised in free text. */
export interface Mentions {
  /**
   * Patterns for PostgreSQL's `like` over text in lower case without accents. They find every mention, and some that are
   * none: what stands between words, and between the groups of a phone number, is anything.
   */
  readonly patterns: readonly string[]
  /** The text without them; null where they are not in it. `names` false: only by what nobody else has. */
  readonly without: (text: string, names?: boolean) => string | null
}

/** References shorter than this are looked for as whole values alone, numbers of fewer digits not at all: they may be any. */
const shortestRef = 4
const shortestNumber = 7

export function mentionsOf({ names, emails, phones, addresses, references }: Person): Mentions {
  const every = [...new Set(references.map(({ ref }) => ref))]
  const refs = every.filter(isTelling)
  const short = every.filter((ref) => !isTelling(ref) && !/^\d+$/u.test(ref)).map((ref) => ref.toLowerCase())
  const plain = [...emails, ...addresses.filter((each) => each.length > 7), ...refs]
  const numbers = [...new Set(phones.map(digitsOf).filter((digits) => digits.length >= 7))]
  const certain = [...plain.map(wordPattern), ...numbers.map(numberPattern)]
  const byName = names.map(wordPattern)
  const expressions = {
    certain: certain.length === 0 ? null : new RegExp(certain.join('|'), 'giu'),
    all: new RegExp([...certain, ...byName].join('|') || '(?!)', 'giu'),
  }
  return {
    patterns: [
      ...new Set([
        ...[...plain, ...names].map(likePattern),
        ...numbers.flatMap(numberLikes),
        ...short.flatMap((ref) => [ref, `%"${ref}"%`]),
      ]),
    ],
    without: (text, withNames = true) =>
      short.includes(text.trim().toLowerCase())
        ? blank
        : redact(text, withNames ? expressions.all : expressions.certain),
  }
}

const isTelling = (ref: string): boolean =>
  /^\d+$/u.test(ref) ? ref.length >= shortestNumber : ref.length >= shortestRef

/** Without the country code where there is one: people write numbers as they are dialled at home. */
function digitsOf(phone: string): string {
  const digits = phone.replace(/;ext=.*$/u, '').replace(/\D/gu, '')
  return digits.length > 9 ? digits.slice(-9) : digits
}

/** Letters with any accent, blanks of any width, not within a longer word. */
function wordPattern(text: string): string {
  const letters = searchName(text).match(/ss|ae|oe|th|\s+|./gu) ?? []
  return `(?<![\\p{L}\\p{N}])${letters.map(letterPattern).join('')}(?![\\p{L}\\p{N}])`
}

/** Text is looked at in its decomposed form: each letter may carry marks. Some letters are others' plain form. */
function letterPattern(letter: string): string {
  const also = alsoWritten[letter]
  if (/^\s/u.test(letter)) return '[\\s_]+'
  if (also !== undefined) return `(?:${[...[...letter].map((one) => `${one}\\p{M}*`)].join('')}|${also})`
  return /\p{L}/u.test(letter) ? `${letter}\\p{M}*` : letter.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}

/** Letters without a separable accent, by what search takes them for. */
const alsoWritten: Readonly<Record<string, string>> = {
  ...{ ss: 'ß', ae: 'æ', oe: 'œ', th: 'þ', o: 'ø', l: 'ł', d: '[đð]', i: 'ı', h: 'ħ', t: 'ŧ', n: 'ŋ' },
  "'": '[’‘`´]',
}

const numberPattern = (digits: string): string =>
  `(?<!\\d)(?:\\+?\\d{1,4}[\\s().\\/-]{0,3})?\\d{0,3}[\\s().\\/-]{0,3}${[...digits].join('[\\s().\\/-]{0,3}')}(?!\\d)`

/** Whatever stands between the words, also the escapes of JSON. */
const likePattern = (text: string): string => `%${searchName(text).replace(/[^\p{L}\p{N}@.-]+/gu, '%')}%`

/** As numbers are grouped: 3 and 4, by threes, by twos. */
function numberLikes(digits: string): readonly string[] {
  const last = (from: number, to: number): string => digits.slice(digits.length - from, digits.length - to)
  return [
    `%${last(7, 4)}%${last(4, 0)}%`,
    `%${last(6, 3)}_${last(3, 0)}%`,
    `%${last(6, 4)}_${last(4, 2)}_${last(2, 0)}%`,
  ]
}

function redact(text: string, expression: RegExp | null): string | null {
  if (expression === null) return null
  const apart = text.normalize('NFD')
  const changed = apart.replace(expression, blank)
  return changed === apart ? null : changed.normalize('NFC')
}

/** The same for a JSON value, in every text and key within it; null where they are nowhere in it. */
export function withoutIn(value: unknown, without: (text: string) => string | null): unknown | null {
  let found = false
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') {
      const changed = without(each)
      if (changed !== null) found = true
      return changed ?? each
    }
    if (Array.isArray(each)) return each.map(walk)
    if (each !== null && typeof each === 'object')
      return Object.fromEntries(Object.entries(each).map(([key, held]) => [String(walk(key)), walk(held)]))
    return each
  }
  const changed = walk(value)
  return found ? changed : null
}
