import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { keepContact } from './contacts.ts'
import { type NoteKind, noteKindSchema } from './kinds.ts'
import {
  changeable,
  checkedWords,
  checkVisibility,
  gone,
  type Note,
  present,
  readNote,
  type Visibility,
} from './notes.ts'

/** How a note shall read; what is not given stays. */
export interface NoteChange {
  readonly body?: string
  readonly visibility?: Visibility
  readonly kind?: NoteKind
  /** It was about somebody else. */
  readonly customerId?: number
}

/**
 * Changes a note that still reads as it did for whoever changes it (`version`). Somebody who is second is told, with what it
 * says now, and loses nothing of what they typed.
 */
export async function editNote(
  id: number,
  version: number,
  change: NoteChange,
  by: Asker,
  now: Date,
  db: Kysely<Database>,
): Promise<Note> {
  await db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('notes').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    const note = await changeable(id, by, trx)
    if (!row) throw new UserError(gone)
    if (row.version !== version) throw new UserError(changedMeanwhile(note))
    const customerId = change.customerId === undefined ? row.customer_id : await present(change.customerId, by, trx)
    const after = {
      body: change.body === undefined ? row.body : checkedWords(change.body),
      visibility: change.visibility ?? row.visibility,
      kind: change.kind ?? note.kind,
    }
    if (after.visibility !== row.visibility) checkVisibility('managers', by)
    await write(trx, row, note.kind, { ...after, customerId }, by, now)
  })
  const note = await readNote(id, by, db)
  if (!note) throw new UserError(gone)
  return note
}

const changedMeanwhile = ({ changedBy, author, body }: Note): string =>
  `${changedBy ?? author ?? 'Somebody'} changed this note meanwhile. It now says: “${body.length > 200 ? `${body.slice(0, 199)}…` : body}” Nothing of yours was saved: copy your words, and press Edit again.`

interface After extends Required<NoteChange> {}

async function write(
  trx: Kysely<Database>,
  row: {
    readonly id: number
    readonly body: string
    readonly visibility: Visibility
    readonly customer_id: number
    readonly interaction_id: number | null
    readonly author_id: number | null
    readonly written_at: Date
    readonly written_day: string
    readonly version: number
  },
  kindBefore: NoteKind,
  { body, visibility, kind, customerId }: After,
  by: Asker,
  now: Date,
): Promise<void> {
  const contact = await keepContact(trx, row.interaction_id, kind, {
    ...{ customerId, words: body, visibility, staffId: row.author_id, at: row.written_at, day: row.written_day },
  })
  const before = { body: row.body, visibility: row.visibility, kind: kindBefore, customerId: row.customer_id }
  await trx
    .updateTable('notes')
    .set({
      ...{ body, visibility, customer_id: customerId, interaction_id: contact, version: row.version + 1 },
      ...{ before_change: JSON.stringify(before), changed_at: now, changed_by: by.staffId },
    })
    .where('id', '=', row.id)
    .execute()
  if (contact === null && row.interaction_id !== null)
    await trx.deleteFrom('interactions').where('id', '=', row.interaction_id).execute()
  await trx
    .updateTable('follow_ups')
    .set({ customer_id: customerId, reason: body })
    .where('note_id', '=', row.id)
    .where('status', 'in', ['open', 'snoozed'])
    .execute()
  await record(trx, { actor: by.who, action: 'edit_note', subject: `note ${row.id}`, details: { kind, visibility } })
  await refreshSummaries(trx, [...new Set([row.customer_id, customerId])])
}

const beforeSchema = z.object({
  body: z.string(),
  visibility: z.enum(['everyone', 'managers']),
  kind: noteKindSchema,
  customerId: z.number(),
})

/** Takes the last change back; taken back twice, the change is there again. */
export async function undoEdit(id: number, version: number, by: Asker, now: Date, db: Kysely<Database>): Promise<Note> {
  await changeable(id, by, db)
  const { before_change } = await db
    .selectFrom('notes')
    .select('before_change')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const before = beforeSchema.safeParse(before_change)
  if (!before.success) throw new UserError('There is no change to take back.')
  return editNote(id, version, before.data, by, now, db)
}
