import type { Clause, MeasurePlan, Plan } from '../../plan.ts'
import { type Changes, compose, type Outcome, withChanges } from './compose.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import { factOf } from './drafting/facts.ts'
import { withAntecedent } from './followups/antecedent.ts'
import { changedCohorts } from './followups/cohorts.ts'
import { changedEstimate } from './followups/estimates.ts'
import { changedHistory } from './followups/histories.ts'
import { changedList } from './followups/lists.ts'
import { changedMeasure } from './followups/measures.ts'
import { asksAmount, changedShare, inSameStretch, lineOf, movedInto } from './followups/shares.ts'
import { untraced } from './followups/traces.ts'
import { isEstimateOf, noBuckets, otherHorizon } from './forecasts.ts'
import type { Token } from './tokens.ts'

/** A reading in a thread; `changed` says what it did to the answer before. */
export type Attempt = Outcome & { readonly changed?: string }

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
  tokens: readonly Token[],
): Attempt {
  if (previous.kind !== 'list' && previous.kind !== 'measure' && previous.kind !== 'cohorts')
    return { kind: 'fail', reason: 'nothing to change' }
  if (isEstimateOf(previous) && pieces.some(({ item }) => item.kind === 'horizon'))
    return { kind: 'fail', reason: otherHorizon, telling: true }
  const drop = pieces.some((piece) => piece.item.kind === 'back' && piece.item.drop)
  const [opening] = tokens.filter((token) => !token.punctuation)
  if (asksForThings(pieces) && isOfCustomers(previous)) return { kind: 'fail', reason: 'things, not people' }
  if (opening?.lower === 'by' && pieces[0]?.item.kind === 'cond') return { kind: 'fail', reason: 'by what?' }
  if (drops(tokens) && !drop) return { kind: 'fail', reason: 'what is dropped?' }
  const sales =
    previous.kind === 'measure'
      ? salesOf(previous)
      : previous.kind === 'list' && ['order', 'product'].includes(previous.entity)
  const kind = { sales, adds: adds(tokens), turns: turns(tokens), sorts: sorting.has(opening?.lower ?? '') }
  const outcome = withChanges(pieces, context, kind, (changes) =>
    previous.kind === 'cohorts'
      ? changedCohorts(previous, changes, drop, context)
      : (changedHistory(previous, changes, context, tokens) ??
        changedEstimate(previous, changes, pieces, tokens) ??
        (previous.kind === 'list'
          ? changedList(previous, changes, drop, context)
          : ofNumbers(previous, changes, drop, context, tokens))),
  )
  if (outcome.kind !== 'plan') return outcome
  const moved = movedInto(outcome.plan, tokens)
  const plan = kind.sorts ? sortedByShown(previous, moved) : moved
  if (isEstimateOf(plan) && JSON.stringify(plan).includes('"kind":"time"'))
    return { kind: 'fail', reason: noBuckets, telling: true }
  if (opening?.lower === 'what' && isOfCustomers(plan) && tokens.some(({ stem }) => ['buy', 'bought'].includes(stem)))
    return { kind: 'fail', reason: 'things, not people' }
  if (asksWhichOfThem(tokens) && narrowsNothing(previous, plan)) return { kind: 'fail', reason: 'which of them?' }
  const lost = untraced(pieces, previous, plan)
  return lost
    ? { kind: 'fail', reason: `nothing was made of “${lost.words}”` }
    : { ...outcome, plan, changed: changeInWords(said(tokens), previous, plan) }
}

/** "Sort by last visit": what was only put beside the rows sorts them, the latest and the most first. */
function sortedByShown(previous: Plan, plan: Plan): Plan {
  if (previous.kind !== 'list' || plan.kind !== 'list' || plan.limit) return plan
  const isNew = plan.columns.length === previous.columns.length + 1
  return isNew && JSON.stringify(plan.order) === JSON.stringify(previous.order)
    ? { ...plan, order: [{ column: plan.columns.length - 1, direction: 'desc' }] }
    : plan
}

/** "Which of these have a birthday on file": some of them, and not all with their birthdays. */
const asksWhichOfThem = (tokens: readonly Token[]): boolean =>
  /^(?:and |so |ok )?(?:which|who)(?: ones)? (?:of|among|in) (?:those|these|them|that list)\b.*\b(?:have|has|had|with|without|are|is)\b/.test(
    lineOf(tokens),
  )

const narrowsNothing = (previous: Plan, plan: Plan): boolean =>
  previous.kind === 'list' &&
  plan.kind === 'list' &&
  plan.columns.length > previous.columns.length &&
  JSON.stringify(previous.where) === JSON.stringify(plan.where)

