import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { addDays } from '../ask/days.ts'
import type { Database, Day } from '../db/schema.ts'
import { type FindingKind, kinds } from './kinds.ts'
import { type Counts, type Quality, qualityByStore } from './report.ts'

/** How good the data was on one day. */
export interface QualityDay extends Quality {
  readonly day: Day
}

/** Writes down how good the data of each store is on `day`; a second time on the same day it is written anew. */
export async function recordQuality(db: Kysely<Database>, day: Day): Promise<void> {
  const stores = await qualityByStore(db, day, { scope: { kind: 'all' } })
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('quality_days').where('day', '=', day).execute()
    if (stores.length === 0) return
    await trx
      .insertInto('quality_days')
      .values(
        stores.map(({ id, customers, score, findings }) => ({
          ...{ day, store_id: id, customers, score: score ?? 0 },
          findings: JSON.stringify(Object.fromEntries(Object.entries(findings).filter(([, count]) => count > 0))),
        })),
      )
      .execute()
  })
}

/** For a shop whose data was never looked at: a new one is not to wait for the night. */
export async function noteQualityOnce(db: Kysely<Database>, day: Day): Promise<void> {
  const held = await db.selectFrom('quality_days').select('day').limit(1).executeTakeFirst()
  if (held === undefined) await recordQuality(db, day)
}

/**
 * The days that are written down from `from` to `to`, oldest first, over the asker's stores; none for those who see only
 * the customers they look after, because days are kept by store.
 */
export async function qualityDays(
  db: Kysely<Database>,
  { from, to }: { readonly from: Day; readonly to: Day },
  { scope }: Pick<Asker, 'scope'>,
): Promise<readonly QualityDay[]> {
  if (scope.kind === 'owner') return []
  const { rows } = await sql<{ day: Day; customers: number; score: string | number | null; findings: Partial<Counts> }>`
    select day, sum(customers)::int as customers, sum(score * customers) / nullif(sum(customers), 0) as score,
      (select coalesce(jsonb_object_agg(kind, total), '{}') from (
        select kind, sum(count::int) as total
        from quality_days same, jsonb_each_text(same.findings) as each(kind, count)
        where same.day = quality_days.day and ${inScope(scope, 'same')}
        group by kind
      ) as totals) as findings
    from quality_days
    where day between ${from} and ${to} and ${inScope(scope, 'quality_days')}
    group by day
    order by day
  `.execute(db)
  return rows.map(({ day, customers, score, findings }) => ({
    ...{ day, customers },
    score: score === null ? null : Math.round(Number(score) * 10) / 10,
    findings: Object.fromEntries(kinds.map(({ code }) => [code, findings[code] ?? 0])) as Record<FindingKind, number>,
  }))
}

const inScope = (scope: Asker['scope'], table: string) =>
  scope.kind === 'store' ? sql`${sql.ref(`${table}.store_id`)} = ${scope.id}` : sql`true`

/** How the score has moved in so many days. */
const changeDays = 30

/** “+1.2 in 30 days”; null where it was not written down about then, or is the first day. */
export async function qualityChange(
  db: Kysely<Database>,
  today: Day,
  asker: Pick<Asker, 'scope'>,
): Promise<string | null> {
  const days = await qualityDays(db, { from: addDays(today, -changeDays), to: today }, asker)
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || first.day === last.day || first.score === null || last.score === null) return null
  const change = Math.round((last.score - first.score) * 10) / 10
  const span = (Date.parse(last.day) - Date.parse(first.day)) / 86_400_000
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  return `${sign}${Math.abs(change).toFixed(1)} in ${span} ${span === 1 ? 'day' : 'days'}`
}
