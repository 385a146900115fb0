import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'

/** A merge as it is listed, by references. */
export interface PastMerge {
  readonly id: number
  readonly stays: string
  readonly goes: string
  readonly at: Date
  readonly by: string
  readonly undoneAt: Date | null
}

/** The latest merges, the last one first. */
export async function recentMerges(db: Kysely<Database>, limit = 50): Promise<readonly PastMerge[]> {
  return db
    .selectFrom('merge_events as m')
    .innerJoin('customers as stayed', 'stayed.id', 'm.winner_id')
    .innerJoin('customers as gone', 'gone.id', 'm.loser_id')
    .select([
      'm.id',
      'stayed.ref as stays',
      'gone.ref as goes',
      'm.merged_at as at',
      'm.merged_by as by',
      'm.undone_at as undoneAt',
    ])
    .orderBy('m.id', 'desc')
    .limit(limit)
    .execute()
}
