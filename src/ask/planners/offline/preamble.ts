import type { Grammar } from './engine.ts'
import type { Found } from './search.ts'
import { tokensOf } from './tokens.ts'

/**
 * "We're planning a coffee morning in Evanston. Who there …": what comes before the question is set aside, and said so,
 * when it is about the asker and names nothing that the question does not name again.
 */
export async function withoutPreamble(
  question: string,
  grammar: Grammar,
  read: (text: string) => Promise<Found>,
): Promise<Found | null> {
  const parts = [...question.matchAll(/[.:!?;](?=\s)|,\s(?=so\b)/gu)].map((mark) => (mark.index ?? 0) + 1)
  for (const at of parts) {
    const [preamble, rest] = [
      question.slice(0, at).trim(),
      question
        .slice(at)
        .trim()
        .replace(/^so\b[:,]?\s*/iu, ''),
    ]
    if (rest.split(/\s+/).length < 3 || !isAside(preamble, rest, grammar)) continue
    const found = await read(rest)
    if (found.kind === 'plan')
      return { ...found, notes: [`Set aside: “${preamble.replace(/[.:!?;,]+$/u, '')}”.`, ...found.notes] }
    if (found.kind === 'clarify') return found
  }
  return null
}

const denying = new Set(['not', 'never', 'no', 'without', 'only', 'except', 'nothing', 'nobody', 'none'])

function isAside(preamble: string, rest: string, grammar: Grammar): boolean {
  const named = new Set(tokensOf(rest).flatMap((token) => [token.lower, token.stem]))
  const tokens = tokensOf(preamble).filter((token) => !token.punctuation)
  const aboutUs =
    /^(?:hi|hello|hey|good|morning|ok|so|i|i'm|i'd|we|we're|we'd|we'll|i'll|for|first|every|our|my|it's|it is|thinking|planning)\b/iu.test(
      preamble,
    )
  return (
    aboutUs &&
    !/\b(?:who|whose|which|what|when|how many|how much|show|list)\b/iu.test(preamble) &&
    tokens.every((token, index) => {
      if (/\d/.test(token.lower) || denying.has(token.lower)) return false
      const shopWord =
        grammar.words.has(token.stem) &&
        !grammar.patternWords.has(token.stem) &&
        !grammar.patternWords.has(token.lower) &&
        !token.filler
      const name = index > 0 && /^\p{Lu}\p{L}+/u.test(token.text)
      return !(shopWord || name) || named.has(token.lower) || named.has(token.stem)
    })
  )
}
