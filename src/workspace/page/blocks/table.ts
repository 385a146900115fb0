/// <reference lib="dom" />
import { type Child, h, type VNode } from '../h.ts'
import { icon } from '../icons.ts'
import { local, setLocal } from '../state.ts'
import { type Json, number, record, records, string } from './read.ts'
import { richText, richWords } from './rich-text.ts'

/** How one reader looks at a table. */
interface Look {
  readonly sort: { readonly column: number; readonly down: boolean } | null
  readonly filter: string
  readonly page: number
}

type Row = readonly Json[]

const untouched: Look = { sort: null, filter: '', page: 0 }

/** A `data_table`: sorted by its headings, filtered by a word, in pages of `page_size`. */
export function dataTable(block: Json, key: string): VNode {
  const [head = [], ...rows] = rowsOf(block)
  const look = local(key, untouched)
  const set = (next: Partial<Look>) => setLocal(key, { ...look, ...next })
  const size = number(block.page_size) ?? 5
  const found = sorted(filtered(rows, look.filter), look.sort)
  const page = Math.min(look.page, Math.max(0, Math.ceil(found.length / size) - 1))
  const shown = found.slice(page * size, (page + 1) * size)
  return h(
    'figure',
    { class: 'data-table' },
    h(
      'figcaption',
      { class: 'table-head' },
      h('span', { class: 'table-caption' }, string(block.caption)),
      rows.length > size && filterBox(look, set),
    ),
    scroller(string(block.caption), tableOf(block, head, rows, shown, look, set)),
    h(
      'div',
      { class: 'table-foot' },
      h('span', { role: 'status' }, countText(rows.length, found.length, page, size)),
      found.length > size && pager(found.length, page, size, set),
    ),
  )
}

type Set = (next: Partial<Look>) => void

function tableOf(block: Json, head: Row, all: readonly Row[], shown: readonly Row[], look: Look, set: Set): VNode {
  const heading = number(block.row_header_column_index)
  const numeric = head.map((_, column) => column !== heading && areFigures(all, column))
  return h(
    'table',
    { 'aria-label': string(block.caption) },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head.map((cell, column) => headCell(cell, column, numeric[column] === true, look, set)),
      ),
    ),
    h(
      'tbody',
      {},
      shown.map((row) =>
        h(
          'tr',
          {},
          row.map((cell, column) => bodyCell(cell, column === heading, numeric[column] === true)),
        ),
      ),
    ),
    shown.length === 0 &&
      h('tbody', {}, h('tr', {}, h('td', { colspan: head.length, class: 'table-empty' }, 'No row has that.'))),
  )
}

function headCell(cell: Json, column: number, numeric: boolean, look: Look, set: Set): VNode {
  const own = look.sort?.column === column ? look.sort : null
  const order = own === null ? 'none' : own.down ? 'descending' : 'ascending'
  const next = own === null ? { column, down: numeric } : own.down === numeric ? { column, down: !numeric } : null
  const sign = own === null ? 'sort' : own.down ? 'down' : 'up'
  return h(
    'th',
    { scope: 'col', 'aria-sort': order, class: numeric ? 'numeric' : undefined },
    h(
      'button',
      { class: 'sort-button', type: 'button', onclick: () => set({ sort: next, page: 0 }) },
      h('span', {}, cellWords(cell)),
      icon(sign),
    ),
  )
}

function bodyCell(cell: Json, heading: boolean, numeric: boolean): VNode {
  const props = { class: numeric ? 'numeric' : cell.type === 'raw_number' ? 'one-line' : undefined }
  return heading ? h('th', { scope: 'row', ...props }, cellOf(cell)) : h('td', props, cellOf(cell))
}

function filterBox(look: Look, set: Set): VNode {
  return h(
    'label',
    { class: 'table-filter' },
    icon('search'),
    h('input', {
      key: 'filter',
      type: 'search',
      placeholder: 'Filter',
      'aria-label': 'Filter rows',
      initial: look.filter,
      oninput: ({ target }: { target: HTMLInputElement }) => set({ filter: target.value, page: 0 }),
      // Escape empties a search field by itself; that must not close the pane around it as well.
      onkeydown: (event: KeyboardEvent) => event.key === 'Escape' && look.filter !== '' && event.stopPropagation(),
    }),
  )
}

