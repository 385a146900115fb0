import type { Column, Plan } from '../../../plan.ts'
import type { Thread } from '../../planner.ts'
import { compose } from '../compose.ts'
import type { ComposeContext, Piece } from '../drafting/draft.ts'
import { isEstimated } from '../drafting/estimates.ts'
import { type Attempt, adds, followUp, goesOn, isFollowUp, ofThose } from '../followups.ts'
import { customerOf, withCustomer } from '../spoken-of.ts'
import type { Token } from '../tokens.ts'
import { type Antecedent, antecedentOf, nouns, pointer } from './antecedent.ts'
import { samePlan } from './clauses.ts'
import { resolvedInside } from './inside.ts'
import { cutOff } from './lists.ts'
import { asksAmount, lineOf } from './shares.ts'

type Reading = () => Attempt

/**
 * How the pieces may be read in the thread, likeliest first: as a change to the answer before, as a question about the
 * customers in it, or as a question of their own. A word that points back ("they", "those", "only") rules the last out:
 * everybody's numbers are no answer to a question about some.
 */
export function readingsOf(
  said: readonly Piece[],
  thread: Thread,
  context: ComposeContext,
  tokens: readonly Token[],
): readonly Reading[] {
  const previous = thread.plans.at(-1)
  const pieces = previous ? said : resolvedInside(said)
  const alone = (): Attempt => compose(withCustomer(pieces, previous), context)
  const pointing = pointer(pieces, tokens)
  const clinging = pointing !== undefined || setsAgainst(tokens)
  const fragment = isFragment(pieces, tokens)
  if (thread.declined && ((clinging && !saysWhom(pieces, pointing)) || (fragment && !previous))) return [notUnderstood]
  const open = thread.offered.length > 0
  const asksOfNobody = clinging && !saysWhom(pieces, pointing)
  if (!previous) return pointsBack(pieces) || asksOfNobody ? [open ? unsettled : nothingBefore] : [alone]
  if (open) return clinging || isFollowUp(pieces, tokens) === 'surely' ? [unsettled] : [alone, unsettled]
  const changed = (): Attempt => followUp(pieces, previous, context, tokens)
  if (asksWhyOnIt(pieces, tokens)) return [() => whyOnIt(pieces, previous, context), telling(noPlace)]
  if (pieces.some(({ item }) => item.kind === 'person')) return [alone, changed]
  if (customerOf(previous) && withCustomer(pieces, previous) !== pieces) return [alone, changed]
  const antecedent = antecedentOf(previous)
  const about = aboutThose(pieces, antecedent, context, tokens, previous)
  if (pointing && previous.kind === 'customer') return [otherThan]
  const going = goesOn(tokens)
  if (going && comesBack(tokens) && ofMoves(previous)) return [telling(noPlace)]
  if (asksAmount(tokens)) return [changed, telling(noPlace)]
  if (pointing) return [changed, ...about]
  const follows = isFollowUp(pieces, tokens)
  if (follows === 'surely') return [changed, ...about]
  if (asksEstimates(pieces) && (antecedent || previous.kind === 'measure')) return [changed, ...about, alone]
  if (previous.kind === 'cohorts' && pieces.every(({ item }) => ofCohorts.has(item.kind)))
    return [changed, ...(pieces.some(({ item }) => item.kind === 'head') ? [alone] : [telling(noPlace)])]
  if (setsAgainst(tokens)) return [changed]
  if (addsNumber(pieces, previous, tokens)) return [changed]
  if (narrows(pieces, thread, antecedent)) return [changed, ...about]
  if (fragment) return [changed, telling(noPlace)]
  if (pieces.every(({ item }) => item.kind === 'head')) return [changed, ...about, telling(noPlace)]
  if (going) return [changed, ...(asShare(tokens) ? about : []), telling(noPlace)]
  if (follows === 'maybe' && namesCustomers(pieces, tokens)) return [alone, changed]
  if (follows === 'maybe') return clings(tokens, pieces) ? [changed, ...about] : [changed, alone]
  return [alone, changed]
}

/** "Why is Ana Silva on it". */
const asksWhyOnIt = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  pieces.some(({ item }) => item.kind === 'person') &&
  /^(?:and )?why\b.* (?:on|in|among) (?:it|there|them|those|these|that|(?:the|this|that) list)$/.test(lineOf(tokens))

