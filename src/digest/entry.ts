import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Day } from '../db/schema.ts'

/** An entry's customer, and where its digest was posted. */
export interface EntryShown {
  readonly customerId: number
  readonly ref: string
  readonly name: string
  /** The colleague whose digest it is in; null in a channel's. */
  readonly staffId: number | null
  /** The message; null while it is not known, which is so for some minutes after a crash. */
  readonly message: { readonly channel: string; readonly ts: string } | null
}

/** Whom an entry is about; null when it or the customer is gone, or is none of the asker's. */
export async function entryShown(db: Kysely<Database>, itemId: number, asker: Asker): Promise<EntryShown | null> {
  if (!Number.isSafeInteger(itemId)) return null
  const row = await db
    .selectFrom('digest_items as item')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .innerJoin('digest_runs as run', 'run.id', 'item.run_id')
    .select(['c.id', 'c.ref', 'c.display_name', 'c.store_id', 'c.owner_id'])
    .select(['run.staff_id', 'run.posted_channel', 'run.message_ts'])
    .where('item.id', '=', itemId)
    .where('c.erased_at', 'is', null)
    .executeTakeFirst()
  if (!row || !maySee(asker, row)) return null
  const { posted_channel: channel, message_ts: ts } = row
  return {
    ...{ customerId: row.id, ref: row.ref, name: row.display_name, staffId: row.staff_id },
    message: channel === null || ts === null ? null : { channel, ts },
  }
}

/** Whether a customer is in the asker's scope. */
export function maySee(
  { scope }: Asker,
  customer: { readonly store_id: number | null; readonly owner_id: number | null },
): boolean {
  switch (scope.kind) {
    case 'all':
      return true
    case 'store':
      return customer.store_id === scope.id
    case 'owner':
      return customer.owner_id === scope.id
    default:
      return scope satisfies never
  }
}

/** How many entries of a colleague's digest of that day are still open, of how many; null without a digest. */
export async function openEntries(
  db: Kysely<Database>,
  staffId: number,
  day: Day,
): Promise<{ readonly open: number; readonly all: number } | null> {
  const row = await db
    .selectFrom('digest_runs as run')
    .innerJoin('digest_items as item', 'item.run_id', 'run.id')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      fn.countAll<number>().filterWhere('item.state', '=', 'open').as('open'),
    ])
    .where('run.staff_id', '=', staffId)
    .where('run.day', '=', day)
    .where('run.outcome', '=', 'posted')
    .where('c.erased_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.all === 0 ? null : row
}
