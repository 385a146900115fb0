import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'

/** The last note of an author since a moment that still stands; null for none. */
export async function latestNoteBy(
  staffId: number,
  since: Date,
  db: Kysely<Database>,
): Promise<{ readonly id: number; readonly at: Date } | null> {
  const row = await db
    .selectFrom('notes')
    .select(['id', 'written_at as at'])
    .where('author_id', '=', staffId)
    .where('written_at', '>=', since)
    .where('deleted_at', 'is', null)
    .orderBy('written_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}
