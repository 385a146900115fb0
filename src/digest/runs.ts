import { type Kysely, type Selectable, sql } from 'kysely'
import { awayOn } from '../access/absences.ts'
import type { Database, Day } from '../db/schema.ts'
import type { ShopSettings } from '../db/settings.ts'
import { dueNow, isFirstOfWeek, keyOf, type Recipient, recipients } from './recipients.ts'

/** One digest of one recipient on one day, or a manager's weekly report, held by this process until `claimedUntil`. */
export interface DigestRun {
  readonly id: number
  readonly what: 'digest' | 'report'
  readonly day: Day
  readonly recipient: Recipient
  readonly dueAt: Date
  readonly claimedUntil: Date
  /** From 1. From the second on, the message may be there already: it is looked for before one is posted. */
  readonly attempt: number
  /** Whether its entries were written down already. */
  readonly made: boolean
}

const mostAttempts = 5

/** The fault of a digest whose recipient Slack does not know. */
export const notInSlack = 'not in this Slack'

/**
 * The digests that are due, claimed for this process: each (day, recipient) by one process only, whichever asks first. A
 * run whose lease ran out, because its process died or its attempt failed, is claimed again until the morning is over.
 * Where today is pinned to a day, that is the day they are of.
 */
export async function claimDigests(
  db: Kysely<Database>,
  settings: ShopSettings,
  now: Date,
  leaseMs: number,
  pinned: Day | null = null,
): Promise<readonly DigestRun[]> {
  const due = await dueRuns(db, settings, now, pinned)
  const claimed: DigestRun[] = []
  for (const each of due) {
    const row = await claim(db, each, now, leaseMs)
    if (row) claimed.push(runOf(each, row))
  }
  await closeLate(
    db,
    due.map((each) => `${each.day} ${runKey(each)}`),
    now,
  )
  return claimed
}

type Due = Pick<DigestRun, 'what' | 'day' | 'recipient' | 'dueAt'>

/** How a run is called in the table: staff:7, channel:C0COUNTER, report:7. */
const runKey = ({ what, recipient: { target } }: Due): string =>
  what === 'report' && target.kind === 'staff' ? `report:${target.id}` : keyOf(target)

/** Digests, and on the first working day of a week the report for managers. Nobody who is away is sent anything. */
async function dueRuns(
  db: Kysely<Database>,
  settings: ShopSettings,
  now: Date,
  pinned: Day | null,
): Promise<readonly Due[]> {
  const everybody = await recipients(db, settings)
  const due = everybody.flatMap((recipient): readonly Due[] => {
    const byTheClock = dueNow(recipient, now, settings)
    if (!byTheClock) return []
    const when = { ...byTheClock, day: pinned ?? byTheClock.day }
    const isReader = recipient.target.kind === 'staff' && recipient.target.role !== 'associate'
    const report = isReader && isFirstOfWeek(when.day, recipient, settings)
    return [
      { what: 'digest', recipient, ...when },
      ...(report ? [{ what: 'report' as const, recipient, ...when }] : []),
    ]
  })
  const away = new Map<Day, ReadonlySet<number>>()
  for (const { day } of due) if (!away.has(day)) away.set(day, await awayOn(day, db))
  return due.filter(({ recipient: { target }, day }) => target.kind !== 'staff' || !away.get(day)?.has(target.id))
}

const runOf = (due: Due, row: Selectable<Database['digest_runs']>): DigestRun => ({
  ...due,
  id: row.id,
  claimedUntil: row.claimed_until,
  attempt: row.attempts,
  made: row.made_at !== null,
})

async function claim(
  db: Kysely<Database>,
  due: Due,
  now: Date,
  leaseMs: number,
): Promise<Selectable<Database['digest_runs']> | undefined> {
  const claimedUntil = new Date(now.getTime() + leaseMs)
  const { target } = due.recipient
  return db
    .insertInto('digest_runs')
    .values({
      day: due.day,
      recipient: runKey(due),
      staff_id: target.kind === 'staff' ? target.id : null,
      channel: target.kind === 'channel' ? target.channel : null,
      due_at: due.dueAt,
      claimed_until: claimedUntil,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'recipient'])
        .doUpdateSet({ claimed_until: claimedUntil, attempts: sql`digest_runs.attempts + 1` })
        .where('digest_runs.finished_at', 'is', null)
        .where('digest_runs.claimed_until', '<=', now)
        .where('digest_runs.attempts', '<', mostAttempts),
    )
    .returningAll()
    .executeTakeFirst()
}

