import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** Whether the database is filled with the sample shop: answers then say so, and the first import takes it out. */
export async function holdsSample(db: Kysely<Database>): Promise<boolean> {
  const found = await sql<{
    sample: boolean
  }>`select exists (select from import_batches where system = 'sample' and status = 'done') as sample`.execute(db)
  return found.rows[0]?.sample ?? false
}

/**
 * Takes back what the sample shop set (its name, currency, time zone): the shop's own choices stay, and what it never
 * chose has its default again.
 */
export async function removeSampleSettings(tx: Kysely<Database>): Promise<void> {
  await sql`
    with gone as (delete from settings where changed_by = 'sample' returning key, value)
    insert into setting_changes (key, old_value, new_value, changed_by)
    select key, value, 'null'::jsonb, 'import' from gone order by key
  `.execute(tx)
}

/**
 * Takes the sample shop out: its customers with everything that hangs on them, its products, staff and stores, and what
 * was asked and sent about them. What the shop itself decided (settings, segments, treatment rules) stays, and so does
 * whoever became the administrator or was added to the staff meanwhile.
 */
export async function removeSample(tx: Kysely<Database>): Promise<void> {
  const about = await sql<{ name: string }>`
    with recursive dependent as (
      select 'customers'::regclass::oid as id
      union select 'orders'::regclass::oid
      union select 'campaigns'::regclass::oid
      union select 'digest_runs'::regclass::oid
      union select conrelid from pg_constraint join dependent on confrelid = dependent.id where contype = 'f'
    )
    select relname as name from pg_class join dependent on dependent.id = pg_class.oid order by relname
  `.execute(tx)
  await sql`truncate ${sql.join([
    ...about.rows.map(({ name }) => sql.table(name)),
    sql.table('conversations'),
    sql.table('saved_readings'),
    sql.table('unknown_columns'),
    sql.table('quality_days'),
  ])}`.execute(tx)
  await sql`update segments set owner_id = null where owner_id is not null`.execute(tx)
  await sql`delete from staff where not set_here @> array['role', 'slack_user_id']`.execute(tx)
  await sql`update staff set store_id = null, set_here = array_remove(set_here, 'store_id')`.execute(tx)
  for (const table of ['products', 'categories', 'stores']) await sql`delete from ${sql.table(table)}`.execute(tx)
  await sql`delete from import_changes`.execute(tx)
  await sql`update import_batches set status = 'undone', undone_at = now() where system = 'sample'
    and status = 'done'`.execute(tx)
}