/** Why the customer is in the one segment that the list before is of. */
function whyOnIt(pieces: readonly Piece[], previous: Plan, context: ComposeContext): Attempt {
  const [only, ...others] = previous.kind === 'list' && previous.entity === 'customer' ? previous.where : []
  const person = pieces.find(({ item }) => item.kind === 'person')
  const said = pieces.every(({ item }) => ['person', 'why', 'back', 'head', 'word'].includes(item.kind))
  if (!only || !person || !said || others.length > 0) return { kind: 'fail', reason: 'on which list?' }
  const end = person.to + 1
  const why: Piece = { ...person, item: { ...person.item, why: true } }
  const outcome = compose(
    [why, { item: { kind: 'cond', clauses: [only] }, plural: true, from: end, to: end, words: '' }],
    context,
  )
  return outcome.kind === 'plan' ? { ...outcome, changed: 'Of the list in the answer before.' } : outcome
}

/** "And who came back", of those who went: from where they went, and not anybody who ever bought twice. */
const comesBack = (tokens: readonly Token[]): boolean =>
  /\b(?:came|come|coming|returned|returning|return|back|again)\b/.test(lineOf(tokens))

const ofMoves = (plan: Plan): boolean => JSON.stringify(plan).includes('"kind":"movement"')

const asShare = (tokens: readonly Token[]): boolean => /^(?:as|in|of)\b/.test(lineOf(tokens))

/** "Expected orders", right after champions, are theirs. */
const asksEstimates = (pieces: readonly Piece[]): boolean =>
  pieces.some(({ item }) => item.kind === 'measure' && isEstimated(item.measure.field ?? '')) &&
  pieces.every(({ item }) =>
    item.kind === 'measure'
      ? isEstimated(item.measure.field ?? '')
      : ['group', 'horizon', 'back', 'head', 'word', 'versus'].includes(item.kind),
  )

const ofCohorts = new Set('measure share group time cond place homestore storeplace back head word cohorts'.split(' '))

const telling =
  (reason: string): Reading =>
  () => ({ kind: 'fail', reason, telling: true })

const nothingBefore = telling('There is no answer before this question that it could go back to. Ask it whole.')
const notUnderstood = telling(
  'I did not understand the question before this one, so I do not know what this one goes back to. Ask it whole.',
)
const unsettled = telling('Choose one of the readings I offered first, or ask it whole.')
const otherThan = telling('I do not know what you ask about this customer. Try “their orders”, or “what did they buy”.')

const noPlace = 'I do not see how that changes the answer before. Ask it whole.'

const fragments = new Set(
  'cond event place storeplace homestore fact time group groups order bare column shown back word staff openness bar limit'.split(
    ' ',
  ),
)

/** "We wrote a note on them": a question that says first whom it means, and asks then. */
const saysWhom = (pieces: readonly Piece[], pointing: Token | undefined): boolean =>
  pieces.some(
    ({ item }) =>
      pointing !== undefined &&
      ['cond', 'event', 'place', 'homestore', 'storeplace', 'bar', 'what', 'super', 'fact'].includes(item.kind),
  )

const openings = new Set('and but now ok then or just only also same'.split(' '))
const prepositions = new Set('from of by among in at for to with on'.split(' '))

/** "Prospects with email": a list of its own, unless a word before it goes back. */
const namesCustomers = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  nouns.test(pieces[0]?.words ?? '') && pieces[0]?.from === 0 && !openings.has(tokens[0]?.lower ?? '')

/** "In Tacoma", "created this year", "from top customers": nothing that could be a question of its own. */
const isFragment = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  pieces.length > 0 &&
  (opensWithPreposition(tokens)
    ? pieces.every(({ item }) => fragments.has(item.kind) || ['subject', 'super', 'measure'].includes(item.kind))
    : pieces.every(({ item, words }) => (fragments.has(item.kind) || isBareRanking(item)) && !nouns.test(words)) ||
      showsOtherwise(pieces))

const opensWithPreposition = (tokens: readonly Token[]): boolean =>
  prepositions.has(tokens.find((token) => !token.punctuation && !openings.has(token.lower))?.lower ?? '')

/** "The biggest", "top 5": of what was answered before. */
const isBareRanking = (item: Piece['item']): boolean =>
  item.kind === 'super' && !item.entity && !item.what && !item.measure

