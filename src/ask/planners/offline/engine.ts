import { joinedWord, type Token } from './tokens.ts'

/**
 * A small chart parser over phrases with meanings.
 *
 * Grammar rules are patterns of words and categories; every way to read a category at a word is kept with its cost, so
 * that the cheapest complete reading wins and two equally good ones can be told apart. Filler words between the parts
 * of a pattern are stepped over; nothing else is.
 */

/** One reading of a category: where it ends, what it means, and what it cost (unlikely senses cost more). */
export interface Reading {
  readonly end: number
  readonly value: unknown
  readonly cost: number
}

type Part =
  | {
      readonly kind: 'words'
      readonly words: ReadonlySet<string>
      readonly exact: ReadonlySet<string>
      readonly optional: boolean
      /** The same for every part that takes the same words. */
      readonly set: number
    }
  | { readonly kind: 'category'; readonly category: string; readonly as: string; readonly optional: boolean }

/** What the parts of a pattern meant, by category name (or the name given behind a colon). */
// biome-ignore lint/suspicious/noExplicitAny: each rule knows the meaning of the categories that it names
export type Bound = any

interface Rule {
  readonly parts: readonly Part[]
  /** The sets of words that each have to be in a sentence for the rule to fit anywhere in it. */
  readonly needs: readonly number[]
  readonly cost: number
  readonly mean: (bound: Bound) => unknown
}

/** Rules by the words they can begin with; `open` ones can begin with a category. */
interface RuleIndex {
  readonly byFirst: ReadonlyMap<string, readonly Rule[]>
  readonly open: readonly Rule[]
}

/** The words a pattern can begin with; null when it can begin with anything a category reads. */
function firstWords(parts: readonly Part[]): ReadonlySet<string> | null {
  const words = new Set<string>()
  for (const part of parts) {
    if (part.kind === 'category') return null
    for (const word of part.words) words.add(word)
    if (!part.optional) return words
  }
  return null
}

/** A category read by code: dates, numbers, values of the database. */
export type Reader = (tokens: readonly Token[], at: number) => readonly Reading[]

/** The rules and readers of every category. */
export class Grammar {
  readonly #rules = new Map<string, Rule[]>()
  readonly #readers = new Map<string, Reader>()
  readonly #macros = new Map<string, string>()
  readonly #indexes = new Map<string, RuleIndex>()
  readonly #sets = new Map<string, number>()
  readonly #setsByWord = new Map<string, number[]>()
  readonly words = new Set<string>()
  /** Words that patterns name, as against words of the shop's data. */
  readonly patternWords = new Set<string>()

  /** Names a set of words, `$bought`, for use in patterns. */
  macro(name: string, words: string): void {
    this.#macros.set(name, words.trim().replace(/\s+/g, '|'))
  }

  /**
   * Adds ways to say a category. In a pattern, `word` and `this|that` are words, `<category>` and `<category:name>`
   * bind what they mean, a `?` behind a part makes it optional, and `=word` is that word only and not its plural. `mean` returns null where the parts do not fit.
   */
  rule(
    category: string,
    patterns: string | readonly string[],
    mean: (bound: Bound) => unknown = () => true,
    cost = 0,
  ): void {
    for (const pattern of (typeof patterns === 'string' ? [patterns] : patterns).flatMap(spelledOut)) {
      const list = this.#rules.get(category) ?? []
      const parts = this.#compile(pattern)
      const needs = parts.flatMap((part) => (part.kind === 'words' && !part.optional ? [part.set] : []))
      list.push({ parts, needs, cost, mean })
      this.#rules.set(category, list)
    }
  }

  reader(category: string, read: Reader): void {
    this.#readers.set(category, read)
  }

