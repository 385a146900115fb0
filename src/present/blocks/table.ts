import type { Answer, AnswerColumn, Cell, Row } from '../../ask/reply.ts'
import { capital } from '../../ask/wording.ts'
import { plainLine } from '../format.ts'
import { type Ends, endsIn, formatRanged, rangeEnds } from '../ranges.ts'
import { tableText } from '../text.ts'
import type { Block, DataTableCell } from './blocks.ts'
import { groupTitle, withGroupNames } from './groups.ts'
import { limits } from './limits.ts'
import { longestCell, longestLabel, type Page } from './pages.ts'
import { line, paragraph, richText } from './pieces.ts'
import type { Shown } from './shown.ts'

const longestPlainCell = 30
const plainBudget = 6000

/** The page of an answer as Slack's own table. */
export function tableBlocks(answer: Answer, page: Page, shown: Shown): readonly Block[] {
  const { currency } = shown.rules
  const columns = page.columns.flatMap((at) => answer.columns[at] ?? [])
  const rows = withGroupNames(rowsOn(answer, page), answer, page.columns)
  if (shown.plainBlocks) return [plainTable(columns, rows, currency)]
  return [
    {
      type: 'data_table',
      caption: captionOf(answer, page),
      rows: [
        columns.map(({ label }) => ({ type: 'raw_text', text: line(label, longestLabel) })),
        ...rows.map((row, index) =>
          row.map((value, at) => cellOf(value, columns[at], endsOf(answer, page, index, at), currency)),
        ),
      ],
      page_size: rows.length <= 12 ? rows.length : 10,
      row_header_column_index: 0,
    },
  ]
}

function endsOf({ columns, rows }: Answer, page: Page, index: number, at: number): Ends | null {
  const column = columns[page.columns[at] ?? -1]
  const row = rows[page.from + index]
  return column && row ? endsIn(row, column, columns) : null
}

const rowsOn = ({ rows }: Answer, page: Page): readonly Row[] =>
  rows.slice(page.from, page.to).map((row) => page.columns.map((at) => row[at] ?? null))

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
  const left = columns.length - rangeEnds(columns).size - page.columns.length
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

/**
 * A value as Slack's table takes it. Figures sort as numbers and read as the terminal writes them; days sort as days,
 * by a number like 20261110. What is missing is a dash, not a nought.
 */
function cellOf(value: Cell, column: AnswerColumn | undefined, ends: Ends | null, currency: string): DataTableCell {
  if (column === undefined) return { type: 'raw_text', text: '–' }
  const text = line(formatRanged(value, ends, column, currency), longestCell)
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
