import type { Field, Metric, MetricGrain, Segment } from '../catalog/types.ts'
import { type Checking, checkPeriod, look, type Place, reaches } from './check-filters.ts'
import type {
  CheckedFieldFilter,
  CheckedMovementFilter,
  CheckedPeriod,
  CheckedSegment,
  HistoryUse,
  Movement,
  Recorded,
  RecordedDay,
} from './checked.ts'
import { addDays, type Day, lastDayOf } from './days.ts'
import { allTime, type Stretch } from './period.ts'
import type { Clause, FieldFilter, Filter, MovementFilter } from './plan.ts'

/** Who moved, by the segments' histories; a day that these do not know is an issue, not an answer of nobody. */
export function checkMovementFilter(
  filter: MovementFilter,
  place: Place,
  checking: Checking,
): CheckedMovementFilter | null {
  if (!reaches(place.root, 'c.id'))
    checking.issues.push({ code: 'out_of_reach', at: place.at, name: place.label, other: 'customer' })
  const period = checkPeriod(filter.period, checking)
  const movement = movementOf(filter, period, place.at, checking)
  return movement && { kind: 'movement', movement, period, not: filter.not }
}

function movementOf(
  { from, to }: MovementFilter,
  period: CheckedPeriod,
  at: string,
  checking: Checking,
): Movement | null {
  if (from !== null && to !== null) return movedBetween(from, to, period, at, checking)
  const name = to ?? from
  if (name === null) {
    checking.issues.push({ code: 'no_movement', at })
    return null
  }
  const use = recordedIn(name, period.stretch, at, checking)
  return use && { kind: to === null ? 'left' : 'entered', ...use }
}

function movedBetween(
  from: string,
  to: string,
  { stretch }: CheckedPeriod,
  at: string,
  checking: Checking,
): Movement | null {
  if (stretch.from === null) {
    checking.issues.push({ code: 'movement_without_beginning', at })
    return null
  }
  const before = knownOn(from, addDays(stretch.from, -1), at, checking)
  const after = knownOn(to, lastDayOf(stretch.to, checking.today), at, checking)
  return before && after && { kind: 'moved', from: before, to: after }
}

/** The segment on a day that its history knows; that is of the segment as the shop defines it, at no other percentage. */
export function recordedOn(
  { segment, percent, category }: CheckedSegment,
  day: Day,
  at: string,
  checking: Checking,
): RecordedDay | null {
  if (category === null && percent === checking.rules.topPercent) return knownOn(segment.name, day, at, checking)
  checking.issues.push({ code: 'no_history', at, name: segment.label })
  return null
}

function knownOn(name: string, day: Day, at: string, checking: Checking): RecordedDay | null {
  const recorded = recordedSegment(name, at, checking)
  if (!recorded) return null
  if (day > checking.today) {
    checking.issues.push({ code: 'not_past', at, day })
    return null
  }
  const known = day >= recorded.history.fromDay && (day <= recorded.history.untilDay || day === checking.today)
  if (!known)
    checking.issues.push({ code: 'outside_history', at, name: recorded.segment.label, day, history: recorded.history })
  return known ? { ...recorded, day } : null
}

/** The segment, if its history knows any of these days. */
function recordedIn(name: string, { from, to }: Stretch, at: string, checking: Checking): HistoryUse | null {
  const recorded = recordedSegment(name, at, checking)
  if (!recorded) return null
  const { segment, history } = recorded
  const last = lastDayOf(to, checking.today)
  const outside = last < history.fromDay ? last : from !== null && from > history.untilDay ? from : null
  if (outside === null || outside >= checking.today) return { ...recorded, from, to: last }
  checking.issues.push({ code: 'outside_history', at, name: segment.label, day: outside, history })
  return null
}

/** The field that says of which segment stays are. */
export const staySegment = 'stay.segment'

/** Stays are those of one or several segments that have a history. */
export function checkStaySegment(
  field: Field,
  { op, values, not }: FieldFilter,
  at: string,
  checking: Checking,
): CheckedFieldFilter | null {
  if (op !== 'is' || not)
    checking.issues.push({ code: 'wrong_operation', at, field: field.label, op: not ? 'not' : op, allowed: ['is'] })
  const recorded = values.map((value) => recordedSegment(String(value), at, checking))
  const said = recorded.flatMap((one) => (one ? [one.segment.label] : []))
  return { kind: 'field', field, op, values, said, period: null, not }
}

/** A metric with the days that its period and its baseline mean. */
interface Dated {
  readonly metric: Metric
  readonly grain: MetricGrain
  readonly period: CheckedPeriod | null
  readonly baseline?: Stretch
}

interface Stays {
  readonly period: CheckedPeriod | null
  readonly baseline: Stretch
  readonly histories: readonly HistoryUse[]
}

/**
 * What a metric looks at of the segments' histories: those that its conditions name, or all where it is broken down by
 * them. Its period begins where they do at the earliest. Metrics over other facts stay as they are.
 */
export function staysOf(
  { metric, grain, period, baseline }: Dated,
  clauses: readonly Clause[],
  bySegment: boolean,
  at: string,
  checking: Checking,
): Stays {
  if (grain.entity !== 'stay') return { period, baseline: baseline ?? always, histories: [] }
  const named = clauses.flatMap(({ any }) => (any.length === 1 && any[0] ? namesIn(any[0]) : []))
  if (named.length === 0 && !bySegment) checking.issues.push({ code: 'which_segment', at, name: metric.label })
  const all = [...checking.histories.keys()].filter((name) => checking.catalog.segments.has(name))
  const stretches = [period?.stretch ?? always, ...(baseline ? [baseline] : [])]
  const histories = [...new Set(named.length > 0 ? named : all)].flatMap((name) =>
    stretches.flatMap((stretch) => recordedIn(name, stretch, at, checking) ?? []),
  )
  const known = (stretch: Stretch): Stretch => knownPart(stretch, histories)
  const within = known(period?.stretch ?? always)
  return {
    period: { period: period?.period ?? allTime, stretch: within },
    baseline: known(baseline ?? always),
    histories,
  }
}

const always: Stretch = { from: null, to: null }

const namesIn = (filter: Filter): readonly string[] =>
  filter.kind === 'field' && filter.field === staySegment && !filter.not ? filter.values.map(String) : []

/** From the earliest day that is known; without that, a breakdown over time would begin with nobody. */
function knownPart({ from, to }: Stretch, histories: readonly HistoryUse[]): Stretch {
  const [earliest] = histories.map(({ history }) => history.fromDay).sort()
  return earliest === undefined || (from !== null && from >= earliest) ? { from, to } : { from: earliest, to }
}

function recordedSegment(name: string, at: string, checking: Checking): Recorded | null {
  const segment: Segment | null = look(checking, 'segment', name, at)
  if (!segment) return null
  const history = checking.histories.get(name)
  if (history) return { segment, history }
  checking.issues.push({ code: 'no_history', at, name: segment.label })
  return null
}
