import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../../db/schema.ts'

/** The scoring run that speaks for a day. */
export interface LatestRun {
  readonly id: number
  /** The day its scores speak of. */
  readonly asOf: Day
  /** Why it scored nobody, in a sentence; null where it did. */
  readonly refused: string | null
}

/**
 * The latest finished run as of that day or before, if it still has its scores or was refused; null where nothing was
 * scored yet. A run that was refused speaks for its day too: estimates that can no longer be made are not shown.
 */
export async function latestRun(db: Kysely<Database>, today: Day): Promise<LatestRun | null> {
  const run = await db
    .selectFrom('score_runs')
    .select(['id', 'as_of as asOf', sql<string | null>`diagnostics ->> 'refused'`.as('refused')])
    .where('finished_at', 'is not', null)
    .where('as_of', '<=', today)
    .where(sql<boolean>`(has_scores or diagnostics ? 'refused')`)
    .orderBy('as_of', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return run ?? null
}
