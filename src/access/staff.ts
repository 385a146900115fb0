import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { suggestion } from '../nearest.ts'
import type { Asker, Role } from './asker.ts'
import { type Deed, record } from './audit.ts'

/** A colleague as the staff list shows them. */
export interface Colleague {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly storeId: number | null
  /** The store's name. */
  readonly store: string | null
  readonly slackUserId: string | null
  readonly active: boolean
}

/** Everybody, those who left last. */
export async function listStaff(db: Kysely<Database>): Promise<readonly Colleague[]> {
  return colleagues(db).orderBy('staff.active', 'desc').orderBy('staff.name').orderBy('staff.id').execute()
}

function colleagues(db: Kysely<Database>) {
  return db
    .selectFrom('staff')
    .leftJoin('stores', 'stores.id', 'staff.store_id')
    .select([
      'staff.id',
      'staff.email',
      'staff.name',
      'staff.role',
      'staff.store_id as storeId',
      'stores.name as store',
      'staff.slack_user_id as slackUserId',
      'staff.active',
    ])
}

/** The colleague with that number, e-mail address (in lower case) or Slack user; null when there is none. */
export async function colleagueBy(
  key: 'id' | 'email' | 'slack_user_id',
  value: string | number,
  db: Kysely<Database>,
): Promise<Colleague | null> {
  return (await colleagues(db).where(`staff.${key}`, '=', value).executeTakeFirst()) ?? null
}

export interface NewColleague {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly storeId?: number | null
  readonly slackUserId?: string | null
}

