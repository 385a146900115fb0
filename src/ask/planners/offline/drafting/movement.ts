import { allTime, calendarPeriod, type Period } from '../../../period.ts'
import type { Clause, Column, Dimension, Filter, Grain, MeasurePlan } from '../../../plan.ts'
import { familyNames, isState } from '../grammar/movement.ts'
import { clause, field } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Impossible, Misfit, type Piece } from './draft.ts'
import { takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** "Champions by month", "how has the number of lapsed customers developed". */
export const asksForSize = (draft: Draft): boolean =>
  !draft.head('who') && (draft.has('size') || (sized(draft) !== null && grainIn(draft) !== null))

/** Other numbers, rankings and the like make a breakdown by month something else. */
const otherwise =
  'measure super share growth order person event what moved firsttime eachtime bar versus newcomers'.split(' ')

/** The segments whose members are counted, and the pieces that name them. */
interface Sized {
  readonly pieces: readonly Piece[]
  readonly names: readonly string[]
}

function sized(draft: Draft): Sized | null {
  if (otherwise.some((kind) => draft.has(kind))) return null
  // "Lapsed customers since August" are not those on file since then.
  if (draft.all('cond').some(({ words }) => /\bcustomers? since\b/i.test(words))) return null
  const named = draft.all('cond').flatMap((piece): Sized[] => {
    const names = statesIn(piece, draft)
    return names.length > 0 ? [{ pieces: [piece], names }] : []
  })
  if (named.length > 0) return named.length === 1 ? (named[0] ?? null) : null
  const counted = draft.has('subject') || draft.has('countnoun') || draft.head('count')
  const families = dimensionsIn(draft).flatMap((dimension) =>
    dimension.kind === 'field' ? familyNames(dimension.field) : [],
  )
  return counted && families.length > 0 ? { pieces: [], names: families } : null
}

/** The segments that the piece names, any of which will do; none where it says anything else. */
function statesIn({ item }: Piece, draft: Draft): readonly string[] {
  const [only, ...others]: readonly Clause[] = item.clauses
  const names = (only?.any ?? []).map((filter) => stateOf(filter, draft))
  return others.length === 0 ? names.flatMap((name) => (names.includes(null) || name === null ? [] : [name])) : []
}

function stateOf(filter: Filter, draft: Draft): string | null {
  if (filter.kind !== 'segment' || filter.not || filter.on || filter.category || filter.percent !== null) return null
  const counted = filter.segment === 'top' && draft.head('count')
  const saved = draft.context.catalog.segments.get(filter.segment)?.saved !== undefined
  return counted || saved || isState(filter.segment) ? filter.segment : null
}

/** What the sentence breaks down by. */
const dimensionsIn = (draft: Draft): readonly Dimension[] => [
  ...draft.all('group').map(({ item }): Dimension => item.dimension),
  ...draft.all('groups').flatMap(({ item }): readonly Dimension[] => item.dimensions),
]

const grainIn = (draft: Draft): Grain | null =>
  dimensionsIn(draft).flatMap((dimension) => (dimension.kind === 'time' ? [dimension.grain] : []))[0] ?? null

/** The breakdowns beside that over time; of customers, "by store" is by home store. */
function otherDimensions(draft: Draft): Dimension[] {
  const all = dimensionsIn(draft)
  for (const piece of [...draft.all('group'), ...draft.all('groups')]) draft.use(piece)
  if (all.filter(({ kind }) => kind === 'time').length > 1) throw new Misfit('by month, or by year?')
  return all.flatMap((dimension): Dimension[] => {
    if (dimension.kind === 'time') return []
    if (dimension.kind !== 'field') throw new Misfit('in it or not, over time')
    if (familyNames(dimension.field).length > 0) return []
    return [dimension.field === 'order.store' ? { kind: 'field', field: 'customer.store' } : dimension]
  })
}

/** A segment's members at the end of each month, or of the stretches that are asked for. */
export function sizePlan(draft: Draft): MeasurePlan {
  const piece = draft.take('size')
  const found: Sized | null = piece ? { pieces: [piece], names: [piece.item.segment] } : sized(draft)
  if (!found) throw new Misfit('the size of what?')
  for (const each of found.pieces) draft.use(each)
  const grain = grainIn(draft) ?? 'month'
  const by = otherDimensions(draft)
  const period = takePeriod(draft)
  const where = customerClauses(draft, false)
  useCounted(draft)
  return overTime('segment_size', found.names, grain, where, period ?? lastYear, by)
}

/** Sizes need a beginning, and a year of months shows the seasons once. */
export const lastYear: Period = calendarPeriod('month', 0, { count: 12 })

/** "How many customers became loyal by month". */
export const movesOverTime = (draft: Draft): boolean =>
  !draft.head('who') && draft.all('moved').length === 1 && grainIn(draft) !== null

/** How many came into the segment, or went out of it, in each stretch of time. */
export function movesPlan(draft: Draft): MeasurePlan {
  const piece = draft.take('moved')
  const grain = grainIn(draft)
  if (!piece || !grain) throw new Misfit('who moved, and when?')
  const { from, to, period, note } = piece.item
  if (from !== null && to !== null) throw new Impossible(oneWay)
  if (note) draft.notes.push(note)
  const by = otherDimensions(draft)
  const where = customerClauses(draft, false)
  useCounted(draft)
  return overTime(
    from === null ? 'segment_entries' : 'segment_exits',
    [to ?? from],
    grain,
    where,
    period ?? allTime,
    by,
  )
}

const oneWay =
  'Over time I can count who came into a segment or who left it, but not who moved from one to another. Ask for one stretch: “how many moved from at risk to champions since September”.'

/** When customers came into the one segment that they are asked for by, or went out of it. */
export function dayOfMove(clauses: readonly Clause[]): readonly Column[] {
  const filters = clauses.flatMap(({ any }) => (any.length === 1 ? any : []))
  const [move, ...others] = filters.filter((filter) => filter.kind === 'movement' && !filter.not)
  if (move?.kind !== 'movement' || others.length > 0 || (move.from !== null && move.to !== null)) return []
  const where = [clause(field('stay.segment', 'is', [move.to ?? move.from ?? '']))]
  return [{ kind: 'metric', metric: move.to === null ? 'left_on' : 'entered_on', where, period: move.period }]
}

/** A number from the history of segments in each stretch of time; several segments stand apart. */
export const overTime = (
  metric: string,
  names: readonly string[],
  grain: Grain,
  where: readonly Clause[],
  period: Period,
  by: readonly Dimension[] = [],
): MeasurePlan => ({
  kind: 'measure',
  measures: [{ kind: 'metric', metric, where: [clause(field('stay.segment', 'is', names))], period: null }],
  by: [
    { kind: 'time', grain },
    ...(names.length > 1 ? [{ kind: 'field' as const, field: 'stay.segment' }] : []),
    ...by,
  ],
  where: [...where],
  period,
  having: [],
  order: [],
  limit: null,
})

function useCounted(draft: Draft): void {
  useSubjects(draft, 'customer')
  for (const noun of draft.all('countnoun')) if (noun.item.metric === 'customers') draft.use(noun)
}
