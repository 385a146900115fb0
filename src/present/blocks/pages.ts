import { writeMoney } from '../../ask/amounts.ts'
import type { Answer, AnswerColumn, Cell } from '../../ask/reply.ts'
import { rangeEnds } from '../ranges.ts'
import { groupColumns } from './groups.ts'
import { limits } from './limits.ts'
import type { Shown } from './shown.ts'

/** Which rows and columns of an answer one message shows. */
export interface Page {
  readonly number: number
  readonly pages: number
  /** The first row and the one behind the last, from 0. */
  readonly from: number
  readonly to: number
  /** Places in the answer's columns, in the order shown. */
  readonly columns: readonly number[]
}

/** What a message's table may hold, with some room for how Slack counts. */
const budget = limits.tableText - 1000
export const longestCell = 200
export const longestLabel = 60
/** Preformatted text has no pages of its own and wraps where it is wide. */
const plainRows = 20
const plainColumns = 8

/** The page asked for. Pages are of one size, small enough that the longest of them fits into a message. */
export function pageOf(answer: Answer, { page, rules, plainBlocks = false }: Shown): Page {
  const columns = shownColumns(answer.columns, plainBlocks ? plainColumns : limits.tableColumns)
  const size = plainBlocks ? plainRows : pageSize(answer, columns, rules.currency)
  const pages = Math.max(1, Math.ceil(answer.rows.length / size))
  const number = Math.min(Math.max(0, Math.trunc(page)), pages - 1)
  const from = number * size
  return { number, pages, from, to: Math.min(from + size, answer.rows.length), columns }
}

/**
 * People read names first, and then how to reach whom they name: a reference goes to the end where a name stands beside
 * it, and is never the one cut.
 */
export function shownColumns(columns: readonly AnswerColumn[], limit: number): readonly number[] {
  const ends = rangeEnds(columns)
  const places = columns.flatMap(({ name }, at) => (ends.has(name) ? [] : [at]))
  if (!isNamed(columns)) return places.slice(0, limit)
  const [name = 1, ...others] = places.slice(1, limit)
  const reaches = others.filter((at) => contactColumns.has(columns[at]?.name ?? ''))
  return [name, ...reaches, ...others.filter((at) => !reaches.includes(at)), 0]
}

const contactColumns: ReadonlySet<string> = new Set(['email', 'phone', 'address'])

/** Whether each row begins with a reference and the name people know it by. */
export function isNamed([key, name]: readonly AnswerColumn[]): boolean {
  return key?.type === 'key' && name?.type === 'text' && /name$/i.test(name.label)
}

function pageSize(answer: Answer, places: readonly number[], currency: string): number {
  const { columns, rows } = answer
  const groups = groupColumns(answer)
  const shown = places.flatMap((at) => columns[at] ?? [])
  const room = budget - shown.reduce((sum, { label }) => sum + Math.min(Math.max(label.length, 1), longestLabel), 0)
  const symbol = writeMoney(0, currency).length - '0.00'.length
  const upTo = [0]
  for (const row of rows) {
    const cells = places.reduce((sum, at) => {
      const value = row[at] ?? null
      const missing = value === null && at < groups
      return sum + (missing ? longestLabel + 'no '.length : lengthOf(value, columns[at], symbol))
    }, 0)
    upTo.push((upTo.at(-1) ?? 0) + cells)
  }
  const fits = (size: number): boolean => {
    for (let from = 0; from < rows.length; from += size) {
      if ((upTo[Math.min(from + size, rows.length)] ?? 0) - (upTo[from] ?? 0) > room) return false
    }
    return true
  }
  let size: number = limits.tablePage
  while (size > 1 && !fits(size)) size -= 1
  return size
}

/** “about $123,456 ($12,345–$1,234,567)” */
const longestRanged = 40

/** At least as long as the written cell, without the cost of writing ten thousand rows. */
function lengthOf(value: Cell, column: AnswerColumn | undefined, symbol: number): number {
  if (value === null || column === undefined) return 1
  if (typeof value === 'number') return Math.min(numberLength(value, column, symbol), longestCell)
  if (column.type === 'date') return 'week of Nov 10, 2026'.length
  return Math.min(Math.max(String(value).length, 3), longestCell)
}

function numberLength(value: number, { type, range }: AnswerColumn, symbol: number): number {
  if (range) return longestRanged
  const size = Math.ceil(Math.abs(value) * (type === 'percent' ? 100 : 1))
  if (!(size < 1e15)) return longestCell
  const digits = String(size).length
  return digits + Math.floor((digits - 1) / 3) + '-.00 %'.length + (type === 'money' ? symbol : 0)
}
