import type { Plan } from '../../../plan.ts'
import type { Thread } from '../../planner.ts'
import { compose } from '../compose.ts'
import type { ComposeContext, Piece } from '../drafting/draft.ts'
import { type Attempt, followUp, isFollowUp, ofThose } from '../followups.ts'
import { customerOf, withCustomer } from '../spoken-of.ts'
import type { Token } from '../tokens.ts'
import { type Antecedent, antecedentOf, nouns, pointer } from './antecedent.ts'
import { cutOff } from './lists.ts'

type Reading = () => Attempt

/**
 * How the pieces may be read in the thread, likeliest first: as a change to the answer before, as a question about the
 * customers in it, or as a question of their own. A word that points back ("they", "those", "only") rules the last out:
 * everybody's numbers are no answer to a question about some.
 */
export function readingsOf(
  pieces: readonly Piece[],
  thread: Thread,
  context: ComposeContext,
  tokens: readonly Token[],
): readonly Reading[] {
  const previous = thread.plans.at(-1)
  const alone = (): Attempt => compose(withCustomer(pieces, previous), context)
  const pointing = pointer(pieces, tokens)
  if (!previous) return begins(pieces, pointing !== undefined && thread.offered.length > 0) ? [alone] : [who]
  const changed = (): Attempt => followUp(pieces, previous, context, tokens)
  if (pieces.some(({ item }) => item.kind === 'person')) return [alone, changed]
  if (customerOf(previous) && withCustomer(pieces, previous) !== pieces) return [alone, changed]
  const antecedent = antecedentOf(previous)
  const about = aboutThose(pieces, antecedent, context)
  if (pointing && previous.kind === 'customer') return [who]
  if (pointing) return [changed, ...about]
  const follows = isFollowUp(pieces, tokens)
  if (follows === 'surely') return [changed, ...about]
  if (setsAgainst(tokens)) return [changed]
  if (narrows(pieces, previous, antecedent)) return [changed, ...about]
  if (follows === 'maybe') return clings(tokens, pieces) ? [changed, ...about] : [changed, alone]
  return [alone, changed]
}

const who: Reading = () => ({
  kind: 'fail',
  reason: 'I do not know who is meant: ask about them by name, or choose what I asked about first.',
  telling: true,
})

/** A first question points back to nothing; while a choice is open, "they" are nobody yet. */
const begins = (pieces: readonly Piece[], unsettled: boolean): boolean =>
  !unsettled && !pieces.some((piece) => piece.item.kind === 'back' && !piece.item.only)

function aboutThose(pieces: readonly Piece[], antecedent: Antecedent | null, context: ComposeContext): Reading[] {
  if (antecedent === null) return []
  if (antecedent.kind === 'cut') return [() => ({ kind: 'fail', reason: cutOff(antecedent.limit), telling: true })]
  if (pieces.some(({ item }) => item.kind === 'back' && item.drop)) return []
  return [() => ofThose(pieces, antecedent.clauses, context)]
}

const narrowing = new Set(['cond', 'event', 'place', 'homestore', 'super', 'ask', 'column'])

/**
 * "Who has lapsed?" right after customers were listed or counted asks about those; "which customers have lapsed" names
 * whom it asks about, and is a question of its own.
 */
function narrows(pieces: readonly Piece[], previous: Plan, antecedent: Antecedent | null): boolean {
  if (!antecedent || (antecedent.kind === 'customers' && !antecedent.shown)) return false
  const [head, ...others] = pieces
  return (
    head?.item.kind === 'head' &&
    ['who', 'which', 'count'].includes(head.item.head) &&
    !nouns.test(head.words) &&
    !others.some(
      ({ item, words }) => ['subject', 'countnoun', 'measure', 'group'].includes(item.kind) || nouns.test(words),
    ) &&
    others.some(({ item }) => narrowing.has(item.kind)) &&
    previous.kind !== 'definition'
  )
}

/** "Compare with lapsed customers", "versus last year": what is before the word is in the answer before. */
const setsAgainst = (tokens: readonly Token[]): boolean =>
  /^(?:(?:and|now|then|ok|please) )*(?:(?:compared?|comparing)(?: (?:it|that|this|them|those|these))? (?:with|to|against|versus)|versus|against)\b/.test(
    tokens
      .filter((token) => !token.punctuation)
      .map((token) => token.lower)
      .join(' '),
  )

const clinging = new Set([
  'only',
  'just',
  'without',
  'same',
  'instead',
  'drop',
  'also',
  'plus',
  'compare',
  'compared',
  'versus',
])

/** A first word that says how the answer before is to change, and no word that asks for another. */
const clings = (tokens: readonly Token[], pieces: readonly Piece[]): boolean =>
  clinging.has(tokens.find((token) => !token.punctuation)?.lower ?? '') &&
  !pieces.some(({ item, words }) => item.kind === 'head' && !/compar/i.test(words))
