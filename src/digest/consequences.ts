import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Asker } from '../access/asker.ts'
import { addDays, type Day } from '../ask/days.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import type { Act, ActingDay } from './acting.ts'

const promiseStatus = z.enum(['open', 'done', 'snoozed', 'cancelled'])

/** What a click changed besides its entry, by number: what it takes to put it back. */
const consequencesSchema = z.object({
  /** Whom it was written about: of somebody merged away, who they were by then. */
  customer: z.number(),
  /** The contact in the timeline. */
  interaction: z.number().nullable(),
  /** Each promise as it stood before, and its status since. */
  promises: z.array(
    z.object({
      id: z.number(),
      status: promiseStatus,
      snoozedUntil: z.string().nullable(),
      closedAt: z.coerce.date().nullable(),
      outcome: z.string().nullable(),
      closedBy: z.number().nullable(),
      since: promiseStatus,
    }),
  ),
  /** Whether do-not-contact was set, and had not been before. */
  doNotContact: z.boolean(),
  /** The number or address that was found wrong. */
  contactPoint: z.number().nullable(),
  /** The follow-up that asks for the right one. */
  task: z.number().nullable(),
})
export type Consequences = z.infer<typeof consequencesSchema>

export const readConsequences = (stored: unknown): Consequences | null =>
  consequencesSchema.safeParse(stored).data ?? null

/** The entry's part in it. */
interface Of {
  readonly customer_id: number
  readonly channel: 'phone' | 'sms' | 'email' | 'post' | null
  readonly reasons: readonly { readonly facts: Readonly<Record<string, string>> }[]
}

/** What else an outcome means: a promise is kept or put off, a wrong number is one, do-not-contact holds everywhere. */
export async function follow(
  trx: Kysely<Database>,
  item: Of,
  what: Act,
  by: Asker,
  { today, now }: ActingDay,
  interaction: number | null,
): Promise<Consequences> {
  const ids = item.reasons.flatMap(({ facts }) => (facts.follow_up ? [Number(facts.follow_up)] : []))
  const promises = ids.length > 0 ? await changePromises(trx, ids, what, { today, now }, interaction) : []
  const doNotContact = what.kind === 'do_not_contact' && (await ban(trx, item.customer_id))
  const doubt = what.kind === 'wrong_number' ? await doubtContact(trx, item, by, today) : null
  return {
    ...{ customer: item.customer_id, interaction, promises, doNotContact },
    ...{ contactPoint: doubt?.point ?? null, task: doubt?.task ?? null },
  }
}

/** False when it was so already. */
async function ban(trx: Kysely<Database>, customerId: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('customers')
    .set({ do_not_contact: true })
    .where('id', '=', customerId)
    .where('do_not_contact', '=', false)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function changePromises(
  trx: Kysely<Database>,
  ids: readonly number[],
  what: Act,
  day: ActingDay,
  interaction: number | null,
): Promise<Consequences['promises']> {
  const before = await trx
    .selectFrom('follow_ups')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute()
  const change = promiseAfter(what, day, interaction)
  await trx
    .updateTable('follow_ups')
    .set(change)
    .where('id', 'in', [...ids])
    .execute()
  return before.map((row) => ({
    id: row.id,
    status: row.status,
    snoozedUntil: row.snoozed_until,
    closedAt: row.closed_at,
    outcome: row.outcome,
    closedBy: row.closed_by_interaction_id,
    since: change.status,
  }))
}

function promiseAfter(what: Act, { today, now }: ActingDay, interaction: number | null) {
  switch (what.kind) {
    case 'reached':
      return { status: 'done' as const, closed_at: now, outcome: what.kind, closed_by_interaction_id: interaction }
    case 'left_message':
    case 'no_answer':
    case 'wrong_number':
      return { status: 'snoozed' as const, snoozed_until: addDays(today, 2), outcome: what.kind }
    case 'snoozed':
      return { status: 'snoozed' as const, snoozed_until: what.until }
    case 'not_relevant':
    case 'do_not_contact':
      return { status: 'cancelled' as const, closed_at: now, outcome: what.kind }
    default:
      return what satisfies never
  }
}

const doubted = {
  phone: { kind: 'phone', reason: 'The phone number on file is wrong: ask for the right one.' },
  sms: { kind: 'phone', reason: 'The phone number on file is wrong: ask for the right one.' },
  email: { kind: 'email', reason: 'The e-mail address on file is wrong: ask for the right one.' },
  post: { kind: 'address', reason: 'The postal address on file is wrong: ask for the right one.' },
} as const

/**
 * The number or address that is used first no longer counts as one to reach them by; a second one stays. Somebody is asked
 * to find the right one, from tomorrow on: today's attempt does not answer it.
 */
async function doubtContact(trx: Kysely<Database>, { customer_id, channel }: Of, by: Asker, today: Day) {
  if (channel === null) return null
  const { kind, reason } = doubted[channel]
  const point = await trx
    .updateTable('contact_points')
    .set({ valid: false })
    .where('id', '=', ({ selectFrom }) =>
      selectFrom('contact_points')
        .select('id')
        .where('customer_id', '=', customer_id)
        .where('kind', '=', kind)
        .where('valid', '=', true)
        .orderBy('is_primary', 'desc')
        .orderBy('id')
        .limit(1),
    )
    .returning('id')
    .executeTakeFirst()
  const task = await trx
    .insertInto('follow_ups')
    .values({ customer_id, due_on: addDays(today, 1), assigned_to: by.staffId, created_by: by.staffId, reason })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { point: point?.id ?? null, task: task.id }
}

/** Puts it back, but for what somebody changed since: that stays as they left it. */
export async function takeBack(trx: Kysely<Database>, done: Consequences): Promise<void> {
  const customerId = done.customer
  for (const promise of done.promises) await restorePromise(trx, promise)
  if (done.doNotContact)
    await trx.updateTable('customers').set({ do_not_contact: false }).where('id', '=', customerId).execute()
  if (done.contactPoint !== null)
    await trx
      .updateTable('contact_points')
      .set({ valid: true })
      .where('id', '=', done.contactPoint)
      .where('customer_id', '=', customerId)
      .execute()
  if (done.task !== null)
    await trx
      .deleteFrom('follow_ups')
      .where('id', '=', done.task)
      .where('status', '=', 'open')
      .where(sql<boolean>`note_id is null`)
      .execute()
  if (done.interaction !== null) await removeContact(trx, done.interaction)
  await refreshSummaries(trx, [customerId])
}

async function restorePromise(trx: Kysely<Database>, before: Consequences['promises'][number]): Promise<void> {
  await trx
    .updateTable('follow_ups')
    .set({
      status: before.status,
      snoozed_until: before.snoozedUntil,
      closed_at: before.closedAt,
      outcome: before.outcome,
      closed_by_interaction_id: before.closedBy,
    })
    .where('id', '=', before.id)
    .where('status', '=', before.since)
    .execute()
}

/** A contact that was no contact; what refers to it no longer does. */
export async function removeContact(trx: Kysely<Database>, id: number): Promise<void> {
  await trx
    .updateTable('follow_ups')
    .set({ closed_by_interaction_id: null })
    .where('closed_by_interaction_id', '=', id)
    .execute()
  for (const table of ['notes', 'service_cases'] as const)
    await trx.updateTable(table).set({ interaction_id: null }).where('interaction_id', '=', id).execute()
  await trx.deleteFrom('interactions').where('id', '=', id).execute()
}
