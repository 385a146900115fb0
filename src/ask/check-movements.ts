import type { Segment } from '../catalog/types.ts'
import { type Checking, checkPeriod, look, type Place, reaches } from './check-filters.ts'
import type {
  CheckedMovementFilter,
  CheckedPeriod,
  CheckedSegment,
  Movement,
  Recorded,
  RecordedDay,
} from './checked.ts'
import { addDays, type Day } from './days.ts'
import type { MovementFilter } from './plan.ts'

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
  const recorded = recordedIn(name, period, at, checking)
  return recorded && { kind: to === null ? 'left' : 'entered', ...recorded }
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

/** The last day of a stretch that has come: today where it goes on. */
export const lastDayOf = (to: Day | null, today: Day): Day =>
  to === null || addDays(to, -1) > today ? today : addDays(to, -1)

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

/** The segment, if its history knows any of the period. */
export function recordedIn(name: string, { stretch }: CheckedPeriod, at: string, checking: Checking): Recorded | null {
  const recorded = recordedSegment(name, at, checking)
  if (!recorded) return null
  const { segment, history } = recorded
  const last = lastDayOf(stretch.to, checking.today)
  const day =
    last < history.fromDay ? last : stretch.from !== null && stretch.from > history.untilDay ? stretch.from : null
  if (day === null || day > checking.today) return recorded
  checking.issues.push({ code: 'outside_history', at, name: segment.label, day, history })
  return null
}

function recordedSegment(name: string, at: string, checking: Checking): Recorded | null {
  const segment: Segment | null = look(checking, 'segment', name, at)
  if (!segment) return null
  const history = checking.histories.get(name)
  if (history) return { segment, history }
  checking.issues.push({ code: 'no_history', at, name: segment.label })
  return null
}
