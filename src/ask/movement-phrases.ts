import type { Segment } from '../catalog/types.ts'
import type { CheckedMovementFilter, CheckedSegmentFilter, Movement } from './checked.ts'
import { writeDay } from './period-text.ts'
import { duringPeriod, namesPeople, type PhraseContext } from './phrases.ts'

/** Segments whose label does not stand well behind "are", and their opposites. */
export const ownPhrases: Readonly<Record<string, readonly [is: string, isNot: string]>> = {
  lapsed: ['have lapsed', 'have not lapsed'],
  need_attention: ['need attention', 'do not need attention'],
  cant_lose: ['we can’t lose', 'are not among those we can’t lose'],
}

/** Segments that one is rather than belongs to: "lapsed", "champions", "at risk", but not a saved "Big in Chicago". */
const isAState = (segment: Segment): boolean =>
  segment.saved ? namesPeople(segment) : !(segment.name in ownPhrases) || segment.name === 'lapsed'

/** "became lapsed last month", "stopped being champions in October", "were at risk on Aug 31 and champions on Nov 16". */
export function phraseMovement({ movement, period, not }: CheckedMovementFilter, context: PhraseContext): string {
  const when =
    movement.kind === 'moved' || period.period.kind === 'all' ? '' : ` ${duringPeriod(period.period, context)}`
  return not ? `${negated(movement)}${when}` : `${told(movement)}${when}`
}

function told(movement: Movement): string {
  switch (movement.kind) {
    case 'entered':
      return isAState(movement.segment)
        ? `became ${stateOf(movement.segment)}`
        : `came into ${placeOf(movement.segment)}`
    case 'left':
      return isAState(movement.segment)
        ? `stopped being ${stateOf(movement.segment)}`
        : `went out of ${placeOf(movement.segment)}`
    case 'moved':
      return `were ${both(movement)}`
    default:
      return movement satisfies never
  }
}

function negated(movement: Movement): string {
  switch (movement.kind) {
    case 'entered':
      return isAState(movement.segment)
        ? `did not become ${stateOf(movement.segment)}`
        : `did not come into ${placeOf(movement.segment)}`
    case 'left':
      return isAState(movement.segment)
        ? `did not stop being ${stateOf(movement.segment)}`
        : `did not go out of ${placeOf(movement.segment)}`
    case 'moved':
      return `were not ${both(movement)}`
    default:
      return movement satisfies never
  }
}

const both = ({ from, to }: Extract<Movement, { kind: 'moved' }>): string =>
  `${stateOf(from.segment)} on ${writeDay(from.day)} and ${stateOf(to.segment)} on ${writeDay(to.day)}`

/** "were lapsed on Aug 31, 2026" */
export const phrasePast = ({ segment, on, not }: CheckedSegmentFilter): string =>
  `were ${not ? 'not ' : ''}${stateOf(segment)}${on ? ` on ${writeDay(on.day)}` : ''}`

/** To stand behind "were": "lapsed", "in stage Loyalty", "in the segment Big in Chicago". */
function stateOf(segment: Segment): string {
  if (isAState(segment)) return segment.label.replace(/^stage /, 'in stage ')
  return segment.saved ? `in the segment ${segment.label}` : `among “${segment.label}”`
}

const placeOf = ({ label, saved }: Segment): string => (saved ? `the segment ${label}` : `“${label}”`)
