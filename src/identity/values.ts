import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** A customer's own row, by column. */
export type Row = Readonly<Record<string, unknown>>

/** Columns that stand or fall together: half of one address with half of another is no address. */
const units = [
  ['given_name', 'family_name', 'display_name', 'search_name'],
  ['nickname'],
  ['birth_month', 'birth_day', 'birth_year'],
  ['language'],
  ['source'],
  ['city', 'region', 'postal_code', 'country'],
  ['owner_id'],
  ['store_id'],
] as const

/** The columns that change together with this one. */
export const unitOf = (column: string): readonly string[] =>
  units.find((unit): boolean => (unit as readonly string[]).includes(column)) ?? [column]

/** What tells that a unit is known, where that is not simply its first column. */
const telling: Readonly<Record<string, readonly string[]>> = {
  given_name: ['given_name', 'family_name'],
  city: ['city', 'postal_code', 'region'],
}

/**
 * What changes in the record that stays: its own values stand, and what it lacks comes from the other. They are known
 * since whichever is earlier, and whoever asked not to be contacted under either record is not contacted.
 */
export function filledIn(stays: Row, goes: Row): Row {
  const known = (row: Row, unit: readonly string[]): boolean =>
    (telling[unit[0] ?? ''] ?? unit.slice(0, 1)).some((column) => row[column] !== null)
  const filled = units.flatMap((unit) =>
    known(goes, unit) && !known(stays, unit) ? unit.map((column) => [column, goes[column]]) : [],
  )
  return Object.fromEntries([
    ...filled,
    ...year(stays, goes),
    ...since(stays, goes),
    ...silence(stays, goes),
    ...rest(stays, goes),
  ])
}

/** The same birthday, of which only the other record knows the year. */
function year(stays: Row, goes: Row): readonly (readonly [string, unknown])[] {
  const sameDay = stays.birth_month === goes.birth_month && stays.birth_day === goes.birth_day
  return stays.birth_month !== null && sameDay && stays.birth_year === null && goes.birth_year !== null
    ? [['birth_year', goes.birth_year]]
    : []
}

function since(stays: Row, goes: Row): readonly (readonly [string, unknown])[] {
  if (goes.created_at === null) return []
  const earlier = stays.created_at === null || new Date(String(goes.created_at)) < new Date(String(stays.created_at))
  return earlier
    ? [
        ['created_at', goes.created_at],
        ['created_day', goes.created_day],
      ]
    : []
}

const silence = (stays: Row, goes: Row): readonly (readonly [string, unknown])[] =>
  goes.do_not_contact === true && stays.do_not_contact !== true ? [['do_not_contact', true]] : []

/** Columns of files that have no place of their own. */
function rest(stays: Row, goes: Row): readonly (readonly [string, unknown])[] {
  const own = (stays.raw ?? {}) as Row
  const other = (goes.raw ?? {}) as Row
  return Object.keys(other).some((key) => !(key in own)) ? [['raw', { ...other, ...own }]] : []
}

/** A customer's row as PostgreSQL writes it, so that every value goes back as it came. */
export async function readRow(trx: Kysely<Database>, id: number): Promise<Row> {
  const { rows } = await sql<{ row: Row }>`select to_jsonb(c) as row from customers as c where id = ${id}`.execute(trx)
  return rows[0]?.row ?? {}
}

/** Writes these columns of a customer's row; the others stay. */
export async function writeRow(trx: Kysely<Database>, id: number, values: Row): Promise<void> {
  const columns = Object.keys(values)
  if (columns.length === 0) return
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const from = sql.join(columns.map((column) => sql.ref(`given.${column}`)))
  await sql`
    update customers as c set (${names}) = row (${from})
    from jsonb_populate_record(null::customers, ${JSON.stringify(values)}::jsonb) as given where c.id = ${id}
  `.execute(trx)
}
