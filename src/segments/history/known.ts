import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../../db/schema.ts'
import type { Part } from './due.ts'

/** Says from when until when the histories of a part are known now. */
export async function writeHistories(trx: Kysely<Database>, { segments, anew }: Part, day: Day): Promise<void> {
  const rows = segments.map(({ id, meaning }) => ({
    segment_id: id,
    from_day: anew?.from ?? day,
    daily_from: anew?.dailyFrom ?? day,
    step: anew?.step ?? ('day' as const),
    until_day: day,
    meaning,
  }))
  await trx
    .insertInto('segment_histories')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('segment_id').doUpdateSet((held) => ({
        until_day: held.ref('excluded.until_day'),
        ...(anew && {
          from_day: held.ref('excluded.from_day'),
          daily_from: held.ref('excluded.daily_from'),
          step: held.ref('excluded.step'),
          meaning: held.ref('excluded.meaning'),
        }),
      })),
    )
    .execute()
}

/** A list that stays as it is has its history from the day it was written, kept by whoever changes it. */
export async function noteLists(trx: Kysely<Database>, day: Day): Promise<void> {
  await sql`
    insert into segment_histories (segment_id, from_day, daily_from, step, until_day, meaning)
    select segments.id, written.on_day, written.on_day, 'day', ${day}, 'list'
    from segments
    cross join lateral (
      select (definition ->> 'on')::date as on_day
      from segment_definitions
      where segment_id = segments.id and definition ->> 'kind' = 'fixed'
      order by version
      limit 1
    ) written
    where segments.kind = 'manual' and segments.deleted_at is null and written.on_day <= ${day}::date
    on conflict (segment_id) do update set until_day = excluded.until_day, meaning = 'list'
  `.execute(trx)
}
