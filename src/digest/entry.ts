import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'

/** Whom an entry is about; null when it or the customer is gone. */
export async function entryShown(
  db: Kysely<Database>,
  itemId: number,
): Promise<{ readonly customerId: number; readonly ref: string; readonly name: string } | null> {
  const row = await db
    .selectFrom('digest_items as item')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .select(['c.id as customerId', 'c.ref', 'c.display_name as name'])
    .where('item.id', '=', itemId)
    .where('c.erased_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}
