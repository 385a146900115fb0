import type { Kysely } from 'kysely'
import type { Day } from '../ask/days.ts'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import type { ShopSettings } from '../db/settings.ts'
import { summariesHoldOn } from '../db/summaries.ts'

/** What a day's digests are made from. */
export interface DigestContext {
  readonly db: Kysely<Database>
  readonly settings: ShopSettings
  readonly today: Day
  readonly summaries: 'maintained' | 'as_of'
}

export async function digestContext({ db, settings }: Context, today: Day): Promise<DigestContext> {
  return { db, settings, today, summaries: (await summariesHoldOn(db, today)) ? 'maintained' : 'as_of' }
}
