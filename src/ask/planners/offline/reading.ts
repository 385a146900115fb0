import type { Asker } from '../../../access/asker.ts'
import { readNumber } from '../../words/number.ts'
import type { Thread } from '../planner.ts'
import type { Chart } from './engine.ts'
import { isEveryday, isListed } from './english.ts'
import type { Person } from './items.ts'
import { isReference, type PeopleLookup } from './people.ts'
import { type Guess, isDoubling, type Speller } from './spelling.ts'
import { pronouns } from './spoken-of.ts'
import { asking, isFiller, shortForms, type Token, tokensOf } from './tokens.ts'

/** The words of a question as they are understood, and the customers among them. */
export interface Reading {
  readonly tokens: readonly Token[]
  readonly people: readonly {
    readonly from: number
    readonly to: number
    readonly people: readonly Person[]
    readonly words: string
    readonly note: string | null
    readonly pronoun?: boolean
  }[]
  readonly notes: readonly string[]
  readonly unknown: readonly Token[]
  /** Misspelt words that may have been meant as one or another, by their place among the tokens. */
  readonly doubtful: ReadonlyMap<number, readonly string[]>
}

/** "Of Acme": too short a name to be taken for some other word that is spelled alike. */
const isShortName = ({ text }: Token, before: Token | undefined): boolean =>
  /^\p{Lu}\p{Ll}{2,3}$/u.test(text) && ['of', 'for', 'from', 'by'].includes(before?.lower ?? '')

/** The words, with misspelt ones mended and the customers they name. */
export async function readWords(
  tokens: readonly Token[],
  speller: Speller,
  lookup: PeopleLookup,
  thread: Thread,
  { scope }: Asker,
): Promise<Reading> {
  const known = (token: Token): boolean =>
    token.filler ||
    /\d/.test(token.lower) ||
    !/\p{L}/u.test(token.lower) ||
    speller.knows(token.lower) ||
    speller.knows(token.stem) ||
    readNumber([token], 0).length > 0
  const spans = nameSpans(tokens, known)
  const found = await lookup.find(
    spans.map((span) => span.name),
    spans.filter((span) => span.unknown).map((span) => span.name),
    scope,
  )
  const people = spans.flatMap((span) => {
    const matches = found.get(span.name)
    if (!matches) return []
    const near = matches.every((each) => !each.exact)
    const words = tokens
      .slice(span.from, span.to)
      .map((token) => token.text)
      .join(' ')
    return [
      {
        from: span.from,
        to: span.to,
        people: matches,
        words,
        note: near && matches[0] ? `Read “${words}” as ${matches[0].name}.` : null,
      },
    ]
  })
  const named = new Set(
    people.flatMap((each) => Array.from({ length: each.to - each.from }, (_, index) => each.from + index)),
  )
  const notes: string[] = people.flatMap((each) => (each.note ? [each.note] : []))
  const unknown: Token[] = []
  const doubtful = new Map<number, readonly string[]>()
  const mended = tokens.map((token, index): Token => {
    if (known(token) || named.has(index)) return token
    const whole = shortForms.get(token.lower)
    if (whole !== undefined) return meantAs(token, whole)
    const guesses = isShortName(token, tokens[index - 1]) ? [] : guessesFor(token, tokens[index + 1], speller)
    const [only] = guesses
    if (only !== undefined && guesses.length === 1) {
      notes.push(mendedNote(token, only.word))
      return meantAs(token, only.word)
    }
    if (guesses.length > 1)
      doubtful.set(
        index,
        guesses.map(({ word }) => word),
      )
    unknown.push(token)
    return token
  })
  const meant = pronouns(tokens, thread)
  const pointing = thread.plans.length > 0 ? ['those', 'these', 'them', 'they'] : []
  const weighty = mended.map((token, index) =>
    meant.some((each) => each.from === index && !['their', 'they', 'them'].includes(token.lower)) ||
    pointing.includes(token.lower)
      ? { ...token, filler: false }
      : token,
  )
  return { tokens: weighty, people: [...people, ...meant], notes, unknown, doubtful }
}

/** The misspelt word as the one that was meant. */
export const meantAs = (token: Token, word: string): Token => ({
  ...token,
  typed: token.typed ?? token.text,
  text: word,
  lower: word,
  stem: tokensOf(word)[0]?.stem ?? word,
  filler: isFiller(word) && !asking.has(word),
})