/** Numbers with the changes: a share in its own ways, and otherwise like any. */
function ofNumbers(
  plan: MeasurePlan,
  changes: Changes,
  drop: boolean,
  context: ComposeContext,
  tokens: readonly Token[],
): Plan | null {
  const share = changedShare(plan, changes, tokens)
  if (share !== undefined) return share
  return asksAmount(tokens) ? null : changedMeasure(plan, changes, drop, context)
}

/**
 * Words that cannot begin a question of its own: "and …", "as a share of …", "in percent of …", "how much is that …".
 * What fits nothing in the answer before is then declined.
 */
export const goesOn = (tokens: readonly Token[]): boolean =>
  asksAmount(tokens) ||
  /^(?:and|as an?|as the|in (?:percent|per cent|percentage|%)|of (?:them|those|these))\b/.test(lineOf(tokens))

/** The question asked of the customers of the answer before. */
export function ofThose(
  pieces: readonly Piece[],
  clauses: readonly Clause[],
  context: ComposeContext,
  tokens: readonly Token[],
  previous?: Plan,
): Attempt {
  if (drops(tokens)) return { kind: 'fail', reason: 'what is dropped?' }
  const outcome = compose(withAntecedent(pieces, clauses), context)
  if (outcome.kind === 'plan' && asksForThings(pieces) && isOfCustomers(outcome.plan))
    return { kind: 'fail', reason: 'things, not people' }
  if (outcome.kind !== 'plan') return outcome
  const timed = pieces.some(({ item }) => item.kind === 'time')
  const plan = inSameStretch(movedInto(outcome.plan, tokens), previous, timed)
  return { ...outcome, plan, changed: 'Of the customers in the answer before.' }
}

const salesOf = (plan: MeasurePlan): boolean =>
  plan.measures.some((measure) => 'metric' in measure && factOf(measure.metric) === 'sales')

const dropping = new Set(['drop', 'remove', 'exclude', 'minus', 'skip', 'leave', 'take', 'kick', 'throw'])

const isOfCustomers = (plan: Plan): boolean => plan.kind === 'list' && plan.entity === 'customer'

/** "What do they buy most" asks for products, and no order of customers answers it. */
const asksForThings = (pieces: readonly Piece[]): boolean =>
  pieces.some(({ item }) => item.kind === 'head' && item.head === 'what') &&
  pieces.some(
    ({ item, words }) => item.kind === 'super' && /\b(?:buy|buys|bought|order|ordered|purchased?)\b/i.test(words),
  )

/** The first word takes something away. */
const drops = (tokens: readonly Token[]): boolean =>
  dropping.has(tokens.find((token) => !token.punctuation)?.lower ?? '')

const sorting = new Set(['sort', 'sorted', 'rank', 'ranked', 'order', 'ordered', 'arrange'])
const adding = new Set(['and', 'also', 'plus', 'add', 'with', 'include', 'including', 'show'])

/** "And revenue", "add revenue", "revenue as well": beside what is there. */
export const adds = (tokens: readonly Token[]): boolean => {
  const said = tokens.filter((token) => !token.punctuation).map((token) => token.lower)
  return (
    ((adding.has(said[0] ?? '') && !/^show (?:by|per|for each)\b/.test(said.join(' '))) ||
      /\b(?:too|also|as well)$|^as well\b/.test(said.join(' '))) &&
    !said.some((word) => ['instead', 'now', 'how', 'what', 'which', 'who'].includes(word))
  )
}

/** The question as it was typed, without its marks. */
const said = (tokens: readonly Token[]): string =>
  tokens
    .filter((token, at) => !token.punctuation && token.from !== tokens[at - 1]?.from)
    .map((token) => token.text)
    .join(' ')

/** "And of lapsed ones", "what about prospects": the same of others, in the place of those before. */
const turns = (tokens: readonly Token[]): boolean =>
  /^(?:and|what about|how about|and what about|and how about|same|the same)(?: (?:of|for|from|by|with))?\b/.test(
    tokens
      .filter((token) => !token.punctuation)
      .map((token) => token.lower)
      .join(' '),
  )

/** What the change did, in a sentence. */
function changeInWords(words: string, before: Plan, after: Plan): string {
  if (before.kind === 'measure' && after.kind === 'measure') {
    if (after.measures.length > before.measures.length && after.by.length === before.by.length)
      return `Added to the answer before: “${words}”.`
    if (before.by.length > 0 && JSON.stringify(after.by) !== JSON.stringify(before.by))
      return `The answer before, with another breakdown: “${words}”.`
  }
  return `The answer before, changed: “${words}”.`
}
