import { type Period, resolve } from '../../period.ts'
import type { Plan } from '../../plan.ts'
import type { Planned, Thread } from '../planner.ts'
import { unaccounted, unheard } from './accounts.ts'
import type { Outcome } from './compose.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import type { Chart } from './engine.ts'
import { readingsOf } from './followups/readings.ts'
import type { Attempt } from './followups.ts'
import { meaningOf } from './meaning.ts'
import { paths } from './paths.ts'
import { mendedNote, type Reading } from './reading.ts'
import { averagesTime, losses, nonsense } from './sense.ts'

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
  let told: string | null = null
  for (const { pieces, cost } of candidates) {
    const least = Math.min(...found.map((each) => each.cost))
    if (cost > least + worthTrying) break
    if (averagesTime(pieces)) continue
    const outcome = first(readingsOf(pieces, thread, context, reading.tokens), (each) => {
      if (each.kind === 'fail' && each.telling) told ??= each.reason
      return each.kind !== 'fail' && !(each.kind === 'plan' && isWrong(each, pieces, chart, context))
    })
    if (!outcome || outcome.kind === 'fail') continue
    if (outcome.kind === 'impossible' && found.length > 0) continue
    if (outcome.kind === 'impossible') return { kind: 'decline', reason: outcome.reason, unknown: [] }
    const { changed } = outcome
    found.push({
      outcome,
      cost: cost + outcome.penalty,
      notes: [...reading.notes.filter((note) => !isOfText(note, pieces, chart)), ...asides(pieces)],
      ...(changed ? { changed } : {}),
    })
  }
  const [best, ...others] = found.sort((one, other) => one.cost - other.cost)
  if (!best && told !== null && reading.unknown.length === 0) return { kind: 'decline', reason: told, unknown: [] }
  if (!best) return decline(reading, candidates.length > 0, chart)
  const rival = others.find(
    (other) => other.cost <= best.cost + tie && !sameMeaning(other.outcome, best.outcome, context),
  )
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

/** "Last October" is the October of last year by two ways of counting; what counts is that they are the same days. */
const sameMeaning = (one: Candidate['outcome'], other: Candidate['outcome'], context: ComposeContext): boolean =>
  one.kind === 'plan' && other.kind === 'plan'
    ? meaningOf(one.plan) === meaningOf(other.plan) || inDays(one.plan, context) === inDays(other.plan, context)
    : one.kind === other.kind

/** The meaning of a plan with its stretches of time as days. */
const inDays = (plan: Plan, { today, calendar }: ComposeContext): string =>
  JSON.stringify(JSON.parse(meaningOf(plan)), (key, value) =>
    key === 'period' && value ? resolve(value as Period, today, calendar) : value,
  )

/** "The same list for last year's" names a campaign by its year: that time is looked for where the plan was changed. */
function isWrong(
  { plan, changed }: Attempt & { kind: 'plan' },
  pieces: readonly Piece[],
  chart: Chart,
  context: ComposeContext,
): boolean {
  if (!changed)
    return (
      nonsense(pieces, plan, chart.tokens) !== null ||
      unaccounted(pieces, plan, context) !== undefined ||
      unheard(pieces, plan, chart) !== undefined
    )
  const byCampaign = JSON.stringify(plan).includes('"campaign.campaign"')
  return losses(byCampaign ? pieces.filter(({ item }) => item.kind !== 'time') : pieces, plan, chart.tokens) !== null
}

/** The first that fits, none made before it is asked for. */
function first<Thing>(made: readonly (() => Thing)[], fits: (thing: Thing) => boolean): Thing | undefined {
  for (const make of made) {
    const thing = make()
    if (fits(thing)) return thing
  }
  return undefined
}

/** What is looked for in notes and summaries is looked for as it was typed. */
const isOfText = (note: string, pieces: readonly Piece[], { tokens }: Chart): boolean =>
  pieces.some(({ item, from, to }) => {
    const said = JSON.stringify(item)
    return (
      said.includes('"op":"contains"') &&
      tokens
        .slice(from, to)
        .some(
          ({ text, typed }) =>
            typed !== undefined && said.includes(typed.toLowerCase()) && mendedNote({ text: typed }, text) === note,
        )
    )
  })

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
  found.kind === 'plan' ? { ...found, notes: [...new Set([...asides, ...found.notes])] } : found
