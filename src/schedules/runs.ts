import { type Kysely, type Selectable, sql } from 'kysely'
import type { Plan } from '../ask/plan.ts'
import type { Database } from '../db/schema.ts'
import { nextAfter, type Recurrence } from './recurrence.ts'
import { latenessNote } from './recurrence-text.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { stopSchedule } from './schedules.ts'

/** One time that a scheduled answer is due, held by this process until `claimedUntil`. */
export interface ScheduleRun {
  readonly id: number
  readonly schedule: Schedule
  readonly dueAt: Date
  readonly claimedUntil: Date
  /** From 1. From the second on, the message may be there already: it is looked for before one is posted. */
  readonly attempt: number
}

/** What was claimed, and what this stopped for good: schedules whose owner left, or that ended their process three times. */
export interface Claimed {
  readonly runs: readonly ScheduleRun[]
  readonly stopped: readonly Stopped[]
}

export interface Stopped {
  readonly schedule: Schedule
  readonly because: string
}

const hourMs = 3_600_000
/** What is later than this is of no use to anybody. */
const latestMs = 24 * hourMs
const mostAttempts = 3
const mostFailures = 3
/** Before the second attempt, and before the third. */
const pausesMs = [2 * 60_000, 15 * 60_000]
/** As many as one tick takes on; the others come with the next. */
const mostAtOnce = 20

/**
 * The runs that are due, claimed for this process: each (schedule, due time) by one process only, whichever asks first.
 *
 * Of several times missed only the last is made, if it is not older than 24 hours; the rest are skipped. A run whose
 * lease ran out, because its process died or its attempt failed, is claimed again, three times at most.
 */
export async function claimDueRuns(db: Kysely<Database>, now: Date, leaseMs: number): Promise<Claimed> {
  return db.transaction().execute(async (trx) => {
    const orphans = await stopOrphans(trx, now)
    const again = await claimAgain(trx, now, leaseMs)
    const due = await claimNew(trx, now, leaseMs)
    return { runs: [...again.runs, ...due], stopped: [...orphans, ...again.stopped] }
  })
}

const left = 'Its owner is no longer on the staff.'

async function stopOrphans(trx: Kysely<Database>, now: Date): Promise<readonly Stopped[]> {
  const rows = await trx
    .selectFrom('schedules')
    .selectAll('schedules')
    .where('state', '=', 'active')
    .where('next_at', '<=', now)
    .where(sql<boolean>`exists (select from staff where staff.id = schedules.owner_id and not staff.active)`)
    .orderBy('schedules.id')
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { id } of rows) await stopSchedule(trx, id, left, now)
  return rows.flatMap((row) => {
    const schedule = scheduleOf(row)
    return schedule ? [{ schedule, because: left }] : []
  })
}

async function claimNew(trx: Kysely<Database>, now: Date, leaseMs: number): Promise<readonly ScheduleRun[]> {
  const rows = await trx
    .selectFrom('schedules')
    .selectAll()
    .where('state', '=', 'active')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('id')
    .limit(mostAtOnce)
    .forUpdate()
    .skipLocked()
    .execute()
  const claimed: ScheduleRun[] = []
  for (const row of rows) {
    const schedule = scheduleOf(row)
    if (schedule === null) await stopSchedule(trx, row.id, unreadable, now)
    else claimed.push(...(await claimOne(schedule, trx, now, leaseMs)))
  }
  return claimed
}

const unreadable = 'This version of Regulars cannot read it. Make it anew.'

async function claimOne(
  schedule: Schedule,
  trx: Kysely<Database>,
  now: Date,
  leaseMs: number,
): Promise<readonly ScheduleRun[]> {
  const first = schedule.nextAt ?? now
  const made = lastDue(schedule.recurrence, first, now)
  await trx
    .updateTable('schedules')
    .set({ next_at: nextAfter(schedule.recurrence, now) })
    .where('id', '=', schedule.id)
    .execute()
  const claimedUntil = new Date(now.getTime() + leaseMs)
  const over = made === null ? { outcome: 'skipped' as const, fault: 'more than a day late', finished_at: now } : {}
  const row = await trx
    .insertInto('schedule_runs')
    .values({ schedule_id: schedule.id, due_at: made ?? first, claimed_until: claimedUntil, ...over })
    .onConflict((conflict) => conflict.columns(['schedule_id', 'due_at']).doNothing())
    .returning(['id', 'due_at'])
    .executeTakeFirst()
  return row && made ? [{ id: row.id, schedule, dueAt: row.due_at, claimedUntil, attempt: 1 }] : []
}

/** The latest of the times from `first` to now; null when that is more than a day ago. */
function lastDue(recurrence: Recurrence, first: Date, now: Date): Date | null {
  const earliest = now.getTime() - latestMs
  let last = first.getTime() >= earliest ? first : nextAfter(recurrence, new Date(earliest - 1))
  if (last > now) return null
  for (let next = nextAfter(recurrence, last); next <= now; next = nextAfter(recurrence, last)) last = next
  return last
}

