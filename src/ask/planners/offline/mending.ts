import { meaningOf } from './meaning.ts'
import { meantAs, mendedNote } from './reading.ts'
import type { Found } from './search.ts'
import type { Token } from './tokens.ts'

/** The words of a question with each misspelt one taken for one that may have been meant, and what to say of it. */
export interface Mended {
  readonly tokens: readonly Token[]
  readonly notes: readonly string[]
}

/** More ways than these are not tried; a question with so many slips is better typed again. */
const mostWays = 8

/** The ways to read misspelt words that may be meant as one or another, the likeliest first. */
export function waysToMend(
  tokens: readonly Token[],
  doubtful: ReadonlyMap<number, readonly string[]>,
): readonly Mended[] {
  return [...doubtful].reduce<readonly Mended[]>(
    (ways, [at, words]) =>
      ways
        .flatMap((way) =>
          words.flatMap((word): readonly Mended[] => {
            const typed = way.tokens[at]
            if (!typed) return []
            return [
              { tokens: way.tokens.with(at, meantAs(typed, word)), notes: [...way.notes, mendedNote(typed, word)] },
            ]
          }),
        )
        .slice(0, mostWays),
    [{ tokens, notes: [] }],
  )
}

/** What the question means, where one way to mend it alone makes sense, or all that do mean the same; else null. */
export function onlyMeaning(tried: readonly Found[]): Found | null {
  const sensible = tried.filter(({ kind }) => kind !== 'decline')
  const [first] = sensible
  if (!first) return null
  return new Set(sensible.map(signature)).size === 1 ? first : null
}

const signature = (found: Found): string =>
  found.kind === 'plan' ? meaningOf(found.plan) : found.kind === 'clarify' ? found.ask : found.reason
