import { singular } from './tokens.ts'

/** Damerau–Levenshtein distance (optimal string alignment), cut off above `most`. */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1]
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
    }
    if (Math.min(...next) > most) return most + 1
    before = row
    row = next
  }
  return row[other.length] ?? most + 1
}

/** How far a word of this length may be off and still be taken for a misspelling. */
const tolerance = (length: number): number => (length <= 3 ? 1 : length <= 7 ? 1 : 2)

/** The known words nearest to an unknown one, all at the same least distance; empty when none is near enough. */
export class Speller {
  readonly #byLength = new Map<number, string[]>()
  readonly #known: ReadonlySet<string>

  constructor(words: Iterable<string>) {
    this.#known = new Set(words)
    for (const word of this.#known) {
      if (word.length < 3 || !/^\p{L}(?:[\p{L}']*\p{L})$/u.test(word)) continue
      const list = this.#byLength.get(word.length) ?? []
      list.push(word)
      this.#byLength.set(word.length, list)
    }
  }

  knows = (word: string): boolean => this.#known.has(word)

  /** The words that may have been meant by one that is not known. */
  guesses(typed: string): readonly Guess[] {
    if (typed.length < 3 || !/^\p{L}[\p{L}']*$/u.test(typed)) return []
    const most = typed.length > 4 ? 2 : 1
    const near: string[] = []
    for (let length = Math.max(typed.length - most, 3); length <= typed.length + most; length += 1)
      for (const word of this.#byLength.get(length) ?? []) {
        if (length === 3 && !isDoubling(typed, word) && sorted(typed) !== sorted(word)) continue
        if (typed[0] !== word[0] && distance(typed, word, 1) > 1) continue
        if (distance(typed, word, most) <= most) near.push(word)
      }
    return likeliest(typed, near)
  }

  /** Only words of four letters or more are corrected to; a shorter one would fit too much. */
  nearest(word: string, beyond = 0): string[] {
    if (word.length < 3 || !/^\p{L}[\p{L}']*$/u.test(word)) return []
    const most = tolerance(word.length) + beyond
    let least = most
    let found: string[] = []
    for (let length = Math.max(word.length - most, 4); length <= word.length + most; length += 1) {
      for (const candidate of this.#byLength.get(length) ?? []) {
        if (word.length > 3 && candidate[0] !== word[0] && distance(word, candidate, 1) > 1) continue
        const off = distance(word, candidate, least)
        if (off > least) continue
        if (off < least) found = []
        least = off
        found.push(candidate)
      }
    }
    return withoutPlurals([...new Set(found)])
  }
}

/** "newsletter" and "newsletters" are one suggestion. */
const withoutPlurals = (words: readonly string[]): string[] =>
  words.filter((word) => !words.some((other) => other !== word && singular(word) === other))

/** A known word that an unknown one may have been meant to be, and how unlikely the slips between them are. */
export interface Guess {
  readonly word: string
  readonly slips: number
}

const vowels = new Set('aeiouy')
/** What one slip costs: letters are dropped, doubled and swapped sooner than others are put in. */
const slip = { swapped: 0.5, doubled: 0.45, vowelLeftOut: 0.55, leftOut: 0.75, vowelForVowel: 0.8, other: 1 }

/**
 * How unlikely it is that who meant the one word typed the other, as the sum of its slips (Damerau–Levenshtein with a
 * price for each kind of slip).
 */
export function slipsBetween(typed: string, meant: string): number {
  const width = meant.length + 1
  const costs = new Float64Array((typed.length + 1) * width)
  const at = (i: number, j: number): number => costs[i * width + j] ?? 0
  for (let i = 0; i <= typed.length; i += 1)
    for (let j = 0; j <= meant.length; j += 1) {
      if (i === 0 && j === 0) continue
      const [t, m] = [typed[i - 1] ?? '', meant[j - 1] ?? '']
      let least = Number.POSITIVE_INFINITY
      if (i > 0 && j > 0)
        least = at(i - 1, j - 1) + (t === m ? 0 : vowels.has(t) && vowels.has(m) ? slip.vowelForVowel : slip.other)
      if (i > 0) least = Math.min(least, at(i - 1, j) + (t === typed[i - 2] ? slip.doubled : slip.other))
      if (j > 0) least = Math.min(least, at(i, j - 1) + leftOut(m, meant[j - 2]))
      if (i > 1 && j > 1 && t === meant[j - 2] && m === typed[i - 2])
        least = Math.min(least, at(i - 2, j - 2) + slip.swapped)
      costs[i * width + j] = least
    }
  return at(typed.length, meant.length) + (typed[0] === meant[0] ? 0 : 0.5)
}

const leftOut = (letter: string, before: string | undefined): number =>
  letter === before ? slip.doubled : vowels.has(letter) ? slip.vowelLeftOut : slip.leftOut

/** What slips may add up to: about one in a short word, two in a long one. */
const mostSlips = (length: number): number =>
  length <= 3 ? 0.75 : length <= 4 ? 1 : length <= 6 ? 1.2 : length <= 7 ? 1.5 : 2

/** Guesses this much worse than the best are not what was meant. */
const clearly = 0.2

/** Those of the words that may have been meant, the likeliest first; several only where they are about as likely. */
export function likeliest(typed: string, words: readonly string[]): readonly Guess[] {
  const guesses = [...new Set(words)]
    .map((word): Guess => ({ word, slips: slipsBetween(typed, word) }))
    .filter(({ slips }) => slips <= mostSlips(typed.length) + 1e-9)
    .sort((one, other) => one.slips - other.slips)
  const least = guesses[0]?.slips ?? 0
  const close = guesses.filter(({ slips }) => slips < least + clearly)
  const kept = withoutPlurals(close.map(({ word }) => word))
  return close.filter(({ word }) => kept.includes(word)).slice(0, 4)
}

/** Only a letter doubled that is not, or the other way round: "refered". */
export const isDoubling = (typed: string, word: string): boolean =>
  typed.replace(/(.)\1+/g, '$1') === word.replace(/(.)\1+/g, '$1')

const sorted = (word: string): string => [...word].sort().join('')
