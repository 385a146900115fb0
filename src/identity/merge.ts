import { type Kysely, sql, type Transaction } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import { survivorOf } from '../customers/survivor.ts'
import { importLock } from '../db/locks.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { carryConsents } from './consents.ts'
import type { Evidence } from './fields.ts'
import { type Moved, moveAll } from './moving.ts'
import { filledIn, type Row, readRow, writeRow } from './values.ts'

/** One of two records, as a sentence names it. */
export interface Merged {
  readonly id: number
  readonly ref: string
  readonly name: string
}

export type Merge =
  | { readonly kind: 'merged'; readonly merge: number; readonly stays: Merged; readonly goes: Merged }
  /** They were one before; nothing was changed. */
  | { readonly kind: 'already'; readonly stays: Merged }

/** Why they are one person, as far as it was worked out. */
export interface Because {
  readonly probability: number
  readonly evidence: Evidence
}

/** Everything that a merge changed, as it was: what its undo goes by. */
export interface Snapshot {
  readonly version: 1
  /** Columns of the row that stayed, before and after. */
  readonly before: Row
  readonly after: Row
  /** Whether the record that stayed was not to be contacted before. */
  readonly silent: boolean
  readonly moved: readonly Moved[]
  /** Contact points that were the first of their kind until they moved. */
  readonly primaries: readonly number[]
  readonly consents: readonly number[]
  readonly attributes: readonly number[]
  readonly tags: readonly string[]
  /** Rows of campaigns that both were chosen for, as they were. */
  readonly recipients: readonly Row[]
}

/**
 * Makes two records one: `goes` is left out from now on, and all that is known of it stands under `stays`. Nothing is
 * deleted, and undo.ts takes it back.
 *
 * The values of the record that stays stand, and what it lacks comes from the other (values.ts); its e-mail address,
 * phone and address stay the first ones. Of consents the more restrictive holds (consents.ts). Records that were merged
 * before stand for those they are part of now, so that the same two are never merged twice. Throws a `UserError` where
 * one of them was erased, or while an import is running.
 */
