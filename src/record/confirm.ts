import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { readDraft, takeDraft } from './drafts.ts'
import type { Writing } from './idea.ts'
import { changeWithin, type Recorded } from './record.ts'

/**
 * Writes what was confirmed, once: the draft goes with it. What somebody else changed meanwhile leaves it where it is, to
 * be looked at again. Null when there is nothing to confirm any more.
 */
export async function confirmDraft(
  id: number,
  userId: string,
  writing: Writing,
  db: Kysely<Database>,
): Promise<Recorded | null> {
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('record_drafts').select('id').where('id', '=', id).forUpdate().execute()
    const draft = await readDraft(id, userId, trx)
    if (draft === null || draft.chosen.customer === undefined || draft.proposed.length === 0) return null
    const recorded = await changeWithin(draft.chosen.customer, draft.proposed, writing, trx)
    if (recorded.kind !== 'meanwhile') await takeDraft(id, userId, trx)
    return recorded
  })
}
