import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/**
 * The record that stands for that customer now: their own, or the one that theirs was merged into. Null where there is none
 * any more, as after erasing. A button may be days old, and people merge records meanwhile.
 */
export async function survivorOf(db: Kysely<Database>, customerId: number): Promise<Survivor | null> {
  if (!Number.isSafeInteger(customerId) || customerId <= 0) return null
  const { rows } = await sql<Survivor>`
    with recursive merged as (
      select id, merged_into_id from customers where id = ${customerId}
      union
      select c.id, c.merged_into_id from customers c join merged on c.id = merged.merged_into_id
    )
    select c.id, c.ref, c.display_name as name, c.store_id as "storeId", c.owner_id as "ownerId"
    from merged join customers c on c.id = merged.id
    where merged.merged_into_id is null and c.erased_at is null
  `.execute(db)
  return rows[0] ?? null
}

export interface Survivor {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly storeId: number | null
  readonly ownerId: number | null
}