export async function merge(
  db: Kysely<Database>,
  staysId: number,
  goesId: number,
  asker: Pick<Asker, 'who'>,
  because?: Because,
): Promise<Merge> {
  return db.transaction().execute(async (trx) => {
    await shareWithImports(trx)
    const [stays, goes] = await lockBoth(trx, staysId, goesId)
    if (stays.id === goes.id) return { kind: 'already', stays }
    const snapshot = await become(trx, stays, goes, asker.who)
    const event = await trx
      .insertInto('merge_events')
      .values({
        winner_id: stays.id,
        loser_id: goes.id,
        evidence: JSON.stringify(because ?? {}),
        snapshot: JSON.stringify(snapshot),
        merged_by: asker.who,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await decide(trx, stays.id, goes.id, 'merged', asker.who)
    await refreshAround(trx, [stays.id, goes.id])
    await record(trx, {
      actor: asker.who,
      action: 'merge_customers',
      subject: stays.ref,
      details: { merge: event.id, other: goes.ref },
    })
    return { kind: 'merged', merge: event.id, stays, goes }
  })
}

/** No import may look records up while their facts move. It is not waited for: it may take minutes. */
export async function shareWithImports(trx: Transaction<Database>): Promise<void> {
  const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock_shared(${importLock}) as free`.execute(
    trx,
  )
  if (!rows[0]?.free) throw new UserError('An import is running.', 'Nothing was changed. Try again when it is done.')
}

/**
 * Both records as they are once nobody else is at them. Whoever merges the same two meanwhile waits here, in the same
 * order, and then finds them one.
 */
async function lockBoth(trx: Transaction<Database>, one: number, other: number): Promise<readonly [Merged, Merged]> {
  await sql`set local lock_timeout = '10s'`.execute(trx)
  const before = await Promise.all([standing(trx, one), standing(trx, other)])
  await lockRecords(
    trx,
    before.map(({ id }) => id),
  )
  const after = [await standing(trx, one), await standing(trx, other)] as const
  await lockRecords(
    trx,
    after.map(({ id }) => id),
  )
  return after
}

export async function lockRecords(trx: Transaction<Database>, ids: readonly number[]): Promise<void> {
  await sql`select id from customers where id = any (${[...ids]}::bigint[]) order by id for update`.execute(trx)
}

async function standing(trx: Transaction<Database>, id: number): Promise<Merged> {
  const found = await survivorOf(trx, id)
  if (found) return { id: found.id, ref: found.ref, name: found.name }
  throw new UserError(
    'One of the two records is no longer there: it was erased.',
    'Nothing was changed. What was erased is not brought back by a merge.',
  )
}

async function become(trx: Transaction<Database>, stays: Merged, goes: Merged, who: string): Promise<Snapshot> {
  const [own, other] = [await readRow(trx, stays.id), await readRow(trx, goes.id)]
  const after = filledIn(own, other)
  const before = Object.fromEntries(Object.keys(after).map((column) => [column, own[column] ?? null]))
  // Before anything moves: what is agreed to depends on which address is whose.
  const consents = await carryConsents(trx, stays, goes, who)
  const primaries = await primariesThatGiveWay(trx, stays.id, goes.id)
  const tags = await copyTags(trx, stays.id, goes.id)
  const attributes = await copyAttributes(trx, stays.id, goes.id)
  const recipients = await combineRecipients(trx, stays.id, goes.id)
  await sql`update external_ids set own_customer_id = coalesce(own_customer_id, ${goes.id}) where customer_id = ${goes.id}`.execute(
    trx,
  )
  const moved = await moveAll(trx, goes.id, stays.id)
  await writeRow(trx, stays.id, after)
  await trx.updateTable('customers').set({ merged_into_id: stays.id }).where('id', '=', goes.id).execute()
  return {
    version: 1,
    before,
    after,
    silent: own.do_not_contact === true,
    moved,
    primaries,
    consents,
    attributes,
    tags,
    recipients,
  }
}

/** The first e-mail, phone and address of the record that stays remain the first. */
async function primariesThatGiveWay(
  trx: Transaction<Database>,
  stays: number,
  goes: number,
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    update contact_points as p set is_primary = false
    where customer_id = ${goes} and is_primary
    and exists (select from contact_points as own where own.customer_id = ${stays} and own.kind = p.kind and own.is_primary)
    returning id
  `.execute(trx)
  return rows.map(({ id }) => id)
}

/** Copied, not moved: a file that gives the other record its tags again must find them there. */
async function copyTags(trx: Transaction<Database>, stays: number, goes: number): Promise<readonly string[]> {
  const { rows } = await sql<{ tag: string }>`
    insert into customer_tags (customer_id, tag) select ${stays}, tag from customer_tags where customer_id = ${goes} order by tag
    on conflict do nothing returning tag
  `.execute(trx)
  return rows.map(({ tag }) => tag)
}

/** What is known of the other record alone, with its source and its day. */
async function copyAttributes(trx: Transaction<Database>, stays: number, goes: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into customer_attributes (customer_id, key, value, kind, source, observed_at)
    select ${stays}, a.key, a.value, a.kind, a.source, a.observed_at from (
      select distinct on (key) * from customer_attributes where customer_id = ${goes} order by key, observed_at desc, id desc
    ) as a
    where not exists (select from customer_attributes as own where own.customer_id = ${stays} and own.key = a.key)
    order by a.key returning id
  `.execute(trx)
  return rows.map(({ id }) => id)
}

/** Of a campaign that both were chosen for, whatever happened first counts; held back is who was never sent it. */
async function combineRecipients(trx: Transaction<Database>, stays: number, goes: number): Promise<readonly Row[]> {
  const moments = [
    'sent_at',
    'opened_at',
    'clicked_at',
    'responded_at',
    'sent_day',
    'opened_day',
    'clicked_day',
    'responded_day',
  ]
  const earliest = sql.join(
    moments.map((name) => sql`${sql.ref(name)} = least(${sql.ref(`t.${name}`)}, ${sql.ref(`o.${name}`)})`),
  )
  const { rows } = await sql<{ row: Row }>`
    with both_chosen as (
      select to_jsonb(t) as row from campaign_recipients as t
      join campaign_recipients as o on o.campaign_id = t.campaign_id and o.customer_id = ${goes}
      where t.customer_id = ${stays}
    ), combined as (
      update campaign_recipients as t set ${earliest}, holdout = t.holdout and o.holdout
      from campaign_recipients as o
      where t.customer_id = ${stays} and o.customer_id = ${goes} and o.campaign_id = t.campaign_id
    )
    select row from both_chosen order by row ->> 'campaign_id'
  `.execute(trx)
  return rows.map(({ row }) => row)
}

/** What becomes of the proposal about the two, where there is one. */
export async function decide(
  trx: Transaction<Database>,
  one: number,
  other: number,
  state: 'merged' | 'rejected',
  who: string,
): Promise<void> {
  await trx
    .updateTable('match_proposals')
    .set({ state, decided_at: sql`now()`, decided_by: who })
    .where('first_id', '=', Math.min(one, other))
    .where('second_id', '=', Math.max(one, other))
    .execute()
}

/** The records themselves, those they sent and those who sent them. */
export async function refreshAround(trx: Transaction<Database>, ids: readonly number[]): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select referred_id as id from referrals where referrer_id = any (${[...ids]}::bigint[])
    union select unnest(${[...ids]}::bigint[]) order by 1
  `.execute(trx)
  await refreshSummaries(
    trx,
    rows.map(({ id }) => Number(id)),
  )
}
