import { addDays } from '../../../days.ts'
import { previous as before, type Period, resolve, shiftPeriod } from '../../../period.ts'
import type {
  Clause,
  Filter,
  Grain,
  ListPlan,
  Measure,
  MeasurePlan,
  MovementFilter,
  Plan,
  SegmentFilter,
} from '../../../plan.ts'
import { type Changes, Telling } from '../compose.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { lastYear, overTime } from '../drafting/movement.ts'
import { isState } from '../grammar/movement.ts'
import type { Token } from '../tokens.ts'

/**
 * What a follow-up makes of an answer about the past of segments: another time, how it went over time, another segment.
 * Null where it changes none of that.
 */
export function changedHistory(
  plan: ListPlan | MeasurePlan,
  changes: Changes,
  context: ComposeContext,
  tokens: readonly Token[],
): Plan | null {
  const words = tokens.flatMap(({ lower, punctuation }) => (punctuation ? [] : [lower]))
  return (
    acrossTime(plan, changes, context) ??
    inOtherTime(plan, changes, context, words) ??
    ofOtherSegment(plan, changes, words) ??
    null
  )
}

const only = ({ any: [filter, ...others] }: Clause): Filter | undefined => (others.length === 0 ? filter : undefined)

/** "By month", "over time" of champions, or of those who became one. */
function acrossTime(plan: ListPlan | MeasurePlan, changes: Changes, { catalog }: ComposeContext): MeasurePlan | null {
  const [group, ...more] = changes.groups
  if (group?.kind !== 'time' || more.length > 0 || changes.measures.length + changes.facts.length > 0) return null
  if (!isOfPeople(plan) || plan.limit || changes.times.length > 1) return null
  const where = [...plan.where, ...changes.clauses]
  const movements = where.filter((each) => only(each)?.kind === 'movement')
  const states = where.filter((each) => isPlainState(only(each), catalog))
  const [one] = movements.length > 0 ? movements : states
  const filter = one && only(one)
  if (!filter || movements.length > 1 || (movements.length === 0 && states.length > 1)) return null
  const others = where.filter((each) => each !== one)
  const [period] = changes.times
  if (filter.kind === 'segment')
    return overTime('segment_size', [filter.segment], group.grain, others, period ?? lastYear)
  return filter.kind === 'movement' ? movesOverTime(filter, group.grain, others, period) : null
}

function movesOverTime(
  { from, to, period }: MovementFilter,
  grain: Grain,
  where: readonly Clause[],
  said: Period | undefined,
): MeasurePlan | null {
  if (from !== null && to !== null) throw new Telling('Over time I can only count who came in, or who left.')
  const name = to ?? from
  return name ? overTime(to ? 'segment_entries' : 'segment_exits', [name], grain, where, said ?? period) : null
}

const isPlainState = (filter: Filter | undefined, catalog: ComposeContext['catalog']): boolean =>
  filter?.kind === 'segment' &&
  !filter.not &&
  !filter.on &&
  filter.percent === null &&
  filter.category === null &&
  (filter.segment === 'top' || isState(filter.segment) || catalog.segments.get(filter.segment)?.saved !== undefined)

/** A list of customers, or their number. */
const isOfPeople = (plan: ListPlan | MeasurePlan): boolean =>
  plan.kind === 'list'
    ? plan.entity === 'customer'
    : plan.measures.every((measure) => measure.kind === 'metric' && measure.metric === 'customers')

/** "And last year?", "and the month before" of a movement; "and on October 1" of a day. */
function inOtherTime(
  plan: ListPlan | MeasurePlan,
  changes: Changes,
  context: ComposeContext,
  words: readonly string[],
): Plan | null {
  const past = plan.where.flatMap(({ any }) => any).filter(isPast)
  const [filter, ...others] = past
  if (!filter || others.length > 0 || changesMore(changes)) return null
  const [said, ...more] = changes.times
  if (!said && filter.kind === 'segment' && words.some((word) => ['now', 'currently'].includes(word)))
    return withFilter(plan, filter, asOfNow(filter))
  if (more.length > 0 || (!said && !changes.against)) return null
  if (filter.kind === 'segment') return said ? onOtherDay(plan, filter, said, context) : null
  const period = said ?? (changes.against ? moved(filter.period, changes.against) : null)
  return period ? withFilter(plan, filter, { ...filter, period }) : null
}

