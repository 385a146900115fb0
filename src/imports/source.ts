import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { UserError } from '../errors.ts'
import { csvRows, csvShape, type RowBatch } from './csv.ts'
import { type DayOrder, dayOrderFinder } from './dates.ts'
import { detect, type Layout, layOut, layOutMap, readMap } from './detect.ts'
import { ENTITIES, type Entity, FIELDS } from './fields.ts'
import { ownFormat } from './formats.ts'
import { isOwnFinding } from './ledger.ts'
import { survey } from './survey.ts'

/** Rows with a known header, from a file or from a program. */
export interface Source {
  /** What reports call it. */
  readonly name: string
  /** Null for rows that are not from a file. */
  readonly path: string | null
  readonly layout: Layout
  readonly dayOrders: ReadonlyMap<string, DayOrder>
  readonly notes: readonly string[]
  readonly hash: string | null
  /** Unpacked size; 0 where it is not known. */
  readonly bytes: number
  readonly batches: (onBytes: (bytes: number) => void) => AsyncIterable<RowBatch>
}

export interface ReadOptions {
  /** `column=field,…` for a file that is not known by its header. */
  readonly map?: string
  /** How 3/4/2024 is meant in all files of the run; without it a column must decide it. */
  readonly dates?: 'day-first' | 'month-first'
  /** The system that references of our own and mapped files belong to. */
  readonly system?: string
}

/** Opens files and folders, in the order in which their records have to be loaded. */
export async function openSources(paths: readonly string[], options: ReadOptions): Promise<readonly Source[]> {
  const files = await filesOf(paths)
  const sources: Source[] = []
  for (const path of files) sources.push(await openSource(path, options))
  if (sources.every(({ notes }) => notes.includes(NO_ROWS))) {
    throw new UserError(
      `${files.join(', ')} has column names but no rows.`,
      'Export it again: there is nothing to import.',
    )
  }
  return sources.toSorted((a, b) => ENTITIES.indexOf(a.layout.format.entity) - ENTITIES.indexOf(b.layout.format.entity))
}

/** The files that paths name; of a folder its CSV files, by name. */
export async function filesOf(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const path of paths) {
    const about = await stat(path).catch(() => null)
    if (about === null)
      throw new UserError(
        `There is no file or folder ${path}.`,
        'Check the name; paths are read from the current folder.',
      )
    if (!about.isDirectory()) found.push(resolve(path))
    else found.push(...(await filesIn(path)))
  }
  return [...new Set(found)]
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter(
    (name) => /\.csv(?:\.gz)?$/iu.test(name) && !isOwnFinding(name) && !name.startsWith('.'),
  )
  if (names.length === 0)
    throw new UserError(`The folder ${folder} holds no CSV file.`, 'Files end in .csv or .csv.gz.')
  return names.toSorted().map((name) => resolve(join(folder, name)))
}

async function openSource(path: string, options: ReadOptions): Promise<Source> {
  const { encoding, hash, holdsNul, bytes } = await survey(path)
  const shape = await csvShape(path, encoding)
  const map = options.map === undefined ? null : readMap(options.map, options.system ?? 'regulars')
  const found = map === null ? detect(path, shape.header) : layOutMap(path, map, shape.header)
  const layout = { ...withSystem(found, options), holdsNul }
  const notes =
    encoding === 'utf-8'
      ? []
      : [`not UTF-8: read as ${encoding === 'windows-1252' ? 'Windows-1252 (Western European)' : 'UTF-16'}`]
  const { dayOrders, isEmpty } = await findDayOrders(layout, csvRows(shape), options)
  if (isEmpty) notes.push(NO_ROWS)
  for (const [field, order] of dayOrders)
    if (order !== null && options.dates === undefined) notes.push(`${field}: dates are read ${order}`)
  return {
    name: basename(path),
    path,
    layout,
    dayOrders,
    notes,
    hash,
    bytes,
    batches: (onBytes) => csvRows(shape, onBytes),
  }
}

function withSystem(layout: Layout, { system }: ReadOptions): Layout {
  return system === undefined || layout.format.system !== 'regulars'
    ? layout
    : { ...layout, format: { ...layout.format, system } }
}

/** Rows of our own formats from a program, such as the generator of the sample shop. */
export function rowSource(
  entity: Entity,
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  system: string,
  header: readonly string[] = FIELDS[entity].own,
): Source {
  const format = { ...ownFormat(entity), system }
  const layout = layOut(entity, format, header)
  return {
    name: entity,
    path: null,
    layout,
    dayOrders: new Map(),
    notes: [],
    hash: null,
    bytes: 0,
    batches: () => inBatches(rows),
  }
}

async function* inBatches(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<RowBatch> {
  let batch: (readonly string[])[] = []
  let line = 1
  const lines = (): number[] => batch.map((_, place) => line - batch.length + 1 + place)
  for await (const row of rows) {
    batch.push(row)
    line += 1
    if (batch.length < 2000) continue
    yield { rows: batch, lines: lines() }
    batch = []
  }
  if (batch.length > 0) yield { rows: batch, lines: lines() }
}

const NO_ROWS = 'no rows'

const DATE_FIELDS = new Set([
  ...['created_at', 'consent_at', 'birthday', 'ordered_at', 'at', 'follow_up_on', 'started_on', 'ended_on'],
  ...['sent_at', 'opened_at', 'clicked_at', 'responded_at', 'created at'],
])

/** Rows after which a column that has shown no 3/4/2024 is taken to have none. */
const ENOUGH = 1000

/**
 * How day and month are ordered, column by column. A file is read up to the first value that decides it; one in which
 * no day is over 12 cannot be read for certain, and the columns concerned are refused line by line.
 */
async function findDayOrders(
  layout: Layout,
  batches: AsyncIterable<RowBatch>,
  { dates }: ReadOptions,
): Promise<{ readonly dayOrders: Map<string, DayOrder>; readonly isEmpty: boolean }> {
  const columns = [...layout.positions]
    .filter(([field]) => DATE_FIELDS.has(field))
    .flatMap(([field, places]) => places.map((place) => ({ field, place, finder: dayOrderFinder() })))
  let seen = 0
  for await (const { rows } of batches) {
    for (const row of rows) for (const { place, finder } of columns) finder.see(row[place] ?? '')
    seen += rows.length
    const open = columns.filter(({ finder }) => finder.order === null && (finder.needed || seen < ENOUGH))
    if (open.length === 0 || dates !== undefined) break
  }
  const isEmpty = seen === 0
  if (dates !== undefined) return { dayOrders: new Map(columns.map(({ field }) => [field, dates])), isEmpty }
  const decided = new Set(columns.map(({ finder }) => finder.order).filter((order) => order !== null))
  const shared = decided.size === 1 ? ([...decided][0] ?? null) : null
  return {
    dayOrders: new Map(
      columns.filter(({ finder }) => finder.needed).map(({ field, finder }) => [field, finder.order ?? shared]),
    ),
    isEmpty,
  }
}