function pager(length: number, page: number, size: number, set: Set): VNode {
  const last = Math.ceil(length / size) - 1
  const step = (label: string, sign: 'back' | 'right', to: number) =>
    h(
      'button',
      {
        class: 'pager-button',
        type: 'button',
        'aria-label': label,
        disabled: to < 0 || to > last,
        onclick: () => set({ page: to }),
      },
      icon(sign),
    )
  return h(
    'span',
    { class: 'pager' },
    step('Previous page', 'back', page - 1),
    h('span', {}, `Page ${page + 1} of ${last + 1}`),
    step('Next page', 'right', page + 1),
  )
}

function countText(all: number, found: number, page: number, size: number): string {
  if (found === 0) return `0 of ${all} rows`
  const of = found === all ? `${all} ${all === 1 ? 'row' : 'rows'}` : `${found} (of ${all})`
  return found <= size ? of : `${page * size + 1}–${Math.min(found, (page + 1) * size)} of ${of}`
}

/** A plain `table`, all of it at once. */
export function plainTable(block: Json): VNode {
  const settings = records(block.column_settings)
  const [head = [], ...rows] = rowsOf(block)
  const props = (column: number) => {
    const { align, is_wrapped } = settings[column] ?? {}
    return {
      class: `${align === 'right' ? 'numeric' : align === 'center' ? 'centered' : ''} ${is_wrapped === true ? 'wrapped' : ''}`,
    }
  }
  const line = (tag: string) => (row: Row) =>
    h(
      'tr',
      {},
      row.map((cell, column) => h(tag, { ...props(column), ...(tag === 'th' ? { scope: 'col' } : {}) }, cellOf(cell))),
    )
  return h(
    'div',
    { class: 'data-table' },
    scroller('Table', h('table', {}, h('thead', {}, line('th')(head)), h('tbody', {}, rows.map(line('td'))))),
  )
}

function scroller(label: string, table: VNode): VNode {
  return h('div', { class: 'table-scroll', role: 'region', 'aria-label': label, tabindex: '0' }, table)
}

function rowsOf(block: Json): readonly Row[] {
  return Array.isArray(block.rows)
    ? block.rows.map((row) => (Array.isArray(row) ? row.map((cell) => record(cell) ?? {}) : []))
    : []
}

function cellOf(cell: Json): Child {
  return cell.type === 'rich_text' ? richText(cell) : cellWords(cell)
}

function cellWords(cell: Json): string {
  if (cell.type === 'rich_text') return richWords(cell)
  return string(cell.text) || (number(cell.value) === null ? '' : String(cell.value))
}

/** A column sorts by number only where every cell of it is one. */
function isNumeric(rows: readonly Row[], column: number): boolean {
  return rows.length > 0 && rows.every((row) => row[column]?.type === 'raw_number')
}

/** Figures stand on the right; dates are numbers to the sorting, but words to the reader. */
function areFigures(rows: readonly Row[], column: number): boolean {
  return isNumeric(rows, column) && !rows.some((row) => /[a-z]{2}/.test(cellWords(row[column] ?? {})))
}

function filtered(rows: readonly Row[], filter: string): readonly Row[] {
  const wanted = filter.trim().toLowerCase()
  return wanted === '' ? rows : rows.filter((row) => row.some((cell) => cellWords(cell).toLowerCase().includes(wanted)))
}

const words = new Intl.Collator('en-US', { numeric: true, sensitivity: 'base' })

function sorted(rows: readonly Row[], sort: Look['sort']): readonly Row[] {
  if (sort === null) return rows
  const { column, down } = sort
  const numeric = isNumeric(rows, column)
  const compare = (a: Row, b: Row) =>
    numeric
      ? (number(a[column]?.value) ?? 0) - (number(b[column]?.value) ?? 0)
      : words.compare(cellWords(a[column] ?? {}), cellWords(b[column] ?? {}))
  return rows.toSorted((a, b) => (down ? compare(b, a) : compare(a, b)))
}
