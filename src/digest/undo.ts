import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database } from '../db/schema.ts'
import { readConsequences, takeBack } from './consequences.ts'
import { maySee } from './entry.ts'

export type Undone =
  | { readonly kind: 'undone'; readonly runId: number }
  /** Nobody said anything about it, or it was taken back already. */
  | { readonly kind: 'open'; readonly runId: number }
  /** The customer ordered, or the case was settled: there is nothing to take back. */
  | { readonly kind: 'by_itself' }
  | { readonly kind: 'not_theirs'; readonly by: string | null }
  | { readonly kind: 'too_late' }
  /** The customer's record was merged with another one since. */
  | { readonly kind: 'merged' }
  | { readonly kind: 'gone' }

const undoMs = 24 * 3_600_000

/** Whether what was said at that moment can still be taken back. */
export const mayStillUndo = (closedAt: Date, now: Date): boolean => now.getTime() - closedAt.getTime() <= undoMs

/**
 * Takes back what was said about an entry, within a day, by whoever said it or a manager: its outcomes, the contact in the
 * timeline and what followed from it. What somebody changed since stays as they left it. The entry is open again.
 */
export async function undo(itemId: number, by: Asker, now: Date, db: Kysely<Database>): Promise<Undone> {
  return db.transaction().execute(async (trx): Promise<Undone> => {
    const item = await lockItem(trx, itemId)
    if (!item || !maySee(by, item)) return { kind: 'gone' }
    if (item.state === 'open') return { kind: 'open', runId: item.run_id }
    const done = readConsequences(item.undo)
    if (item.closed_at === null || done === null) return { kind: 'by_itself' }
    if (!by.mayManage && (by.staffId === null || by.staffId !== item.closed_by))
      return { kind: 'not_theirs', by: item.closer }
    if (!mayStillUndo(item.closed_at, now)) return { kind: 'too_late' }
    if (await wasMerged(trx, done.customer)) return { kind: 'merged' }
    await trx.deleteFrom('outcomes').where('item_id', '=', item.id).execute()
    await takeBack(trx, done)
    await trx
      .updateTable('digest_items')
      .set({ state: 'open', closed_at: null, closed_by: null, undo: null })
      .where('id', '=', item.id)
      .execute()
    await record(trx, {
      actor: by.who,
      action: 'undo_digest_outcome',
      subject: `entry ${item.id}`,
      details: { was: item.state },
    })
    return { kind: 'undone', runId: item.run_id }
  })
}

async function wasMerged(trx: Kysely<Database>, customerId: number): Promise<boolean> {
  const row = await trx
    .selectFrom('customers')
    .select('merged_into_id')
    .where('id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row === undefined || row.merged_into_id !== null
}

/** The customer is held too, so that nobody erases or merges them meanwhile. */
async function lockItem(trx: Kysely<Database>, id: number) {
  if (!Number.isSafeInteger(id)) return null
  const row = await trx
    .selectFrom('digest_items as item')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .select([
      'item.id',
      'item.run_id',
      'item.customer_id',
      'item.state',
      'item.closed_at',
      'item.closed_by',
      'item.undo',
    ])
    .select(['c.store_id', 'c.owner_id'])
    .where('item.id', '=', id)
    .where('c.erased_at', 'is', null)
    .forUpdate('item')
    .forNoKeyUpdate('c')
    .executeTakeFirst()
  if (!row) return null
  const closer =
    row.closed_by === null
      ? null
      : await trx.selectFrom('staff').select('name').where('id', '=', row.closed_by).executeTakeFirst()
  return { ...row, closer: closer?.name ?? null }
}
