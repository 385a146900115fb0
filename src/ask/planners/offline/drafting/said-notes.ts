import type { MetricFilter, Plan } from '../../../plan.ts'
import { clause, fieldIn } from '../items.ts'
import { customerClauses } from './customer-conditions.ts'
import type { Draft, Piece } from './draft.ts'
import { takePeriod } from './stretches.ts'

/** "Notes that mention a gift" asks for the notes; "customers with notes that mention a gift" for the customers. */
export function saidNotes(draft: Draft): Piece | null {
  const [first] = draft.pieces.filter(({ item }) => item.kind !== 'head')
  if (first?.item.kind !== 'cond' || !/^(?:the |all |our |any )?notes\b/i.test(first.words)) return null
  return noteFilter(first) === null || draft.has('subject') || draft.has('target') || draft.head('who', 'count')
    ? null
    : first
}

/** The condition of having such notes, where that is all the piece says. */
function noteFilter({ item }: Piece): MetricFilter | null {
  const [only] = item.clauses.length === 1 ? item.clauses[0].any : []
  return only?.kind === 'metric' && only.metric === 'notes' && only.op === 'at_least' ? only : null
}

export function notesPlan(draft: Draft, piece: Piece): Plan {
  const filter = noteFilter(draft.use(piece))
  const said = takePeriod(draft) ?? filter?.period ?? null
  const when = said && said.kind !== 'all' ? [clause(fieldIn('note.day', said))] : []
  const text = (filter?.where ?? []).map((each) => clause(each))
  return {
    kind: 'list',
    entity: 'note',
    where: [...text, ...when, ...customerClauses(draft, false)],
    columns: [],
    order: [],
    limit: null,
  }
}
