import { isDeepStrictEqual } from 'node:util'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { decide, lockRecords, type Merged, refreshAround, type Snapshot, shareWithImports } from './merge.ts'
import { moveBack } from './moving.ts'
import { type Row, readRow, unitOf, writeRow } from './values.ts'

export type Undone = {
  /** already: somebody took it back before; nothing was changed. */
  readonly kind: 'undone' | 'already'
  readonly stayed: Merged
  readonly back: Merged
}

interface Event {
  readonly id: number
  readonly winner_id: number
  readonly loser_id: number
  readonly snapshot: unknown
  readonly undone_at: Date | null
}

/**
 * Takes a merge back: the two are two records again, each with what it had.
 *
 * What came after the merge stays with whom it belongs. What a file brought under the merged record's own reference goes
 * back with it; what colleagues wrote, asked for or changed stays with the record they did it to. A value that somebody
 * changed since is left as it is. A refusal since the merge (a consent of no, do not contact) holds for both, as nobody
 * knows which of the two it was. Merges are taken back in the reverse of their order: throws a `UserError` that names
 * the one in the way.
 */
export async function undoMerge(db: Kysely<Database>, mergeId: number, asker: Pick<Asker, 'who'>): Promise<Undone> {
  return db.transaction().execute(async (trx) => {
    await shareWithImports(trx)
    await sql`set local lock_timeout = '10s'`.execute(trx)
    const known = await eventBy(trx, mergeId)
    await lockRecords(trx, [known.winner_id, known.loser_id])
    const event = await eventBy(trx, mergeId)
    const [stayed, back] = [await namedOf(trx, event.winner_id), await namedOf(trx, event.loser_id)]
    if (event.undone_at !== null) return { kind: 'already', stayed, back }
    await refuseWhileLaterOnesStand(trx, event)
    await part(trx, event)
    await trx
      .updateTable('merge_events')
      .set({ undone_at: sql`now()`, undone_by: asker.who })
      .where('id', '=', event.id)
      .execute()
    await decide(trx, event.winner_id, event.loser_id, 'rejected', asker.who)
    await refreshAround(trx, [event.winner_id, event.loser_id])
    await record(trx, {
      actor: asker.who,
      action: 'undo_merge',
      subject: stayed.ref,
      details: { merge: event.id, other: back.ref },
    })
    return { kind: 'undone', stayed, back }
  })
}

