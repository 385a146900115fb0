import type { Plan } from '../../plan.ts'
import { compose } from './compose.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import { isTimeOf } from './drafting/stretches.ts'
import type { Chart } from './engine.ts'
import { meaningOf } from './meaning.ts'
import type { Token } from './tokens.ts'
import { isHeld, isRestated, saysAgain } from './traces.ts'

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
])

/** Words that say something by themselves: what is open or resolved, who was called, where it was sold. */
const telling = new Set(['openness', 'response', 'casefact', 'ifact', 'cond'])

/**
 * A word that a phrase took and made nothing of, though the word by itself says something that the plan does not hold:
 * "resolved" in "resolved the most cases", where the phrase means the most cases all the same.
 */
export function unheard(pieces: readonly Piece[], plan: Plan, chart: Chart): Token | undefined {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return undefined
  for (const piece of pieces) {
    if (piece.to - piece.from < 2 || ['person', 'set-aside', 'word', 'order'].includes(piece.item.kind)) continue
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = chart.tokens[at]
      if (token && !token.filler && saysMore(chart, at, plan) && isIdle(piece, at, chart)) return token
    }
  }
  return undefined
}

/** Whether the word alone reads as something telling, and the plan holds none of what it could mean. */
function saysMore(chart: Chart, at: number, plan: Plan): boolean {
  const mailed = /campaign|recipient/.test(JSON.stringify(plan))
  const alone = chart
    .read('item', at)
    .filter(
      ({ end, value }) => end === at + 1 && telling.has(kindOf(value)) && (mailed || kindOf(value) !== 'response'),
    )
  return alone.length > 0 && !alone.some(({ value }) => isHeld(value, plan) || isOpen(value, plan))
}

/** Follow-ups are open as cases are, and due as customers are. */
function isOpen(value: unknown, plan: Plan): boolean {
  const said = JSON.stringify(plan)
  return kindOf(value) === 'openness'
    ? /"follow_up.status","op":"is","values":\["open"\]/.test(said)
    : JSON.stringify(value).includes('"segment":"due"') && /"follow_ups"|"follow_up.due_on"/.test(said)
}

const kindOf = (value: unknown): string => String((value as { readonly kind?: unknown }).kind)

/** Whether the phrase means the same without the word. */
function isIdle(piece: Piece, at: number, chart: Chart): boolean {
  const rest = [...chart.tokens.slice(piece.from, at), ...chart.tokens.slice(at + 1, piece.to)]
  const meant = JSON.stringify(piece.item)
  return chart
    .over(rest)
    .read('item', 0)
    .some(({ end, value }) => end === rest.length && JSON.stringify(value) === meant)
}

/**
 * The first piece without which the question would get the same plan, and that the plan does not show either.
 *
 * Every piece is accounted for: it makes a difference, or it says again what another piece said. One that does neither
 * was read and dropped on the way, and the plan answers less than was asked.
 */
export function unaccounted(pieces: readonly Piece[], plan: Plan, context: ComposeContext): Piece | undefined {
  const meaning = meaningOf(plan)
  return pieces.find((piece) => {
    if (silent.has(piece.item.kind) || isRestated(piece, plan) || saysAgain(piece, plan)) return false
    if (piece.item.kind === 'time' && isTimeOf(piece, plan, context)) return false
    const outcome = compose(
      pieces.filter((each) => each !== piece),
      context,
    )
    return outcome.kind === 'plan' && meaningOf(outcome.plan) === meaning
  })
}
