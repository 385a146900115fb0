import type { Reading } from './engine.ts'
import { phraseWords, type Token } from './tokens.ts'

/**
 * Phrases with meanings, found at a word of the question. Fillers of the question may stand between the words of a
 * phrase ("can we e-mail" is "can email"), those of the phrase must be there; between the words of a name only articles
 * and the like may stand, so that "bikes did we repair" is no "bike repair".
 */
export class PhraseIndex<Meaning> {
  readonly #byFirst = new Map<
    string,
    { readonly words: readonly string[]; readonly meaning: Meaning; readonly cost: number }[]
  >()
  readonly words = new Set<string>()
  readonly #between: (token: Token) => boolean

  constructor(names = false) {
    this.#between = names
      ? (token) => token.filler && (token.punctuation || little.has(token.lower))
      : (token) => token.filler
  }

  add(phrase: string, meaning: Meaning, cost = 0): void {
    const words = phraseWords(phrase)
    const [first] = words
    if (first === undefined) return
    const list = this.#byFirst.get(first) ?? []
    list.push({ words, meaning, cost })
    this.#byFirst.set(first, list)
    for (const word of words) this.words.add(word)
  }

  find(tokens: readonly Token[], at: number): (Reading & { readonly value: Meaning })[] {
    const token = tokens[at]
    if (!token) return []
    return formsOf(token).flatMap((form) =>
      (this.#byFirst.get(form) ?? []).flatMap((entry) => {
        const end = follow(tokens, at + 1, entry.words, 1, this.#between)
        return end === null ? [] : [{ end, value: entry.meaning, cost: entry.cost }]
      }),
    )
  }
}

/** What a token may stand for: its singular, and itself. */
export const formsOf = (token: Token): readonly string[] =>
  token.lower === token.stem ? [token.stem] : [token.stem, token.lower]

const little = new Set(["'s", "'", 'the', 'a', 'an', 'of', 'and', 'for', 'in', 'on'])

/** Where the words of a phrase from `index` on end, read from the token; null when they are not there. */
function follow(
  tokens: readonly Token[],
  at: number,
  words: readonly string[],
  index: number,
  between: (token: Token) => boolean,
): number | null {
  const wanted = words[index]
  if (wanted === undefined) return at
  for (let start = at; start < tokens.length; start += 1) {
    const token = tokens[start]
    if (!token) return null
    const end = formsOf(token).includes(wanted) ? follow(tokens, start + 1, words, index + 1, between) : null
    if (end !== null) return end
    if (!between(token)) return null
  }
  return null
}