/** Says how a misspelt word was read. */
export const mendedNote = ({ text }: Pick<Token, 'text'>, word: string): string => `Read “${text}” as “${word}”.`

/** What a word that nothing knows may have been meant to be; an everyday word was meant as it stands. */
function guessesFor({ lower }: Token, next: Token | undefined, speller: Speller): readonly Guess[] {
  const little = littleWord(lower, next?.stem)
  if (little) return [{ word: little, slips: 0.5 }]
  if (isListed(lower)) return []
  const guesses = speller.guesses(lower)
  return isEveryday(lower) ? guesses.filter(({ word }) => isDoubling(lower, word)) : guesses
}

/** "hwo" is "how" before "many" and the like, else "who"; "lst" is "last" before a stretch of time, else "list". */
function littleWord(typed: string, next = ''): string | null {
  if (typed === 'hwo')
    return ['many', 'mny', 'mnay', 'much', 'often', 'do', 'did', 'does'].includes(next) ? 'how' : 'who'
  if (typed === 'lst') return /^(?:day|week|month|quarter|year|season|\d+)$/.test(next) ? 'last' : 'list'
  return null
}

/** "Will Best": what would be a little word elsewhere begins a name that is written as one. */
const isGivenName = ([first, second]: readonly Token[]): boolean =>
  first !== undefined &&
  second !== undefined &&
  ['will', 'may', 'an', 'my', 'so', 'do', 'ty'].includes(first.lower) &&
  [first, second].every(({ text }) => /^\p{Lu}\p{Ll}/u.test(text))

/** "Customer 12748", "what did 13085 buy": a reference that is a number, where somebody is spoken of. */
const isNumberOfSomebody = ({ lower }: Token, before: Token | undefined): boolean =>
  /^\d{1,12}$/.test(lower) &&
  (['customer', 'client', 'member', 'buyer', 'account'].includes(before?.stem ?? '') ||
    (/^(?:\d{5,}|0\d{2,})$/.test(lower) &&
      ['did', 'does', 'has', 'is', 'of', 'about', 'for'].includes(before?.lower ?? '')))

interface NameSpan {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Holds a word that nothing else knows, so near matches are worth looking for. */
  readonly unknown: boolean
}

/** Runs of two or three words that may be a customer's name. */
function nameSpans(tokens: readonly Token[], known: (token: Token) => boolean): NameSpan[] {
  const spans: NameSpan[] = []
  for (let from = 0; from < tokens.length; from += 1) {
    for (const length of [2, 3, 4]) {
      const run = tokens.slice(from, from + length)
      if (run.length < length || run.some((token) => token.punctuation || /\d/.test(token.lower))) continue
      if ((run[0]?.filler && !isGivenName(run)) || run.at(-1)?.filler || run.at(-1)?.lower === "'s") continue
      const unknown = run.some((token) => !known(token))
      if (length > 2 && !unknown && !run.some((token) => token.joined)) continue
      const name = run.reduce(
        (text, token) => (token.joined ? `${text}-${token.lower}` : text ? `${text} ${token.lower}` : token.lower),
        '',
      )
      spans.push({ name, from, to: from + length, unknown })
      const last = run.at(-1)
      if (last && /[^s]s$/.test(last.lower)) spans.push({ name: name.slice(0, -1), from, to: from + length, unknown })
    }
  }
  for (const [index, token] of tokens.entries()) {
    if (isReference(token.lower) || isNumberOfSomebody(token, tokens[index - 1]))
      spans.push({ name: token.lower, from: index, to: index + 1, unknown: false })
    if (!known(token) && /^\p{Lu}\p{L}{2,}/u.test(token.text))
      spans.push({ name: token.lower, from: index, to: index + 1, unknown: false })
  }
  return spans.slice(0, 120)
}

/** Puts the customers who are named into the chart. */
export function addPeople(chart: Chart, people: Reading['people']): void {
  for (const { from, to, people: matches, words, note, pronoun } of people) {
    chart.put('person', from, {
      end: to,
      value: {
        kind: 'person',
        people: matches,
        words,
        ...(note ? { note } : {}),
        ...(pronoun ? { pronoun: true } : {}),
      },
      cost: note ? 1 : pronoun ? 0 : isReference(words) || /^\d+$/.test(words) ? -2 : -0.5,
    })
    chart.put('someone', from, { end: to, value: matches, cost: note ? 1 : 0 })
  }
}
