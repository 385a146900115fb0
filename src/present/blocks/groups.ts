import type { Answer, AnswerColumn, Cell } from '../../ask/reply.ts'
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

/** What an answer's numbers are, in a few words: "Revenue by month"; the title has the rest. */
export function groupTitle(answer: Answer): string {
  if (answer.plan.kind === 'cohorts') return answer.reading
  const first = groupColumns(answer)
  const groups = answer.columns.slice(0, first).filter((column, at) => column.type !== 'key' || at === first - 1)
  const numbers = joined(answer.columns.slice(first).map(({ label }) => label))
  if (groups.length === 0 || numbers === '') return answer.reading
  return `${numbers} by ${joined(groups.map(({ label }) => lowered(label)))}`
}
