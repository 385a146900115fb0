import type { Kysely, Transaction } from 'kysely'
import { record } from '../access/audit.ts'
import { contactHash, erasureKey } from '../customers/erasures.ts'
import { type Found, findCustomers } from '../customers/find.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import type { RecordChange } from './change.ts'
import { momentOn } from './consent.ts'
import { readContact } from './contacts.ts'
import { type Held, refuseStrangers } from './holding.ts'
import type { Writing } from './idea.ts'
import { cleanName } from './names.ts'
import { changeWithin } from './record.ts'

export interface NewCustomer {
  readonly given: string | null
  readonly family: string | null
  readonly email: string | null
  readonly phone: string | null
}

/** “Ana María de la Cruz”: the last word is the family name, with what leads up to it. */
export function namesIn(whole: string): Pick<NewCustomer, 'given' | 'family'> {
  const [, given, family] =
    /^(.*?)\s+((?:(?:de|del|della|di|da|dos|van|von|der|den|la|le|el|al|bin|ben|mac|st\.?)\s+)*\S+)$/iu.exec(
      whole.trim(),
    ) ?? []
  return given && family ? { given, family } : { given: whole.trim(), family: null }
}

/** Those whom the shop knows already and who may be the same person: by name, e-mail address or phone number. */
export async function lookAlikes(
  { given, family, email, phone }: NewCustomer,
  { by, today, timeZone, country }: Writing,
  reader: Kysely<Database>,
): Promise<readonly Found[]> {
  const name = [given, family].filter(Boolean).join(' ')
  const found = new Map<number, Found>()
  for (const said of [email, phone, name]) {
    if (!said) continue
    const finder = { scope: by.scope, storeId: null, today, timeZone, country }
    for (const one of await findCustomers(reader, said, finder)) if (!found.has(one.id)) found.set(one.id, one)
  }
  return [...found.values()].slice(0, 5)
}

/**
 * Makes a customer by hand, as of today, in the system `hand` with a reference of ours. Where everyone sees their own
 * store's customers or their own alone, the new one is one of those, or its author would never see it again.
 */
export async function addCustomer(given: NewCustomer, writing: Writing, db: Kysely<Database>): Promise<Held> {
  refuseStrangers(writing.by)
  const names = { given: cleanName(given.given), family: cleanName(given.family) }
  const shown = [names.given, names.family].filter(Boolean).join(' ')
  if (!/\p{L}/u.test(shown)) throw new UserError('A customer needs a name.')
  for (const kind of ['email', 'phone'] as const) {
    const said = given[kind]
    if (said) await refuseForgotten(kind, said, writing, db)
  }
  return db.transaction().execute(async (trx) => {
    const held = await insert(names, shown, writing, trx)
    const contacts = (['email', 'phone'] as const).flatMap((of): readonly RecordChange[] =>
      given[of] ? [{ kind: 'add_contact', of, written: given[of], first: true, place: null }] : [],
    )
    await changeWithin(
      held.id,
      contacts.map((change) => ({ change })),
      writing,
      trx,
    )
    await refreshSummaries(trx, [held.id])
    return held
  })
}

async function insert(
  names: Pick<NewCustomer, 'given' | 'family'>,
  shown: string,
  { by, today, now, timeZone }: Writing,
  trx: Transaction<Database>,
): Promise<Held> {
  const own = by.staffId === null ? null : await storeOf(by.staffId, trx)
  const { id } = await trx
    .insertInto('customers')
    .values(({ fn, val }) => ({
      ...{ ref: `hand:${crypto.randomUUID()}`, system: 'hand', given_name: names.given, family_name: names.family },
      ...{ display_name: shown, search_name: fn<string>('plain_text', [val(shown)]) },
      ...{ created_at: momentOn(today, now, timeZone), created_day: today },
      store_id: by.scope.kind === 'store' ? by.scope.id : own,
      owner_id: by.scope.kind === 'owner' ? by.scope.id : null,
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  const ref = await ownReference(id, trx)
  await trx.updateTable('customers').set({ ref }).where('id', '=', id).execute()
  await trx.insertInto('external_ids').values({ customer_id: id, system: 'hand', external_id: ref }).execute()
  await trx
    .insertInto('customer_changes')
    .values({ customer_id: id, field: 'new', after: JSON.stringify({ ...names }), changed_by: by.who, changed_at: now })
    .execute()
  await record(trx, { actor: by.who, action: 'add_customer', subject: `customer ${ref}` })
  return { id, ref, name: shown }
}

async function storeOf(staffId: number, db: Kysely<Database>): Promise<number | null> {
  const row = await db.selectFrom('staff').select('store_id').where('id', '=', staffId).executeTakeFirst()
  return row?.store_id ?? null
}

/** “H1207”; where a file happens to use that one, with a second letter. */
async function ownReference(id: number, db: Kysely<Database>): Promise<string> {
  const ref = `H${id}`
  const taken = await db.selectFrom('customers').select('id').where('ref', '=', ref).executeTakeFirst()
  return taken ? `HR${id}` : ref
}

/** Whoever asked to be forgotten is not made again because a colleague still has the address. */
async function refuseForgotten(of: 'email' | 'phone', said: string, { country }: Writing, db: Kysely<Database>) {
  const { matchKey } = readContact(of, said, null, country)
  const erased = await db.selectFrom('erasures').select('id').limit(1).executeTakeFirst()
  if (matchKey === null || !erased) return
  const row = await db
    .selectFrom('erasures')
    .select('id')
    .where('match_hash', '=', contactHash(await erasureKey(db), of, matchKey))
    .limit(1)
    .executeTakeFirst()
  if (row)
    throw new UserError(
      `Somebody with this ${of === 'email' ? 'e-mail address' : 'phone number'} asked to be forgotten.`,
      'If they have come back themselves, add them without it and ask for their consent anew.',
    )
}
