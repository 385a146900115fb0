import type { Plan } from '../../plan.ts'
import { compose } from './compose.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import { meaningOf } from './meaning.ts'
import { isRestated } from './traces.ts'

/** Pieces that say how to read the others, and nothing of their own. */
const silent = new Set([
  'head',
  'set-aside',
  'word',
  'hint',
  'back',
  'due',
  'comes',
  'buys',
  'andcount',
  'versus',
  'target',
  'person',
  'definition',
  'impossible',
  'ask',
])

/**
 * The first piece without which the question would get the same plan, and that the plan does not show either.
 *
 * Every piece is accounted for: it makes a difference, or it says again what another piece said. One that does neither
 * was read and dropped on the way, and the plan answers less than was asked.
 */
export function unaccounted(pieces: readonly Piece[], plan: Plan, context: ComposeContext): Piece | undefined {
  const meaning = meaningOf(plan)
  return pieces.find((piece) => {
    if (silent.has(piece.item.kind) || isRestated(piece, plan)) return false
    const outcome = compose(
      pieces.filter((each) => each !== piece),
      context,
    )
    return outcome.kind === 'plan' && meaningOf(outcome.plan) === meaning
  })
}
