import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** Puts a note aside until its author has said whom it is about. */
export async function keepDraft(body: string, userId: string, db: Kysely<Database>): Promise<number> {
  await db.deleteFrom('note_drafts').where('written_at', '<', sql<Date>`now() - interval '1 day'`).execute()
  const { id } = await db
    .insertInto('note_drafts')
    .values({ body, written_by: userId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Takes the draft out, once: a second click finds nothing. */
export async function takeDraft(id: number, userId: string, db: Kysely<Database>): Promise<string | null> {
  const row = await db
    .deleteFrom('note_drafts')
    .where('id', '=', id)
    .where('written_by', '=', userId)
    .returning('body')
    .executeTakeFirst()
  return row?.body ?? null
}
