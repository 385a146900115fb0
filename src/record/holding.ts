import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'

/** The customer whose record is being changed, as far as every story needs them. */
export interface Held {
  readonly id: number
  readonly ref: string
  readonly name: string
}

/** Records are changed by colleagues: what is on them, somebody answers for. */
export function refuseStrangers({ staffId, slackUserId }: Asker): void {
  if (staffId !== null || slackUserId === null) return
  throw new UserError(
    'Customers’ records are changed by colleagues on the staff list.',
    'A manager can add you on the Home tab, under Staff.',
  )
}

/**
 * The customer, if they are among those the asker sees. A record that was merged away leads to the one that stayed; of
 * one that is erased nothing is said. Within a transaction nobody else changes the record until it ends.
 */
export async function hold(customerId: number, { scope }: Asker, db: Kysely<Database>): Promise<Held> {
  let id = customerId
  for (let hops = 0; hops < 20; hops++) {
    const row = await db
      .selectFrom('customers')
      .select(['id', 'ref', 'display_name as name', 'merged_into_id', 'erased_at', 'store_id', 'owner_id'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row || row.erased_at !== null) break
    if (row.merged_into_id !== null) {
      id = row.merged_into_id
      continue
    }
    if (scope.kind !== 'all' && (scope.kind === 'store' ? row.store_id : row.owner_id) !== scope.id) break
    return { id: row.id, ref: row.ref, name: row.name }
  }
  throw new UserError('There is no such customer among those you see.')
}
