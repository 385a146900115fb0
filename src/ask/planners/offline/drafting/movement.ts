import { allTime, calendarPeriod, type Period } from '../../../period.ts'
import type { Clause, Grain, MeasurePlan } from '../../../plan.ts'
import { isState } from '../grammar/movement.ts'
import { clause, field } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Impossible, Misfit, type Piece } from './draft.ts'
import { measurePlan } from './plans.ts'
import { takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** "Champions by month", "how has the number of lapsed customers developed". */
export const asksForSize = (draft: Draft): boolean =>
  !draft.head('who') && (draft.has('size') || (sizedSegment(draft) !== undefined && timeGroup(draft) !== undefined))

/** Other numbers, rankings and the like make a breakdown by month something else. */
const otherwise = [
  'measure',
  'super',
  'share',
  'growth',
  'order',
  'person',
  'event',
  'what',
  'moved',
  'firsttime',
  'eachtime',
]

/** The one segment whose members are counted. */
function sizedSegment(draft: Draft): Piece | undefined {
  if (otherwise.some((kind) => draft.has(kind))) return undefined
  const states = draft.all('cond').filter((piece) => stateIn(piece, draft) !== null)
  return states.length === 1 ? states[0] : undefined
}

/** The name of the segment, where the piece says nothing else. */
function stateIn({ item }: Piece, draft: Draft): string | null {
  const clauses: readonly Clause[] = item.clauses
  const [only] = clauses.length === 1 ? (clauses[0]?.any ?? []) : []
  if (only?.kind !== 'segment' || clauses[0]?.any.length !== 1 || only.not || only.on || only.category) return null
  const counted = only.segment === 'top' && draft.head('count')
  const known =
    counted || isState(only.segment) || draft.context.catalog.segments.get(only.segment)?.saved !== undefined
  return known && only.percent === null ? only.segment : null
}

const timeGroup = (draft: Draft): Piece | undefined =>
  draft.all('group').find(({ item }) => item.dimension.kind === 'time')

/** A segment's members at the end of each month, or of the stretches that are asked for. */
export function sizePlan(draft: Draft): MeasurePlan {
  const named = draft.take('size')
  const piece = named ?? sizedSegment(draft)
  if (!piece) throw new Misfit('the size of what?')
  const name: string = named?.item.segment ?? stateIn(piece, draft)
  draft.use(piece)
  const group = timeGroup(draft)
  if (group) draft.use(group)
  if (draft.has('group')) throw new Misfit('a size over time and by something else')
  const period = takePeriod(draft)
  const clauses = customerClauses(draft, false)
  useCounted(draft)
  const grain: Grain = group?.item.dimension.grain ?? 'month'
  return overTime('segment_size', name, grain, clauses, period ?? lastYear)
}

/** Sizes need a beginning, and a year of months shows the seasons once. */
export const lastYear: Period = calendarPeriod('month', 0, { count: 12 })

/** "How many customers became loyal by month". */
export const movesOverTime = (draft: Draft): boolean =>
  !draft.head('who') && draft.all('moved').length === 1 && timeGroup(draft) !== undefined

/** How many came into the segment, or went out of it, in each stretch of time. */
export function movesPlan(draft: Draft): MeasurePlan {
  const piece = draft.take('moved')
  const group = timeGroup(draft)
  if (!piece || !group) throw new Misfit('who moved, and when?')
  const { from, to, period, note } = piece.item
  if (from !== null && to !== null) throw new Impossible(oneWay)
  if (note) draft.notes.push(note)
  draft.use(group)
  if (draft.has('group')) throw new Misfit('a movement over time and by something else')
  const clauses = customerClauses(draft, false)
  useCounted(draft)
  return overTime(
    from === null ? 'segment_entries' : 'segment_exits',
    to ?? from,
    group.item.dimension.grain,
    clauses,
    period,
  )
}

const oneWay =
  'Over time I can count who came into a segment or who left it, but not who moved from one to another. Ask for one stretch: “how many moved from at risk to champions since September”.'

/** A number from the history of a segment, in each stretch of time. */
export const overTime = (
  metric: string,
  name: string,
  grain: Grain,
  where: readonly Clause[],
  period: Period,
): MeasurePlan =>
  measurePlan(
    [{ kind: 'metric', metric, where: [clause(field('stay.segment', 'is', [name]))], period: null }],
    [{ kind: 'time', grain }],
    where,
    period ?? allTime,
  )

function useCounted(draft: Draft): void {
  useSubjects(draft, 'customer')
  for (const noun of draft.all('countnoun')) if (noun.item.metric === 'customers') draft.use(noun)
}
