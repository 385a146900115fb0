import { writeRanged } from '../ask/amounts.ts'
import type { AnswerColumn, Cell, Row } from '../ask/reply.ts'
import { formatCell } from './format.ts'

/** The names of columns that people read inside another one, as the ends of its range. */
export const rangeEnds = (columns: readonly AnswerColumn[]): ReadonlySet<string> =>
  new Set(columns.flatMap(({ range }) => range ?? []))

/** The ends of an estimate's range in its row; null for what is no estimate or has none. */
export function endsIn(row: Row, { range }: AnswerColumn, columns: readonly AnswerColumn[]): Ends | null {
  const [low, high] = (range ?? []).map((end) => row[columns.findIndex(({ name }) => name === end)])
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null
}

export type Ends = readonly [low: number, high: number]

/** A value as a person reads it, an estimate with its range: "about 2.7 (1–5)". */
export function formatRanged(value: Cell, ends: Ends | null, column: AnswerColumn, currency: string): string {
  if (ends === null || typeof value !== 'number') return formatCell(value, column, currency)
  return writeRanged(value, ends, column.type === 'money' ? currency : null)
}
