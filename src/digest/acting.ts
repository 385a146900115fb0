import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import { addDays, type Day } from '../ask/days.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { follow } from './consequences.ts'
import { maySee } from './entry.ts'
import type { ItemReason, ItemState } from './make.ts'

/** What a colleague says about an entry. */
export type Act =
  | { readonly kind: 'reached' | 'left_message' | 'no_answer' | 'wrong_number' }
  | { readonly kind: 'snoozed'; readonly until: Day }
  | { readonly kind: 'not_relevant'; readonly why: string }
  | { readonly kind: 'do_not_contact' }

export type Acted =
  | { readonly kind: 'done'; readonly runId: number }
  /** Somebody was first: nothing was changed. */
  | { readonly kind: 'already'; readonly runId: number; readonly state: ItemState; readonly by: string | null }
  /** The entry or its customer, or they may not see the customer. */
  | { readonly kind: 'gone' }

export interface ActingDay {
  readonly today: Day
  readonly now: Date
}

/**
 * Closes an entry with what came of it: an outcome for each of its reasons, the contact in the timeline, which resets the
 * customer's cadence, and what follows from it. The first to say something is heard; a second click changes nothing.
 */
export async function act(
  itemId: number,
  what: Act,
  by: Asker,
  { today, now }: ActingDay,
  db: Kysely<Database>,
): Promise<Acted> {
  return db.transaction().execute(async (trx): Promise<Acted> => {
    const item = await lockItem(trx, itemId, by)
    if (!item) return { kind: 'gone' }
    if (item.state !== 'open') return { kind: 'already', runId: item.run_id, state: item.state, by: item.closedBy }
    const interactionId = await logContact(trx, item, what, by, { today, now })
    await insertOutcomes(trx, item, what, by, today, interactionId)
    const consequences = await follow(trx, item, what, by, { today, now }, interactionId)
    await trx
      .updateTable('digest_items')
      .set({ state: stateAfter(what), closed_at: now, closed_by: by.staffId, undo: JSON.stringify(consequences) })
      .where('id', '=', item.id)
      .execute()
    await record(trx, {
      actor: by.who,
      action: 'digest_outcome',
      subject: `entry ${item.id}`,
      details: { kind: what.kind },
    })
    await refreshSummaries(trx, [item.customer_id])
    return { kind: 'done', runId: item.run_id }
  })
}

const reasonsSchema = z.array(
  z.object({
    rule: z.string(),
    class: z.string(),
    occasion: z.string(),
    sentence: z.string(),
    facts: z.record(z.string(), z.string()).default({}),
  }),
)
type Reasons = readonly Pick<ItemReason, 'rule' | 'class' | 'occasion' | 'sentence' | 'facts'>[]

interface Locked {
  readonly id: number
  readonly run_id: number
  readonly customer_id: number
  readonly channel: 'phone' | 'sms' | 'email' | 'post' | null
  readonly state: ItemState
  readonly closedBy: string | null
  readonly reasons: Reasons
}

/** The customer is held too, so that nobody erases or merges them meanwhile; of one merged away, who they are now. */
async function lockItem(trx: Kysely<Database>, id: number, by: Asker): Promise<Locked | null> {
  const row = await trx
    .selectFrom('digest_items as item')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .select([
      'item.id',
      'item.run_id',
      'item.customer_id',
      'item.channel',
      'item.state',
      'item.reasons',
      'item.closed_by',
      'c.store_id',
      'c.owner_id',
    ])
    .where('item.id', '=', id)
    .where('c.erased_at', 'is', null)
    .forUpdate('item')
    .forNoKeyUpdate('c')
    .executeTakeFirst()
  if (!row || !maySee(by, row)) return null
  const closer =
    row.closed_by === null
      ? null
      : await trx.selectFrom('staff').select('name').where('id', '=', row.closed_by).executeTakeFirst()
  const customer_id = await whoTheyAre(trx, row.customer_id)
  return { ...row, customer_id, reasons: reasonsSchema.parse(row.reasons), closedBy: closer?.name ?? null }
}

