import { type Kysely, sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { keepCorrections } from './corrections.ts'
import { lockImports } from './lock.ts'

export interface UndoReport {
  readonly batch: number
  readonly files: readonly string[]
  readonly importedAt: Date
  /** Rows that the import had made, and that are gone again. */
  readonly removed: number
  /** Rows that the import had changed or removed, and that are as they were. */
  readonly restored: number
}

/** The import that an undo would take back. */
export interface LastImport {
  readonly batch: number
  readonly files: readonly string[]
  readonly importedAt: Date
}

/** The last import that changed something, as long as no later one did; null where there is none. */
export async function lastImport(db: Kysely<Database>): Promise<LastImport | null> {
  const found = await sql<{ id: number; sources: readonly { file: string }[]; finished_at: Date }>`
    select id, sources, finished_at from import_batches
    where status = 'done' and id = (select max(batch_id) from import_changes)
  `.execute(db)
  const row = found.rows[0]
  return row === undefined
    ? null
    : { batch: Number(row.id), files: row.sources.map(({ file }) => file), importedAt: row.finished_at }
}

/**
 * Takes the last import back as a whole: what it made is gone, what it changed is as it was before.
 *
 * What colleagues have written since about customers that only this import brought would be lost with them; then
 * nothing is undone, and the sentence says what is in the way.
 */
export async function undoLastImport(context: Context): Promise<UndoReport> {
  return context.db.transaction().execute(async (tx) => {
    await lockImports(tx)
    await sql`select set_config('TimeZone', ${context.settings.timeZone}, true)`.execute(tx)
    const last = await lastImport(tx)
    if (last === null) throw new UserError('There is no import to undo.', 'Only the last import can be undone, once.')
    await refuseToLoseWork(tx, last.batch)
    await refuseAfterMerges(tx, last.batch)
    await keepCorrections(tx, last.batch)
    const removed = await removeMade(tx, last.batch)
    const restored = await restoreChanged(tx, last.batch)
    await sql`delete from import_changes where batch_id = ${last.batch}`.execute(tx)
    await sql`update import_batches set status = 'undone', undone_at = clock_timestamp()
      where id = ${last.batch}`.execute(tx)
    await refreshSummaries(tx)
    return { ...last, removed, restored }
  })
}

/** Tables in the order in which their rows may go: what refers to others first. */
const REMOVAL = [
  'unknown_columns',
  ...[
    'campaign_recipients',
    'follow_ups',
    'notes',
    'service_cases',
    'interactions',
    'order_lines',
    'orders',
    'referrals',
    'customer_tags',
  ],
  ...[
    'customer_attributes',
    'consents',
    'contact_points',
    'external_ids',
    'customers',
    'campaigns',
    'products',
    'categories',
    'staff',
    'stores',
  ],
] as const

/** What hangs on a customer that an import made, and goes with it. */
const BELONGINGS = [
  ...[
    'outcomes',
    'digest_items',
    'customer_scores',
    'segment_memberships',
    'treatment_eligibilities',
    'customer_summaries',
    'customer_tags',
  ],
  ...['customer_attributes', 'consents', 'contact_points', 'external_ids', 'campaign_recipients'],
  ...['customer_changes', 'record_drafts'],
] as const

/** Stretches of ids that the import made in a table. */
function made(table: string, batch: number) {
  return sql`(select int8range((row_key ->> 'from')::bigint, (row_key ->> 'to')::bigint, '[]') as ids
    from import_changes where batch_id = ${batch} and table_name = ${table} and before is null and row_key ? 'from')`
}

async function refuseToLoseWork(tx: Kysely<Database>, batch: number): Promise<void> {
  const inTheWay: string[] = []
  for (const table of ['notes', 'interactions', 'follow_ups'] as const) {
    const found = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} as t
      where exists (select from ${made('customers', batch)} as c where c.ids @> t.customer_id)
      and not exists (select from ${made(table, batch)} as own where own.ids @> t.id)
    `.execute(tx)
    const number = Number(found.rows[0]?.count ?? 0)
    if (number > 0) inTheWay.push(`${number} ${table.replace('_', '-')}`)
  }
  const corrected = await sql<{ count: number }>`
    select count(*) as count from customer_changes as t
    where t.undone_at is null and exists (select from ${made('customers', batch)} as c where c.ids @> t.customer_id)
  `.execute(tx)
  const corrections = Number(corrected.rows[0]?.count ?? 0)
  if (corrections > 0) inTheWay.push(`${corrections} ${corrections === 1 ? 'correction' : 'corrections'}`)
  if (inTheWay.length === 0) return
  throw new UserError(
    `The import cannot be undone: since then colleagues have added ${inTheWay.join(', ')} to customers that it brought.`,
    'Import a corrected file instead; it changes the records in place.',
  )
}

/**
 * A merge moved facts that the import made or changed, so that they would not be found where the import left them. One
 * that was taken back since has left everything in its place.
 */
async function refuseAfterMerges(tx: Kysely<Database>, batch: number): Promise<void> {
  const found = await sql<{ undone: boolean; merges: string }>`
    select m.undone_at is not null as undone, string_agg(m.id::text, ', ' order by m.id desc) as merges
    from merge_events as m join import_batches as b on b.id = ${batch}
    where (m.merged_at > b.started_at) <> coalesce(m.undone_at > b.started_at, false)
    group by 1 order by 1
  `.execute(tx)
  const [first] = found.rows
  if (first === undefined) return
  const since = first.undone ? 'merges were taken back' : 'customers were merged'
  throw new UserError(
    `The import cannot be undone: since then ${since} (${first.merges}).`,
    first.undone
      ? 'Import a corrected file instead; it changes the records in place.'
      : `Take the merges back first: npm run -s cli -- dedupe --undo ${first.merges.split(',')[0]}`,
  )
}

async function removeMade(tx: Kysely<Database>, batch: number): Promise<number> {
  let removed = 0
  for (const table of REMOVAL) {
    if (table === 'orders')
      await sql`update interactions set order_id = null where exists (select from ${made('orders', batch)} as o
        where o.ids @> order_id)`.execute(tx)
    if (table === 'customers') await removeBelongings(tx, batch)
    removed += await removeFrom(tx, batch, table)
  }
  return removed
}

async function removeBelongings(tx: Kysely<Database>, batch: number): Promise<void> {
  const gone = made('customers', batch)
  for (const table of BELONGINGS)
    await sql`delete from ${sql.table(table)} where exists (select from ${gone} as c
      where c.ids @> customer_id)`.execute(tx)
  await sql`delete from referrals where exists (select from ${gone} as c where c.ids @> referrer_id
    or c.ids @> referred_id)`.execute(tx)
  // Of merges that were taken back.
  await sql`delete from merge_events where exists (select from ${gone} as c where c.ids @> winner_id
    or c.ids @> loser_id)`.execute(tx)
}

async function removeFrom(tx: Kysely<Database>, batch: number, table: (typeof REMOVAL)[number]): Promise<number> {
  const target = sql.table(table)
  const keys = sql`(select row_key from import_changes where batch_id = ${batch} and table_name = ${table}
    and before is null and not row_key ? 'from')`
  const byStretch =
    table === 'customer_tags' || table === 'campaign_recipients'
      ? sql`false`
      : sql`exists (select from ${made(table, batch)} as m where m.ids @> t.id)`
  // One that a colleague corrected is theirs by now.
  const isStill = table === 'contact_points' ? sql`t.source like 'import %'` : sql`true`
  const result =
    await sql`delete from ${target} as t where (${byStretch} or ${sameKey(table, keys)}) and ${isStill}`.execute(tx)
  return Number(result.numAffectedRows ?? 0)
}

function sameKey(table: (typeof REMOVAL)[number], keys: ReturnType<typeof made>) {
  switch (table) {
    case 'customer_tags':
      return sql`(t.customer_id, t.tag) in (select (k.row_key ->> 'customer_id')::bigint, k.row_key ->> 'tag'
        from ${keys} as k)`
    case 'campaign_recipients':
      return sql`(t.campaign_id, t.customer_id) in (select (k.row_key ->> 'campaign_id')::bigint,
        (k.row_key ->> 'customer_id')::bigint from ${keys} as k)`
    case 'order_lines':
      return sql`t.order_id in (select (k.row_key ->> 'order_id')::bigint from ${keys} as k)`
    default:
      return sql`t.id in (select (k.row_key ->> 'id')::bigint from ${keys} as k)`
  }
}

/** Puts back every row that the import changed or removed, as it was before its first change. */
async function restoreChanged(tx: Kysely<Database>, batch: number): Promise<number> {
  let restored = 0
  for (const table of [...REMOVAL].reverse()) {
    const { columns, key } = await shapeOf(tx, table)
    const names = sql.join(columns.map((name) => sql.ref(name)))
    const values = columns.filter((name) => !key.includes(name))
    const assignments = sql.join(values.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))
    const onConflict = values.length === 0 ? sql`nothing` : sql`update set ${assignments}`
    const result = await sql`
      insert into ${sql.table(table)} (${names}) overriding system value
      select ${names} from (
        select (jsonb_populate_record(null::${sql.table(table)}, first.before)).* from (
          select distinct on (row_key) row_key, before from import_changes
          where batch_id = ${batch} and table_name = ${table} and before is not null
          order by row_key, id
        ) as first
      ) as row_before
      on conflict (${sql.join(key.map((name) => sql.ref(name)))}) do ${onConflict}
    `.execute(tx)
    restored += Number(result.numAffectedRows ?? 0)
  }
  return restored
}

/** The columns of a table that can be written, and its primary key. */
async function shapeOf(
  tx: Kysely<Database>,
  table: string,
): Promise<{ readonly columns: readonly string[]; readonly key: readonly string[] }> {
  const found = await sql<{ name: string; is_key: boolean }>`
    select a.attname as name, coalesce(a.attnum = any (i.indkey), false) as is_key
    from pg_attribute as a left join pg_index as i on i.indrelid = a.attrelid and i.indisprimary
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by a.attnum
  `.execute(tx)
  return {
    columns: found.rows.map(({ name }) => name),
    key: found.rows.filter(({ is_key }) => is_key).map(({ name }) => name),
  }
}