/** Takes somebody on; somebody who left and comes back is reactivated instead. */
export async function addStaff(given: NewColleague, by: Asker, db: Kysely<Database>): Promise<Colleague> {
  const email = given.email.trim().toLowerCase()
  const name = given.name.trim()
  if (!/^\S+@\S+\.\S+$/.test(email)) throw new UserError(`“${given.email}” is not an e-mail address.`)
  if (name === '') throw new UserError('A colleague needs a name.')
  refuseRole(given.role, by)
  return db.transaction().execute(async (trx) => {
    const known = await colleagueBy('email', email, trx)
    if (known)
      throw new UserError(
        `${known.name} is on the staff list with ${email} already.`,
        known.active ? undefined : 'They left; take them back on instead.',
      )
    if (given.slackUserId) await refuseTaken(given.slackUserId, null, trx)
    if (given.storeId) await storeName(given.storeId, trx)
    const { id } = await trx
      .insertInto('staff')
      .values({
        email,
        name,
        role: given.role,
        store_id: given.storeId ?? null,
        slack_user_id: given.slackUserId ?? null,
        set_here: ['role', 'store_id', 'slack_user_id'],
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, { ...deed('add_staff', by, email), details: { role: given.role, store: given.storeId ?? null } })
    return person(id, trx)
  })
}

/** Makes somebody an associate, a manager or an administrator. */
export async function changeRole(staffId: number, role: Role, by: Asker, db: Kysely<Database>): Promise<Colleague> {
  return change(staffId, by, db, async (staff, trx) => {
    refuseRole(role, by)
    if (staff.role === role) return null
    if (staff.role === 'admin') await keepOneAdministrator(staff, trx)
    await trx
      .updateTable('staff')
      .set({ role, set_here: alsoSet('role') })
      .where('id', '=', staffId)
      .execute()
    return { action: 'change_role', details: { before: staff.role, after: role } }
  })
}

/** Where they work; null for the whole shop. Under the setting `associate_scope=store` it decides whom they see. */
export async function setStore(
  staffId: number,
  storeId: number | null,
  by: Asker,
  db: Kysely<Database>,
): Promise<Colleague> {
  return change(staffId, by, db, async (staff, trx) => {
    if (staff.storeId === storeId) return null
    if (storeId !== null) await storeName(storeId, trx)
    const set = { store_id: storeId, set_here: alsoSet('store_id') }
    await trx.updateTable('staff').set(set).where('id', '=', staffId).execute()
    return { action: 'set_store', details: { before: staff.storeId, after: storeId } }
  })
}

/** Which Slack user they are; null to part the two. */
export async function linkSlackUser(
  staffId: number,
  slackUserId: string | null,
  by: Asker,
  db: Kysely<Database>,
): Promise<Colleague> {
  return change(staffId, by, db, async (staff, trx) => {
    if (staff.slackUserId === slackUserId) return null
    if (slackUserId !== null) await refuseTaken(slackUserId, staffId, trx)
    const set = { slack_user_id: slackUserId, set_here: alsoSet('slack_user_id') }
    await trx.updateTable('staff').set(set).where('id', '=', staffId).execute()
    return { action: 'link_slack_user', details: { user: slackUserId } }
  })
}

/** They left: kept for history, never answered or notified. */
export async function deactivate(staffId: number, by: Asker, db: Kysely<Database>): Promise<Colleague> {
  return change(staffId, by, db, async (staff, trx) => {
    if (!staff.active) return null
    if (staff.role === 'admin') await keepOneAdministrator(staff, trx)
    await trx.updateTable('staff').set({ active: false }).where('id', '=', staffId).execute()
    return { action: 'deactivate_staff' }
  })
}

/** They are back. */
export async function reactivate(staffId: number, by: Asker, db: Kysely<Database>): Promise<Colleague> {
  return change(staffId, by, db, async (staff, trx) => {
    if (staff.active) return null
    await trx.updateTable('staff').set({ active: true }).where('id', '=', staffId).execute()
    return { action: 'reactivate_staff' }
  })
}

/** What was set here before and this: from then on no import changes it. */
export const alsoSet = (...columns: readonly ('role' | 'store_id' | 'slack_user_id')[]) =>
  sql<string[]>`array(select distinct unnest(set_here || ${[...columns]}::text[]) order by 1)`

/** One change of one colleague by somebody who may, with its line in the audit log; null is no change at all. */
async function change(
  staffId: number,
  by: Asker,
  db: Kysely<Database>,
  make: (staff: Colleague, trx: Transaction<Database>) => Promise<Pick<Deed, 'action' | 'details'> | null>,
): Promise<Colleague> {
  return db.transaction().execute(async (trx) => {
    const staff = await person(staffId, trx)
    refuseUnlessManages(by, staff)
    const made = await make(staff, trx)
    if (made === null) return staff
    await record(trx, { actor: by.who, subject: staff.email, ...made })
    return person(staffId, trx)
  })
}

const deed = (action: string, by: Asker, subject: string): Deed => ({ actor: by.who, action, subject })

/** The colleague, who must exist. */
export async function person(staffId: number, db: Kysely<Database>): Promise<Colleague> {
  const found = await colleagueBy('id', staffId, db)
  if (!found) throw new UserError('That colleague is not on the staff list any more.')
  return found
}

/** Whether `by` may change what the staff list says of somebody: managers of associates, administrators of everybody. */
export function mayManage(by: Asker, staff: Pick<Colleague, 'role'>): boolean {
  return by.role === 'admin' || (by.mayManage && staff.role === 'associate')
}

function refuseUnlessManages(by: Asker, staff: Colleague): void {
  if (mayManage(by, staff)) return
  throw new UserError(
    by.mayManage
      ? `Only an administrator may change ${staff.name}, who is ${staff.role === 'admin' ? 'an administrator' : 'a manager'}.`
      : 'Only managers and administrators may change the staff list.',
  )
}

function refuseRole(role: Role, by: Asker): void {
  if (mayManage(by, { role })) return
  throw new UserError(
    by.mayManage
      ? `Only an administrator may make somebody ${role === 'admin' ? 'an administrator' : 'a manager'}.`
      : 'Only managers and administrators may change the staff list.',
  )
}

/** Rows of administrators are locked, so that two cannot unmake each other at once. */
async function keepOneAdministrator(staff: Colleague, trx: Transaction<Database>): Promise<void> {
  const admins = await trx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'admin')
    .where('active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (admins.some(({ id }) => id !== staff.id)) return
  throw new UserError(
    `${staff.name} is the only administrator, and there must be one.`,
    'Make somebody else an administrator first.',
  )
}

async function refuseTaken(slackUserId: string, except: number | null, db: Kysely<Database>): Promise<void> {
  const other = await colleagueBy('slack_user_id', slackUserId, db)
  if (!other || other.id === except) return
  throw new UserError(`That Slack user is linked to ${other.name} already.`, 'Part the two first.')
}

async function storeName(storeId: number, db: Kysely<Database>): Promise<string> {
  const store = await db.selectFrom('stores').select('name').where('id', '=', storeId).executeTakeFirst()
  if (!store) throw new UserError('There is no such store any more.')
  return store.name
}

/** The stores there are, to choose one from. */
export async function listStores(
  db: Kysely<Database>,
): Promise<readonly { readonly id: number; readonly name: string }[]> {
  return db.selectFrom('stores').select(['id', 'name']).orderBy('name').execute()
}

/** The store of that name, in whatever case; a sentence with the nearest when there is none. */
export async function storeNamed(
  name: string,
  db: Kysely<Database>,
): Promise<{ readonly id: number; readonly name: string }> {
  const stores = await listStores(db)
  const found = stores.find((store) => store.name.toLowerCase() === name.trim().toLowerCase())
  if (found) return found
  throw new UserError(
    `There is no store called ${name}.`,
    suggestion(
      name,
      stores.map((store) => store.name),
      'stores',
    ),
  )
}
