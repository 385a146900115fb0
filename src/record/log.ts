import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Field } from './change.ts'
import type { State } from './idea.ts'

/** What a colleague changed, as it was kept. */
export interface Kept {
  readonly id: number
  readonly customerId: number
  readonly field: Field
  readonly key: string
  readonly before: State
  readonly after: State
  readonly at: Date
  /** `Asker.who` */
  readonly by: string
  /** The colleague's name, or “the terminal”. */
  readonly who: string
  readonly undone: boolean
}

/** The latest change of a field that was not taken back; null where no colleague touched it. */
export async function lastChange(
  customerId: number,
  field: Field,
  key: string,
  db: Kysely<Database>,
): Promise<Kept | null> {
  const row = await changes(db)
    .where('k.customer_id', '=', customerId)
    .where('k.field', '=', field)
    .where('k.key', '=', key)
    .where('k.undone_at', 'is', null)
    .orderBy('k.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? kept(row) : null
}

/** The change of that number. */
export async function changeBy(id: number, db: Kysely<Database>): Promise<Kept | null> {
  const row = await changes(db).where('k.id', '=', id).executeTakeFirst()
  return row ? kept(row) : null
}

/** What colleagues changed last on a record, the latest first. */
export async function changesOf(customerId: number, most: number, db: Kysely<Database>): Promise<readonly Kept[]> {
  const rows = await changes(db).where('k.customer_id', '=', customerId).orderBy('k.id', 'desc').limit(most).execute()
  return rows.map(kept)
}

function changes(db: Kysely<Database>) {
  return db
    .selectFrom('customer_changes as k')
    .leftJoin('staff', 'staff.email', 'k.changed_by')
    .select(['k.id', 'k.customer_id as customerId', 'k.field', 'k.key', 'k.before', 'k.after', 'k.changed_at as at'])
    .select(['k.changed_by as by', 'staff.name', 'k.undone_at as undoneAt'])
}

interface Row {
  readonly id: number
  readonly customerId: number
  readonly field: string
  readonly key: string
  readonly before: unknown
  readonly after: unknown
  readonly at: Date
  readonly by: string
  readonly name: string | null
  readonly undoneAt: Date | null
}

/** The table's check holds `field` to the names there are; states are only ever written by changes. */
const kept = ({ undoneAt, name, ...row }: Row): Kept => ({
  ...row,
  field: row.field as Field,
  before: row.before as State,
  after: row.after as State,
  who: name ?? (row.by === 'terminal' ? 'the terminal' : row.by),
  undone: undoneAt !== null,
})
