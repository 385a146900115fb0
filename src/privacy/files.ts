import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { csvRecords, isOwnFinding } from '../imports/ledger.ts'
import type { Mentions } from './mentions.ts'

/**
 * Takes the person's lines out of the files that imports wrote of what they refused or doubted, wherever those lie. The
 * shop's own files are not touched: `folders` says where they are, and `stuck` which file could not be written.
 */
export async function forgetInFiles(
  trx: Kysely<Database>,
  home: string,
  { without }: Mentions,
): Promise<{ readonly lines: number; readonly folders: readonly string[]; readonly stuck: readonly string[] }> {
  const folders = (await importedFrom(trx)).filter((folder) => existsSync(folder))
  const stuck: string[] = []
  let lines = 0
  for (const path of [join(home, 'refused'), ...folders].flatMap(findingsIn)) {
    try {
      lines += forgetLines(path, without)
    } catch {
      stuck.push(path)
    }
  }
  return { lines, folders, stuck }
}

async function importedFrom(trx: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ folder: string }>`
    select folder from import_folders
    union select source ->> 'folder' from import_batches, jsonb_array_elements(sources) as source
    where status <> 'undone' and source ->> 'folder' is not null
    order by folder
  `.execute(trx)
  return rows.map(({ folder }) => folder)
}

function findingsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(isOwnFinding)
      .sort()
      .map((name) => join(folder, name))
  } catch {
    // It is gone, or not ours to read.
    return []
  }
}

/** A line that names them goes as a whole: what stands beside the name is theirs too. */
function forgetLines(path: string, without: Mentions['without']): number {
  const lines = csvRecords(readFileSync(path, 'utf8'))
  const kept = lines.filter((line, at) => at === 0 || without(line) === null)
  if (kept.length === lines.length) return 0
  const beside = `${path}.new`
  writeFileSync(beside, kept.join(''), { mode: statSync(path).mode })
  renameSync(beside, path)
  return lines.length - kept.length
}
