import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import { survivorOf } from '../customers/survivor.ts'
import type { Database, Day } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { keepContact } from './contacts.ts'
import { kindOf, type NoteKind } from './kinds.ts'
import type { NoteMessage } from './message.ts'

export type Visibility = 'everyone' | 'managers'

export interface NewNote {
  readonly customerId: number
  /** As it was typed. */
  readonly body: string
  readonly visibility?: Visibility
  readonly kind?: NoteKind
  readonly message?: NoteMessage | null
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
  { customerId, body, visibility = 'everyone', kind = 'note', message = null }: NewNote,
  by: Asker,
  moment: Moment,
  db: Kysely<Database>,
): Promise<number> {
  const words = checkedWords(body)
  checkVisibility(visibility, by)
  return db.transaction().execute(async (trx) => {
    const customer = await present(customerId, by, trx)
    const contact = { customerId: customer, words, visibility, staffId: by.staffId, at: moment.now, day: moment.today }
    const { id } = await trx
      .insertInto('notes')
      .values({
        customer_id: customer,
        interaction_id: await keepContact(trx, null, kind, contact),
        written_at: moment.now,
        written_day: moment.today,
        author_id: by.staffId,
        body: words,
        visibility,
        message_author: message?.author ?? null,
        message_at: message?.at ?? null,
        message_link: message?.link ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, { actor: by.who, action: 'add_note', subject: `note ${id}`, details: { kind, visibility } })
    await refreshSummaries(trx, [customer])
    return id
  })
}

/** What can be kept as a note; too much, and nothing, is refused with a sentence. */
export function checkedWords(body: string): string {
  // PostgreSQL keeps no zero bytes.
  const words = body.replaceAll('\0', '').trim()
  if (words === '')
    throw new UserError('There is nothing to keep.', 'Write the note after the name: “Ana Silva: asked about locks”.')
  if (words.length > longestNote)
    throw new UserError(
      `A note may have ${longestNote.toLocaleString('en-US')} characters; this has ${words.length.toLocaleString('en-US')}.`,
    )
  return words
}

export function checkVisibility(visibility: Visibility, { maySeeManagerNotes }: Asker): void {
  if (visibility === 'managers' && !maySeeManagerNotes) throw new UserError('Only managers write notes for managers.')
}

/** The record as it is now, held against a merge until the note is in; it must be one that the asker sees. */
export async function present(customerId: number, { scope }: Asker, trx: Kysely<Database>): Promise<number> {
  const found = await survivorOf(trx, customerId)
  const isSeen =
    found !== null && (scope.kind === 'all' || (scope.kind === 'store' ? found.storeId : found.ownerId) === scope.id)
  if (!isSeen) throw new UserError('There is no such customer among those you see.')
  const held = await trx
    .selectFrom('customers')
    .select(['merged_into_id', 'erased_at'])
    .where('id', '=', found.id)
    .forShare()
    .executeTakeFirstOrThrow()
  if (held.merged_into_id !== null || held.erased_at !== null)
    throw new UserError('This customer’s record changed just now.', 'Try again.')
  return found.id
}

/** A note with what is needed to change it. */
export interface Note {
  readonly id: number
  readonly customerId: number
  readonly ref: string
  readonly name: string
  readonly body: string
  readonly visibility: Visibility
  readonly kind: NoteKind
  readonly authorId: number | null
  readonly author: string | null
  readonly writtenDay: Day
  /** Counts up with each change. */
  readonly version: number
  /** Whether the last change can be taken back. */
  readonly changed: boolean
  readonly changedBy: string | null
  readonly message: NoteMessage | null
  /** The day of the follow-up that was promised because of it and is still to be done. */
  readonly promised: Day | null
}

/** The note, if the asker may see it; deleted ones are gone. */
export async function readNote(id: number, { scope, maySeeManagerNotes }: Asker, db: Kysely<Database>) {
  if (!Number.isSafeInteger(id)) return null
  const row = await db
    .selectFrom('notes as n')
    .innerJoin('customers as c', 'c.id', 'n.customer_id')
    .leftJoin('staff', 'staff.id', 'n.author_id')
    .leftJoin('staff as changer', 'changer.id', 'n.changed_by')
    .leftJoin('interactions as i', 'i.id', 'n.interaction_id')
    .select(['n.id', 'n.customer_id', 'n.body', 'n.visibility', 'n.author_id', 'n.written_day', 'n.version'])
    .select(['n.message_author', 'n.message_at', 'n.message_link', 'i.kind', 'i.channel', 'i.direction'])
    .select(['c.ref', 'c.display_name', 'c.store_id', 'c.owner_id', 'staff.name as author', 'changer.name as changer'])
    .leftJoin('follow_ups as f', (join) =>
      join.onRef('f.note_id', '=', 'n.id').on('f.status', 'in', ['open', 'snoozed']),
    )
    .select(sql<Day | null>`coalesce(f.snoozed_until, f.due_on)`.as('promised'))
    .select((eb) => eb('n.before_change', 'is not', null).as('changed'))
    .where('n.id', '=', id)
    .where('n.deleted_at', 'is', null)
    .where('c.erased_at', 'is', null)
    .executeTakeFirst()
  if (!row || (row.visibility === 'managers' && !maySeeManagerNotes)) return null
  if (scope.kind !== 'all' && (scope.kind === 'store' ? row.store_id : row.owner_id) !== scope.id) return null
  const { kind, channel, direction } = row
  const isOfMessage = row.message_at !== null || row.message_link !== null
  return {
    ...{ id: row.id, customerId: row.customer_id, ref: row.ref, name: row.display_name, body: row.body },
    ...{ visibility: row.visibility, authorId: row.author_id, author: row.author, writtenDay: row.written_day },
    kind: kindOf(kind && channel && direction ? { kind, channel, direction } : null),
    ...{ version: row.version, changed: Boolean(row.changed), changedBy: row.changer, promised: row.promised },
    message: isOfMessage
      ? { author: row.message_author, at: row.message_at?.toISOString() ?? null, link: row.message_link }
      : null,
  } satisfies Note
}

/** Authors change their own notes; managers everybody's. */
export const mayChangeNote = ({ authorId }: Pick<Note, 'authorId'>, asker: Asker): boolean =>
  asker.mayManage || (authorId !== null && authorId === asker.staffId)

/** The note, for somebody who may change it; otherwise the sentence that says why not. */
export async function changeable(id: number, by: Asker, db: Kysely<Database>): Promise<Note> {
  const note = await readNote(id, by, db)
  if (!note) throw new UserError(gone)
  if (!mayChangeNote(note, by))
    throw new UserError(`Only ${note.author ?? 'its author'} and managers may change this note.`)
  return note
}

export const gone = 'This note is no longer there.'

/** A note that was taken back, and whether a promise made because of it had been kept already: that stays. */
export interface TakenBack {
  readonly note: Note
  readonly keptPromise: boolean
}

/** Takes a note back, with the contact logged along with it and the follow-ups that came of it. */
export async function deleteNote(id: number, by: Asker, { now }: Moment, db: Kysely<Database>): Promise<TakenBack> {
  const note = await changeable(id, by, db)
  const keptPromise = await db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('notes')
      .set({ deleted_at: now, interaction_id: null })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning([
        'customer_id',
        sql<number | null>`(select old.interaction_id from notes old where old.id = notes.id)`.as('interaction'),
      ])
      .executeTakeFirst()
    if (!row) throw new UserError(gone)
    await trx
      .updateTable('follow_ups')
      .set({ status: 'cancelled', closed_at: now, outcome: 'note_deleted' })
      .where('note_id', '=', id)
      .where('status', 'in', ['open', 'snoozed'])
      .execute()
    if (row.interaction !== null) await trx.deleteFrom('interactions').where('id', '=', row.interaction).execute()
    await record(trx, { actor: by.who, action: 'delete_note', subject: `note ${id}` })
    await refreshSummaries(trx, [row.customer_id])
    const done = await trx
      .selectFrom('follow_ups')
      .select('id')
      .where('note_id', '=', id)
      .where('status', '=', 'done')
      .executeTakeFirst()
    return done !== undefined
  })
  return { note, keptPromise }
}
