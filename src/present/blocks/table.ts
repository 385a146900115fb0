import { writeMoney } from '../../ask/amounts.ts'
import type { Answer, AnswerColumn, Cell, Row } from '../../ask/reply.ts'
import { capital } from '../../ask/wording.ts'
import { formatCell, plainLine } from '../format.ts'
import { tableText } from '../text.ts'
import type { Block, DataTableCell } from './blocks.ts'
import { groupColumns, groupName, groupTitle } from './groups.ts'
import { limits } from './limits.ts'
import { line, paragraph, richText } from './pieces.ts'
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
const longestCell = 200
const longestPlainCell = 30
const longestLabel = 60
/** Preformatted text has no pages of its own and wraps where it is wide. */
const plainRows = 20
const plainColumns = 8
const plainBudget = 6000

/** The page asked for. Pages are of one size, small enough that the longest of them fits into a message. */
export function pageOf(answer: Answer, { page, rules, plainBlocks = false }: Shown): Page {
  const columns = shownColumns(answer.columns, plainBlocks ? plainColumns : limits.tableColumns)
  const size = plainBlocks ? plainRows : pageSize(answer, columns, rules.currency)
  const pages = Math.max(1, Math.ceil(answer.rows.length / size))
  const number = Math.min(Math.max(0, Math.trunc(page)), pages - 1)
  const from = number * size
  return { number, pages, from, to: Math.min(from + size, answer.rows.length), columns }
}

/** The page of an answer as Slack's own table. */
export function tableBlocks(answer: Answer, page: Page, shown: Shown): readonly Block[] {
  const { currency } = shown.rules
  const columns = page.columns.flatMap((at) => answer.columns[at] ?? [])
  const rows = withGroupNames(rowsOn(answer, page), answer, page)
  if (shown.plainBlocks) return [plainTable(columns, rows, currency)]
  return [
    {
      type: 'data_table',
      caption: captionOf(answer, page),
      rows: [
        columns.map(({ label }) => ({ type: 'raw_text', text: line(label, longestLabel) })),
        ...rows.map((row) => row.map((value, at) => cellOf(value, columns[at], currency))),
      ],
      page_size: rows.length <= 12 ? rows.length : 10,
      row_header_column_index: 0,
    },
  ]
}

const rowsOn = ({ rows }: Answer, page: Page): readonly Row[] =>
  rows.slice(page.from, page.to).map((row) => page.columns.map((at) => row[at] ?? null))

/** What has no store is a group too, and a dash would not say which. */
function withGroupNames(rows: readonly Row[], answer: Answer, page: Page): readonly Row[] {
  const groups = groupColumns(answer)
  if (groups === 0) return rows
  return rows.map((row) =>
    row.map((value, place) => {
      const at = page.columns[place] ?? 0
      const column = answer.columns[at]
      const named = value === null && at < groups && column?.type === 'text'
      return named ? groupName(value, column) : value
    }),
  )
}

/** How much there is, and what of it the table leaves out. */
export function tableNotes(answer: Answer, page: Page, shown: Shown): readonly string[] {
  const count = answer.plan.kind === 'list' || page.pages > 1 ? capital(countOf(answer, page)) : ''
  return [count, cutColumns(answer, page, shown), cutTexts(rowsOn(answer, page), shown)].filter((told) => told !== '')
}

/** The title says what is asked for; this says what the table is: "39 customers", "Revenue by month". */
function captionOf(answer: Answer, page: Page): string {
  const count = countOf(answer, page).slice(0, -1)
  if (answer.plan.kind !== 'measure') return line(capital(count), limits.headerText)
  const what = groupTitle(answer)
  return line(page.pages > 1 ? `${what}: ${count}` : what, limits.headerText)
}

/** "37 customers.", "rows 101–200 of 1,234." */
export function countOf({ plan, rows, truncated }: Answer, { pages, from, to }: Page): string {
  const all = rows.length.toLocaleString('en-US')
  const whole = truncated ? `${all} or more` : all
  if (pages > 1) return `rows ${(from + 1).toLocaleString('en-US')}–${to.toLocaleString('en-US')} of ${whole}.`
  const [one, many] = nouns[plan.kind === 'list' ? plan.entity : 'row'] ?? ['row', 'rows']
  return `${whole} ${rows.length === 1 ? one : many}.`
}

