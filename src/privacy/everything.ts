import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** A table whose rows belong to a customer, with the columns that say whose they are. */
export interface Belonging {
  readonly table: string
  readonly columns: readonly string[]
}

interface Link {
  readonly child: string
  readonly column: string
  readonly parent: string
  readonly nullable: boolean
  /** The database itself deletes or empties the reference. */
  readonly automatic: boolean
}

/** The tables that a person leaves, read from the database itself, so that none that is added later is forgotten. */
export interface Everything {
  /** In the order in which rows may be deleted: what refers to others first. */
  readonly belongings: readonly Belonging[]
  /** References into belongings from rows that are nobody's: they are emptied, or the row goes where that cannot be. */
  readonly loose: readonly Link[]
}

/** These have a customer and stay: the record as an empty one, orders without whose they were. */
const stays = new Set(['customers', 'orders'])

export async function everything(db: Kysely<Database>): Promise<Everything> {
  const { rows: links } = await sql<Link>`
    select
      con.conrelid::regclass::text as child,
      a.attname as column,
      con.confrelid::regclass::text as parent,
      not a.attnotnull as nullable,
      con.confdeltype in ('c', 'n', 'd') as automatic
    from pg_constraint con
    join pg_attribute a on a.attrelid = con.conrelid and a.attnum = con.conkey[1]
    where con.contype = 'f' and con.connamespace = 'public'::regnamespace
    order by child, con.conname
  `.execute(db)
  const whose = links.filter(({ child, parent }) => parent === 'customers' && !stays.has(child))
  const tables = [...new Set(whose.map(({ child }) => child))]
  const inner = links.filter(({ parent, child }) => tables.includes(parent) && child !== parent)
  return {
    belongings: inOrder(tables, inner).map((table) => ({
      table,
      columns: whose.filter(({ child }) => child === table).map(({ column }) => column),
    })),
    loose: inner.filter(({ child, automatic }) => !tables.includes(child) && !automatic),
  }
}

/** A table comes after all that refer to it. */
function inOrder(tables: readonly string[], links: readonly Link[]): readonly string[] {
  const ordered: string[] = []
  while (ordered.length < tables.length) {
    const left = tables.filter((table) => !ordered.includes(table))
    const free = left.filter((table) => !links.some(({ child, parent }) => parent === table && left.includes(child)))
    // Two tables that refer to each other are taken as they come.
    ordered.push(...(free.length > 0 ? free : left.slice(0, 1)))
  }
  return ordered
}

/** A column of words that somebody wrote or a file held. */
export interface WordColumn {
  readonly table: string
  readonly column: string
  readonly json: boolean
}

/** Columns in which no person can be named: the shop's own things, and structured facts of other customers. */
const wordless = new Set([
  ...['stores', 'staff', 'categories', 'products', 'order_lines', 'campaigns', 'campaign_recipients'],
  ...['contact_points', 'external_ids', 'settings', 'setting_changes', 'claim_codes', 'erasures', 'import_folders'],
  ...['reader_rights', 'reader_visibility', 'score_runs', 'treatment_rules', 'treatment_rule_changes', 'job_runs'],
  ...['migrations', 'migrations_lock', 'kysely_migration', 'kysely_migration_lock', 'digest_recipients'],
])
/** Of these tables only some columns: another customer's own name stays, what a file said beside it may name anybody. */
const onlyColumns: Readonly<Record<string, readonly string[]>> = {
  customers: ['raw', 'nickname', 'source'],
  orders: ['raw'],
  consents: ['source'],
}

/** Every column of text or JSON of every table in which somebody may be named; not those with a fixed list of words. */
export async function wordColumns(db: Kysely<Database>): Promise<readonly WordColumn[]> {
  const { rows } = await sql<WordColumn>`
    select c.relname as table, a.attname as column, a.atttypid in ('json'::regtype, 'jsonb'::regtype) as json
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype)
    and not exists (
      select from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.convalidated and k.conkey = array[a.attnum]
      and pg_get_constraintdef(k.oid) ~ '^CHECK \\(\\(\\w+ = ANY \\(ARRAY\\[[^]]*\\]\\)\\)\\)$'
    )
    order by c.relname, a.attnum
  `.execute(db)
  return rows.filter(({ table, column }) => !wordless.has(table) && (onlyColumns[table]?.includes(column) ?? true))
}

/** The columns of a table's primary key. */
export async function keyOf(db: Kysely<Database>, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ column: string }>`
    select a.attname as column
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = ${table}::regclass and i.indisprimary
    order by array_position(i.indkey::int2[], a.attnum)
  `.execute(db)
  return rows.map(({ column }) => column)
}
