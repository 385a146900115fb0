import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { SavedRow } from '../catalog/saved.ts'
import type { Database } from '../db/schema.ts'
import { seesAll } from './shown.ts'

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

/** Scheduled answers whose plan speaks of it: as they read, or by number where that may be more than the asker sees. */
export async function schedulesUsing(db: Kysely<Database>, segment: string, asker: Asker): Promise<readonly string[]> {
  const rows = await db.selectFrom('schedules').select(['id', 'owner_id', 'reading', 'plan']).orderBy('id').execute()
  return rows
    .filter(({ plan }) => names(plan, segment))
    .map(({ id, owner_id, reading }) =>
      seesAll(asker) || (owner_id !== null && owner_id === asker.staffId) ? reading : `number ${id}, of a colleague`,
    )
}
