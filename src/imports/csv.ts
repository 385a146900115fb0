import { CsvError, type Options, parse } from 'csv-parse'
import { parse as parseWhole } from 'csv-parse/sync'
import { UserError } from '../errors.ts'
import type { Encoding } from './survey.ts'
import { utf8Bytes } from './survey.ts'

/** Some rows of a file, with the number of the line that each begins on (the header is line 1). */
export interface RowBatch {
  readonly rows: readonly (readonly string[])[]
  readonly lines: readonly number[]
}

export type Delimiter = ',' | ';' | '\t'

export interface CsvShape {
  readonly path: string
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  readonly header: readonly string[]
}

/** A row longer than this is a quotation mark that was never closed, or not a shop's data. */
const LONGEST_ROW = 4 << 20

const OPTIONS: Options = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: LONGEST_ROW,
}

/** Finds the delimiter and the column names: the delimiter is the one that gives the first line the most columns. */
export async function csvShape(path: string, encoding: Encoding): Promise<CsvShape> {
  const start = await beginning(path, encoding)
  const candidates = ([',', ';', '\t'] as const).map((delimiter) => ({ delimiter, header: firstRow(start, delimiter) }))
  const best = candidates.reduce((most, next) => (next.header.length > most.header.length ? next : most))
  if (best.header.every((name) => name.trim() === '')) {
    throw new UserError(`${path} has no column names in its first line.`, 'The first line of a CSV names the columns.')
  }
  return { path, encoding, delimiter: best.delimiter, header: best.header.map((name) => name.trim()) }
}

async function beginning(path: string, encoding: Encoding): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of utf8Bytes(path, encoding)) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= 1 << 20) break
  }
  return Buffer.concat(chunks)
}

function firstRow(start: Buffer, delimiter: Delimiter): string[] {
  try {
    const rows = parseWhole(start, { ...OPTIONS, delimiter, to: 1 }) as string[][]
    return rows[0] ?? []
  } catch {
    return []
  }
}

/**
 * The rows below the header, batch by batch, so that memory does not grow with the file. Blank lines are left out;
 * rows may have too few or too many cells, which is for the caller to judge.
 */
export async function* csvRows(shape: CsvShape, onBytes: (bytes: number) => void = () => {}): AsyncGenerator<RowBatch> {
  let rows: string[][] = []
  let lines: number[] = []
  let last = 0
  let fault: UserError | null = null
  const parser = parse({
    ...OPTIONS,
    delimiter: shape.delimiter,
    on_record(row: string[], context) {
      const line = last + 1
      last = context.lines
      fault ??= brokenQuote(shape, row, line, context.lines)
      if (context.records > 1 && !(row.length === 1 && row[0] === '')) {
        rows.push(row)
        lines.push(line)
      }
      return null
    },
  })
  const failure = new Promise<never>((_, reject) => parser.once('error', reject))
  failure.catch(() => {})
  const taken = (): RowBatch => {
    const batch = { rows, lines }
    rows = []
    lines = []
    return batch
  }
  try {
    for await (const chunk of utf8Bytes(shape.path, shape.encoding)) {
      await Promise.race([failure, new Promise<void>((resolve) => parser.write(chunk, () => resolve()))])
      if (fault !== null) throw fault
      onBytes(chunk.length)
      if (rows.length > 0) yield taken()
    }
    const ended = new Promise<void>((resolve) => parser.once('end', () => resolve()))
    parser.end()
    parser.resume()
    await Promise.race([failure, ended])
    if (fault !== null) throw fault
    if (rows.length > 0) yield taken()
  } catch (cause) {
    throw cause instanceof CsvError ? csvFault(shape.path, cause, last + 1) : cause
  } finally {
    parser.destroy()
  }
}

/**
 * A row over several lines whose cells do not fit the header, or begin with a quotation mark, is what an unclosed
 * quotation mark looks like once another one far below has ended it. Everything between would be swallowed unseen.
 */
function brokenQuote(shape: CsvShape, row: readonly string[], from: number, to: number): UserError | null {
  if (to === from) return null
  if (row.length === shape.header.length && !row.some((cell) => cell.startsWith('"'))) return null
  if (row.length === 1 && row[0] === '') return null
  return new UserError(
    `${shape.path}, line ${from}: a quotation mark is not closed (the row runs on to line ${to}).`,
    'Close it, or write a quotation mark inside a cell as two (""). Nothing was imported.',
  )
}

function csvFault(path: string, cause: CsvError, line: number): UserError {
  if (cause.code === 'CSV_MAX_RECORD_SIZE') {
    return new UserError(
      `${path}, line ${line}: the row is longer than ${LONGEST_ROW >> 20} MB.`,
      'Usually a quotation mark was never closed. Nothing was imported.',
      { cause },
    )
  }
  if (cause.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UserError(
      `${path}, line ${line}: a quotation mark opens and is never closed.`,
      'Close it and import again. Nothing was imported.',
      { cause },
    )
  }
  return new UserError(`${path}, line ${line}: this is not CSV (${cause.message}).`, 'Nothing was imported.', { cause })
}
