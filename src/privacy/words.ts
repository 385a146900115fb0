import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { everything, keyOf, type WordColumn, wordColumns } from './everything.ts'
import { type Mentions, withoutIn } from './mentions.ts'

/**
 * Takes the person's names, addresses, numbers and references out of all that is written anywhere else: notes about
 * others, reasons of digests, evidence, the audit log. Returns the texts that named them.
 *
 * Every column of text or JSON is looked through, whatever table it is in. What is written about a namesake keeps the
 * name, because nobody can tell whose it is.
 */
export async function forgetWords(
  trx: Kysely<Database>,
  mentions: Mentions,
  namesakes: readonly number[],
): Promise<readonly Changed[]> {
  const columns = await wordColumns(trx)
  const { belongings } = await everything(trx)
  const whose = new Map([
    ...belongings.map(({ table, columns: owners }) => [table, owners] as const),
    ['orders', ['customer_id']] as const,
    ['customers', ['id']] as const,
  ])
  const changed: Changed[] = []
  for (const table of new Set(columns.map((column) => column.table))) {
    const own = columns.filter((column) => column.table === table)
    changed.push(...(await forgetIn(trx, { table, columns: own, owners: whose.get(table) ?? [] }, mentions, namesakes)))
  }
  return changed
}

/** A text that named the person: which table it is in, and the row's number where it has one. */
export interface Changed {
  readonly table: string
  readonly id: number | null
}

interface Table {
  readonly table: string
  readonly columns: readonly WordColumn[]
  /** The columns that say whose a row is. */
  readonly owners: readonly string[]
}

async function forgetIn(
  trx: Kysely<Database>,
  { table, columns, owners }: Table,
  { patterns, without }: Mentions,
  namesakes: readonly number[],
): Promise<readonly Changed[]> {
  const key = await keyOf(trx, table)
  if (key.length === 0) return []
  const named = await conditionOn(trx, table, columns, patterns)
  if (named === null) return []
  const names = columns.map(({ column }) => column)
  const selected = [...new Set([...key, ...names, ...owners])].map((column) => sql.ref(column))
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select ${sql.join(selected)} from ${sql.table(table)} where ${named}
  `.execute(trx)
  const changed: Changed[] = []
  for (const row of rows) {
    const withNames = !owners.some((owner) => namesakes.includes(Number(row[owner])))
    const changes = columns.flatMap(({ column, json }) => {
      const held = row[column]
      const text = json
        ? withoutIn(held, (each) => without(each, withNames))
        : typeof held === 'string'
          ? without(held, withNames)
          : null
      return text === null ? [] : [{ column, value: json ? JSON.stringify(text) : text }]
    })
    if (changes.length === 0) continue
    const assignments = changes.map(({ column, value }) => sql`${sql.ref(column)} = ${value}`)
    const same = key.map((column) => sql`${sql.ref(column)} = ${row[column]}`)
    await sql`update ${sql.table(table)} set ${sql.join(assignments)} where ${sql.join(same, sql` and `)}`.execute(trx)
    const id = typeof row.id === 'number' ? row.id : null
    changed.push(...changes.map(() => ({ table, id })))
  }
  return changed
}

/**
 * The rows that hold one of the patterns, as a condition; null where there is none.
 *
 * Of a column with few values, such as where a consent came from, each value is looked at once, not each of a million
 * rows. Which those are is PostgreSQL's estimate: it decides how long the search takes, never what it finds. In a table
 * of less than `manyRows` it is not worth a second look.
 */
export async function conditionOn(
  trx: Kysely<Database>,
  table: string,
  columns: readonly WordColumn[],
  patterns: readonly string[],
  manyRows = 50_000,
): Promise<RawBuilder<boolean> | null> {
  const repeated = await repeatedIn(trx, table, manyRows)
  const few = columns.filter(({ column }) => repeated.has(column)).map(({ column }) => column)
  const many = columns.filter(({ column }) => !repeated.has(column)).map(({ column }) => column)
  const conditions = many.length > 0 ? [sql<boolean>`(${worthLooking(many)} and ${matching(many, patterns)})`] : []
  for (const column of few) {
    const values = await valuesWith(trx, table, column, patterns)
    if (values.length > 0) conditions.push(sql<boolean>`${sql.ref(column)}::text = any (${[...values]}::text[])`)
  }
  return conditions.length > 0 ? sql<boolean>`(${sql.join(conditions, sql` or `)})` : null
}

/** Where next to no row has words, an index says which do: `orders_raw`. */
const worthLooking = (columns: readonly string[]): RawBuilder<unknown> =>
  sql`(${sql.join(
    columns.map((column) => sql`${sql.ref(column)} is not null`),
    sql` or `,
  )})`

/** So few values are looked at one by one. */
const fewValues = 1000

/** The columns of a table of so many rows that say the same over and over. */
async function repeatedIn(trx: Kysely<Database>, table: string, manyRows: number): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ column: string }>`
    select s.attname as column from pg_stats s
    where s.schemaname = 'public' and s.tablename = ${table} and s.n_distinct > 0 and s.n_distinct <= ${fewValues}
    and (select c.reltuples from pg_class c where c.oid = ${table}::regclass) >= ${manyRows}
  `.execute(trx)
  return new Set(rows.map(({ column }) => column))
}

async function valuesWith(
  trx: Kysely<Database>,
  table: string,
  column: string,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ value: string }>`
    with each as materialized (
      select ${sql.ref(column)}::text as value from ${sql.table(table)} where ${sql.ref(column)} is not null group by 1
    )
    select value from each where ${matching(['value'], patterns)} order by value
  `.execute(trx)
  return rows.map(({ value }) => value)
}

/** Whether any of the columns holds one of the patterns. Plain letters need no look into the table of accents. */
export function matching(columns: readonly string[], patterns: readonly string[]): RawBuilder<boolean> {
  const each = columns.map((column) => {
    const text = sql`${sql.ref(column)}::text`
    return sql`(case when octet_length(${text}) = length(${text}) then lower(${text}) else plain_text(${text}) end
      like any (${patterns}::text[]))`
  })
  return sql`(${sql.join(each, sql` or `)})`
}