/** The record that a customer was merged into, or their own. */
async function whoTheyAre(trx: Kysely<Database>, customerId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with recursive merged as (
      select id, merged_into_id from customers where id = ${customerId}
      union
      select c.id, c.merged_into_id from customers c join merged on c.id = merged.merged_into_id
    )
    select id from merged where merged_into_id is null
  `.execute(trx)
  return rows[0]?.id ?? customerId
}

const stateAfter = ({ kind }: Act): ItemState =>
  kind === 'snoozed' || kind === 'not_relevant' || kind === 'do_not_contact' ? kind : 'done'

function contactWords({ kind }: Act, channel: Locked['channel']): string | null {
  switch (kind) {
    case 'reached':
      return 'Reached'
    case 'left_message':
      return sent[channel ?? 'phone']
    case 'no_answer':
      return 'No answer'
    case 'wrong_number':
      return channel === 'email' || channel === 'post' ? 'Wrong address' : 'Wrong number'
    case 'snoozed':
    case 'not_relevant':
    case 'do_not_contact':
      return null
    default:
      return kind satisfies never
  }
}

const sent = { phone: 'Left a message', sms: 'Sent a text', email: 'Sent an e-mail', post: 'Sent a letter' } as const

/** An attempt counts as a contact too: nobody is called every morning. */
async function logContact(
  trx: Kysely<Database>,
  item: Locked,
  what: Act,
  by: Asker,
  { today, now }: ActingDay,
): Promise<number | null> {
  const said = contactWords(what, item.channel)
  if (said === null) return null
  const [first] = item.reasons
  const { id } = await trx
    .insertInto('interactions')
    .values({
      customer_id: item.customer_id,
      at: now,
      on_day: today,
      // Whoever agreed to no channel was spoken to in the shop.
      channel: item.channel ?? 'store',
      direction: 'outbound',
      kind: item.channel === null ? 'visit' : item.channel === 'phone' ? 'call' : 'message',
      staff_id: by.staffId,
      summary: `${said}. ${first?.sentence ?? ''}`.trim(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function insertOutcomes(
  trx: Kysely<Database>,
  item: Locked,
  what: Act,
  by: Asker,
  today: Day,
  interactionId: number | null,
): Promise<void> {
  const rules = await trx.selectFrom('treatment_rules').select(['id', 'code']).orderBy('id').execute()
  const ids = new Map(rules.map(({ code, id }) => [code, id]))
  await trx
    .insertInto('outcomes')
    .values(
      item.reasons.map(({ rule, occasion, class: kind }) => ({
        item_id: item.id,
        customer_id: item.customer_id,
        rule_id: ids.get(rule) ?? null,
        occasion,
        kind: what.kind,
        until_day: until(what, kind, today),
        reason: what.kind === 'not_relevant' ? what.why : null,
        interaction_id: interactionId,
        staff_id: by.staffId,
        on_day: today,
      })),
    )
    .execute()
}

/** A promise or a case that reached nobody comes back in two days; a growth idea has to wait for the next contact. */
function until(what: Act, reasonClass: string, today: Day): Day | null {
  if (what.kind === 'snoozed') return what.until
  const isPressing = reasonClass === 'promise' || reasonClass === 'service'
  return isPressing && (what.kind === 'no_answer' || what.kind === 'left_message') ? addDays(today, 2) : null
}

/**
 * Closes by themselves the open entries of the last days whose customer has ordered since, or whose case is solved or
 * promise kept and that had no other reason. Returns the digests whose messages show it no longer.
 */
export async function closeByThemselves(db: Kysely<Database>, { today, now }: ActingDay): Promise<readonly number[]> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('digest_items as item')
      .select(['item.id', 'item.run_id', 'item.customer_id', 'item.channel', 'item.state', 'item.reasons', 'item.day'])
      .where('item.state', '=', 'open')
      .where('item.day', '>', addDays(today, -30))
      .where('item.day', '<=', today)
      .where(mayBeSettled(today))
      .orderBy('item.id')
      .forUpdate('item')
      .skipLocked()
      .execute()
    const closed: number[] = []
    for (const row of rows) {
      const item: Locked = { ...row, reasons: reasonsSchema.parse(row.reasons), closedBy: null }
      const state = await stateByItself(trx, item, row.day, today)
      if (state === null) continue
      await closeAs(trx, item, state, { today, now })
      closed.push(row.run_id)
    }
    return [...new Set(closed)]
  })
}

/** Of thousands of open entries only the few that can be over are held and looked at. */
const mayBeSettled = (today: Day) => sql<boolean>`(
  exists (
    select from orders o
    where o.customer_id = item.customer_id and o.counts and o.ordered_day between item.day and ${today}::date
  )
  or exists (
    select from jsonb_array_elements(item.reasons) as because(it)
    join follow_ups f on because.it ->> 'occasion' = 'follow_up:' || f.id
    where f.customer_id = item.customer_id and f.status in ('done', 'cancelled')
  )
  or exists (
    select from jsonb_array_elements(item.reasons) as because(it)
    join service_cases k on because.it ->> 'occasion' = 'case:' || k.id
    where k.customer_id = item.customer_id and k.status = 'resolved'
  )
)`

async function stateByItself(
  trx: Kysely<Database>,
  item: Locked,
  named: Day,
  today: Day,
): Promise<'ordered' | 'solved' | null> {
  const pressing = item.reasons.filter((reason) => reason.class === 'promise' || reason.class === 'service')
  for (const reason of pressing) if (!(await isSolved(trx, reason.occasion))) return null
  const others = item.reasons.filter((reason) => !pressing.includes(reason) && reason.class !== 'companion')
  if (pressing.length > 0 && others.length === 0) return 'solved'
  const order = await trx
    .selectFrom('orders')
    .select('id')
    .where('customer_id', '=', item.customer_id)
    .where('counts', '=', true)
    .where('ordered_day', '>=', named)
    .where('ordered_day', '<=', today)
    .limit(1)
    .executeTakeFirst()
  return order ? 'ordered' : null
}

/** Of a promise or a case, by the occasion it came with. */
async function isSolved(trx: Kysely<Database>, occasion: string): Promise<boolean> {
  const [kind = '', number = ''] = occasion.split(':')
  if (kind === 'follow_up') {
    const row = await trx.selectFrom('follow_ups').select('status').where('id', '=', Number(number)).executeTakeFirst()
    return row === undefined || row.status === 'done' || row.status === 'cancelled'
  }
  if (kind === 'case') {
    const row = await trx
      .selectFrom('service_cases')
      .select('status')
      .where('id', '=', Number(number))
      .executeTakeFirst()
    return row === undefined || row.status === 'resolved'
  }
  return false
}

async function closeAs(
  trx: Kysely<Database>,
  item: Locked,
  state: 'ordered' | 'solved',
  { today, now }: ActingDay,
): Promise<void> {
  const rules = await trx.selectFrom('treatment_rules').select(['id', 'code']).orderBy('id').execute()
  const ids = new Map(rules.map(({ code, id }) => [code, id]))
  await trx.updateTable('digest_items').set({ state, closed_at: now }).where('id', '=', item.id).execute()
  await trx
    .insertInto('outcomes')
    .values(
      item.reasons.map(({ rule, occasion }) => ({
        item_id: item.id,
        customer_id: item.customer_id,
        rule_id: ids.get(rule) ?? null,
        occasion,
        kind: state,
        on_day: today,
      })),
    )
    .execute()
}
