import { type Kysely, sql } from 'kysely'
import type { Clause } from '../../../src/ask/plan.ts'
import { readConfig } from '../../../src/config.ts'
import { type Context, openContext } from '../../../src/context.ts'
import type { Database, Day } from '../../../src/db/schema.ts'
import { refreshSummaries } from '../../../src/db/summaries.ts'
import { type RecordReport, recordSegments } from '../../../src/segments/history/record.ts'
import { isIn } from '../../ask/differential/conditions.ts'
import { fill } from '../../ask/differential/fill.ts'
import type { Shop } from '../../ask/differential/shop.ts'
import { worldOf } from '../../ask/differential/world.ts'
import { testDatabase } from '../../support/database.ts'
import { empty } from '../../support/empty.ts'

/** A database whose segments' history is recorded and looked at. */
export type RecordedShop = AsyncDisposable & {
  readonly shop: Context
  readonly db: Kysely<Database>
  readonly url: string
  /** Makes it hold a random shop, its numbers and the segments it saved, with nothing recorded. */
  hold(shop: Shop): Promise<void>
  record(day: Day): Promise<RecordReport>
  /** Brings the summaries up to date after a change of facts. */
  refresh(): Promise<void>
  /** Everything recorded, one line for each stay and each history. */
  written(): Promise<readonly string[]>
  /** Who was in what on that day by the history: `lapsed: 3 7`. */
  membersOn(day: Day): Promise<readonly string[]>
}

export async function openRecordedShop(): Promise<RecordedShop> {
  const stack = new AsyncDisposableStack()
  const { url, db } = stack.use(await testDatabase())
  const shop = stack.use(await openContext(readConfig({ DATABASE_URL: url })))
  return {
    shop,
    db,
    url,
    hold: (given) => hold(db, given),
    record: (day) => recordSegments(shop, { day }),
    refresh: () => db.transaction().execute((trx) => refreshSummaries(trx)),
    written: () => written(db),
    membersOn: (day) => membersOn(db, day),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function hold(db: Kysely<Database>, shop: Shop): Promise<void> {
  await fill(db, { ...shop, saved: [] })
  await empty(db, 'segments', 'segment_definitions', 'segment_memberships', 'score_runs', 'settings')
  await setNumbers(db, shop.settings)
  for (const one of shop.saved ?? []) if (one.kind === 'rule') await saveRule(db, one.name, one.where)
}

/** As settings change them, and without what the change brings along. */
export async function setNumbers(db: Kysely<Database>, numbers: Partial<Shop['settings']>): Promise<void> {
  for (const [property, value] of Object.entries(numbers)) {
    const key = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    await sql`
      insert into settings (key, value, changed_by) values (${key}, ${JSON.stringify(value)}::jsonb, 'test')
      on conflict (key) do update set value = excluded.value
    `.execute(db)
  }
}

/** A segment that means these clauses from now on. */
export async function saveRule(db: Kysely<Database>, name: string, where: readonly Clause[]): Promise<void> {
  await sql`
    with saved as (
      insert into segments (name, label, meaning, kind, created_by) values (${name}, ${name}, ${name}, 'rule', 'terminal')
      on conflict (name) where deleted_at is null and kind <> 'built_in' do update set meaning = excluded.meaning
      returning id
    )
    insert into segment_definitions (segment_id, version, definition, changed_by, reading)
    select id, (select count(*) + 1 from segment_definitions where segment_id = saved.id),
      ${JSON.stringify({ kind: 'rule', where })}::jsonb, 'terminal', ${name}
    from saved
  `.execute(db)
}

async function written(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', s.name, m.customer_id, m.valid_from, m.valid_to) as line
    from segment_memberships m join segments s on s.id = m.segment_id
    union all
    select concat_ws(' ', s.name, 'known', h.from_day, h.daily_from, h.step, h.until_day)
    from segment_histories h join segments s on s.id = h.segment_id
    order by line
  `.execute(db)
  return rows.map(({ line }) => line)
}

async function membersOn(db: Kysely<Database>, day: Day): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat(s.name, ': ', string_agg(m.customer_id::text, ' ' order by m.customer_id)) as line
    from segment_memberships m
    join segments s on s.id = m.segment_id
    join segment_histories h on h.segment_id = s.id
    where h.from_day <= ${day}::date and h.until_day >= ${day}::date
    and m.valid_from <= ${day}::date and (m.valid_to is null or m.valid_to > ${day}::date)
    group by s.name
  `.execute(db)
  return rows.map(({ line }) => line).sort()
}

/** The same by plain TypeScript over the shop's own arrays, as they stood at the end of that day. */
export function replayed(shop: Shop, names: readonly string[], day: Day): readonly string[] {
  const world = worldOf({ ...shop, today: day })
  return names
    .flatMap((segment) => {
      const members = world
        .rows('customer')
        .filter((row) => isIn({ segment, percent: null, category: null }, row, world))
        .map((row) => row.customer?.id ?? 0)
        .sort((one, other) => one - other)
      return members.length > 0 ? [`${segment}: ${members.join(' ')}`] : []
    })
    .sort()
}

/** The names of all segments whose history is recorded. */
export async function recordedNames(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select s.name from segment_histories h join segments s on s.id = h.segment_id order by s.name
  `.execute(db)
  return rows.map(({ name }) => name)
}
