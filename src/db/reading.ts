import { type Kysely, sql, type Transaction } from 'kysely'
import { UserError } from '../errors.ts'
import type { Database } from './schema.ts'

/** Which customers may be seen: all, those of one home store, or those one colleague looks after. */
export type ReadScope = { readonly kind: 'all' } | { readonly kind: 'store' | 'owner'; readonly id: number }

export type ReadLimits = {
  /** How long one statement may run, in milliseconds. */
  readonly timeoutMs: number
  /** The shop's time zone: `America/Chicago`. */
  readonly timeZone: string
  readonly scope?: ReadScope
  /** Whether e-mail addresses, phone numbers and streets may be read; otherwise they are refused by PostgreSQL. */
  readonly contacts?: boolean
  /** Whether notes meant for managers alone are visible. */
  readonly managerNotes?: boolean
}

/**
 * A transaction that can only read, as the role that sees what questions may see, within time limits.
 *
 * Four walls, each sufficient alone for what it stops: the extended protocol takes one statement at a time, the
 * transaction is read only, the role has rights on the listed columns alone, row-level security hides other rows.
 * Everything is set for this transaction, so a connection that a pooler hands on carries nothing over.
 */
export async function readTransaction<T>(
  reader: Kysely<Database>,
  limits: ReadLimits,
  read: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return reader
    .transaction()
    .setAccessMode('read only')
    .execute(async (trx) => {
      await restrict(trx, limits)
      return read(trx)
    })
}

async function restrict(trx: Transaction<Database>, limits: ReadLimits): Promise<void> {
  const scope = limits.scope ?? { kind: 'all' }
  const { rows } = await sql<{ role_usable: boolean; scopes_enforced: boolean }>`
    select
      set_config('statement_timeout', ${String(Math.ceil(limits.timeoutMs))}, true),
      set_config('lock_timeout', '1000', true),
      set_config('idle_in_transaction_session_timeout', '60000', true),
      set_config('TimeZone', ${limits.timeZone}, true),
      set_config('regulars.scope', ${scope.kind === 'all' ? 'all' : `${scope.kind}:${scope.id}`}, true),
      set_config('regulars.manager_notes', ${limits.managerNotes ? 'yes' : 'no'}, true),
      ${roleUsable} as role_usable,
      (select relrowsecurity from pg_class where oid = 'customers'::regclass) as scopes_enforced
  `.execute(trx)
  const { role_usable: usable = false, scopes_enforced: enforced = false } = rows[0] ?? {}
  if (scope.kind !== 'all' && !(usable && enforced)) throw unenforceable(usable)
  if (usable) await sql`set local role ${sql.id(roleFor(scope, limits.contacts ?? false))}`.execute(trx)
}

/** The roles for reading; migrations/0014_readers.sql says what each may see. */
export const readingRoles = [
  'regulars_reader',
  'regulars_contact_reader',
  'regulars_scoped_reader',
  'regulars_scoped_contact_reader',
] as const

/**
 * Whether this login can take the reading roles; they are made together, so the one above all others stands for them.
 * Before PostgreSQL 16 every member of a role could take it.
 */
export const roleUsable = sql<boolean>`coalesce((
  select pg_has_role(oid, case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end)
  from pg_roles where rolname = 'regulars_scoped_contact_reader'
), false)`

/** Holds tables that a migration brought to the scopes too, in a shop that limits who sees whom. */
export async function renewScopes(db: Kysely<Database>): Promise<void> {
  if ((await unscopedTables(db)).length === 0) return
  const { rows } = await sql<{ enforced: boolean }>`
    select relrowsecurity as enforced from pg_class where oid = 'customers'::regclass
  `.execute(db)
  if (rows[0]?.enforced) await enforceScopes(db, true)
}

/** The tables about customers whose rows PostgreSQL shows to every reader; all of them in a shop without limits. */
export async function unscopedTables(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from reader_scopes()
    where not (select relrowsecurity from pg_class where oid = table_name::regclass)
    order by table_name
  `.execute(db)
  return rows.map(({ name }) => name)
}

/** Whether this login can be held to a scope at all. */
export async function mayTakeReadingRoles(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ usable: boolean }>`select ${roleUsable} as usable`.execute(db)
  return rows[0]?.usable ?? false
}

function roleFor(scope: ReadScope, contacts: boolean): (typeof readingRoles)[number] {
  return `regulars_${scope.kind === 'all' ? '' : 'scoped_'}${contacts ? 'contact_' : ''}reader`
}

/** A scope that PostgreSQL would not hold to: then nobody is let through. */
function unenforceable(roleUsable: boolean): Error {
  if (roleUsable) return new Error('a scoped reading before enforceScopes() was called')
  return new UserError(
    'Rights by store or colleague need the role regulars_scoped_reader, which this database does not have.',
    'Run: npm run -s cli -- doctor',
  )
}

/**
 * Switches row-level security on, or off, for the shop: without it every reading is of all customers, and a scoped one
 * is refused. It is off until the shop limits who sees whom, because it takes from PostgreSQL a part of its statistics.
 */
export async function enforceScopes(db: Kysely<Database>, enforce: boolean): Promise<void> {
  await sql`select enforce_scopes(${enforce})`.execute(db)
}
