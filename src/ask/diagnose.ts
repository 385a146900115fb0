import type { Asker } from '../access/asker.ts'
import type { AskContext } from './ask.ts'
import type { CheckedList, CheckedMeasurePlan } from './checked.ts'
import type { PhraseContext } from './phrases.ts'
import type { Note, Relaxation } from './reply.ts'

export async function diagnose(
  _plan: CheckedList | CheckedMeasurePlan,
  _asker: Asker,
  _phrasing: PhraseContext,
  _context: AskContext,
): Promise<{ readonly notes: readonly Note[]; readonly relaxations: readonly Relaxation[] }> {
  return { notes: [], relaxations: [] }
}
