import type { ReadScope } from '../db/reading.ts'
import type { CheckedSegment } from './checked.ts'
import type { PhraseContext } from './phrases.ts'
import { customersWho } from './reading.ts'

/**
 * What a segment means, to whoever sees so much of the customers. What was written down when a segment was saved may
 * name customers whom the asker does not see, so for them it is said anew, with the names that they see.
 */
export function meaningFor({ segment, members }: CheckedSegment, scope: ReadScope, context: PhraseContext): string {
  if (members === null || scope.kind === 'all') return segment.meaning
  return members.kind === 'rule'
    ? `${customersWho(members.where, context)}.`
    : 'A list of customers that stays as it was saved.'
}