/** "Show the top 20", "list by store": the same, shown in another way. */
const showsOtherwise = ([head, ...others]: readonly Piece[]): boolean =>
  head?.item.kind === 'head' &&
  head.item.head === 'list' &&
  others.length > 0 &&
  others.every(
    ({ item, words }) =>
      (['group', 'groups', 'time', 'order', 'bare', 'column', 'shown', 'limit'].includes(item.kind) ||
        isBareRanking(item)) &&
      !nouns.test(words),
  )

const pointsBack = (pieces: readonly Piece[]): boolean =>
  pieces.some((piece) => piece.item.kind === 'back' && !piece.item.only)

/** The question asked of those customers, or of a list of them. */
function aboutThose(
  pieces: readonly Piece[],
  antecedent: Antecedent | null,
  context: ComposeContext,
  tokens: readonly Token[],
  previous: Plan,
): Reading[] {
  if (antecedent === null) return []
  if (antecedent.kind === 'cut') return [telling(cutOff(antecedent.limit))]
  if (pieces.some(({ item }) => item.kind === 'back' && item.drop)) return []
  if (isShareOfNothing(pieces))
    return [telling('A share of what? Ask for example “what share of all customers is that”.')]
  const list: Plan = {
    kind: 'list',
    entity: 'customer',
    where: [...antecedent.clauses],
    columns: [name],
    order: [],
    limit: null,
  }
  return [
    () => ofThose(pieces, antecedent.clauses, context, tokens, previous),
    () => followUp(pieces, list, context, tokens),
  ]
}

/** "And orders" after revenue: a number beside it, not a list of all orders. */
const addsNumber = (pieces: readonly Piece[], previous: Plan, tokens: readonly Token[]): boolean =>
  previous.kind === 'measure' &&
  adds(tokens) &&
  pieces.every(({ item }) => ['subject', 'countnoun', 'measure', 'back', 'versus', 'word'].includes(item.kind))

/** "What share is that?": of the list before last, or of everybody? */
const isShareOfNothing = (pieces: readonly Piece[]): boolean =>
  pieces.some(({ item }) => item.kind === 'share') &&
  !pieces.some(({ item, words }) => ['subject', 'countnoun', 'measure'].includes(item.kind) || nouns.test(words))

const name: Column = { kind: 'field', field: 'customer.name' }

const narrowing = new Set(['cond', 'event', 'place', 'homestore', 'super', 'ask', 'column'])

/**
 * "Who has lapsed?" right after customers were listed or counted asks about those; "which customers have lapsed" names
 * whom it asks about, and is a question of its own.
 */
function narrows(pieces: readonly Piece[], thread: Thread, antecedent: Antecedent | null): boolean {
  if (!antecedent || !wereShown(antecedent, thread)) return false
  const [head, ...others] = pieces
  return (
    head?.item.kind === 'head' &&
    ['who', 'which', 'count'].includes(head.item.head) &&
    !nouns.test(head.words) &&
    !others.some(
      ({ item, words }) => ['subject', 'countnoun', 'measure', 'group'].includes(item.kind) || nouns.test(words),
    ) &&
    others.some(({ item }) => narrowing.has(item.kind))
  )
}

/** Listed or counted in the answer before, or earlier and still spoken of. */
const wereShown = (antecedent: Antecedent, thread: Thread): boolean =>
  antecedent.kind === 'cut' ||
  antecedent.shown ||
  thread.plans.some((plan) => {
    const other = antecedentOf(plan)
    return other?.kind === 'customers' && other.shown && samePlan(other.clauses, antecedent.clauses)
  })

/** "Compare with lapsed customers", "versus last year": what is before the word is in the answer before. */
const setsAgainst = (tokens: readonly Token[]): boolean =>
  /^(?:(?:and|now|then|ok|please) )*(?:(?:compared?|comparing)(?: (?:it|that|this|them|those|these))? (?:with|to|against|versus)|versus|against)\b/.test(
    tokens
      .filter((token) => !token.punctuation)
      .map((token) => token.lower)
      .join(' '),
  )

const clingingWords = new Set([
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
  clingingWords.has(tokens.find((token) => !token.punctuation)?.lower ?? '') &&
  !pieces.some(({ item, words }) => item.kind === 'head' && !/compar/i.test(words))
