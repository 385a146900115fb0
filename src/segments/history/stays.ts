import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Database, Day } from '../../db/schema.ts'
import { membershipQuery } from './conditions.ts'
import { openCopy } from './copy.ts'
import type { Part } from './due.ts'
import { type Recorded, segmentOn, type Words } from './recorded.ts'

export interface Moved {
  readonly entered: number
  readonly left: number
}

/** So many customers, each day anew, are looked at before days are compared. */
const rowsAtOnce = 1_000_000

/**
 * Records who was in which segment on those days, in place of what was recorded for them and for later ones.
 *
 * Each day is compared with the day before, and who entered or left is written down; at the end these become stays, each
 * written once. Whoever is in a segment on the day its history begins has been so for nobody knows how long.
 */
export async function recordStays(
  trx: Kysely<Database>,
  { segments, days, anew }: Part,
  words: Words,
  onDay: () => void,
): Promise<Moved> {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return { entered: 0, left: 0 }
  const ids = segments.map(({ id }) => id)
  await rewind(trx, ids, anew ? '-infinity' : first)
  await openWork(trx, ids)
  const copy = await openCopy(trx, first, last, { byCategory: speakOfCategories(segments, last, words) })
  const dated = anew ? ['-infinity', ...days.slice(1)] : days
  let [compared, customers] = [0, 0]
  for (const [at, day] of days.entries()) {
    await copy.carry(day)
    customers = await look(trx, { segments, day, step: at + 1 }, words)
    if (day === last || (at + 1 - compared) * customers >= rowsAtOnce) {
      await compare(trx, dated, compared, at + 1)
      compared = at + 1
    }
    onDay()
  }
  await copy.close()
  const moved = await writeStays(trx)
  await sql`drop table segments_moved, segments_seen`.execute(trx)
  return moved
}

/** Takes back what was recorded of that day and of later ones. */
async function rewind(trx: Kysely<Database>, ids: readonly number[], day: Day): Promise<void> {
  const those = sql`segment_id = any(${[...ids]}::bigint[])`
  await sql`delete from segment_memberships where ${those} and valid_from >= ${day}::date`.execute(trx)
  await sql`update segment_memberships set valid_to = null where ${those} and valid_to >= ${day}::date`.execute(trx)
}

/** Who is in what before the first day, as step 0, and nothing yet of the days themselves. */
async function openWork(trx: Kysely<Database>, ids: readonly number[]): Promise<void> {
  await sql`
    create temporary table segments_moved (
      customer_id bigint, segment_id bigint, day date, entered boolean
    ) on commit drop
  `.execute(trx)
  await sql`
    create temporary table segments_seen (step integer, customer_id bigint, segment_ids bigint[]) on commit drop
  `.execute(trx)
  await sql`
    insert into segments_seen
    select 0, customer_id, array_agg(segment_id order by segment_id)
    from segment_memberships
    where segment_id = any(${[...ids]}::bigint[]) and valid_to is null
    group by customer_id
  `.execute(trx)
}

function speakOfCategories(segments: readonly Recorded[], day: Day, words: Words): boolean {
  return /\bcustomer_category_summaries\b/.test(queryOf(segments, day, words).sql)
}

function queryOf(segments: readonly Recorded[], day: Day, words: Words) {
  const looked = segments.flatMap(({ id, name }) => {
    const segment = segmentOn(name, words, day)
    return segment ? [{ id, segment }] : []
  })
  return membershipQuery(looked, day, words)
}

interface Look {
  readonly segments: readonly Recorded[]
  readonly day: Day
  readonly step: number
}

/** Notes which segments each customer is in; how many customers there are. */
async function look(trx: Kysely<Database>, { segments, day, step }: Look, words: Words): Promise<number> {
  const { sql: text, parameters } = queryOf(segments, day, words)
  const [insert, numbered] = [`insert into segments_seen\n`, `select $${parameters.length + 1}::int, seen.*`]
  const statement = `${insert}${numbered}\nfrom (\n${text}\n) seen`
  const { numAffectedRows } = await trx.executeQuery(CompiledQuery.raw(statement, [...parameters, step]))
  return Number(numAffectedRows ?? 0)
}

/**
 * Writes down who entered and who left on each day seen, and keeps the last for the next to be compared with. `days` is
 * what each step is dated.
 */
async function compare(trx: Kysely<Database>, days: readonly Day[], since: number, last: number): Promise<void> {
  await sql`
    insert into segments_moved
    select
      coalesce(n.customer_id, b.customer_id),
      change.segment_id,
      (${[...days]}::date[])[coalesce(n.step, b.step + 1)],
      change.entered
    from (select * from segments_seen where step > ${since}) n
    full join (select * from segments_seen where step < ${last}) b
      on b.customer_id = n.customer_id and b.step = n.step - 1
    cross join lateral (
      select given.id as segment_id, true as entered from unnest(n.segment_ids) given(id)
      where given.id <> all (coalesce(b.segment_ids, '{}'))
      union all
      select held.id, false from unnest(b.segment_ids) held(id) where held.id <> all (coalesce(n.segment_ids, '{}'))
    ) change
    where n.segment_ids is distinct from b.segment_ids
  `.execute(trx)
  await sql`
    create temporary table segments_kept on commit drop as select * from segments_seen where step = ${sql.lit(last)}
  `.execute(trx)
  await sql`drop table segments_seen`.execute(trx)
  await sql`alter table segments_kept rename to segments_seen`.execute(trx)
}

/** A leave ends the stay that was open or the one that its entering began. */
async function writeStays(trx: Kysely<Database>): Promise<Moved> {
  await sql`analyze segments_moved`.execute(trx)
  await sql`
    update segment_memberships m set valid_to = first.day
    from (
      select distinct on (segment_id, customer_id) segment_id, customer_id, day, entered
      from segments_moved
      order by segment_id, customer_id, day
    ) first
    where not first.entered
    and m.segment_id = first.segment_id and m.customer_id = first.customer_id and m.valid_to is null
  `.execute(trx)
  await sql`
    insert into segment_memberships (segment_id, customer_id, valid_from, valid_to)
    select segment_id, customer_id, day, next_day
    from (
      select segment_id, customer_id, day, entered,
        lead(day) over (partition by segment_id, customer_id order by day) as next_day
      from segments_moved
    ) moved
    where entered
    order by segment_id, customer_id, day
  `.execute(trx)
  const { rows } = await sql<Moved>`
    select
      count(*) filter (where entered and day > '-infinity')::int as entered,
      count(*) filter (where not entered)::int as left
    from segments_moved
  `.execute(trx)
  return rows[0] ?? { entered: 0, left: 0 }
}
