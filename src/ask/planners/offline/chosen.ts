import { fold, tokenize } from '../../words/word.ts'
import type { ClarifyOption } from '../planner.ts'

const courtesy = new Set(
  'the a an one ones those option where they who are number no please i mean meant that this it by of in for with customers people take choose pick yes only just ok okay'.split(
    ' ',
  ),
)

const places: ReadonlyMap<string, number> = new Map([
  ...['1', 'one', 'first', '1st', 'former', 'a'].map((word) => [word, 0] as const),
  ...['2', 'two', 'second', '2nd', 'b'].map((word) => [word, 1] as const),
  ...['3', 'three', 'third', '3rd', 'c'].map((word) => [word, 2] as const),
  ...['4', 'four', 'fourth', '4th', 'd'].map((word) => [word, 3] as const),
  ...['5', 'five', 'fifth', '5th', 'e'].map((word) => [word, 4] as const),
])

/** Words by which people mean an option whose label says it otherwise. */
const otherWords: Readonly<Record<string, RegExp>> = {
  city: /\bliving\b/,
  town: /\bliving\b/,
  live: /\bliving\b/,
  lives: /\bliving\b/,
  there: /\bliving\b/,
  home: /\bhome\b/,
  shop: /\bstore\b/,
  sales: /\b(?:sales|orders)\b/,
  sold: /\b(?:sales|orders)\b/,
}

const longestReply = 6

/** The option that a short reply to "this, or that?" picks: by its number, or by words that fit no other option. */
export function chosen(reply: string, offered: readonly ClarifyOption[]): ClarifyOption | null {
  if (offered.length === 0) return null
  const said = tokenize(reply)
    .map(({ lower }) => fold(lower))
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (said.length === 0 || said.length > longestReply) return null
  const words = said.filter((word) => !courtesy.has(word) || (said.length === 1 && places.has(word)))
  const [only] = words
  if (words.length === 1 && only !== undefined) {
    const at = only === 'last' || only === 'latter' ? offered.length - 1 : places.get(only)
    if (at !== undefined) return offered[at] ?? null
  }
  if (words.length === 0) return null
  const fitting = offered.filter(({ label }) => words.every((word) => says(fold(label.toLowerCase()), word)))
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

function says(label: string, word: string): boolean {
  const other = otherWords[word]
  if (other?.test(label)) return true
  const stem = word.length > 4 ? word.replace(/(?:s|ing)$/, '') : word
  return label.split(/[^\p{L}\p{N}]+/u).some((part) => part === word || (stem.length >= 3 && part.startsWith(stem)))
}
