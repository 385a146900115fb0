import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database } from '../db/schema.ts'

/** How somebody wants their digest; null is the shop's own way. */
export interface DigestWishes {
  readonly active: boolean
  /** HH:MM by their own clocks. */
  readonly time: string | null
  /** 1 Monday to 7 Sunday. */
  readonly weekdays: readonly number[] | null
  readonly timeZone: string | null
  readonly whenEmpty: 'silent' | 'say'
}

const usual: DigestWishes = { active: true, time: null, weekdays: null, timeZone: null, whenEmpty: 'silent' }

export async function readWishes(db: Kysely<Database>, staffId: number): Promise<DigestWishes> {
  const row = await db.selectFrom('digest_recipients').selectAll().where('staff_id', '=', staffId).executeTakeFirst()
  if (!row) return usual
  return {
    active: row.active,
    time: row.at_time,
    weekdays: row.weekdays,
    timeZone: row.time_zone,
    whenEmpty: row.when_empty,
  }
}

/** A colleague's own digest is theirs to arrange. */
export async function arrangeDigest(
  db: Kysely<Database>,
  staffId: number,
  { active, time, weekdays, timeZone, whenEmpty }: DigestWishes,
  by: Asker,
): Promise<void> {
  const values = {
    active,
    at_time: time,
    weekdays: weekdays === null ? null : [...weekdays],
    time_zone: timeZone,
    when_empty: whenEmpty,
    changed_by: by.who,
    changed_at: sql<Date>`now()`,
  }
  await db
    .insertInto('digest_recipients')
    .values({ staff_id: staffId, ...values })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(values))
    .execute()
  await record(db, { actor: by.who, action: 'arrange_digest', subject: `staff ${staffId}`, details: { active } })
}

/** A channel gets the customers of one store, or of all; or no longer any. True when it had a digest before. */
export async function arrangeChannelDigest(
  db: Kysely<Database>,
  channel: string,
  { active, storeId }: { readonly active: boolean; readonly storeId: number | null },
  by: Asker,
): Promise<boolean> {
  const before = await db
    .selectFrom('digest_recipients')
    .select('active')
    .where('channel', '=', channel)
    .executeTakeFirst()
  const values = { active, store_id: storeId, changed_by: by.who, changed_at: sql<Date>`now()` }
  await db
    .insertInto('digest_recipients')
    .values({ channel, when_empty: 'silent', ...values })
    .onConflict((conflict) => conflict.column('channel').doUpdateSet(values))
    .execute()
  await record(db, { actor: by.who, action: 'arrange_digest', subject: `channel ${channel}`, details: { active } })
  return before?.active ?? false
}
