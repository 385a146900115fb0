import type { MeasurePlan, Plan } from '../../plan.ts'
import { type Outcome, withChanges } from './compose.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import { factOf } from './drafting/facts.ts'
import { changedList } from './followups/lists.ts'
import { changedMeasure } from './followups/measures.ts'
import type { Token } from './tokens.ts'

/** Whether a question continues the thread: surely ("which of those"), maybe ("in Chicago?"), or not. */
export function isFollowUp(pieces: readonly Piece[], tokens: readonly Token[]): 'surely' | 'maybe' | 'no' {
  if (pieces.some((piece) => piece.item.kind === 'back')) return 'surely'
  const said = tokens.filter((token) => !token.punctuation).map((token) => token.lower)
  if (
    ['that', 'those', 'it'].includes(said.at(-1) ?? '') ||
    / of (?:that|those|these|them)\b/.test(` ${said.join(' ')}`)
  )
    return 'surely'
  const [first, second] = tokens.filter((token) => !token.punctuation).map((token) => token.lower)
  if (
    [
      'and',
      'only',
      'just',
      'same',
      'drop',
      'also',
      'instead',
      'but',
      'without',
      'or',
      'then',
      'now',
      'ok',
      'sort',
      'plus',
    ].includes(first ?? '')
  )
    return 'maybe'
  if (second === 'about' && ['what', 'how'].includes(first ?? '')) return 'surely'
  if (tokens.some((token) => ['that', 'it', 'they', 'them', 'those', 'these'].includes(token.lower))) return 'maybe'
  return pieces.some((piece) => ['subject', 'head', 'person', 'measure'].includes(piece.item.kind)) ? 'no' : 'maybe'
}

/** The thread's last plan with the change that the question asks for, and that change in words. */
export function followUp(
  pieces: readonly Piece[],
  previous: Plan,
  context: ComposeContext,
): Outcome & { readonly changed?: string } {
  if (previous.kind !== 'list' && previous.kind !== 'measure') return { kind: 'fail', reason: 'nothing to change' }
  const drop = pieces.some((piece) => piece.item.kind === 'back' && piece.item.drop)
  const sales = previous.kind === 'measure' && salesOf(previous)
  const outcome = withChanges(pieces, context, sales, (changes) =>
    previous.kind === 'list'
      ? changedList(previous, changes, drop, context)
      : changedMeasure(previous, changes, drop, context),
  )
  return outcome.kind === 'plan' ? { ...outcome, changed: pieces.map((piece) => piece.words).join(' ') } : outcome
}

const salesOf = (plan: MeasurePlan): boolean =>
  plan.measures.some((measure) => 'metric' in measure && factOf(measure.metric) === 'sales')