  #compile(pattern: string): Part[] {
    return pattern.split(' ').map((piece): Part => {
      const optional = piece.endsWith('?')
      const text = optional ? piece.slice(0, -1) : piece
      const category = /^<([^:>]+)(?::([^>]+))?>$/.exec(text)
      if (category?.[1]) return { kind: 'category', category: category[1], as: category[2] ?? category[1], optional }
      const all = text
        .split('|')
        .flatMap((word) => (word.length > 1 && word.startsWith('$') ? this.#macro(word.slice(1)) : [word]))
      const exact = new Set(all.filter((word) => word.startsWith('=')).map((word) => word.slice(1)))
      const words = all.map((word) => joinedWord(word.replace(/^=/, '')))
      for (const word of words) {
        this.words.add(word)
        this.patternWords.add(word)
      }
      return { kind: 'words', words: new Set(words), exact, optional, set: this.#setOf(words) }
    })
  }

  #setOf(words: readonly string[]): number {
    const key = [...words].sort().join(' ')
    const known = this.#sets.get(key)
    if (known !== undefined) return known
    const set = this.#sets.size
    this.#sets.set(key, set)
    for (const word of new Set(words)) {
      const sets = this.#setsByWord.get(word)
      if (sets) sets.push(set)
      else this.#setsByWord.set(word, [set])
    }
    return set
  }

  /** The sets of words of which the sentence holds one. */
  setsIn(tokens: readonly Token[]): ReadonlySet<number> {
    return new Set(
      tokens.flatMap(({ lower, stem }) => [lower, stem]).flatMap((word) => this.#setsByWord.get(word) ?? []),
    )
  }

  #macro(name: string): string[] {
    const words = this.#macros.get(name)
    if (words === undefined) throw new Error(`The grammar has no macro $${name}.`)
    return words.split('|')
  }

  /** Every word or category that a pattern names but nothing reads; for the self-check. */
  undefinedCategories(): string[] {
    const named = [...this.#rules.values()]
      .flat()
      .flatMap((rule) => rule.parts.flatMap((part) => (part.kind === 'category' ? [part.category] : [])))
    return [...new Set(named)].filter((category) => !this.#rules.has(category) && !this.#readers.has(category))
  }

  /** What patterns bind and their meanings never read: a word there would be lost. For the self-check. */
  unusedCategories(): string[] {
    const unused = [...this.#rules.entries()].flatMap(([category, rules]) =>
      rules.flatMap(({ parts, mean }) => {
        const source = String(mean)
        if (/^\(?\w+\)? =>/.test(source)) return []
        return parts.flatMap((part) =>
          part.kind === 'category' && !new RegExp(`\\b${part.as}\\b`).test(source) ? [`${category}: ${part.as}`] : [],
        )
      }),
    )
    return [...new Set(unused)].sort()
  }

  /** The rules of a category, by the words they can begin with. */
  rulesOf(category: string): RuleIndex {
    const known = this.#indexes.get(category)
    if (known) return known
    const byFirst = new Map<string, Rule[]>()
    const open: Rule[] = []
    for (const rule of this.#rules.get(category) ?? []) {
      const first = firstWords(rule.parts)
      if (first === null) open.push(rule)
      else for (const word of first) byFirst.set(word, [...(byFirst.get(word) ?? []), rule])
    }
    const index = { byFirst, open }
    this.#indexes.set(category, index)
    return index
  }

  readerOf = (category: string): Reader | undefined => this.#readers.get(category)
}

/** Nothing that belongs together stands across the end of a sentence. */
const ends = new Set(['?', '!', ';'])

/** A pattern with `most_recent` among the words of a part stands for several: one with the words in a row, one without. */
function spelledOut(pattern: string): string[] {
  const pieces = pattern.split(' ')
  const at = pieces.findIndex((piece) => piece.includes('_') && !piece.startsWith('<'))
  const piece = pieces[at]
  if (piece === undefined) return [pattern]
  const optional = piece.endsWith('?')
  const words = (optional ? piece.slice(0, -1) : piece).split('|')
  const plain = words.filter((word) => !word.includes('_'))
  const rows = words.filter((word) => word.includes('_')).map((word) => word.replaceAll('_', ' '))
  const variants = [
    ...(plain.length > 0 ? [`${plain.join('|')}${optional ? '?' : ''}`] : optional ? [''] : []),
    ...rows,
  ]
  return variants.flatMap((variant) =>
    spelledOut([...pieces.slice(0, at), ...(variant ? [variant] : []), ...pieces.slice(at + 1)].join(' ')),
  )
}

/** How many readings of one category at one word are kept; more never mattered and cost time. */
const mostReadings = 24

/** The readings of one question. */
export class Chart {
  readonly #memo = new Map<string, (readonly Reading[] | undefined)[]>()
  readonly #put = new Map<string, readonly Reading[]>()
  readonly #open = new Map<string, readonly Rule[]>()
  readonly #grammar: Grammar
  readonly #sets: ReadonlySet<number>
  readonly tokens: readonly Token[]

  constructor(grammar: Grammar, tokens: readonly Token[]) {
    this.#grammar = grammar
    this.#sets = grammar.setsIn(tokens)
    this.tokens = tokens
  }

  /** The readings of other words by the same grammar. */
  over(tokens: readonly Token[]): Chart {
    return new Chart(this.#grammar, tokens)
  }

  /** Every reading of the category that begins exactly at the word. */
  read(category: string, at: number): readonly Reading[] {
    const memo = this.#memoOf(category)
    const known = memo[at]
    if (known) return known
    memo[at] = []
    const readings = this.#distinct([...this.#byReader(category, at), ...this.#byRules(category, at)])
    memo[at] = readings
    return readings
  }

  #memoOf(category: string): (readonly Reading[] | undefined)[] {
    const known = this.#memo.get(category)
    if (known) return known
    const memo: (readonly Reading[] | undefined)[] = []
    this.#memo.set(category, memo)
    return memo
  }

  /** Adds a reading that was found elsewhere, such as a customer's name. */
  put(category: string, at: number, reading: Reading): void {
    const key = `${category}@${at}`
    this.#put.set(key, [...(this.#put.get(key) ?? []), reading])
  }

  #byReader(category: string, at: number): readonly Reading[] {
    return [
      ...(this.#put.get(`${category}@${at}`) ?? []),
      ...(this.#grammar.readerOf(category)?.(this.tokens, at) ?? []),
    ]
  }

  #byRules(category: string, at: number): Reading[] {
    const found: Reading[] = []
    const token = this.tokens[at]
    if (!token) return found
    const index = this.#grammar.rulesOf(category)
    const byWord = index.byFirst.get(token.lower) ?? []
    const byStem = token.stem === token.lower ? [] : (index.byFirst.get(token.stem) ?? [])
    for (const rule of byWord) if (this.#fits(rule)) this.#match(rule, 0, at, {}, rule.cost, found)
    for (const rule of byStem)
      if (!byWord.includes(rule) && this.#fits(rule)) this.#match(rule, 0, at, {}, rule.cost, found)
    for (const rule of this.#openRules(category, index)) this.#match(rule, 0, at, {}, rule.cost, found)
    return found
  }

  /** Whether the sentence holds a word of each of the sets that the rule needs. */
  #fits = ({ needs }: Rule): boolean => needs.every((set) => this.#sets.has(set))

  #openRules(category: string, { open }: RuleIndex): readonly Rule[] {
    const known = this.#open.get(category)
    if (known) return known
    const fitting = open.filter(this.#fits)
    this.#open.set(category, fitting)
    return fitting
  }

  #match(rule: Rule, index: number, at: number, bound: Bound, cost: number, found: Reading[]): void {
    const part = rule.parts[index]
    if (part === undefined) {
      if (at === 0 && index === 0) return
      const value = rule.mean(bound)
      if (value !== null && value !== undefined) found.push({ end: at, value, cost })
      return
    }
    if (part.optional) this.#match(rule, index + 1, at, bound, cost, found)
    for (const start of this.#starts(at, index)) {
      for (const step of this.#step(part, start)) {
        const next = part.kind === 'category' ? { ...bound, [part.as]: step.value } : bound
        this.#match(rule, index + 1, step.end, next, cost + step.cost, found)
      }
    }
  }

  /** A rule begins at its first word exactly; between its parts fillers may stand. */
  #starts(at: number, index: number): number[] {
    const starts = [at]
    if (index === 0) return starts
    for (let start = at; this.tokens[start]?.filler && !ends.has(this.tokens[start]?.lower ?? ''); start += 1)
      starts.push(start + 1)
    return starts
  }

  #step(part: Part, at: number): readonly Reading[] {
    if (part.kind === 'category') return this.read(part.category, at)
    const token = this.tokens[at]
    if (!token) return []
    return part.words.has(token.lower) || (part.words.has(token.stem) && !part.exact.has(token.stem))
      ? [{ end: at + 1, value: token.lower, cost: 0 }]
      : []
  }

  #distinct(readings: readonly Reading[]): readonly Reading[] {
    if (readings.length < 2) return readings
    const best = new Map<string, Reading>()
    for (const reading of readings) {
      const key = `${reading.end} ${JSON.stringify(reading.value)}`
      const other = best.get(key)
      if (!other || other.cost > reading.cost) best.set(key, reading)
    }
    return [...best.values()].sort((one, other) => other.end - one.end || one.cost - other.cost).slice(0, mostReadings)
  }
}
