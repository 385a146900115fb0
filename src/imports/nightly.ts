import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { importFiles } from './imports.ts'
import type { ImportReport } from './report.ts'
import { filesOf, type ReadOptions } from './source.ts'
import { survey } from './survey.ts'

/** A folder that is imported every night. */
export interface NightlyFolder {
  readonly folder: string
  readonly options: ReadOptions
  readonly addedBy: string
  readonly lastRunAt: Date | null
  readonly lastOutcome: string | null
}

/** What one night brought for one folder. */
export type NightlyOutcome =
  | { readonly kind: 'imported'; readonly folder: string; readonly report: ImportReport }
  | { readonly kind: 'unchanged'; readonly folder: string }
  | { readonly kind: 'failed'; readonly folder: string; readonly reason: string }

/** Has a folder imported every night from now on. It is looked at once now, so that a wrong name is found at once. */
export async function importEveryNight(
  context: Context,
  folder: string,
  options: ReadOptions,
  by: string,
): Promise<string> {
  const path = resolve(folder)
  await filesOf([path])
  await sql`
    insert into import_folders (folder, options, added_by) values (${path}, ${JSON.stringify(options)}::jsonb, ${by})
    on conflict (folder) do update set options = excluded.options, added_by = excluded.added_by, last_hash = null
  `.execute(context.db)
  return path
}

/** Leaves a folder alone from now on; what was imported from it stays. */
export async function stopNightlyImport(context: Context, folder: string): Promise<string> {
  const path = resolve(folder)
  const gone = await sql`delete from import_folders where folder = ${path}`.execute(context.db)
  if (Number(gone.numAffectedRows ?? 0) > 0) return path
  const known = (await nightlyFolders(context.db)).map((one) => one.folder)
  throw new UserError(
    `${path} is not imported every night.`,
    known.length === 0 ? 'No folder is.' : `These are: ${known.join(', ')}.`,
  )
}

export async function nightlyFolders(db: Kysely<Database>): Promise<readonly NightlyFolder[]> {
  const found = await sql<{
    folder: string
    options: ReadOptions
    added_by: string
    last_run_at: Date | null
    last_outcome: string | null
  }>`select folder, options, added_by, last_run_at, last_outcome from import_folders order by folder`.execute(db)
  return found.rows.map((row) => ({
    ...{ folder: row.folder, options: row.options, addedBy: row.added_by },
    ...{ lastRunAt: row.last_run_at, lastOutcome: row.last_outcome },
  }))
}

/**
 * Imports every folder of the list whose files have changed since the last time. One that fails is reported and tried
 * again the next night; the others are imported all the same.
 */
export async function runNightlyImports(context: Context): Promise<readonly NightlyOutcome[]> {
  const outcomes: NightlyOutcome[] = []
  for (const { folder, options } of await nightlyFolders(context.db)) {
    const outcome = await importFolder(context, folder, options)
    await sql`
      update import_folders set last_run_at = ${context.now()}, last_outcome = ${inWords(outcome)} where folder = ${folder}
    `.execute(context.db)
    outcomes.push(outcome)
  }
  return outcomes
}

async function importFolder(context: Context, folder: string, options: ReadOptions): Promise<NightlyOutcome> {
  try {
    const hash = await fingerprint(folder)
    const known = await sql<{ last_hash: string | null }>`
      select last_hash from import_folders where folder = ${folder}
    `.execute(context.db)
    if (known.rows[0]?.last_hash === hash) return { kind: 'unchanged', folder }
    const report = await importFiles(context, [folder], { ...options, by: 'nightly import' })
    await sql`update import_folders set last_hash = ${hash} where folder = ${folder}`.execute(context.db)
    return { kind: 'imported', folder, report }
  } catch (error) {
    context.log.error('nightly import', { folder, error })
    return {
      kind: 'failed',
      folder,
      reason: error instanceof UserError ? error.message : 'something broke on our side',
    }
  }
}

/** One fingerprint over the names and contents of a folder's files. */
async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesOf([folder])) hash.update(`${path} ${(await survey(path)).hash}\n`)
  return hash.digest('hex')
}

function inWords(outcome: NightlyOutcome): string {
  switch (outcome.kind) {
    case 'imported': {
      const { entities } = outcome.report
      const [made, changed] = [
        entities.reduce((sum, entity) => sum + entity.new, 0),
        entities.reduce((sum, entity) => sum + entity.changed, 0),
      ]
      return `imported: ${made} new, ${changed} changed`
    }
    case 'unchanged':
      return 'nothing has changed'
    case 'failed':
      return `failed: ${outcome.reason}`
    default:
      return outcome satisfies never
  }
}
