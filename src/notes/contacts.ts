import type { Kysely } from 'kysely'
import type { Database, Day } from '../db/schema.ts'
import { contactKinds, type NoteKind } from './kinds.ts'

/** What a contact says of a note: nothing of the words that are for managers. */
export interface NotedContact {
  readonly customerId: number
  readonly words: string
  readonly visibility: 'everyone' | 'managers'
  readonly staffId: number | null
  readonly at: Date
  readonly day: Day
}

/**
 * Keeps the contact that a note is of, in place of the one kept before; of a mere note there is none. Returns its number, or
 * null. The note must not point at the old contact when that is taken away, so the new number is the caller's to store first.
 */
export async function keepContact(
  trx: Kysely<Database>,
  before: number | null,
  kind: NoteKind,
  { customerId, words, visibility, staffId, at, day }: NotedContact,
): Promise<number | null> {
  if (kind === 'note') return null
  const values = {
    customer_id: customerId,
    summary: visibility === 'managers' ? null : words,
    ...contactKinds[kind],
  }
  if (before !== null) {
    await trx.updateTable('interactions').set(values).where('id', '=', before).execute()
    return before
  }
  const { id } = await trx
    .insertInto('interactions')
    .values({ ...values, at, on_day: day, staff_id: staffId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
