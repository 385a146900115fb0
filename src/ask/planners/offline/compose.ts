import type { Period } from '../../period.ts'
import type { Clause, Dimension, Plan, SimpleFilter } from '../../plan.ts'
import type { Against } from '../../words/time.ts'
import { customerClauses, whatsAsEvents } from './drafting/customer-conditions.ts'
import { Choice, type ComposeContext, Draft, Impossible, Misfit, type Piece } from './drafting/draft.ts'
import { planOf } from './drafting/plan.ts'
import { rankNotes } from './drafting/rank-notes.ts'
import { factFilters } from './drafting/sales-conditions.ts'
import { takeTimes } from './drafting/stretches.ts'
import type { MeasureWord } from './items.ts'

/** The pieces of a question put together to a plan, or to what has to be asked first. */
export type Outcome =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly notes: readonly string[]; readonly penalty: number }
  | {
      readonly kind: 'clarify'
      readonly ask: string
      readonly options: readonly { readonly label: string; readonly plan: Plan }[]
      readonly penalty: number
    }
  | { readonly kind: 'impossible'; readonly reason: string }
  /** With `telling`, the reason is one for the person who asked. */
  | { readonly kind: 'fail'; readonly reason: string; readonly telling?: true }

/** Raised inside when a change is understood and cannot be made; another reading may still do. */
export class Telling {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** Puts the pieces together to a plan, to a question back, or to the reason why there is none. */
export function compose(pieces: readonly Piece[], context: ComposeContext): Outcome {
  try {
    const draft = new Draft(pieces, context)
    const plan = planOf(draft)
    return { kind: 'plan', plan, notes: [...draft.notes, ...rankNotes(pieces, plan)], penalty: draft.penalty }
  } catch (thrown) {
    if (thrown instanceof Misfit) return { kind: 'fail', reason: thrown.reason }
    if (thrown instanceof Impossible) return { kind: 'impossible', reason: thrown.reason }
    if (thrown instanceof Choice) return chosen(thrown, pieces, context)
    throw thrown
  }
}

function chosen(choice: Choice, pieces: readonly Piece[], context: ComposeContext): Outcome {
  const options = choice.options.flatMap(({ label, choose }) => {
    const chosen = choose(pieces)
    if (asBefore(chosen, pieces)) return []
    const outcome = compose(chosen, context)
    return outcome.kind === 'plan' ? [{ label, plan: outcome.plan }] : []
  })
  if (options.length === 0) return { kind: 'fail', reason: 'no reading' }
  if (options.length === 1 && options[0]) return { kind: 'plan', plan: options[0].plan, notes: [], penalty: 0.5 }
  return { kind: 'clarify', ask: choice.ask, options, penalty: 0 }
}

/** A choice that changes nothing would be asked for ever. */
const asBefore = (chosen: readonly Piece[], pieces: readonly Piece[]): boolean =>
  chosen.length === pieces.length && chosen.every((piece, at) => piece === pieces[at])

/** The pieces of a follow-up, each for what it changes. */
export interface Changes {
  readonly clauses: readonly Clause[]
  readonly facts: readonly SimpleFilter[]
  readonly times: readonly Period[]
  readonly against: Against | null
  readonly groups: readonly Dimension[]
  readonly measures: readonly MeasureWord[]
  readonly counts: boolean
  readonly ranking: {
    readonly direction: 'asc' | 'desc'
    readonly count: number | null
    readonly measure: MeasureWord | null
  } | null
  readonly ordering: {
    readonly direction: 'asc' | 'desc' | null
    readonly measure: MeasureWord | null
    /** "Sort by name". */
    readonly field?: string
  } | null
  readonly columns: readonly string[]
  readonly shown: readonly string[]
  readonly responses: readonly SimpleFilter[]
  readonly share: boolean
  readonly entities: readonly string[]
  readonly asks: readonly string[]
  /** "And revenue", "also by store": beside what is there, not in its place. */
  readonly adds: boolean
  /** "And of lapsed ones": others in the place of those before. */
  readonly turns: boolean
  /** "Sort by orders": the same rows in another order. */
  readonly sorts: boolean
  /** "versus", "compared with" was said. */
  readonly compares: boolean
  /** A column was asked to be shown ("with their phone"), not to be had ("which have a phone"). */
  readonly showing: boolean
}

/** Reads the pieces as changes to an earlier plan instead of as a question of their own. */
export function withChanges(
  pieces: readonly Piece[],
  context: ComposeContext,
  said: Pick<Changes, 'adds' | 'turns' | 'sorts'> & { readonly sales: boolean },
  make: (changes: Changes) => Plan | null,
): Outcome {
  try {
    const draft = new Draft(pieces, context)
    const plan = make(changesIn(draft, said))
    if (!plan) return { kind: 'fail', reason: 'a change that does not fit' }
    draft.complete(() => false)
    return { kind: 'plan', plan, notes: [...draft.notes, ...rankNotes(pieces, plan)], penalty: draft.penalty }
  } catch (thrown) {
    if (thrown instanceof Misfit) return { kind: 'fail', reason: thrown.reason }
    if (thrown instanceof Telling) return { kind: 'fail', reason: thrown.reason, telling: true }
    if (thrown instanceof Choice) {
      const options = thrown.options.flatMap(({ label, choose }) => {
        const chosen = choose(pieces)
        if (asBefore(chosen, pieces)) return []
        const outcome = withChanges(chosen, context, said, make)
        return outcome.kind === 'plan' ? [{ label, plan: outcome.plan }] : []
      })
      return options.length > 1
        ? { kind: 'clarify', ask: thrown.ask, options, penalty: 0 }
        : { kind: 'fail', reason: 'no reading' }
    }
    throw thrown
  }
}

function changesIn(draft: Draft, { sales, ...said }: Parameters<typeof withChanges>[2]): Changes {
  const used = <Kind extends string>(kind: Kind) => draft.all(kind).map((piece) => draft.use(piece).item)
  const against = draft.all('time').find((piece) => piece.item.role === 'comparison')
  if (against) draft.use(against)
  const facts = sales ? factFilters(draft) : []
  const clauses = [...customerClauses(draft, sales), ...(sales ? [] : whatsAsEvents(draft))]
  const ranking = used('super')[0]
  const ordering = used('order')[0]
  const measures = used('measure').map((item) => item.measure as MeasureWord)
  return {
    facts,
    clauses,
    times: takeTimes(draft),
    against: against?.item.against ?? null,
    groups: [
      ...used('group').map((item) => item.dimension as Dimension),
      ...used('groups').flatMap((item) => item.dimensions as Dimension[]),
    ],
    measures,
    counts: draft.head('count'),
    ranking: ranking ?? null,
    ordering: ordering ?? null,
    columns: used('column').map((item) => item.field as string),
    responses: used('response').map((item) => item.filter as SimpleFilter),
    shown: used('shown').flatMap((item) => item.fields as string[]),
    share: used('share').length > 0,
    entities: used('subject').map((item) => item.entity as string),
    asks: used('ask').map((item) => item.ask as string),
    showing: draft.pieces.every(
      (piece) =>
        piece.item.kind !== 'column' || /^(?:with|and|plus|show|add|include|including|also)\b/i.test(piece.words),
    ),
    ...said,
    compares: draft.pieces.some((piece) => /compar|versus|\bvs\b|against/i.test(piece.words)),
  }
}
