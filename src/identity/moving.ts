import { type Kysely, sql } from 'kysely'
import { sqlState } from '../db/faults.ts'
import type { Database } from '../db/schema.ts'

/** Rows of one table that were moved from one customer to another, by their keys. */
export interface Moved {
  readonly table: string
  readonly column: string
  readonly keys: readonly Readonly<Record<string, unknown>>[]
}

/**
 * What is not moved: what is worked out anew, what a merge treats in its own way, and what is about the records
 * themselves. Everything else that refers to a customer is, so that no table made later is forgotten.
 */
const staying = new Set([
  ...['customers.merged_into_id', 'merge_events.winner_id', 'merge_events.loser_id', 'merged_arrivals.customer_id'],
  ...['match_proposals.first_id', 'match_proposals.second_id', 'match_fingerprints.customer_id'],
  ...['customer_summaries.customer_id', 'customer_category_summaries.customer_id', 'external_ids.own_customer_id'],
  ...['customer_refills.customer_id', 'aftercare_purchases.customer_id'],
  ...['customer_refills.customer_id', 'aftercare_purchases.customer_id'],
  // Corrections are of the record they were made on; its own file leads to the one that stayed and finds them.
  ...['customer_changes.customer_id'],
  // An estimate is of the record it was made for, and who was in a segment is recorded anew from the facts of each day.
  ...['customer_scores.customer_id', 'segment_memberships.customer_id'],
  ...['customer_tags.customer_id', 'customer_attributes.customer_id', 'consents.customer_id'],
])

interface Reference {
  readonly table: string
  readonly column: string
  /** The table's primary key without that column; never null once chosen. */
  readonly key: readonly string[]
  /** Whether two rows of one customer may be too alike to stand side by side. */
  readonly limited: boolean
}

/** Every column that refers to a customer and moves with them. */
async function references(trx: Kysely<Database>): Promise<readonly Reference[]> {
  const { rows } = await sql<Reference>`
    select c.relname as table, a.attname as column,
      (select array_agg(k.attname::text order by k.attnum) from pg_index i
        join pg_attribute k on k.attrelid = c.oid and k.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary and k.attname <> a.attname) as key,
      exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey))
        or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)) as limited
    from pg_constraint f
    join pg_class c on c.oid = f.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1]
    where f.contype = 'f' and f.confrelid = 'customers'::regclass
    order by c.relname, a.attname
  `.execute(trx)
  // A table with one row for each customer holds what is worked out of them.
  return rows.filter(({ table, column, key }) => key !== null && !staying.has(`${table}.${column}`))
}

/**
 * Moves everything that refers to one customer to another. What would then stand twice (the same address, the same
 * campaign, a referral of oneself) stays where it is, out of sight with its record.
 */
export async function moveAll(trx: Kysely<Database>, from: number, to: number): Promise<readonly Moved[]> {
  const moved: Moved[] = []
  for (const reference of await references(trx)) {
    const keys = reference.limited ? await moveEach(trx, reference, from, to) : await move(trx, reference, from, to)
    if (keys.length > 0) moved.push({ table: reference.table, column: reference.column, keys })
  }
  return moved
}

type Key = Readonly<Record<string, unknown>>

function keyOf({ key }: Pick<Reference, 'key'>) {
  return sql<Key>`jsonb_build_object(${sql.join(key.flatMap((name) => [sql.lit(name), sql.ref(`t.${name}`)]))})`
}

async function move(trx: Kysely<Database>, reference: Reference, from: number, to: number): Promise<readonly Key[]> {
  const { table, column } = reference
  const { rows } = await sql<{ key: Key }>`
    update ${sql.table(table)} as t set ${sql.ref(column)} = ${to} where ${sql.ref(column)} = ${from} returning ${keyOf(reference)} as key
  `.execute(trx)
  return rows.map(({ key }) => key)
}

async function moveEach(
  trx: Kysely<Database>,
  reference: Reference,
  from: number,
  to: number,
): Promise<readonly Key[]> {
  const { table, column } = reference
  const { rows } = await sql<{ key: Key }>`
    select ${keyOf(reference)} as key from ${sql.table(table)} as t where ${sql.ref(column)} = ${from} order by 1
  `.execute(trx)
  const moved: Key[] = []
  for (const { key } of rows) if (await moveOne(trx, reference, key, from, to)) moved.push(key)
  return moved
}

/** unique_violation and check_violation */
const tooAlike = new Set(['23505', '23514'])

async function moveOne(
  trx: Kysely<Database>,
  reference: Reference,
  key: Key,
  from: number,
  to: number,
): Promise<boolean> {
  const { table, column } = reference
  await sql`savepoint one_row`.execute(trx)
  try {
    await sql`
      update ${sql.table(table)} as t set ${sql.ref(column)} = ${to}
      where ${sql.ref(column)} = ${from} and ${keyOf(reference)} = ${JSON.stringify(key)}::jsonb
    `.execute(trx)
    await sql`release savepoint one_row`.execute(trx)
    return true
  } catch (error) {
    await sql`rollback to savepoint one_row`.execute(trx)
    if (!tooAlike.has(sqlState(error) ?? '')) throw error
    return false
  }
}

/** Moves back what is still there; what somebody has deleted or moved elsewhere meanwhile stays so. */
export async function moveBack(
  trx: Kysely<Database>,
  moved: readonly Moved[],
  from: number,
  to: number,
): Promise<void> {
  const known = await references(trx)
  for (const { table, column, keys } of moved) {
    const reference = known.find((each) => each.table === table && each.column === column)
    if (reference?.limited) for (const key of keys) await moveOne(trx, reference, key, from, to)
    else if (reference) await moveThese(trx, reference, keys, from, to)
  }
}

async function moveThese(
  trx: Kysely<Database>,
  reference: Reference,
  keys: readonly Key[],
  from: number,
  to: number,
): Promise<void> {
  const { table, column } = reference
  await sql`
    update ${sql.table(table)} as t set ${sql.ref(column)} = ${to}
    where ${sql.ref(column)} = ${from} and ${keyOf(reference)} in (select jsonb_array_elements(${JSON.stringify(keys)}::jsonb))
  `.execute(trx)
}
