import type { Answer, AnswerColumn, Cell, Row } from '../../ask/reply.ts'
import { joined, lowered } from '../../ask/wording.ts'
import { formatCell } from '../format.ts'
import { line } from './pieces.ts'

/** How many of an answer's columns say what its numbers are broken down by; none of a list's. */
export function groupColumns({ plan, columns }: Answer): number {
  return plan.kind === 'measure' ? Math.max(columns.length - plan.measures.length, 0) : 0
}

/** A group by its name; orders without a store are "no store". */
export function groupName(value: Cell, column: AnswerColumn): string {
  return value === null ? `no ${lowered(line(column.label, 60))}` : formatCell(value, column, 'USD')
}

/**
 * Rows with the group without a value called by name: what has no store is a group too, and a dash would not say which.
 * `places` are the answer's columns that the rows hold; all of them unless told otherwise.
 */
export function withGroupNames(
  rows: readonly Row[],
  answer: Answer,
  places: readonly number[] = [...answer.columns.keys()],
): readonly Row[] {
  const groups = groupColumns(answer)
  if (groups === 0) return rows
  return rows.map((row) =>
    row.map((value, place) => {
      const at = places[place] ?? 0
      const column = answer.columns[at]
      const named = value === null && at < groups && column?.type === 'text'
      return named ? groupName(value, column) : value
    }),
  )
}

/** What an answer's numbers are, in a few words: "Revenue by month"; the title has the rest. */
export function groupTitle(answer: Answer): string {
  if (answer.plan.kind === 'cohorts') return answer.reading
  const first = groupColumns(answer)
  const groups = answer.columns.slice(0, first).filter((column, at) => column.type !== 'key' || at === first - 1)
  const numbers = joined(answer.columns.slice(first).map(({ label }) => label))
  if (groups.length === 0 || numbers === '') return answer.reading
  return `${numbers} by ${joined(groups.map(({ label }) => lowered(label)))}`
}
