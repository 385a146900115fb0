import type { CheckedQuery } from './checked.ts'
import type { AnswerColumn, Note, Row } from './reply.ts'

/** What the group without a store is, where a breakdown by the store that sold has one: not everybody guesses it. */
export function groupNotes(
  plan: CheckedQuery,
  columns: readonly AnswerColumn[],
  rows: readonly Row[],
): readonly Note[] {
  if (plan.kind !== 'measure') return []
  const store = plan.by.find((dimension) => dimension.kind === 'field' && dimension.field.name === 'order.store')
  const at = columns.findIndex(({ name }) => name === store?.column)
  if (at < 0 || !rows.some((row) => row[at] === null)) return []
  return [{ kind: 'definition', text: 'No store: Orders placed online, and any whose store is not on file.' }]
}
