import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../db/schema.ts'
import { changeSchema } from './change.ts'
import { spokenSchema } from './spoken.ts'

/** Whom the names in it mean, as far as that is decided. */
export const chosenSchema = z.object({
  customer: z.number().optional(),
  referrer: z.number().optional(),
  owner: z.number().optional(),
  case: z.number().optional(),
  contact: z.number().optional(),
})
export type Chosen = z.infer<typeof chosenSchema>

/** What was said, what was chosen since, and, once everything is decided, what would be written. */
const draftSchema = z.object({
  who: z.string(),
  spoken: spokenSchema,
  chosen: chosenSchema,
  proposed: z.array(z.object({ change: changeSchema, seen: z.string().optional() })),
})
export type Draft = z.infer<typeof draftSchema>

/** Puts it aside until its author has confirmed it; a day later it is gone. */
export async function keepDraft(draft: Draft, userId: string, db: Kysely<Database>): Promise<number> {
  await db.deleteFrom('record_drafts').where('written_at', '<', sql<Date>`now() - interval '1 day'`).execute()
  const { id } = await db
    .insertInto('record_drafts')
    .values({ said: JSON.stringify(draft), customer_id: draft.chosen.customer ?? null, written_by: userId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The draft as it is; null when it is gone or another's. */
export async function readDraft(id: number, userId: string, db: Kysely<Database>): Promise<Draft | null> {
  const row = await db
    .selectFrom('record_drafts')
    .select('said')
    .where('id', '=', id)
    .where('written_by', '=', userId)
    .executeTakeFirst()
  return row ? draftSchema.parse(row.said) : null
}

/** Something else is decided about it. */
export async function changeDraft(id: number, draft: Draft, db: Kysely<Database>): Promise<void> {
  await db
    .updateTable('record_drafts')
    .set({ said: JSON.stringify(draft), customer_id: draft.chosen.customer ?? null })
    .where('id', '=', id)
    .execute()
}

/** Takes it out, once: a second click finds nothing. */
export async function takeDraft(id: number, userId: string, db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .deleteFrom('record_drafts')
    .where('id', '=', id)
    .where('written_by', '=', userId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
