import { type Kysely, sql } from 'kysely'
import type { SavedRow } from '../catalog/saved.ts'
import type { Database } from '../db/schema.ts'

/** Whether a plan, or a part of one, names the segment. */
export function names(part: unknown, segment: string): boolean {
  if (Array.isArray(part)) return part.some((each) => names(each, segment))
  if (typeof part !== 'object' || part === null) return false
  if ('segment' in part && part.segment === segment) return true
  return Object.values(part).some((each) => names(each, segment))
}

/** Other saved segments that speak of this one, straight or by way of others. */
export function usersOf(segment: string, rows: readonly SavedRow[]): readonly SavedRow[] {
  const found = new Set<SavedRow>()
  const look = (name: string): void => {
    for (const row of rows) {
      if (row.name === segment || found.has(row) || !names(row.definition, name)) continue
      found.add(row)
      look(row.name)
    }
  }
  look(segment)
  return rows.filter((row) => found.has(row))
}

/** Scheduled answers whose plan speaks of it, by what they are called. */
export async function schedulesUsing(db: Kysely<Database>, segment: string): Promise<readonly string[]> {
  const { rows: known } = await sql<{ there: boolean }>`select to_regclass('schedules') is not null as there`.execute(
    db,
  )
  if (!known[0]?.there) return []
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(schedules) as row from schedules order by id
  `.execute(db)
  return rows.flatMap(({ row }) => (isLive(row) && names(row, segment) ? [calledBy(row)] : []))
}

const isLive = (row: Record<string, unknown>): boolean => !row.deleted_at
const calledBy = (row: Record<string, unknown>): string =>
  String(row.title ?? row.reading ?? row.question ?? 'a scheduled answer')
