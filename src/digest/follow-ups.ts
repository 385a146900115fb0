import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import { addDays } from '../ask/days.ts'
import type { Database, Day } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { removeContact } from './consequences.ts'

/** Something promised to a customer for a day. */
export interface FollowUp {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly reason: string
  /** The day it is for, or was put off to. */
  readonly due: Day
  /** Whose it is; null where nobody in particular took it on. */
  readonly assignee: string | null
  readonly state: 'open' | 'done' | 'cancelled'
  readonly closedOn: Day | null
}

/** One colleague's follow-ups, or everybody's. */
export interface FollowUps {
  /** The latest first: what has waited for years waits longer. */
  readonly overdue: readonly FollowUp[]
  readonly today: readonly FollowUp[]
  /** Of the next two weeks. */
  readonly upcoming: readonly FollowUp[]
  /** Closed in the last week, the latest first. */
  readonly done: readonly FollowUp[]
}

const aheadDays = 14
const backDays = 7
const dueDay = sql<Day>`coalesce(f.snoozed_until, f.due_on)`

/**
 * The follow-ups of a colleague (theirs, and those of customers they look after that nobody took on), or everybody's with
 * `all`. What a managers' note promised is quoted to managers alone.
 */
export async function followUps(
  db: Kysely<Database>,
  asker: Asker,
  { today, timeZone, all = false }: { readonly today: Day; readonly timeZone: string; readonly all?: boolean },
): Promise<FollowUps> {
  const closedDay = sql<Day | null>`(f.closed_at at time zone ${timeZone})::date`
  let query = db
    .selectFrom('follow_ups as f')
    .innerJoin('customers as c', 'c.id', 'f.customer_id')
    .leftJoin('notes as n', 'n.id', 'f.note_id')
    .leftJoin('staff', 'staff.id', 'f.assigned_to')
    .select(['f.id', 'c.ref', 'c.display_name as name', 'f.reason', 'f.status', 'staff.name as assignee'])
    .select(['n.visibility', dueDay.as('due'), closedDay.as('closedOn')])
    .where('c.merged_into_id', 'is', null)
    .where('c.erased_at', 'is', null)
    .where(sql<boolean>`n.deleted_at is null and (n.written_day is null or n.written_day <= ${today})`)
    .where((eb) =>
      eb.or([
        eb.and([eb('f.status', 'in', ['open', 'snoozed']), eb(dueDay, '<=', addDays(today, aheadDays))]),
        eb.and([eb('f.status', 'in', ['done', 'cancelled']), eb(closedDay, '>=', addDays(today, -backDays))]),
      ]),
    )
    .orderBy(dueDay)
    .orderBy('f.id')
  if (!all)
    query = query.where((eb) =>
      eb.or([
        eb('f.assigned_to', '=', asker.staffId),
        eb.and([eb('f.assigned_to', 'is', null), eb('c.owner_id', '=', asker.staffId)]),
      ]),
    )
  const { scope } = asker
  if (scope.kind === 'store') query = query.where('c.store_id', '=', scope.id)
  if (scope.kind === 'owner') query = query.where('c.owner_id', '=', scope.id)
  const rows = await query.execute()
  const found = rows.map((row): FollowUp => {
    const hidden = row.visibility === 'managers' && !asker.maySeeManagerNotes
    return {
      ...{ id: row.id, ref: row.ref, name: row.name, due: row.due, assignee: row.assignee, closedOn: row.closedOn },
      reason: hidden ? 'A note for managers.' : row.reason,
      state: row.status === 'snoozed' ? 'open' : row.status,
    }
  })
  const open = found.filter(({ state }) => state === 'open')
  return {
    overdue: open.filter(({ due }) => due < today).toReversed(),
    today: open.filter(({ due }) => due === today),
    upcoming: open.filter(({ due }) => due > today),
    done: found.filter(({ state }) => state !== 'open').toReversed(),
  }
}

export interface NewFollowUp {
  readonly customerId: number
  readonly due: Day
  readonly reason: string
  readonly noteId?: number
}

/** Promises something to a customer, in somebody's own name. */
export async function addFollowUp(
  { customerId, due, reason, noteId }: NewFollowUp,
  by: Asker,
  db: Kysely<Database>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('follow_ups')
      .values({
        customer_id: customerId,
        note_id: noteId ?? null,
        due_on: due,
        assigned_to: by.staffId,
        created_by: by.staffId,
        reason,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, { actor: by.who, action: 'add_follow_up', subject: `follow-up ${id}` })
    return id
  })
}

export type FollowUpChange =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly until: Day }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'reopened' }

/**
 * False when it is gone, or closed already. Keeping a promise counts as a contact; opening it again takes that contact back.
 * Where the contact was reported elsewhere it stays, and the promise is for tomorrow: today’s contact would keep it.
 */
export async function changeFollowUp(
  id: number,
  change: FollowUpChange,
  by: Asker,
  { today, now }: { readonly today: Day; readonly now: Date },
  db: Kysely<Database>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('follow_ups').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    const isOpen = row?.status === 'open' || row?.status === 'snoozed'
    if (!row || isOpen === (change.kind === 'reopened')) return false
    const contact =
      change.kind === 'done' ? await logContact(trx, row.customer_id, row.reason, by, { today, now }) : null
    const stays = change.kind === 'reopened' && !(await takeContactBack(trx, row.closed_by_interaction_id))
    await trx
      .updateTable('follow_ups')
      .set(
        stays
          ? { ...after(change, now, null), status: 'snoozed', snoozed_until: addDays(today, 1) }
          : after(change, now, contact),
      )
      .where('id', '=', id)
      .execute()
    await record(trx, {
      actor: by.who,
      action: 'change_follow_up',
      subject: `follow-up ${id}`,
      details: { kind: change.kind },
    })
    if (contact !== null || change.kind === 'reopened') await refreshSummaries(trx, [row.customer_id])
    return true
  })
}

function after(change: FollowUpChange, now: Date, contact: number | null) {
  switch (change.kind) {
    case 'done':
      return { status: 'done' as const, closed_at: now, outcome: 'reached', closed_by_interaction_id: contact }
    case 'later':
      return { status: 'snoozed' as const, snoozed_until: change.until }
    case 'cancelled':
      return { status: 'cancelled' as const, closed_at: now, outcome: 'not_relevant' }
    case 'reopened':
      return { status: 'open' as const, closed_at: null, outcome: null, closed_by_interaction_id: null }
    default:
      return change satisfies never
  }
}

/** True when nothing of it is left: there was none, or it was logged with “done” alone. */
async function takeContactBack(trx: Kysely<Database>, interactionId: number | null): Promise<boolean> {
  if (interactionId === null) return true
  const reported = await trx
    .selectFrom('outcomes')
    .select('id')
    .where('interaction_id', '=', interactionId)
    .limit(1)
    .executeTakeFirst()
  if (reported) return false
  await removeContact(trx, interactionId)
  return true
}

async function logContact(
  trx: Kysely<Database>,
  customerId: number,
  reason: string,
  by: Asker,
  { today, now }: { readonly today: Day; readonly now: Date },
): Promise<number> {
  const { id } = await trx
    .insertInto('interactions')
    .values({
      customer_id: customerId,
      at: now,
      on_day: today,
      channel: 'phone',
      direction: 'outbound',
      kind: 'call',
      staff_id: by.staffId,
      summary: `Follow-up done: ${reason}`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