const isPast = (filter: Filter): filter is MovementFilter | SegmentFilter =>
  filter.kind === 'movement' || (filter.kind === 'segment' && Boolean(filter.on))

function moved(period: Period, against: NonNullable<Changes['against']>): Period | null {
  switch (against.kind) {
    case 'previous':
      return before(period)
    case 'period':
      return against.period
    case 'back':
      if (against.unit !== 'year' && !(period.kind === 'calendar' && period.unit === against.unit)) return null
      return shiftPeriod(period, against.unit, -against.count)
    default:
      return against satisfies never
  }
}

function onOtherDay(
  plan: ListPlan | MeasurePlan,
  filter: SegmentFilter,
  period: Period,
  context: ComposeContext,
): Plan {
  const { from, to } = resolve(period, context.today, context.calendar)
  if (from === null || to === null || addDays(from, 1) !== to)
    throw new Telling('On which day? Say one, such as “on October 1”.')
  if (from > context.today) throw new Telling('That day is still to come.')
  return withFilter(plan, filter, from === context.today ? asOfNow(filter) : { ...filter, on: from })
}

const asOfNow = ({ on: _, ...filter }: SegmentFilter): SegmentFilter => filter

function withFilter(plan: ListPlan | MeasurePlan, old: Filter, filter: Filter): Plan {
  const where = plan.where.map(({ any }) => ({ any: any.map((each) => (each === old ? filter : each)) }))
  if (plan.kind === 'measure') return { ...plan, where }
  const days = filter.kind === 'movement' ? { period: filter.period } : {}
  const columns = plan.columns.map((column) =>
    column.kind === 'metric' && /^(?:entered|left)_on$/.test(column.metric) ? { ...column, ...days } : column,
  )
  return { ...plan, where, columns }
}

const changesMore = (changes: Changes): boolean =>
  changes.clauses.length + changes.facts.length + changes.groups.length + changes.measures.length > 0 ||
  changes.columns.length + changes.shown.length + changes.asks.length > 0 ||
  changes.ordering !== null ||
  changes.ranking !== null ||
  changes.share ||
  changes.compares

/** "And lapsed customers" of a size over time, "and the top 20 %" of a share: the same of another segment. */
function ofOtherSegment(plan: ListPlan | MeasurePlan, changes: Changes, words: readonly string[]): MeasurePlan | null {
  const [added, ...others] = changes.clauses
  const filter = added && only(added)
  if (plan.kind !== 'measure' || others.length > 0 || filter?.kind !== 'segment') return null
  if (changes.times.length + changes.groups.length + changes.measures.length > 0 || changes.counts) return null
  const narrows = /^(?:only|just|of|in|from|among|who|which|keep|but)$/.test(words[0] ?? '')
  if (!changes.turns && (narrows || plan.measures.some(({ kind }) => kind === 'share'))) return null
  const measures = plan.measures.map((measure) => ofSegment(measure, filter))
  const swapped = measures.filter((measure) => measure !== null)
  return swapped.length === plan.measures.length ? { ...plan, measures: swapped } : null
}

function ofSegment(measure: Measure, filter: SegmentFilter): Measure | null {
  const [where, ...others] = 'where' in measure ? measure.where : []
  const said = where && only(where)
  if (others.length > 0 || !said) return null
  if (measure.kind === 'share' && said.kind === 'segment') return { ...measure, where: [{ any: [filter] }] }
  const named = said.kind === 'field' && said.field === 'stay.segment' && filter.percent === null && !filter.not
  return named ? { ...measure, where: [{ any: [{ ...said, values: [filter.segment] }] }] } : null
}
