import type { Catalog } from '../../../catalog/catalog.ts'
import type { Grammar } from './engine.ts'
import { distance, type Speller } from './spelling.ts'
import { phraseWords, type Token, tokensOf } from './tokens.ts'

/** A saved segment as questions name it. */
export interface SavedName {
  readonly name: string
  readonly label: string
  readonly words: readonly string[]
}

/** The labels of saved segments, the longest first, so that "Chicago VIPs" wins over a segment called "Chicago". */
export function savedNames({ segments }: Catalog): readonly SavedName[] {
  return [...segments.values()]
    .flatMap(({ name, label, saved }) => (saved ? [{ name, label, words: phraseWords(label) }] : []))
    .filter(({ words }) => words.length > 0)
    .sort((one, other) => other.words.length - one.words.length || one.label.length - other.label.length)
}

/** What the word of a saved segment looks like to the grammar; no word that is typed looks so. */
const mark = 'segment:'

/**
 * Reads each saved label as one word, so that none of its words means anything by itself. It is said where they would
 * have, and where one was misspelt.
 */
export function withSavedNames(
  tokens: readonly Token[],
  saved: readonly SavedName[],
  speller: Speller,
): { readonly tokens: readonly Token[]; readonly notes: readonly string[] } {
  if (saved.length === 0) return { tokens, notes: [] }
  const done: Token[] = []
  const notes: string[] = []
  for (let at = 0; at < tokens.length; ) {
    const found = nameAt(tokens, at, saved, speller)
    const run = tokens.slice(at, found?.end ?? at + 1)
    if (found) notes.push(...noteOn(found, run, speller))
    done.push(...(found ? [oneWord(run, found.name)] : run))
    at += run.length
  }
  return { tokens: done, notes }
}

/**
 * The same with "customers" behind each saved name: a label like "Chicago VIPs" names people as "lapsed customers" does,
 * which some questions need. Null where there is no saved name.
 */
export function asPeople(tokens: readonly Token[]): readonly Token[] | null {
  if (!tokens.some(isSaved)) return null
  const [customers] = tokensOf('customers')
  return tokens.flatMap((token) =>
    customers && isSaved(token) ? [token, { ...customers, text: '', from: token.to, to: token.to }] : [token],
  )
}

const isSaved = ({ stem }: Token): boolean => stem.startsWith(mark)

interface Found {
  readonly name: SavedName
  readonly end: number
  readonly exact: boolean
}

function nameAt(
  tokens: readonly Token[],
  at: number,
  saved: readonly SavedName[],
  speller: Speller,
): Found | undefined {
  const found = saved.flatMap((name) => {
    const end = follow(tokens, at, name.words, (token, word) => isSame(token, word))
    return end === null ? [] : [{ name, end, exact: true }]
  })
  return found[0] ?? nearAt(tokens, at, saved, speller)
}

/** With a misspelt word, where exactly one label is that near. */
function nearAt(
  tokens: readonly Token[],
  at: number,
  saved: readonly SavedName[],
  speller: Speller,
): Found | undefined {
  const found = saved.flatMap((name) => {
    const end = follow(tokens, at, name.words, (token, word) => isSame(token, word) || isSlip(token, word, speller))
    return end === null ? [] : [{ name, end, exact: false }]
  })
  const longest = found.filter(({ name }) => name.words.length === found[0]?.name.words.length)
  return longest.length === 1 ? longest[0] : undefined
}

const isSame = (token: Token, word: string): boolean => token.stem === word || token.lower === word

/** A word that means nothing else and is off by one letter, in a long word by two. */
function isSlip(token: Token, word: string, speller: Speller): boolean {
  if (token.filler || token.lower.length < 4 || speller.knows(token.lower) || speller.knows(token.stem)) return false
  const most = word.length > 7 ? 2 : 1
  return Math.min(distance(token.stem, word, most), distance(token.lower, word, most)) <= most
}

/** Where the words end, read from the token; punctuation within a label ("Café & Co.") may be left out. */
function follow(
  tokens: readonly Token[],
  at: number,
  words: readonly string[],
  fits: (token: Token, word: string) => boolean,
): number | null {
  let end = at
  for (const word of words) {
    while (end > at && tokens[end]?.punctuation && !'?!;'.includes(tokens[end]?.lower ?? '')) end += 1
    const token = tokens[end]
    if (!token || token.punctuation || !fits(token, word)) return null
    end += 1
  }
  return end
}

/** Singular and plural are the same segment, and still one or several customers. */
function oneWord(run: readonly Token[], { name }: SavedName): Token {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last) throw new Error('A name has at least one word.')
  const stem = `${mark}${name}`
  return {
    ...first,
    text: run
      .map((token) => `${token.joined && token !== first ? '-' : ' '}${token.text}`)
      .join('')
      .trim(),
    lower: last.lower === last.stem ? stem : `${stem}s`,
    stem,
    to: last.to,
    filler: false,
    punctuation: false,
  }
}

function noteOn({ name, exact }: Found, run: readonly Token[], speller: Speller): readonly string[] {
  const said = run.map((token) => token.text).join(' ')
  if (!exact) return [`Read “${said}” as “${name.label}”.`]
  const telling = run.filter((token) => !token.filler && !token.punctuation)
  const known = telling.some((token) => speller.knows(token.lower) || speller.knows(token.stem))
  return known
    ? [`Read “${said}” as the segment saved ${said === name.label ? 'under that name' : `as “${name.label}”`}.`]
    : []
}

/** The words that stand for saved segments, in the categories that the catalogue's own are read in. */
export function addSaved(grammar: Grammar, saved: readonly SavedName[]): void {
  const known = new Map(saved.map(({ name }) => [`${mark}${name}`, name]))
  for (const word of known.keys()) for (const form of [word, `${word}s`]) grammar.words.add(form)
  for (const category of ['segment', 'term', 'savedterm']) {
    const others = grammar.readerOf(category)
    grammar.reader(category, (tokens, at) => {
      const name = known.get(tokens[at]?.stem ?? '')
      return name === undefined ? (others?.(tokens, at) ?? []) : [{ end: at + 1, value: name, cost: 0 }]
    })
  }
  const patterns = ['what is|are segment? <savedterm> segment?', 'what kind|sort of? customers? is|are <savedterm>']
  grammar.rule('item', patterns, ({ savedterm: term }) => ({ kind: 'definition', term }), -3)
}
