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
  const { rows } = await sql<{ role_usable: boolean }>`
    select
      set_config('statement_timeout', ${String(Math.ceil(limits.timeoutMs))}, true),
      set_config('lock_timeout', '1000', true),
      set_config('idle_in_transaction_session_timeout', '60000', true),
      set_config('TimeZone', ${limits.timeZone}, true),
      set_config('regulars.scope', ${scope.kind === 'all' ? 'all' : `${scope.kind}:${scope.id}`}, true),
      set_config('regulars.manager_notes', ${limits.managerNotes ? 'yes' : 'no'}, true),
      ${roleUsable} as role_usable
  `.execute(trx)
  if (rows[0]?.role_usable) await sql`set local role ${sql.id(roleFor(scope, limits.contacts ?? false))}`.execute(trx)
  else refuseScope(scope)
}

/** Whether this login can take the reading roles; they are made together, so one stands for all. */
export const roleUsable = sql<boolean>`coalesce(
  (select pg_has_role(oid, 'member') from pg_roles where rolname = 'regulars_scoped_contact_reader'), false)`

function roleFor(scope: ReadScope, contacts: boolean): string {
  return `regulars_${scope.kind === 'all' ? '' : 'scoped_'}${contacts ? 'contact_' : ''}reader`
}

/** Without the roles a question still cannot write, but PostgreSQL would not hide rows: then nobody is let through. */
function refuseScope(scope: ReadScope): void {
  if (scope.kind === 'all') return
  throw new UserError(
    'Rights by store or colleague need the role regulars_scoped_reader, which this database does not have.',
    'Run: npm run -s cli -- doctor',
  )
}
