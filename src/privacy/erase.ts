import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Context } from '../context.ts'
import { contactHash, erasureKey, referenceHash } from '../customers/erasures.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { lockImports } from '../imports/lock.ts'
import { forgetBelongings } from './belongings.ts'
import { forgetInFiles } from './files.ts'
import { mentionsOf } from './mentions.ts'
import { type Person, personOf } from './person.ts'
import { forgetTalk } from './talk.ts'
import { type Changed, forgetWords } from './words.ts'

/** What an erasure would reach, before it is decided. */
export interface ErasureScope {
  readonly ref: string
  readonly name: string
  /** Records that were found to be this person. */
  readonly records: number
  readonly orders: number
  readonly notes: number
  readonly interactions: number
}

/** What an erasure did; nothing of it tells who it was. */
export interface Erasure {
  /** Our number for the record that is left, empty. */
  readonly id: number
  readonly records: number
  /** Orders that stay, without whose they were. */
  readonly orders: number
  /** Rows that were about the person and are gone. */
  readonly removed: number
  /** Texts of others in which the person was named. */
  readonly blanked: number
  /** Lines of files that imports had refused or doubted. */
  readonly lines: number
  /** Messages in Slack that the bot takes away or draws anew. */
  readonly messages: number
  /** Folders whose files were imported, and hold what they held. */
  readonly folders: readonly string[]
  /** Files of refused lines that name the person and could not be written to. */
  readonly stuck: readonly string[]
}

export const mayErase = (asker: Asker): boolean => asker.mayManage && !asker.inCompany
export const notAllowed = 'Only managers and administrators may erase a customer or hand out everything held about one.'

/** Whom it is about and how much there is, for the question before it. */
export async function erasureScope(db: Kysely<Database>, customerId: number, asker: Asker): Promise<ErasureScope> {
  if (!mayErase(asker)) throw new UserError(notAllowed)
  const person = await theirs(db, customerId)
  const count = async (table: 'orders' | 'notes' | 'interactions'): Promise<number> => {
    const found = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('customer_id', 'in', [...person.ids])
      .executeTakeFirstOrThrow()
    return Number(found.count)
  }
  const [orders, notes, interactions] = await Promise.all([count('orders'), count('notes'), count('interactions')])
  return { ref: person.ref, name: person.name, records: person.ids.length, orders, notes, interactions }
}

/**
 * Forgets one person: everything kept about them goes, orders stay without whose they were so that every sum stays as it
 * is, and keyed hashes of references and addresses are left, so that no import brings them back. It cannot be undone.
 *
 * `typed` is their reference as somebody typed it to confirm.
 */
export async function erase(customerId: number, typed: string, asker: Asker, shop: Context): Promise<Erasure> {
  if (!mayErase(asker)) throw new UserError(notAllowed)
  return shop.db.transaction().execute(async (trx) => {
    await sql`select set_config('statement_timeout', '0', true)`.execute(trx)
    await alone(trx)
    const person = await held(trx, customerId)
    if (typed.trim().toLowerCase() !== person.ref.toLowerCase())
      throw new UserError(`Type the reference ${person.ref} to confirm.`, 'Nothing was erased.')
    return forget(trx, person, asker, shop)
  })
}

async function forget(trx: Kysely<Database>, person: Person, asker: Asker, shop: Context): Promise<Erasure> {
  const mentions = mentionsOf(person)
  const ids = sql`${[...person.ids]}::bigint[]`
  await leaveTombstones(trx, person, asker)
  const digests = await digestsNaming(trx, sql`item.customer_id = any (${ids})`)
  const near = await neighbours(trx, person)
  const orders = await forgetOrders(trx, ids)
  const removed = (await forgetBelongings(trx, ids)) + (await forgetTalk(trx, mentions))
  await emptyRecords(trx, ids)
  const changed = await forgetWords(trx, mentions, person.namesakes)
  await drawLater(trx, [...digests, ...(await digestsOf(trx, changed))])
  await refreshSummaries(trx, [...person.ids, ...near])
  const { lines, folders, stuck } = await forgetInFiles(trx, shop.home, mentions)
  const id = person.ids[0] ?? 0
  const messages = await waiting(trx)
  const done = { records: person.ids.length, orders, removed, blanked: changed.length, lines, messages }
  await record(trx, { actor: asker.who, action: 'erase', subject: `record ${id}`, details: done })
  return { id, ...done, folders, stuck }
}

async function theirs(db: Kysely<Database>, customerId: number): Promise<Person> {
  const person = await personOf(db, customerId)
  if (!person) throw new UserError('There is no such customer; perhaps they were erased already.')
  return person
}

