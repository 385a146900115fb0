import type { Plan } from '../../plan.ts'
import type { Planned, Thread } from '../planner.ts'
import { compose, type Outcome } from './compose.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import type { Chart } from './engine.ts'
import { followUp, isFollowUp } from './followups.ts'
import { meaningOf } from './meaning.ts'
import { paths } from './paths.ts'
import type { Reading } from './reading.ts'
import { averagesTime, nonsense } from './sense.ts'
import { customerOf, withCustomer } from './spoken-of.ts'

/** What a question means, or why it is declined; suggestions are added by the caller. */
export type Found =
  | Exclude<Planned, { kind: 'decline' }>
  | { readonly kind: 'decline'; readonly reason: string; readonly unknown: readonly string[] }

interface Candidate {
  readonly outcome: Extract<Outcome, { kind: 'plan' | 'clarify' }>
  readonly cost: number
  readonly notes: readonly string[]
  readonly changed?: string
}

/** Readings that cost nearly the same and mean different things are no reading. */
const tie = 0.01

const worthTrying = 0.35

/** The cheapest complete readings are put together until they cost too much more than the first that makes sense. */
export function search(chart: Chart, context: ComposeContext, thread: Thread, reading: Reading): Found {
  const candidates = paths(chart, 'item')
  const found: Candidate[] = []
  for (const { pieces, cost } of candidates) {
    const least = Math.min(...found.map((each) => each.cost))
    if (cost > least + worthTrying) break
    if (averagesTime(pieces)) continue
    const outcome = attempts(pieces, thread.plans.at(-1), context, reading).find((each) => each.kind !== 'fail')
    if (!outcome) continue
    if (outcome.kind === 'impossible') return { kind: 'decline', reason: outcome.reason, unknown: [] }
    if (outcome.kind === 'plan' && !outcome.changed && nonsense(pieces, outcome.plan, chart.tokens)) continue
    const { changed } = outcome
    found.push({
      outcome,
      cost: cost + outcome.penalty,
      notes: [...reading.notes, ...asides(pieces)],
      ...(changed ? { changed } : {}),
    })
  }
  const [best, ...others] = found.sort((one, other) => one.cost - other.cost)
  if (!best) return decline(reading, candidates.length > 0, chart)
  const rival = others.find((other) => other.cost <= best.cost + tie && !sameMeaning(other.outcome, best.outcome))
  if (rival)
    return { kind: 'decline', reason: 'I can read that in two ways. Say it a little differently.', unknown: [] }
  return planned(best)
}

function planned({ outcome, notes, changed }: Candidate): Found {
  if (outcome.kind === 'clarify') return { kind: 'clarify', ask: outcome.ask, options: outcome.options }
  return {
    kind: 'plan',
    planner: 'offline',
    plan: outcome.plan,
    notes: [...notes, ...outcome.notes],
    ...(changed ? { changed } : {}),
  }
}

const sameMeaning = (one: Candidate['outcome'], other: Candidate['outcome']): boolean =>
  one.kind === 'plan' && other.kind === 'plan' ? meaningOf(one.plan) === meaningOf(other.plan) : one.kind === other.kind

type Attempt = Outcome & { readonly changed?: string }

function attempts(
  pieces: readonly Piece[],
  previous: Plan | undefined,
  context: ComposeContext,
  reading: Reading,
): Attempt[] {
  const alone = (): Attempt => compose(withCustomer(pieces, previous), context)
  if (!previous)
    return pieces.some((piece) => piece.item.kind === 'back' && !piece.item.only)
      ? [{ kind: 'fail', reason: 'who is meant?' }]
      : [alone()]
  const follows = isFollowUp(pieces, reading.tokens)
  const changed = (): Attempt => followUp(pieces, previous, context)
  if (customerOf(previous) && withCustomer(pieces, previous) !== pieces) return [alone(), changed()]
  return follows === 'surely' ? [changed()] : follows === 'maybe' ? [changed(), alone()] : [alone(), changed()]
}

const asides = (pieces: readonly Piece[]): string[] =>
  pieces.filter((piece) => piece.item.kind === 'set-aside').map((piece) => `Set aside: “${piece.words}”.`)

function decline(reading: Reading, covered: boolean, chart: Chart): Found {
  const unknown = reading.unknown.length > 0 ? reading.unknown.map((token) => token.text) : covered ? [] : unread(chart)
  const words = unknown.map((word) => `“${word}”`).join(', ')
  const reason =
    unknown.length > 0
      ? `I do not know ${words}.`
      : `I know the words, but not what to answer${covered ? '' : ' from them together'}.`
  return { kind: 'decline', reason, unknown }
}

/** Content words that begin or stand in no piece of meaning at all. */
function unread(chart: Chart): string[] {
  const read = new Set<number>()
  for (let at = 0; at < chart.tokens.length; at += 1)
    for (const { end } of chart.read('item', at)) for (let index = at; index < end; index += 1) read.add(index)
  return chart.tokens.flatMap((token, index) => (token.filler || read.has(index) ? [] : [token.text]))
}

/** Mentions what was set aside, where there is a plan. */
export const withAsides = (found: Found, asides: readonly string[]): Found =>
  found.kind === 'plan' ? { ...found, notes: [...asides, ...found.notes] } : found
