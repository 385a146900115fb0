import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database, Day } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'

export type Visibility = 'everyone' | 'managers'
/** What the note is about: a talk in the shop, a call, a message; or simply something to know. */
export type NoteKind = 'note' | 'visit' | 'call' | 'message'

export interface NewNote {
  readonly customerId: number
  /** As it was typed. */
  readonly body: string
  readonly visibility?: Visibility
  readonly kind?: NoteKind
}

export interface Moment {
  readonly today: Day
  readonly now: Date
}

export const longestNote = 3000

/**
 * Keeps a note about a customer. The words are a person's; nothing of a model's comes in here. Of a visit, call or message it
 * is also the contact, which resets the customer's cadence where it went out from us.
 */
export async function addNote(
  { customerId, body, visibility = 'everyone', kind = 'note' }: NewNote,
  by: Asker,
  { today, now }: Moment,
  db: Kysely<Database>,
): Promise<number> {
  const words = body.trim()
  if (words === '')
    throw new UserError('There is nothing to keep.', 'Write the note after the name: “Ana Silva: asked about locks”.')
  if (words.length > longestNote)
    throw new UserError(
      `A note may have ${longestNote.toLocaleString('en-US')} characters; this has ${words.length.toLocaleString('en-US')}.`,
    )
  if (visibility === 'managers' && !by.maySeeManagerNotes)
    throw new UserError('Only managers write notes for managers.')
  return db.transaction().execute(async (trx) => {
    const interaction = kind === 'note' ? null : await insertContact(trx, customerId, words, kind, by, { today, now })
    const { id } = await trx
      .insertInto('notes')
      .values({
        customer_id: customerId,
        interaction_id: interaction,
        written_at: now,
        written_day: today,
        author_id: by.staffId,
        body: words,
        visibility,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, { actor: by.who, action: 'add_note', subject: `note ${id}`, details: { kind, visibility } })
    await refreshSummaries(trx, [customerId])
    return id
  })
}

const contacts = {
  visit: { channel: 'store', direction: 'inbound' },
  call: { channel: 'phone', direction: 'outbound' },
  message: { channel: 'email', direction: 'outbound' },
} as const

async function insertContact(
  trx: Kysely<Database>,
  customerId: number,
  summary: string,
  kind: keyof typeof contacts,
  by: Asker,
  { today, now }: Moment,
): Promise<number> {
  const { id } = await trx
    .insertInto('interactions')
    .values({ customer_id: customerId, at: now, on_day: today, kind, staff_id: by.staffId, summary, ...contacts[kind] })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A note with what is needed to change it. */
export interface Note {
  readonly id: number
  readonly customerId: number
  readonly ref: string
  readonly name: string
  readonly body: string
  readonly visibility: Visibility
  readonly authorId: number | null
  readonly author: string | null
  readonly writtenDay: Day
}

/** The note, if the asker may see it; deleted ones are gone. */
export async function readNote(id: number, asker: Asker, db: Kysely<Database>): Promise<Note | null> {
  const row = await db
    .selectFrom('notes as n')
    .innerJoin('customers as c', 'c.id', 'n.customer_id')
    .leftJoin('staff', 'staff.id', 'n.author_id')
    .select(['n.id', 'n.customer_id as customerId', 'c.ref', 'c.display_name as name', 'n.body', 'n.visibility'])
    .select([
      'n.author_id as authorId',
      'staff.name as author',
      'n.written_day as writtenDay',
      'c.store_id',
      'c.owner_id',
    ])
    .where('n.id', '=', id)
    .where('n.deleted_at', 'is', null)
    .where('c.erased_at', 'is', null)
    .executeTakeFirst()
  if (!row || (row.visibility === 'managers' && !asker.maySeeManagerNotes)) return null
  if (asker.scope.kind === 'store' && row.store_id !== asker.scope.id) return null
  if (asker.scope.kind === 'owner' && row.owner_id !== asker.scope.id) return null
  const { store_id: _store, owner_id: _owner, ...note } = row
  return note
}

/** Authors change their own notes; managers everybody's. */
export const mayChangeNote = (note: Note, asker: Asker): boolean =>
  asker.mayManage || (note.authorId !== null && note.authorId === asker.staffId)

/** Other words for a note. */
export async function editNote(id: number, body: string, by: Asker, db: Kysely<Database>): Promise<Note> {
  const words = body.trim()
  if (words === '' || words.length > longestNote)
    throw new UserError(`A note has 1 to ${longestNote.toLocaleString('en-US')} characters.`)
  await changeable(id, by, db)
  await db.updateTable('notes').set({ body: words }).where('id', '=', id).execute()
  await record(db, { actor: by.who, action: 'edit_note', subject: `note ${id}` })
  const note = await readNote(id, by, db)
  if (!note) throw new UserError(gone)
  return note
}

/** Takes a note back, with the contact logged along with it and the follow-ups that came of it. */
export async function deleteNote(id: number, by: Asker, { now }: Moment, db: Kysely<Database>): Promise<Note> {
  const note = await changeable(id, by, db)
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('notes')
      .set({ deleted_at: now, interaction_id: null })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning(
        sql<number | null>`(select old.interaction_id from notes old where old.id = notes.id)`.as('interaction'),
      )
      .executeTakeFirst()
    if (!row) return
    await trx
      .updateTable('follow_ups')
      .set({ status: 'cancelled', closed_at: now, outcome: 'note_deleted' })
      .where('note_id', '=', id)
      .where('status', 'in', ['open', 'snoozed'])
      .execute()
    if (row.interaction !== null) await trx.deleteFrom('interactions').where('id', '=', row.interaction).execute()
    await record(trx, { actor: by.who, action: 'delete_note', subject: `note ${id}` })
    await refreshSummaries(trx, [note.customerId])
  })
  return note
}

async function changeable(id: number, by: Asker, db: Kysely<Database>): Promise<Note> {
  const note = await readNote(id, by, db)
  if (!note) throw new UserError(gone)
  if (!mayChangeNote(note, by))
    throw new UserError(`Only ${note.author ?? 'its author'} and managers may change this note.`)
  return note
}

const gone = 'This note is no longer there.'