/** Nobody edits, merges or contacts them meanwhile. */
async function held(trx: Kysely<Database>, customerId: number): Promise<Person> {
  const { ids } = await theirs(trx, customerId)
  await trx
    .selectFrom('customers')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()
  return theirs(trx, customerId)
}

/** An import that runs at the same time would bring them back, or be undone without knowing of it. */
async function alone(trx: Kysely<Database>): Promise<void> {
  try {
    await lockImports(trx)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError('An import is running.', 'Nothing was erased. Try again when it is done.', { cause: error })
  }
}

/** A telephone that others of the house have too is no sign of this person. */
async function leaveTombstones(trx: Kysely<Database>, person: Person, asker: Asker): Promise<void> {
  const key = await erasureKey(trx)
  const { rows: points } = await sql<{ kind: 'email' | 'phone'; match_key: string }>`
    select distinct p.kind, p.match_key from contact_points p
    where p.customer_id = any (${[...person.ids]}::bigint[]) and p.kind <> 'address' and p.match_key is not null
    and not exists (
      select from contact_points other join customers c on c.id = other.customer_id
      where other.kind = p.kind and other.match_key = p.match_key
      and c.id <> all (${[...person.ids]}::bigint[]) and c.erased_at is null
    )
    order by p.kind, p.match_key
  `.execute(trx)
  const references = new Map(person.references.map((each) => [`${each.system}\n${each.ref}`, each]))
  await trx
    .insertInto('erasures')
    .values([
      ...[...references.values()].map(({ system, ref }) => ({
        system,
        external_id_hash: referenceHash(key, system, ref),
        match_hash: null,
        erased_by: asker.who,
      })),
      ...points.map(({ kind, match_key }) => ({
        system: null,
        external_id_hash: null,
        match_hash: contactHash(key, kind, match_key),
        erased_by: asker.who,
      })),
    ])
    .execute()
}

async function digestsNaming(trx: Kysely<Database>, condition: RawBuilder<unknown>): Promise<readonly number[]> {
  const { rows } = await sql<{ run_id: number }>`
    select distinct item.run_id from digest_items item join digest_runs run on run.id = item.run_id
    where ${condition} and run.message_ts is not null order by item.run_id
  `.execute(trx)
  return rows.map(({ run_id }) => run_id)
}

/** Those in which somebody else's entry named them: “came via her”. */
async function digestsOf(trx: Kysely<Database>, changed: readonly Changed[]): Promise<readonly number[]> {
  const items = changed.flatMap(({ table, id }) => (table === 'digest_items' && id !== null ? [id] : []))
  return items.length === 0 ? [] : digestsNaming(trx, sql`item.id = any (${items}::bigint[])`)
}

async function drawLater(trx: Kysely<Database>, digests: readonly number[]): Promise<void> {
  const values = [...new Set(digests)].map((run_id) => ({ run_id, channel: null, message_ts: null }))
  if (values.length > 0) await trx.insertInto('messages_to_clear').values(values).execute()
}

/** How many messages are cleared now, those of an erasure just before included. */
async function waiting(trx: Kysely<Database>): Promise<number> {
  const found = await trx
    .selectFrom('messages_to_clear')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(found.count)
}

/** Those whom they sent, and who sent them: their figures change. */
async function neighbours(trx: Kysely<Database>, { ids }: Person): Promise<readonly number[]> {
  const own = sql`any (${[...ids]}::bigint[])`
  const { rows } = await sql<{ id: number }>`
    select referrer_id as id from referrals where referred_id = ${own}
    union select referred_id from referrals where referrer_id = ${own}
    order by id
  `.execute(trx)
  return rows.map(({ id }) => id).filter((id) => !ids.includes(id))
}

/** A sale stays a sale of that day, store and product; of an export's other columns nothing is kept with it. */
async function forgetOrders(trx: Kysely<Database>, ids: RawBuilder<unknown>): Promise<number> {
  const kept = await sql`update orders set customer_id = null, raw = null where customer_id = any (${ids})`.execute(trx)
  return Number(kept.numAffectedRows ?? 0)
}

/** The row stays, so that no number is given twice; nothing in it tells who it was, or where and when. */
async function emptyRecords(trx: Kysely<Database>, ids: RawBuilder<unknown>): Promise<void> {
  await sql`
    update customers set
      ref = 'erased:' || id, system = 'erased', display_name = '(erased)', search_name = '', raw = '{}',
      given_name = null, family_name = null, nickname = null, birth_month = null, birth_day = null, birth_year = null,
      language = null, source = null, city = null, region = null, postal_code = null, country = null,
      owner_id = null, store_id = null, created_at = null, created_day = null,
      do_not_contact = true, merged_into_id = null, erased_at = now()
    where id = any (${ids})
  `.execute(trx)
}
