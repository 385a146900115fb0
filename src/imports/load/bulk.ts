import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'

/** Fewer rows than this go in one by one, whatever the table holds. */
const MANY = 20_000

/**
 * Runs an insert that at least doubles a table without its foreign keys and indexes, and makes them again
 * afterwards.
 *
 * Checking a foreign key row by row takes longer than all the rest of an import, and building an index once is several
 * times quicker than growing it. Nothing is left unchecked: adding a foreign key checks every row, and all of it is
 * part of the import's transaction. Readers of the table wait meanwhile, which is why an everyday import, small beside
 * what is there, does not do this; nor does a login that does not own the table.
 */
export async function inBulk<T>(
  tx: Kysely<Database>,
  table: string,
  rows: number,
  insert: () => Promise<T>,
): Promise<T> {
  if (rows < MANY || !(await doubles(tx, table, rows))) return insert()
  const { drop, restore } = await helpers(tx, table)
  for (const statement of drop) await sql.raw(statement).execute(tx)
  const result = await insert()
  for (const statement of restore) await sql.raw(statement).execute(tx)
  return result
}

async function doubles(tx: Kysely<Database>, table: string, rows: number): Promise<boolean> {
  const found = await sql<{ doubles: boolean }>`
    select pg_has_role(relowner, 'usage') and (select count(*) from (select
      from ${sql.table(table)} limit ${rows + 1}) as first_rows) <= ${rows} as doubles
    from pg_class where oid = ${table}::regclass
  `.execute(tx)
  return found.rows[0]?.doubles ?? false
}

/**
 * The statements that take a table's constraints and indexes away, and those that make them again. A key that another
 * table refers to stays.
 */
async function helpers(
  tx: Kysely<Database>,
  table: string,
): Promise<{ readonly drop: readonly string[]; readonly restore: readonly string[] }> {
  const constraints = await sql<{ drop: string; restore: string }>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore
    from pg_constraint as c
    where conrelid = ${table}::regclass and contype in ('f', 'u', 'p')
    and not exists (select from pg_constraint as user_of where user_of.contype = 'f'
      and user_of.conindid = c.conindid and c.contype <> 'f')
    order by contype desc, conname
  `.execute(tx)
  const indexes = await sql<{ drop: string; restore: string }>`
    select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as restore
    from pg_index where indrelid = ${table}::regclass and not exists (select from pg_constraint
      where conindid = indexrelid)
    order by indexrelid
  `.execute(tx)
  const all = [...constraints.rows, ...indexes.rows]
  return { drop: all.map((one) => one.drop), restore: all.map((one) => one.restore) }
}