const nouns: Readonly<Record<string, readonly [string, string]>> = {
  customer: ['customer', 'customers'],
  order: ['order', 'orders'],
  product: ['product', 'products'],
  category: ['category', 'categories'],
  store: ['store', 'stores'],
  campaign: ['campaign', 'campaigns'],
  interaction: ['interaction', 'interactions'],
  case: ['case', 'cases'],
  note: ['note', 'notes'],
  follow_up: ['follow-up', 'follow-ups'],
}

function cutColumns({ columns }: Answer, page: Page, { mayExport }: Shown): string {
  const left = columns.length - page.columns.length
  if (left === 0) return ''
  const which = left === 1 ? '1 more column is' : `${left} more columns are`
  return `${which} not shown${mayExport ? '; the CSV file has all of them' : ''}.`
}

/** Only texts are ever as long as that: notes, summaries, what somebody typed. */
function cutTexts(rows: readonly Row[], { mayExport, plainBlocks }: Shown): string {
  const longest = plainBlocks ? longestPlainCell : longestCell
  const long = rows.some((row) => row.some((value) => typeof value === 'string' && plainLine(value).length > longest))
  return long ? `Long texts are cut${mayExport ? '; the CSV file has them whole' : ''}.` : ''
}

/** People read names first: a reference goes to the end where a name stands beside it. It is never the one cut. */
export function shownColumns(columns: readonly AnswerColumn[], limit: number): readonly number[] {
  const places = columns.map((_, at) => at)
  if (!isNamed(columns)) return places.slice(0, limit)
  return [...places.slice(1, limit), 0]
}

/** Whether each row begins with a reference and the name people know it by. */
export function isNamed([key, name]: readonly AnswerColumn[]): boolean {
  return key?.type === 'key' && name?.type === 'text' && /name$/i.test(name.label)
}

/**
 * A value as Slack's table takes it. Figures sort as numbers and read as the terminal writes them; days sort as days,
 * by a number like 20261110. What is missing is a dash, not a nought.
 */
function cellOf(value: Cell, column: AnswerColumn | undefined, currency: string): DataTableCell {
  if (column === undefined) return { type: 'raw_text', text: '–' }
  const text = line(formatCell(value, column, currency), longestCell)
  const sortable =
    typeof value === 'number' ? value : column.type === 'date' ? Number(value?.toString().replaceAll('-', '')) : null
  return sortable !== null && Number.isFinite(sortable) && value !== null
    ? { type: 'raw_number', value: sortable, text }
    : { type: 'raw_text', text }
}

function plainTable(columns: readonly AnswerColumn[], rows: readonly Row[], currency: string): Block {
  const short = rows.map((row) =>
    row.map((value) => (typeof value === 'string' ? line(value, longestPlainCell) : value)),
  )
  const labelled = columns.map((column) => ({ ...column, label: line(column.label, 30) }))
  const text = paragraph(tableText(labelled, short, currency), plainBudget)
  return richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] })
}

function pageSize({ columns, rows }: Answer, places: readonly number[], currency: string): number {
  const shown = places.flatMap((at) => columns[at] ?? [])
  const room = budget - shown.reduce((sum, { label }) => sum + Math.min(Math.max(label.length, 1), longestLabel), 0)
  const symbol = writeMoney(0, currency).length - '0.00'.length
  const upTo = [0]
  for (const row of rows) {
    const cells = places.reduce((sum, at) => sum + lengthOf(row[at] ?? null, columns[at], symbol), 0)
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

/** At least as long as the written cell, without the cost of writing ten thousand rows. */
function lengthOf(value: Cell, column: AnswerColumn | undefined, symbol: number): number {
  if (value === null || column === undefined) return 1
  if (typeof value === 'number') return Math.min(numberLength(value, column, symbol), longestCell)
  if (column.type === 'date') return 'week of Nov 10, 2026'.length
  return Math.min(Math.max(String(value).length, 3), longestCell)
}

function numberLength(value: number, { type }: AnswerColumn, symbol: number): number {
  const size = Math.ceil(Math.abs(value) * (type === 'percent' ? 100 : 1))
  if (!(size < 1e15)) return longestCell
  const digits = String(size).length
  return digits + Math.floor((digits - 1) / 3) + '-.00 %'.length + (type === 'money' ? symbol : 0)
}