async function eventBy(trx: Transaction<Database>, id: number): Promise<Event> {
  const event = Number.isSafeInteger(id)
    ? await trx
        .selectFrom('merge_events')
        .select(['id', 'winner_id', 'loser_id', 'snapshot', 'undone_at'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined
  if (event) return event
  throw new UserError(`There is no merge ${id}.`, 'npm run -s cli -- dedupe --merges lists the latest.')
}

async function namedOf(trx: Transaction<Database>, id: number): Promise<Merged> {
  const row = await trx
    .selectFrom('customers')
    .select(['id', 'ref', 'display_name as name', 'erased_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (row.erased_at !== null)
    throw new UserError(
      'One of the two records has been erased, so the merge cannot be taken back.',
      'Nothing was changed.',
    )
  return { id: row.id, ref: row.ref, name: row.name }
}

/** A later merge was made of what this one left: it goes first. */
async function refuseWhileLaterOnesStand(trx: Transaction<Database>, { id, winner_id }: Event): Promise<void> {
  const later = await trx
    .selectFrom('merge_events')
    .innerJoin('customers as stayed', 'stayed.id', 'merge_events.winner_id')
    .innerJoin('customers as gone', 'gone.id', 'merge_events.loser_id')
    .select(['merge_events.id', 'stayed.ref as into', 'gone.ref as of'])
    .where('merge_events.id', '>', id)
    .where('undone_at', 'is', null)
    .where((where) => where.or([where('winner_id', '=', winner_id), where('loser_id', '=', winner_id)]))
    .orderBy('merge_events.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!later) return
  throw new UserError(
    `Since then ${later.of} was merged with ${later.into} (merge ${later.id}).`,
    `Nothing was changed. Take that one back first: npm run -s cli -- dedupe --undo ${later.id}`,
  )
}

async function part(
  trx: Transaction<Database>,
  { winner_id: stayed, loser_id: back, snapshot: kept }: Event,
): Promise<void> {
  // Written by merge.ts alone.
  const snapshot = kept as Snapshot
  const own = sql`(select ${back}::bigint union select merged_into(${back}))`
  await trx.updateTable('customers').set({ merged_into_id: null }).where('id', '=', back).execute()
  await sql`update external_ids set customer_id = ${back}, own_customer_id = nullif(own_customer_id, ${back})
    where customer_id = ${stayed} and own_customer_id in ${own}`.execute(trx)
  await moveBack(
    trx,
    snapshot.moved.filter(({ table }) => table !== 'external_ids'),
    stayed,
    back,
  )
  await returnArrivals(trx, stayed, back)
  await sql`update contact_points set is_primary = true where id = any (${[...snapshot.primaries]}::bigint[]) and customer_id = ${back}`.execute(
    trx,
  )
  await partRecipients(trx, snapshot.recipients)
  await sql`delete from customer_tags where customer_id = ${stayed} and tag = any (${[...snapshot.tags]}::text[])`.execute(
    trx,
  )
  await sql`delete from customer_attributes where id = any (${[...snapshot.attributes]}::bigint[])`.execute(trx)
  await partConsents(trx, snapshot, stayed, back)
  await partValues(trx, snapshot, stayed, back)
}

/** What files brought since under the references of the record that goes back. */
async function returnArrivals(trx: Transaction<Database>, stayed: number, back: number): Promise<void> {
  for (const table of ['orders', 'interactions', 'service_cases', 'notes', 'follow_ups'] as const)
    await sql`
      update ${sql.table(table)} as t set customer_id = ${back} from merged_arrivals as a
      where a.table_name = ${table} and a.row_id = t.id and t.customer_id = ${stayed}
      and a.customer_id in (select ${back}::bigint union select merged_into(${back}))
    `.execute(trx)
  await sql`delete from merged_arrivals where customer_id = ${back}`.execute(trx)
}

/** A campaign that both were chosen for is, for the record that stayed, as it was. */
async function partRecipients(trx: Transaction<Database>, recipients: readonly Row[]): Promise<void> {
  await sql`
    update campaign_recipients as t set sent_at = o.sent_at, opened_at = o.opened_at, clicked_at = o.clicked_at,
      responded_at = o.responded_at, sent_day = o.sent_day, opened_day = o.opened_day, clicked_day = o.clicked_day,
      responded_day = o.responded_day, holdout = o.holdout
    from jsonb_populate_recordset(null::campaign_recipients, ${JSON.stringify(recipients)}::jsonb) as o
    where o.campaign_id = t.campaign_id and o.customer_id = t.customer_id
  `.execute(trx)
}

/** What the merge said goes; a no that came after it is said of both. */
async function partConsents(
  trx: Transaction<Database>,
  { consents }: Snapshot,
  stayed: number,
  back: number,
): Promise<void> {
  await sql`delete from consents where id = any (${[...consents]}::bigint[])`.execute(trx)
  await sql`
    insert into consents (customer_id, channel, state, captured_at, source, recorded_by)
    select ${back}, l.channel, 'no', l.captured_at, l.source, l.recorded_by
    from (select distinct on (channel) * from consents where customer_id = ${stayed} order by channel, id desc) as l
    left join current_consents as own on own.customer_id = ${back} and own.channel = l.channel
    where l.state = 'no' and own.state is distinct from 'no'
    and l.recorded_at > (select merged_at from merge_events where winner_id = ${stayed} and loser_id = ${back} and undone_at is null)
    order by l.channel
  `.execute(trx)
}

/** What the merge set and nobody has changed since is what it was. */
async function partValues(trx: Transaction<Database>, snapshot: Snapshot, stayed: number, back: number): Promise<void> {
  const { before, after, silent } = snapshot
  const now = await readRow(trx, stayed)
  const silencedSince = now.do_not_contact === true && !silent && after.do_not_contact !== true
  const changed = Object.keys(after).filter((column) => !isDeepStrictEqual(now[column], after[column]))
  const asBefore = Object.keys(after).filter((column) => !unitOf(column).some((each) => changed.includes(each)))
  await writeRow(trx, stayed, Object.fromEntries(asBefore.map((column) => [column, before[column] ?? null])))
  if (silencedSince) await trx.updateTable('customers').set({ do_not_contact: true }).where('id', '=', back).execute()
}
