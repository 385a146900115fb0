import { dirname, resolve } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Context } from '../context.ts'
import { copyTransaction } from '../db/database.ts'
import type { Database } from '../db/schema.ts'
import { readSettings, type ShopSettings } from '../db/settings.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { ENTITIES, type Entity } from './fields.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { findDoubts } from './load/doubts.ts'
import { forgottenPlaces } from './load/forgotten.ts'
import { affectedCustomers, load, type Tallies } from './load/load.ts'
import type { Loading } from './load/merge.ts'
import { lockImports } from './lock.ts'
import { changedAnything, type EntityReport, type FileReport, type ImportReport } from './report.ts'
import { holdsSample, removeSample, removeSampleSettings } from './sample-data.ts'
import { openSources, type ReadOptions, rowSource, type Source } from './source.ts'
import { copyStatement, createStaging, readerOf, stagedText } from './staging.ts'

export interface ImportOptions extends ReadOptions {
  /** Reads and checks everything, reports it, and leaves the database as it was. */
  readonly dryRun?: boolean
  /** Who imports: an e-mail, a Slack user, “terminal” or a job. */
  readonly by?: string
  readonly onProgress?: (progress: Progress) => void
}

/** How far an import is; `total` 0 means that it is not known. */
export interface Progress {
  readonly phase: 'reading' | 'loading'
  /** Bytes read. */
  readonly done: number
  readonly total: number
  readonly rows: number
}

/**
 * files → rows → staging → the shop's tables → summaries
 *
 * Everything happens in one transaction: all files land, or none. Nothing is written for a dry run, and importing the
 * same files again changes nothing.
 *
 *     const report = await importFiles(context, ['shop/'], { dryRun: true })
 */
export async function importFiles(
  context: Context,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportReport> {
  return importSources(context, await openSources(paths, options), { ...options, sample: false })
}

/** Rows in one of our own formats: cells in the order of `header`, or of our own CSV's columns where it is not given. */
export interface RowFeed {
  readonly format: Entity
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>
  readonly header?: readonly string[]
}

/**
 * The same for rows that a program makes, without files in between.
 *
 * With `sample` the records are marked as the sample shop's: the first import of real files takes them out. Feeds are
 * read one after the other, in the order of what refers to what.
 *
 *     await importRows(context, [{ format: 'customers', rows: customers() }, { format: 'orders', rows: orders() }], { sample: true })
 */
export async function importRows(
  context: Context,
  feeds: readonly RowFeed[],
  options: ImportOptions & { readonly sample?: boolean } = {},
): Promise<ImportReport> {
  const sample = options.sample ?? false
  const system = options.system ?? (sample ? 'sample' : 'regulars')
  const sources = feeds
    .map(({ format, rows, header }) => rowSource(format, rows, system, header))
    .toSorted((a, b) => ENTITIES.indexOf(a.layout.format.entity) - ENTITIES.indexOf(b.layout.format.entity))
  return importSources(context, sources, { ...options, sample })
}

/** Carries the report of a dry run out of the transaction that it rolls back. */
class DryRun extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('dry run')
    this.outcome = outcome
  }
}

interface Outcome {
  readonly batch: number
  readonly tallies: Tallies
  readonly replacedSample: boolean
  readonly rows: readonly number[]
}

type Settled = ImportOptions & { readonly sample: boolean }

async function importSources(context: Context, sources: readonly Source[], options: Settled): Promise<ImportReport> {
  const began = performance.now()
  using ledger = openLedger(sources)
  const outcome = await inOneTransaction(context, sources, ledger, options)
  const written = options.dryRun ? sources.map(() => ({ refused: null, doubtful: null })) : ledger.publish(context.home)
  const report: ImportReport = {
    ...{
      batch: options.dryRun ? null : outcome.batch,
      dryRun: options.dryRun ?? false,
      replacedSample: outcome.replacedSample,
    },
    files: sources.map((source, file) => fileReport(source, file, outcome, ledger, written[file])),
    entities: entityReports(sources, outcome, ledger),
    findings: ledger.groups(),
    seconds: (performance.now() - began) / 1000,
  }
  return report
}

