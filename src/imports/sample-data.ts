import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** Whether the database is filled with the sample shop: answers then say so, and the first import takes it out. */
export async function holdsSample(db: Kysely<Database>): Promise<boolean> {
  const found = await sql<{
    sample: boolean
  }>`select exists (select from import_batches where system = 'sample' and status = 'done') as sample`.execute(db)
  return found.rows[0]?.sample ?? false
}

/** Whether no import, and nobody by hand, has put a customer, an order or a product in. */
export async function isEmpty(db: Kysely<Database>): Promise<boolean> {
  const found = await sql<{ empty: boolean }>`
    select not exists (select from customers) and not exists (select from orders) and not exists (select from products) and not exists (select from staff) as empty
  `.execute(db)
  return found.rows[0]?.empty ?? true
}

/**
 * Takes the sample shop out: its customers with everything that hangs on them, its products, staff and stores, and what
 * was asked and sent about them. What the shop itself decided (settings, segments, treatment rules) stays.
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
  await sql`truncate ${sql.join([...about.rows.map(({ name }) => sql.table(name)), sql.table('conversations'), sql.table('saved_readings')])}`.execute(
    tx,
  )
  await sql`update segments set owner_id = null where owner_id is not null`.execute(tx)
  for (const table of ['staff', 'products', 'categories', 'stores'])
    await sql`delete from ${sql.table(table)}`.execute(tx)
  await sql`delete from import_changes`.execute(tx)
  await sql`update import_batches set status = 'undone', undone_at = now() where system = 'sample' and status = 'done'`.execute(
    tx,
  )
}
