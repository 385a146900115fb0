import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** Statements that make again what was taken off, in order. */
export type Aside = readonly string[]

/**
 * Takes indexes, unique constraints and references off tables that are about to be filled from nothing.
 *
 * Checking ten million references one by one takes far longer than all at once. Everything happens in the caller's
 * transaction: nobody ever sees the tables without them, and a failure leaves them as they were. A login that does not
 * own the tables takes nothing off.
 */
export async function setAside(trx: Kysely<Database>, tables: readonly string[]): Promise<Aside> {
  if (!(await ownsAll(trx, tables))) return []
  const constraints = await constraintsOf(trx, tables)
  const indexes = await indexesOf(trx, tables)
  for (const { drop } of [...constraints, ...indexes]) await sql.raw(drop).execute(trx)
  await startAfresh(trx, tables)
  return [...indexes, ...constraints].map(({ make }) => make)
}

/** Rows of a table that was emptied in the same transaction need no write-ahead log where the server keeps the least. */
async function startAfresh(trx: Kysely<Database>, tables: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${tables}::text[]) as name
    where not exists (select from pg_constraint where contype = 'f' and confrelid = name::regclass)
    order by name`.execute(trx)
  if (rows.length > 0) await sql`truncate ${sql.join(rows.map(({ name }) => sql.table(name)))}`.execute(trx)
}

export async function putBack(trx: Kysely<Database>, aside: Aside): Promise<void> {
  await sql`select set_config('maintenance_work_mem', '256MB', true)`.execute(trx)
  for (const make of aside) await sql.raw(make).execute(trx)
}

/** Only who owns a table may change its form. */
async function ownsAll(trx: Kysely<Database>, tables: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ owned: boolean }>`
    select bool_and(pg_has_role(relowner, 'usage')) as owned from pg_class where oid = any (${tables}::regclass[])`.execute(
    trx,
  )
  return rows[0]?.owned === true
}

interface Removable {
  readonly drop: string
  readonly make: string
}

/** Unique constraints come before references, which may need them. */
async function constraintsOf(trx: Kysely<Database>, tables: readonly string[]): Promise<readonly Removable[]> {
  const found = await sql<Removable>`
    select
      format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint
    where contype in ('f', 'u')
    and conrelid = any (${tables}::regclass[])
    order by contype desc, conrelid::regclass::text, conname`.execute(trx)
  return found.rows
}

async function indexesOf(trx: Kysely<Database>, tables: readonly string[]): Promise<readonly Removable[]> {
  const found = await sql<Removable>`
    select
      format('drop index %s', indexrelid::regclass) as drop,
      pg_get_indexdef(indexrelid) as make
    from pg_index
    where indrelid = any (${tables}::regclass[])
    and not exists (select from pg_constraint where conindid = indexrelid)
    order by indexrelid::regclass::text`.execute(trx)
  return found.rows
}
