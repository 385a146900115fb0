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
      if (word.length < 3 || !/^\p{L}[\p{L}']*$/u.test(word)) continue
      const list = this.#byLength.get(word.length) ?? []
      list.push(word)
      this.#byLength.set(word.length, list)
    }
  }

  knows = (word: string): boolean => this.#known.has(word)

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

/** The candidates with the same letters in another order, the commonest slip; else all of them. */
export function likeliest(word: string, candidates: readonly string[]): readonly string[] {
  const turned = candidates.filter((candidate) => sorted(candidate) === sorted(word))
  return turned.length > 0 ? turned : candidates
}

const sorted = (word: string): string => [...word].sort().join('')
