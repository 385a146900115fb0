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
  const names = columns.map(({ column }) => column)
  const selected = [...new Set([...key, ...names, ...owners])].map((column) => sql.ref(column))
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select ${sql.join(selected)} from ${sql.table(table)} where ${matching(names, patterns)}
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

/** Whether any of the columns holds one of the patterns. Plain letters need no look into the table of accents. */
export function matching(columns: readonly string[], patterns: readonly string[]): RawBuilder<boolean> {
  const each = columns.map((column) => {
    const text = sql`${sql.ref(column)}::text`
    return sql`(case when octet_length(${text}) = length(${text}) then lower(${text}) else plain_text(${text}) end
      like any (${patterns}::text[]))`
  })
  return sql`(${sql.join(each, sql` or `)})`
}
