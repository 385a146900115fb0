import type { Kysely } from 'kysely'
import type { Day } from '../ask/days.ts'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import type { ShopSettings } from '../db/settings.ts'
import { summariesHoldOn } from '../db/summaries.ts'
import { latestRun } from '../models/scoring/latest-run.ts'

/** What a day's digests are made from. */
export interface DigestContext {
  readonly db: Kysely<Database>
  readonly settings: ShopSettings
  readonly today: Day
  readonly summaries: 'maintained' | 'as_of'
  /** The scoring run that the value at stake comes from; null where there is none. */
  readonly scoreRun: number | null
}

export async function digestContext({ db, settings }: Context, today: Day): Promise<DigestContext> {
  const [held, run] = await Promise.all([summariesHoldOn(db, today), latestRun(db, today)])
  return { db, settings, today, summaries: held ? 'maintained' : 'as_of', scoreRun: run?.id ?? null }
}
