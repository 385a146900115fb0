import { stringify } from 'csv-stringify/sync'
import type { Day } from '../ask/days.ts'
import type { AnswerColumn, Cell, Row } from '../ask/reply.ts'
import { cut } from './blocks/pieces.ts'

/**
 * An answer as a CSV file (RFC 4180, UTF-8 with the mark by which Excel knows it).
 *
 * Figures are plain numbers, percents fractions and days YYYY-MM-DD, to reckon with. Text that a spreadsheet would take
 * for a formula gets an apostrophe in front; figures never do.
 */
export function answerCsv(columns: readonly AnswerColumn[], rows: readonly Row[]): string {
  const header = columns.map(({ label }) => defused(label))
  const lines = rows.map((row) => columns.map((_, at) => written(row[at] ?? null)))
  return stringify([header, ...lines], { bom: true, record_delimiter: 'windows' })
}

/** "top-customers-who-have-lapsed-2026-11-16.csv" */
export function csvName(reading: string, day: Day): string {
  const slug = reading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `${cut(slug, 61).replace(/-?…$/, '') || 'answer'}-${day}.csv`
}

function written(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return defused(value)
}

/** Signs that begin a formula, in any width, whatever blanks, quotes or invisible letters stand before them. */
const formula = /^[\s\p{C}\p{Z}"'‘’“”`]*[=+\-@＝＋－＠﹢﹣﹦﹫−]|^[\t\r]/u
/** An international number is what texting tools want, and reckons with nothing. */
const telephone = /^\+\d{6,15}$/

const defused = (text: string): string => {
  const plain = text.replaceAll('\0', '')
  return formula.test(plain) && !telephone.test(plain) ? `'${plain}` : plain
}
