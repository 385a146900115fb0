import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../db/schema.ts'

/** For which days it is known who was in a segment. */
export interface SegmentHistory {
  readonly segmentId: number
  /** The first day on which it is known who was in it; who was in it then may have been so for long. */
  readonly fromDay: Day
  /** From this day on it is known for every day; before, for days a `step` apart. */
  readonly dailyFrom: Day
  readonly step: 'day' | 'week' | 'month'
  /** The last day recorded. */
  readonly untilDay: Day
}

/** The histories there are, by the name that the segment has in the catalogue. */
export type Histories = ReadonlyMap<string, SegmentHistory>

/** A name of Regulars' own wins over one that a colleague gave before it was one, as it does in the catalogue. */
export async function readHistories(db: Kysely<Database>): Promise<Histories> {
  const { rows } = await sql<SegmentHistory & { readonly name: string }>`
    select
      s.name,
      h.segment_id as "segmentId",
      h.from_day as "fromDay",
      h.daily_from as "dailyFrom",
      h.step,
      h.until_day as "untilDay"
    from segment_histories h
    join segments s on s.id = h.segment_id
    where s.active and s.deleted_at is null
    order by s.kind = 'built_in', s.id
  `.execute(db)
  return new Map(rows.map(({ name, ...history }) => [name, history]))
}
