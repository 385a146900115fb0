import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database, Day } from '../db/schema.ts'
import type { Note } from './notes.ts'

/**
 * Promises to get back to the customer on a day because of a note, in the name of whoever says so; nobody in particular in the
 * terminal, which means whoever looks after the customer. A note makes one promise: another day moves it, and opens it again
 * where it was closed.
 */
export async function promiseFor(note: Note, on: Day, by: Asker, db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('follow_ups')
      .values({
        ...{ customer_id: note.customerId, note_id: note.id, due_on: on, reason: note.body },
        ...{ assigned_to: by.staffId, created_by: by.staffId },
      })
      .onConflict((conflict) =>
        conflict
          .column('note_id')
          .where('note_id', 'is not', null)
          .doUpdateSet({ due_on: on, status: 'open', snoozed_until: null, closed_at: null, outcome: null }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, { actor: by.who, action: 'add_follow_up', subject: `follow-up ${id}` })
  })
}