/**
 * A colleague's digest of a day, claimed because they ask for it: before its hour, on a free day, or after a morning on
 * which it failed or came too late. It is the day's only one: its hour brings no second. Null where there is one already.
 */
export async function claimAskedFor(
  db: Kysely<Database>,
  recipient: Recipient,
  day: Day,
  now: Date,
  leaseMs: number,
): Promise<DigestRun | null> {
  const due = { what: 'digest', recipient, day, dueAt: now } as const
  await db
    .updateTable('digest_runs')
    .set({ finished_at: null, outcome: null, claimed_until: now, attempts: 1 })
    // What was given up has lost its open entries, and is made anew.
    .set(({ eb }) => ({ made_at: eb.case().when('outcome', '=', 'late').then(eb.ref('made_at')).else(null).end() }))
    .where('day', '=', day)
    .where('recipient', '=', runKey(due))
    .where('outcome', 'in', ['late', 'failed'])
    .execute()
  const row = await claim(db, due, now, leaseMs)
  return row ? { ...runOf(due, row), dueAt: row.due_at } : null
}

/**
 * A run that nobody finished and whose morning is over is given up; its promises come again tomorrow. Its entries stay, in
 * case it was posted after all; whom it would have named counts for neither arm.
 */
async function closeLate(db: Kysely<Database>, due: readonly string[], now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const late = await trx
      .updateTable('digest_runs')
      .set({ outcome: 'late', finished_at: now })
      .where('finished_at', 'is', null)
      .where('claimed_until', '<=', now)
      .where(sql<boolean>`not (day || ' ' || recipient = any (${[...due]}::text[]))`)
      .returning('id')
      .execute()
    await forgetArms(
      trx,
      late.map(({ id }) => id),
    )
  })
}

async function forgetArms(trx: Kysely<Database>, runIds: readonly number[]): Promise<void> {
  if (runIds.length === 0) return
  await trx
    .deleteFrom('treatment_eligibilities')
    .where('run_id', 'in', [...runIds])
    .execute()
}

/** Holds on to a run that takes longer than its lease. False: somebody else has it, or it is over. */
export async function renewDigest(db: Kysely<Database>, run: DigestRun, now: Date, leaseMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('digest_runs')
    .set({ claimed_until: new Date(now.getTime() + leaseMs) })
    .where('id', '=', run.id)
    .where('attempts', '=', run.attempt)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** It was posted as that message, or there was nobody to name and nothing to say. */
export async function finishDigest(
  db: Kysely<Database>,
  run: DigestRun,
  message: { readonly channel: string; readonly ts: string } | null,
  now: Date,
): Promise<void> {
  await db
    .updateTable('digest_runs')
    .set({
      outcome: message ? 'posted' : 'empty',
      posted_channel: message?.channel ?? null,
      message_ts: message?.ts ?? null,
      fault: null,
      finished_at: now,
    })
    .where('id', '=', run.id)
    .where('finished_at', 'is', null)
    .execute()
}

/** It cannot be sent, now or later today. Its entries go, so that somebody else may be sent them tomorrow. */
export async function giveUpDigest(db: Kysely<Database>, run: DigestRun, fault: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('digest_runs')
      .set({ outcome: 'failed', fault, finished_at: now })
      .where('id', '=', run.id)
      .where('attempts', '=', run.attempt)
      .where('finished_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await trx.deleteFrom('digest_items').where('run_id', '=', run.id).where('state', '=', 'open').execute()
    await forgetArms(trx, [run.id])
  })
}

/** Tried again after a pause; given up with the fifth. `fault` must hold nothing of the entries. */
export async function failDigest(db: Kysely<Database>, run: DigestRun, fault: string, now: Date): Promise<void> {
  if (run.attempt >= mostAttempts) return giveUpDigest(db, run, fault, now)
  await db
    .updateTable('digest_runs')
    .set({ fault, claimed_until: new Date(now.getTime() + run.attempt * 60_000) })
    .where('id', '=', run.id)
    .where('attempts', '=', run.attempt)
    .where('finished_at', 'is', null)
    .execute()
}

/** What its message carries out of sight; the same for every attempt. */
export const stampOf = ({ id }: Pick<DigestRun, 'id'>): string => `digest-${id}`
