import { cellText, shown } from '../customers/normalize.ts'
import { type DayOrder, parseDay, parseStamp } from './dates.ts'
import type { Layout } from './detect.ts'
import type { Findings } from './findings.ts'

/** What a reader needs to know about the shop and the file. */
export interface Reading {
  /** Index of the file within the run. */
  readonly file: number
  readonly currency: string
  /** Two letters; phone numbers without a country code are read in it. */
  readonly country: string
  /** How a field's dates are written where that is not evident. */
  readonly dayOrder: (field: string) => DayOrder
}

export type Cell = (cells: readonly string[]) => string

/** The cell that fills a field: of several columns for it the first that is not blank, and '' where there is none. */
export function cellOf(layout: Layout, field: string): Cell {
  const places = layout.positions.get(field) ?? []
  const [first] = places
  if (first === undefined) return () => ''
  if (places.length === 1) return (cells) => cells[first] ?? ''
  return (cells) => cells[places.find((place) => cellText(cells[place] ?? '') !== '') ?? first] ?? ''
}

/** The same, trimmed and without a spreadsheet's apostrophe. */
export function textOf(layout: Layout, field: string): Cell {
  const cell = cellOf(layout, field)
  return (cells) => cellText(cell(cells))
}

/** The name of the column that fills a field, as the file writes it. */
export function columnOf(layout: Layout, field: string): string {
  const place = layout.positions.get(field)?.[0]
  return place === undefined ? field : (layout.header[place] ?? field)
}

const SPECIAL = /[\\\n\r\t]/u
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One value in PostgreSQL's COPY text format. */
export function copyCell(value: string | number | boolean | null): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : value ? 't' : 'f'
  return SPECIAL.test(value) ? value.replace(/[\\\n\r\t]/gu, (special) => ESCAPES[special] ?? special) : value
}

/** One row in PostgreSQL's COPY text format. */
export function copyRow(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(copyCell).join('\t')}\n`
}

export function orNull(text: string): string | null {
  return text === '' ? null : text
}

/**
 * The unknown columns of a row as JSON text. It is put together as text, so that a column called `__proto__` is a
 * column like any other.
 */
export function rawOf(layout: Layout): (cells: readonly string[]) => string | null {
  const columns = layout.unknown.map(({ name, position }) => ({ key: JSON.stringify(name), position }))
  if (columns.length === 0) return () => null
  return (cells) => {
    const members: string[] = []
    for (const { key, position } of columns) {
      const value = cells[position] ?? ''
      if (value !== '') members.push(`${key}:${JSON.stringify(value)}`)
    }
    return members.length === 0 ? null : `{${members.join(',')}}`
  }
}

/** A row whose cells do not fit the header has slipped: every value after the fault would land in the wrong column. */
export function fits(layout: Layout, cells: readonly string[], line: number, findings: Findings): boolean {
  const expected = layout.header.length
  if (
    cells.length !== expected &&
    (cells.length < expected || cells.slice(expected).some((cell) => cell.trim() !== ''))
  ) {
    findings.refuse(
      line,
      '',
      'wrong number of cells',
      `the line has ${cells.length} cells, the header has ${expected}`,
      cells,
    )
    return false
  }
  if (!layout.holdsNul) return true
  const column = cells.findIndex((cell) => cell.includes('\u0000'))
  if (column < 0) return true
  findings.refuse(
    line,
    layout.header[column] ?? '',
    'NUL character',
    'the cell holds a NUL character, which text cannot',
    cells,
  )
  return false
}

/** What a date cell gave: its ISO text, null for a blank, or why it cannot be read. */
export type DateCell = { readonly text: string | null; readonly fault?: never } | { readonly fault: string }

export function stampCell(cell: string, order: DayOrder): DateCell {
  return dateCell(cell, parseStamp, order)
}

export function dayCell(cell: string, order: DayOrder): DateCell {
  return dateCell(cell, parseDay, order)
}

function dateCell(cell: string, parse: typeof parseStamp, order: DayOrder): DateCell {
  const text = cellText(cell)
  if (text === '') return { text: null }
  const stamp = parse(text, order)
  switch (stamp.kind) {
    case 'stamp':
      return { text: stamp.text }
    case 'ambiguous':
      return {
        fault: `“${shown(text)}” can be read in two ways; say which with --dates day-first or --dates month-first`,
      }
    case 'wrong':
      return { fault: `“${shown(text)}” is not a date; ${stamp.expected}` }
    default:
      return stamp satisfies never
  }
}