async function inOneTransaction(
  context: Context,
  sources: readonly Source[],
  ledger: Ledger,
  options: Settled,
): Promise<Outcome> {
  try {
    return await copyTransaction(context.db, async ({ trx, copy }) => {
      await lockImports(trx)
      const replacesSample = !options.sample && (await holdsSample(trx))
      if (replacesSample) await removeSampleSettings(trx)
      const settings = await readSettings(trx)
      await prepare(trx, settings)
      const rows = await stageAll(settings, sources, ledger, copy, options)
      if (replacesSample) await removeSample(trx)
      const staged = { context, trx, sources, ledger, options, rows, replacedSample: replacesSample }
      const outcome = await loadStaged(staged)
      if (options.dryRun) throw new DryRun(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof DryRun) return error.outcome
    throw error
  }
}

/** Days are the shop's, and a long file is no reason to give up half-way; all of it for this transaction alone. */
async function prepare(trx: Kysely<Database>, { timeZone }: ShopSettings): Promise<void> {
  await sql`
    select set_config('TimeZone', ${timeZone}, true), set_config('statement_timeout', '0', true),
      set_config('idle_in_transaction_session_timeout', '0', true)
  `.execute(trx)
  await createStaging(trx)
}

/** Sends every source's rows into its staging table; returns how many rows each had. */
async function stageAll(
  settings: ShopSettings,
  sources: readonly Source[],
  ledger: Ledger,
  copy: (statement: string, rows: AsyncIterable<string>) => Promise<void>,
  options: Settled,
): Promise<readonly number[]> {
  const total = sources.reduce((sum, source) => sum + source.bytes, 0)
  const counter = orderCounter()
  const rows: number[] = []
  let [bytesDone, rowsDone] = [0, 0]
  for (const [file, source] of sources.entries()) {
    rows[file] = 0
    const { currency, country } = settings
    const reading = { file, currency, country, dayOrder: (field: string) => source.dayOrders.get(field) ?? null }
    const reader = readerOf(source, reading, ledger.of(file), counter)
    const text = stagedText(source, reader, (more, bytes) => {
      rows[file] = (rows[file] ?? 0) + more
      rowsDone += more
      bytesDone += bytes
      options.onProgress?.({ phase: 'reading', done: bytesDone, total, rows: rowsDone })
    })
    await copy(copyStatement(source), text)
  }
  options.onProgress?.({ phase: 'loading', done: total, total, rows: rowsDone })
  return rows
}

function orderCounter(): { next(): number } {
  let last = 0
  return {
    next() {
      last += 1
      return last
    },
  }
}

interface Staged {
  readonly context: Context
  readonly trx: Kysely<Database>
  readonly sources: readonly Source[]
  readonly ledger: Ledger
  readonly options: Settled
  readonly rows: readonly number[]
  readonly replacedSample: boolean
}

async function loadStaged({ context, trx, sources, ledger, options, rows, replacedSample }: Staged): Promise<Outcome> {
  const batch = await beginBatch(trx, sources, options)
  const names = sources.map(({ name }) => name).join(', ')
  const source = options.sample ? 'sample' : `import ${names.length > 80 ? `${names.slice(0, 79)}…` : names}`
  const loading: Loading = { tx: trx, batch, source, now: context.now() }
  const tallies = await load(loading)
  ledger.forget(await forgottenPlaces(trx))
  await findDoubts(loading, ledger, sources.map(aboutFile))
  const affected = await affectedCustomers(loading)
  if (affected === null || replacedSample) await refreshSummaries(trx)
  else if (affected.length > 0) await refreshSummaries(trx, affected)
  const outcome = { batch, tallies, replacedSample, rows }
  await endBatch(loading, sources, ledger, outcome)
  return outcome
}

function aboutFile({ layout: { format } }: Source): { readonly entity: Entity; readonly isOwn: boolean } {
  return { entity: format.entity, isOwn: format.name.startsWith('our own') }
}

async function beginBatch(trx: Kysely<Database>, sources: readonly Source[], { sample, by }: Settled): Promise<number> {
  const systems = [...new Set(sources.map((source) => source.layout.format.system))]
  const found = await sql<{ id: number }>`
    insert into import_batches (system, started_by) values (${sample ? 'sample' : systems.join(', ')}, ${by ?? 'terminal'}) returning id
  `.execute(trx)
  return Number(found.rows[0]?.id)
}

/** Completes the batch. What the import before it kept for its undo goes, once this one has changed something. */
async function endBatch(
  { tx, batch }: Loading,
  sources: readonly Source[],
  ledger: Ledger,
  outcome: Outcome,
): Promise<void> {
  const entities = entityReports(sources, outcome, ledger)
  if (changedAnything(entities)) await sql`delete from import_changes where batch_id <> ${batch}`.execute(tx)
  const about = sources.map(({ name, path, layout, bytes, hash, notes }, file) => ({
    ...{ file: name, format: layout.format.name, bytes, sha256: hash, rows: outcome.rows[file] ?? 0, notes },
    unknownColumns: layout.unknown.map((column) => column.name).slice(0, 200),
    folder: path === null ? null : dirname(resolve(path)),
  }))
  await sql`update import_batches set status = 'done', finished_at = clock_timestamp(), sources
    = ${JSON.stringify(about)}::jsonb, counts = ${JSON.stringify(entities)}::jsonb where id = ${batch}`.execute(tx)
  await keepIssues(tx, batch, sources, ledger)
}

async function keepIssues(
  tx: Kysely<Database>,
  batch: number,
  sources: readonly Source[],
  ledger: Ledger,
): Promise<void> {
  const rows = ledger.kept().map(({ file, line, column, severity, sentence, label }) => ({
    file: sources[file]?.name ?? '',
    line,
    column,
    severity,
    reason: label,
    value: sentence,
  }))
  for (let from = 0; from < rows.length; from += 5000) {
    const part = JSON.stringify(rows.slice(from, from + 5000))
    await sql`
      insert into import_issues (batch_id, file, line, column_name, severity, reason, value)
      select ${batch}::bigint, file, line, nullif("column", ''), severity, reason, value
      from jsonb_to_recordset(${part}::jsonb)
        as r(file text, line bigint, "column" text, severity text, reason text, value text)
    `.execute(tx)
  }
}

function fileReport(
  source: Source,
  file: number,
  outcome: Outcome,
  ledger: Ledger,
  written: { readonly refused: string | null; readonly doubtful: string | null } | undefined,
): FileReport {
  return {
    ...{
      file: source.path ?? source.name,
      format: source.layout.format.name,
      entity: source.layout.format.entity,
      rows: outcome.rows[file] ?? 0,
    },
    ...{ refused: ledger.count('refused', { file }), doubtful: ledger.count('doubtful', { file }) },
    ...{ unknownColumns: source.layout.unknown.map(({ name }) => name), notes: source.notes },
    ...{ refusedFile: written?.refused ?? null, doubtfulFile: written?.doubtful ?? null },
  }
}

/** The summary, one line for each kind of record that the run had anything to do with. */
function entityReports(
  sources: readonly Source[],
  { tallies, rows }: Outcome,
  ledger: Ledger,
): readonly EntityReport[] {
  const reports: EntityReport[] = []
  for (const entity of ENTITIES) {
    const read = sources.reduce(
      (sum, source, file) => sum + (source.layout.format.entity === entity ? (rows[file] ?? 0) : 0),
      0,
    )
    const [doubtful, refused] = [ledger.count('doubtful', { entity }), ledger.count('refused', { entity })]
    if (entity !== 'orders') reports.push({ entity, read, ...tallies[entity], doubtful, refused })
    else {
      const { orders, order_lines } = tallies
      reports.push({
        entity,
        read: orders.new + orders.changed + orders.unchanged,
        ...orders,
        duplicates: 0,
        doubtful: 0,
        refused: 0,
      })
      reports.push({ entity: 'order_lines', read, ...order_lines, duplicates: orders.duplicates, doubtful, refused })
    }
  }
  return reports.filter((report) => report.read + report.new + report.changed + report.doubtful + report.refused > 0)
}

export type { EntityReport, FileReport, FindingGroup, ImportReport } from './report.ts'
