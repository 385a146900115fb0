import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database, Day } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'

export interface NewNote {
  readonly customerId: number
  /** As it was typed. */
  readonly body: string
  readonly visibility?: 'everyone' | 'managers'
}

/** Keeps a note about a customer. The words are a person's; nothing of a model's comes in here. */
export async function addNote(
  { customerId, body, visibility = 'everyone' }: NewNote,
  by: Asker,
  { today, now }: { readonly today: Day; readonly now: Date },
  db: Kysely<Database>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('notes')
      .values({ customer_id: customerId, written_at: now, written_day: today, author_id: by.staffId, body, visibility })
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, { actor: by.who, action: 'add_note', subject: `note ${id}` })
    await refreshSummaries(trx, [customerId])
    return id
  })
}
