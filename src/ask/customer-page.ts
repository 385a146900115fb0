import type { Asker } from '../access/asker.ts'
import type { Answered, Refused } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import type { CheckedCustomer } from './checked.ts'

export async function customerPage(
  _plan: CheckedCustomer,
  _asker: Asker,
  _context: AskContext,
): Promise<Answered | Refused> {
  return { kind: 'refused', reason: 'Not yet.' }
}
