import type { Asker } from '../access/asker.ts'
import type { Answered, Refused } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import type { CheckedWhy } from './checked.ts'

export async function whyInSegment(
  _plan: CheckedWhy,
  _asker: Asker,
  _context: AskContext,
): Promise<Answered | Refused> {
  return { kind: 'refused', reason: 'Not yet.' }
}
