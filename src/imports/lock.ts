import { type Kysely, sql } from 'kysely'
import { importLock } from '../db/locks.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'

/** One import at a time: two at once would each see only half of the other's customers. */
export async function lockImports(tx: Kysely<Database>): Promise<void> {
  const found = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${importLock}) as free`.execute(tx)
  if (found.rows[0]?.free) return
  throw new UserError(
    'Another import is running.',
    'Wait until it is done, then start this one again; nothing was imported.',
  )
}
