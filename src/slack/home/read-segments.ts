import type { Asker } from '../../access/asker.ts'
import type { AskContext } from '../../ask/ask.ts'
import { listSegments } from '../../segments/segments.ts'
import type { HomeSegment } from './facts.ts'

/** The saved segments with the number of customers that the asker sees in each. */
export async function homeSegments(asker: Asker, context: AskContext): Promise<readonly HomeSegment[]> {
  const segments = await listSegments(asker, context.db, context)
  return segments.map(({ name, label, reading, customers, problem, savedBy, mayChange }) => ({
    name,
    label,
    reading: [reading, problem].filter(Boolean).join('\n'),
    customers,
    savedBy,
    mine: mayChange,
  }))
}