/** Runs that nobody works on any more: their process died, or their attempt failed and its pause is over. */
async function claimAgain(trx: Kysely<Database>, now: Date, leaseMs: number): Promise<Claimed> {
  const rows = await trx
    .selectFrom('schedule_runs')
    .selectAll()
    .where('finished_at', 'is', null)
    .where('claimed_until', '<=', now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(mostAtOnce)
    .forUpdate()
    .skipLocked()
    .execute()
  const runs: ScheduleRun[] = []
  const stopped: Stopped[] = []
  for (const row of rows) {
    const taken = await takeOver(row, trx, now, leaseMs)
    if (taken !== null && 'because' in taken) stopped.push(taken)
    else if (taken !== null) runs.push(taken)
  }
  return { runs, stopped }
}

async function takeOver(
  row: Selectable<Database['schedule_runs']>,
  trx: Kysely<Database>,
  now: Date,
  leaseMs: number,
): Promise<ScheduleRun | Stopped | null> {
  const found = await trx.selectFrom('schedules').selectAll().where('id', '=', row.schedule_id).executeTakeFirst()
  const schedule = found && found.state === 'active' ? scheduleOf(found) : null
  if (schedule === null) return close(row.id, 'skipped', 'paused in between', trx, now)
  if (now.getTime() - row.due_at.getTime() > latestMs) return close(row.id, 'skipped', 'more than a day late', trx, now)
  if (row.attempts >= mostAttempts) {
    await close(row.id, 'failed', row.fault ?? 'given up after three attempts', trx, now)
    return (await countFailure(schedule, trx, now)) ? { schedule, because: thrice } : null
  }
  const claimedUntil = new Date(now.getTime() + leaseMs)
  const attempt = row.attempts + 1
  await trx
    .updateTable('schedule_runs')
    .set({ claimed_until: claimedUntil, attempts: attempt })
    .where('id', '=', row.id)
    .execute()
  return { id: row.id, schedule, dueAt: row.due_at, claimedUntil, attempt }
}

async function close(
  id: number,
  outcome: 'skipped' | 'failed',
  fault: string,
  db: Kysely<Database>,
  now: Date,
): Promise<null> {
  await db
    .updateTable('schedule_runs')
    .set({ outcome, fault, finished_at: now })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute()
  return null
}

/** Holds on to a run that takes longer than its lease. False: somebody else has it, or it is over. */
export async function renewRun(db: Kysely<Database>, run: ScheduleRun, now: Date, leaseMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('schedule_runs')
    .set({ claimed_until: new Date(now.getTime() + leaseMs) })
    .where('id', '=', run.id)
    .where('attempts', '=', run.attempt)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** It was posted as that message: the failures before it are forgotten. */
export async function finishRun(
  db: Kysely<Database>,
  run: ScheduleRun,
  message: { readonly channel: string; readonly ts: string },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('schedule_runs')
      .set({ outcome: 'posted', channel: message.channel, message_ts: message.ts, fault: null, finished_at: now })
      .where('id', '=', run.id)
      .execute()
    await trx.updateTable('schedules').set({ failures: 0 }).where('id', '=', run.schedule.id).execute()
  })
}

/** What becomes of a run that failed: it is tried again, it is given up, or the whole schedule stops and its owner is told why. */
export type Failed =
  | { readonly kind: 'again'; readonly at: Date }
  | { readonly kind: 'given_up' }
  | { readonly kind: 'stopped'; readonly because: string }

/**
 * The run came to nothing. It is tried again after 2 and after 15 minutes; the third run in a row that fails three
 * times pauses its schedule. `fault` must hold nothing of the question or the answer.
 */
export async function failRun(db: Kysely<Database>, run: ScheduleRun, fault: string, now: Date): Promise<Failed> {
  const pauseMs = pausesMs[run.attempt - 1]
  return db.transaction().execute(async (trx) => {
    if (pauseMs !== undefined && run.attempt < mostAttempts) {
      const at = new Date(now.getTime() + pauseMs)
      await trx
        .updateTable('schedule_runs')
        .set({ claimed_until: at, fault })
        .where('id', '=', run.id)
        .where('finished_at', 'is', null)
        .execute()
      return { kind: 'again', at }
    }
    await close(run.id, 'failed', fault, trx, now)
    const stopped = await countFailure(run.schedule, trx, now)
    return stopped ? { kind: 'stopped', because: thrice } : { kind: 'given_up' }
  })
}

const thrice = 'It could not be sent three times in a row.'

/** True when it was one too many. */
async function countFailure({ id }: Schedule, trx: Kysely<Database>, now: Date): Promise<boolean> {
  const row = await trx
    .updateTable('schedules')
    .set((eb) => ({ failures: eb('failures', '+', 1) }))
    .where('id', '=', id)
    .returning('failures')
    .executeTakeFirst()
  // Deleted in between: there is nothing left to stop.
  if (row === undefined || row.failures < mostFailures) return false
  await stopSchedule(trx, id, thrice, now)
  return true
}

/** The owner may no longer have it, or the channel is gone: this run is over and so is the schedule, for that reason. */
export async function stopRun(db: Kysely<Database>, run: ScheduleRun, because: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await close(run.id, 'failed', because, trx, now)
    await stopSchedule(trx, run.schedule.id, because, now)
  })
}

/** Everything that posting a run needs. */
export interface RunPost {
  readonly plan: Plan
  readonly question: string
  readonly view: 'table' | 'chart'
  /** Whose rights of now it is run with. */
  readonly owner: Schedule['owner']
  readonly target: Schedule['target']
  /** What the message carries out of sight; the same for every attempt. */
  readonly stamp: string
  /** Whether an earlier attempt may have posted it: then it is looked for by its stamp first. */
  readonly mayBeThere: boolean
  /** “Due at 9:00 AM, sent at 11:20 AM.”; null when it is on time. */
  readonly lateness: string | null
}

export function runPost({ id, schedule, dueAt, attempt }: ScheduleRun, now: Date): RunPost {
  const { plan, question, view, owner, target, recurrence } = schedule
  return {
    ...{ plan, question, view, owner, target },
    stamp: `schedule-run-${id}`,
    mayBeThere: attempt > 1,
    lateness: latenessNote(dueAt, now, recurrence.timeZone),
  }
}
