import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../db/schema.ts'
import { noteKindSchema } from './kinds.ts'
import { messageSchema } from './message.ts'

const detailsSchema = z.object({
  kind: noteKindSchema.default('note'),
  visibility: z.enum(['everyone', 'managers']).default('everyone'),
  /** Whom it is about, where that is known and only the word to keep it is missing. */
  customerId: z.number().nullable().default(null),
  /** Whom it is about, as typed. */
  who: z.string().nullable().default(null),
  message: messageSchema.nullable().default(null),
})
export type DraftDetails = z.infer<typeof detailsSchema>

/** A note that waits for its author to say whom it is about, or that it shall be kept. */
export interface Draft extends DraftDetails {
  readonly body: string
}

/** Puts a note aside, for a day. */
export async function keepDraft(
  { body, ...details }: { readonly body: string } & Partial<DraftDetails>,
  userId: string,
  db: Kysely<Database>,
): Promise<number> {
  await db.deleteFrom('note_drafts').where('written_at', '<', sql<Date>`now() - interval '1 day'`).execute()
  const { id } = await db
    .insertInto('note_drafts')
    .values({ body, written_by: userId, details: JSON.stringify(details) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The draft, left where it is; null for one that is gone, or another's. */
export async function readDraft(id: number, userId: string, db: Kysely<Database>): Promise<Draft | null> {
  if (!Number.isSafeInteger(id)) return null
  const row = await db
    .selectFrom('note_drafts')
    .select(['body', 'details'])
    .where('id', '=', id)
    .where('written_by', '=', userId)
    .executeTakeFirst()
  return row ? draftOf(row) : null
}

/** Takes the draft out, once: a second click finds nothing. */
export async function takeDraft(id: number, userId: string, db: Kysely<Database>): Promise<Draft | null> {
  if (!Number.isSafeInteger(id)) return null
  const row = await db
    .deleteFrom('note_drafts')
    .where('id', '=', id)
    .where('written_by', '=', userId)
    .returning(['body', 'details'])
    .executeTakeFirst()
  return row ? draftOf(row) : null
}

function draftOf({ body, details }: { readonly body: string; readonly details: unknown }): Draft {
  const parsed = detailsSchema.safeParse(details)
  return { body, ...(parsed.success ? parsed.data : detailsSchema.parse({})) }
}
