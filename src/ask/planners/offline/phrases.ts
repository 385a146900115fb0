import type { Reading } from './engine.ts'
import { correctionCost } from './engine.ts'
import { phraseWords, type Token } from './tokens.ts'

/**
 * Phrases with meanings, found at a word of the question. Fillers of the question may stand between the words of a
 * phrase ("can we e-mail" is "can email"), those of the phrase must be there.
 */
export class PhraseIndex<Meaning> {
  readonly #byFirst = new Map<
    string,
    { readonly words: readonly string[]; readonly meaning: Meaning; readonly cost: number }[]
  >()
  readonly words = new Set<string>()

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
    return formsOf(token).flatMap(({ form, cost }) =>
      (this.#byFirst.get(form) ?? []).flatMap((entry) => {
        const rest = follow(tokens, at + 1, entry.words, 1)
        return rest ? [{ end: rest.end, value: entry.meaning, cost: cost + rest.cost + entry.cost }] : []
      }),
    )
  }
}

/** What a token may stand for: itself, its singular, and its corrections at their price. */
export function formsOf(token: Token): readonly { readonly form: string; readonly cost: number }[] {
  const own = token.lower === token.stem ? [token.stem] : [token.stem, token.lower]
  return [
    ...own.map((form) => ({ form, cost: 0 })),
    ...token.corrections.map((form) => ({ form, cost: correctionCost })),
  ]
}

function follow(
  tokens: readonly Token[],
  at: number,
  words: readonly string[],
  index: number,
): { end: number; cost: number } | null {
  const wanted = words[index]
  if (wanted === undefined) return { end: at, cost: 0 }
  for (let start = at; start < tokens.length; start += 1) {
    const token = tokens[start]
    if (!token) return null
    const form = formsOf(token).find((candidate) => candidate.form === wanted)
    if (form) {
      const rest = follow(tokens, start + 1, words, index + 1)
      if (rest) return { end: rest.end, cost: rest.cost + form.cost }
    }
    if (!token.filler) return null
  }
  return null
}
