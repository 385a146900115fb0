import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { inBulk } from './bulk.ts'

/** What a load works with: one transaction, one batch, and the label under which facts name their source. */
export interface Loading {
  readonly tx: Kysely<Database>
  readonly batch: number
  /** “import customers.csv”: what contact points, consents and attributes say they come from. */
  readonly source: string
  /** Facts of this system are the sample's; anything else is the shop's. */
  readonly now: Date
}

/** How many records of one kind an import made, changed and left as they were. */
export interface Tally {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly duplicates: number
}

export const NOTHING: Tally = { new: 0, changed: 0, unchanged: 0, duplicates: 0 }

/** Runs a statement and says how many rows it touched. */
export async function run(tx: Kysely<Database>, statement: RawBuilder<unknown>): Promise<number> {
  const result = await statement.execute(tx)
  return Number(result.numAffectedRows ?? 0)
}

/**
 * Makes a temporary table of a query, with statistics. Without them a later statement is planned for a handful of rows
 * and compares a million with a million one by one.
 */
export async function makeTable(tx: Kysely<Database>, name: string, query: RawBuilder<unknown>): Promise<void> {
  await run(tx, sql`create temp table ${sql.table(name)} on commit drop as ${query}`)
  await run(tx, sql`analyze ${sql.table(name)}`)
}

/** The one number that a statement selects as `count`. */
export async function count(tx: Kysely<Database>, statement: RawBuilder<{ count: number | string }>): Promise<number> {
  const result = await statement.execute(tx)
  return Number(result.rows[0]?.count ?? 0)
}

/**
 * Takes over the rows of a temporary table that has the target's columns, `id` and `is_new`: new rows are inserted with
 * their ids, others are updated where a value that is given differs. A blank never erases what is known. What is needed
 * to undo it is kept first.
 */
export async function merge(
  { tx, batch }: Loading,
  table: string,
  incoming: string,
  columns: readonly string[],
): Promise<Tally> {
  const differs = sql.join(
    columns.map(
      (name) => sql`(i.${sql.ref(name)} is not null and t.${sql.ref(name)} is distinct from i.${sql.ref(name)})`,
    ),
    sql` or `,
  )
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key, before)
        select ${batch}::bigint, ${table}::text, jsonb_build_object('id', t.id), to_jsonb(t)
        from ${sql.table(table)} as t join ${sql.table(incoming)} as i on i.id = t.id
        where not i.is_new and (${differs})
        order by t.id`,
  )
  const assignments = sql.join(
    columns.map((name) => sql`${sql.ref(name)} = coalesce(i.${sql.ref(name)}, t.${sql.ref(name)})`),
  )
  const changed = await run(
    tx,
    sql`update ${sql.table(table)} as t set ${assignments} from ${sql.table(incoming)} as i where i.id = t.id
        and not i.is_new and (${differs})`,
  )
  const made = await insertNew(tx, batch, table, incoming, columns)
  const total = await count(tx, sql`select count(*) from ${sql.table(incoming)}`)
  return { new: made, changed, unchanged: total - made - changed, duplicates: 0 }
}

async function insertNew(
  tx: Kysely<Database>,
  batch: number,
  table: string,
  incoming: string,
  columns: readonly string[],
): Promise<number> {
  const names = sql.join(columns.map((name) => sql.ref(name)))
  const expected = await count(tx, sql`select count(*) from ${sql.table(incoming)} where is_new`)
  if (expected === 0) return 0
  const made = await inBulk(tx, table, expected, () =>
    run(
      tx,
      sql`insert into ${sql.table(table)} (id, ${names}) overriding system value
        select id, ${names} from ${sql.table(incoming)} where is_new order by id`,
    ),
  )
  await keepInserted(tx, batch, table, incoming)
  return made
}

/**
 * Remembers which rows an import made, as stretches of ids: rows made together have neighbouring ids, and ten million
 * of them are one stretch.
 */
async function keepInserted(tx: Kysely<Database>, batch: number, table: string, incoming: string): Promise<void> {
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key)
        select ${batch}::bigint, ${table}::text, jsonb_build_object('from', min(id), 'to', max(id))
        from (select id, id - row_number() over (order by id) as stretch from ${sql.table(incoming)}
          where is_new) as made
        group by stretch
        order by stretch`,
  )
}

/** The next value of a table's identity column. */
export function nextId(table: string): RawBuilder<number> {
  // The subquery is evaluated once; without it the sequence would be looked up again for every row.
  return sql`nextval((select pg_get_serial_sequence(${sql.lit(table)}, 'id')))`
}
