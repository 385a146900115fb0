import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Field } from './change.ts'

/** What somebody changed last on one customer's record in one go. */
export interface LatestChange {
  /** Our numbers for it, to take back. */
  readonly ids: readonly number[]
  readonly fields: readonly Field[]
  readonly customerId: number
  readonly at: Date
}

/** The last that one colleague changed since a moment and did not take back; null for nothing. `who` is `Asker.who`. */
export async function latestChangeBy(who: string, since: Date, db: Kysely<Database>): Promise<LatestChange | null> {
  const mine = db
    .selectFrom('customer_changes')
    .select(['id', 'customer_id as customerId', 'field', 'changed_at as at'])
    .where('changed_by', '=', who)
    .where('undone_at', 'is', null)
    .where('field', '<>', 'new')
  const last = await mine.where('changed_at', '>=', since).orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (!last) return null
  const along = await mine
    .where('changed_at', '=', last.at)
    .where('customer_id', '=', last.customerId)
    .orderBy('id')
    .execute()
  // The table's check holds the names.
  const fields = [...new Set(along.map(({ field }) => field as Field))]
  return { ids: along.map(({ id }) => id), fields, customerId: last.customerId, at: last.at }
}
