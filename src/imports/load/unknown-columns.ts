import { type RawBuilder, sql } from 'kysely'
import { type Loading, makeTable, merge, nextId } from './merge.ts'

/** Of each kind of record the key of the row that a staged row became, and its unknown columns. */
const KEPT: readonly (readonly [table: string, rows: RawBuilder<unknown>])[] = [
  ['stores', sql`select t.id, s.raw, s.file, s.line from in_stores as s join stores as t on t.name = s.name`],
  ['staff', sql`select t.id, s.raw, s.file, s.line from in_staff as s join staff as t on t.email = s.email`],
  ['products', sql`select t.id, s.raw, s.file, s.line from in_products as s join products as t on t.sku = s.sku`],
  ['campaigns', sql`select t.id, s.raw, s.file, s.line from in_campaigns as s join campaigns as t on t.ref = s.ref`],
  ['interactions', sql`select id, raw, 0 as file, id as line from interactions_in`],
  ['notes', sql`select id, raw, 0 as file, id as line from notes_in`],
]

/**
 * Keeps the columns that no field takes, for the kinds of record that have no column of their own for them. What
 * another export said in other columns stays.
 */
export async function keepUnknownColumns(loading: Loading): Promise<void> {
  const kept = KEPT.map(
    ([table, rows]) => sql`
      select distinct on (id) ${table}::text as table_name, jsonb_build_object('id', id) as row_key, raw
      from (${rows}) as r where raw is not null order by id, file desc, line desc`,
  )
  const recipients = sql`
    select 'campaign_recipients', jsonb_build_object('campaign_id', campaign_id, 'customer_id', customer_id), raw
    from recipients_in where raw is not null`
  await makeTable(
    loading.tx,
    'unknown_in',
    sql`select coalesce(t.id, ${nextId('unknown_columns')}) as id, t.id is null as is_new, s.table_name, s.row_key,
          coalesce(t.raw, '{}') || s.raw as raw
        from (${sql.join(
          [...kept, recipients].map((rows) => sql`(${rows})`),
          sql` union all `,
        )}) as s
        left join unknown_columns as t on t.table_name = s.table_name and t.row_key = s.row_key`,
  )
  await merge(loading, 'unknown_columns', 'unknown_in', ['table_name', 'row_key', 'raw'])
}
