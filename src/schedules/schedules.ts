import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Plan } from '../ask/plan.ts'
import type { Database } from '../db/schema.ts'
import { nextAfter, type Recurrence } from './recurrence.ts'
import { describeRecurrence } from './recurrence-text.ts'
import { mayChange, type Owner, type Schedule, scheduleOf, type Target } from './schedule.ts'

export type { Owner, Schedule, Target } from './schedule.ts'

/** What is to be sent, when and where; the answer was checked and seen before. */
export interface NewSchedule {
  readonly question: string
  readonly reading: string
  readonly plan: Plan
  readonly view: 'table' | 'chart'
  readonly target: Target
  readonly recurrence: Recurrence
}

export type Refused = { readonly kind: 'refused'; readonly sentence: string }
export type CreateResult =
  | { readonly kind: 'created'; readonly schedule: Schedule }
  /** The same answer is already sent to the same place at the same times. */
  | { readonly kind: 'exists'; readonly schedule: Schedule }
  | Refused
export type ChangeResult = { readonly kind: 'done'; readonly schedule: Schedule } | Refused

/** Nobody reads more, and a slip must not fill a channel. */
const mostOfOneOwner = 25

const refused = (sentence: string): Refused => ({ kind: 'refused', sentence })
const gone = refused('That scheduled answer is not there any more.')

/** Has the answer sent from its next time on. */
export async function createSchedule(
  wanted: NewSchedule,
  asker: Asker,
  db: Kysely<Database>,
  now: Date,
): Promise<CreateResult> {
  if (asker.slackUserId === null) return refused('Answers are sent in Slack; ask for it there.')
  const own = await listSchedules(db, asker)
  const same = own.find((schedule) => saysTheSame(schedule, wanted))
  if (same) return same.nextAt === null ? again(same, asker, db, now) : { kind: 'exists', schedule: same }
  if (own.length >= mostOfOneOwner)
    return refused(`You have ${own.length} scheduled answers, which is the most there can be. Delete one first.`)
  const schedule = await insert(wanted, asker, asker.slackUserId, db, now)
  await record(db, {
    actor: asker.who,
    action: 'create_schedule',
    subject: `schedule ${schedule.id}`,
    details: { recurrence: describeRecurrence(wanted.recurrence), target: wanted.target.kind },
  })
  return { kind: 'created', schedule }
}

/** Asked for once more, a paused one goes on. */
async function again({ id }: Schedule, asker: Asker, db: Kysely<Database>, now: Date): Promise<CreateResult> {
  const result = await resumeSchedule(id, asker, db, now)
  return result.kind === 'done' ? { kind: 'created', schedule: result.schedule } : result
}

async function insert(
  { question, reading, plan, view, target, recurrence }: NewSchedule,
  { staffId }: Asker,
  userId: string,
  db: Kysely<Database>,
  now: Date,
): Promise<Schedule> {
  const row = await db
    .insertInto('schedules')
    .values({
      ...{ owner_id: staffId, owner_user: userId, question, reading, plan: JSON.stringify(plan), view },
      channel: target.kind === 'here' ? target.channel : null,
      thread_ts: target.kind === 'here' ? target.threadTs : null,
      ...{ recurrence: JSON.stringify(recurrence), next_at: nextAfter(recurrence, now) },
      ...{ created_at: now, changed_at: now },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return known(scheduleOf(row))
}

function saysTheSame(schedule: Schedule, wanted: NewSchedule): boolean {
  const essence = ({ plan, target, recurrence }: NewSchedule | Schedule) =>
    JSON.stringify([plan, target, describeRecurrence(recurrence), recurrence.timeZone])
  return essence(schedule) === essence(wanted)
}

/** The scheduled answers of one person, or of all, in the order they were made. */
export async function listSchedules(db: Kysely<Database>, whose: Owner | 'all'): Promise<readonly Schedule[]> {
  const rows = await db
    .selectFrom('schedules')
    .selectAll()
    .$if(whose !== 'all', (query) => query.where(ownedBy(whose === 'all' ? nobody : whose)))
    .orderBy('id')
    .execute()
  return rows.flatMap((row) => scheduleOf(row) ?? [])
}

const nobody: Owner = { staffId: null, slackUserId: null }

const ownedBy = ({ staffId, slackUserId }: Owner) =>
  staffId === null
    ? sql<boolean>`(owner_id is null and owner_user = ${slackUserId})`
    : sql<boolean>`owner_id = ${staffId}`

/** Nothing is sent until it is resumed; what is being sent at this moment still arrives. */
export async function pauseSchedule(id: number, asker: Asker, db: Kysely<Database>, now: Date): Promise<ChangeResult> {
  return changed(id, asker, 'pause_schedule', db, async (trx) => pause(id, null, trx, now))
}

/** Goes on from its next time; what was due while it was paused is not made up for. */
export async function resumeSchedule(id: number, asker: Asker, db: Kysely<Database>, now: Date): Promise<ChangeResult> {
  return changed(id, asker, 'resume_schedule', db, async (trx, { recurrence }) =>
    trx
      .updateTable('schedules')
      .set({
        ...{ state: 'active', next_at: nextAfter(recurrence, now) },
        ...{ paused_because: null, failures: 0, changed_at: now },
      })
      .where('id', '=', id)
      .execute(),
  )
}

export async function deleteSchedule(id: number, asker: Asker, db: Kysely<Database>): Promise<ChangeResult> {
  return changed(id, asker, 'delete_schedule', db, async (trx) =>
    trx.deleteFrom('schedules').where('id', '=', id).execute(),
  )
}

/** Pauses it on the program's own account, with the reason that its owner is told. */
export async function stopSchedule(db: Kysely<Database>, id: number, because: string, now: Date): Promise<void> {
  await pause(id, because, db, now)
  await record(db, { actor: 'schedules', action: 'stop_schedule', subject: `schedule ${id}` })
}

async function pause(id: number, because: string | null, db: Kysely<Database>, now: Date): Promise<void> {
  await db
    .updateTable('schedules')
    .set({ state: 'paused', next_at: null, paused_because: because, changed_at: now })
    .where('id', '=', id)
    .execute()
}

type Action = 'pause_schedule' | 'resume_schedule' | 'delete_schedule'

/** Does it if the asker may, on the row as it is now, and returns the schedule as it then is. */
async function changed(
  id: number,
  asker: Asker,
  action: Action,
  db: Kysely<Database>,
  change: (trx: Kysely<Database>, schedule: Schedule) => Promise<unknown>,
): Promise<ChangeResult> {
  return db.transaction().execute(async (trx) => {
    const before = await readSchedule(id, trx, 'for update')
    if (before === null) return gone
    if (!mayChange(before, asker)) return refused('Only its owner or a manager can change that scheduled answer.')
    await change(trx, before)
    await record(trx, { actor: asker.who, action, subject: `schedule ${id}` })
    return { kind: 'done', schedule: (await readSchedule(id, trx)) ?? before }
  })
}

export async function readSchedule(id: number, db: Kysely<Database>, lock?: 'for update'): Promise<Schedule | null> {
  const row = await db
    .selectFrom('schedules')
    .selectAll()
    .where('id', '=', id)
    .$if(lock !== undefined, (query) => query.forUpdate())
    .executeTakeFirst()
  return row ? scheduleOf(row) : null
}

function known(schedule: Schedule | null): Schedule {
  if (schedule === null) throw new Error('A schedule that was just written cannot be read.')
  return schedule
}
