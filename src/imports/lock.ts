import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'

/** Number of the advisory lock that is held from the first row of an import, or of its undo, to the last. */
const IMPORT_LOCK = 7_236_431

/** One import at a time: two at once would each see only half of the other's customers. */
export async function lockImports(tx: Kysely<Database>): Promise<void> {
  const found = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${IMPORT_LOCK}) as free`.execute(tx)
  if (found.rows[0]?.free) return
  throw new UserError(
    'Another import is running.',
    'Wait until it is done, then start this one again; nothing was imported.',
  )
}
