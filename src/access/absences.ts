import type { Kysely } from 'kysely'
import type { Database, Day } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { Asker } from './asker.ts'
import { record } from './audit.ts'
import { type Colleague, mayManage, person } from './staff.ts'

/** A colleague is away from the first day to the last, both included. */
export interface Absence {
  readonly id: number
  readonly staffId: number
  readonly from: Day
  readonly to: Day
  readonly reason: string | null
}

export interface NewAbsence {
  readonly staffId: number
  readonly from: Day
  readonly to: Day
  readonly reason?: string | null
}

/** Records that somebody is away; what overlaps with an earlier entry becomes one stretch with it. */
export async function setAbsence(
  { staffId, from, to, reason = null }: NewAbsence,
  by: Asker,
  db: Kysely<Database>,
): Promise<Absence> {
  if (to < from) throw new UserError(`The last day away (${to}) is before the first (${from}).`)
  return db.transaction().execute(async (trx) => {
    const staff = await person(staffId, trx)
    refuseUnlessMay(by, staff)
    // Two entries at once wait for each other, so that stretches never overlap.
    await trx.selectFrom('staff').select('id').where('id', '=', staffId).forUpdate().execute()
    const overlapping = await trx
      .deleteFrom('absences')
      .where('staff_id', '=', staffId)
      .where('from_day', '<=', to)
      .where('to_day', '>=', from)
      .returning(['from_day', 'to_day', 'reason'])
      .execute()
    const first = overlapping.map((other) => other.from_day).reduce((one, other) => (other < one ? other : one), from)
    const last = overlapping.map((other) => other.to_day).reduce((one, other) => (other > one ? other : one), to)
    const why = reason ?? overlapping.find((other) => other.reason !== null)?.reason ?? null
    const { id } = await trx
      .insertInto('absences')
      .values({ staff_id: staffId, from_day: first, to_day: last, reason: why, recorded_by: by.who })
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, {
      actor: by.who,
      action: 'set_absence',
      subject: staff.email,
      details: { from: first, to: last },
    })
    return { id, staffId, from: first, to: last, reason: why }
  })
}

/** They are not away after all. */
export async function clearAbsence(absenceId: number, by: Asker, db: Kysely<Database>): Promise<Absence> {
  return db.transaction().execute(async (trx) => {
    const absence = await listed(trx).where('id', '=', absenceId).executeTakeFirst()
    if (!absence) throw new UserError('That absence is not there any more.')
    const staff = await person(absence.staffId, trx)
    refuseUnlessMay(by, staff)
    await trx.deleteFrom('absences').where('id', '=', absenceId).execute()
    const details = { from: absence.from, to: absence.to }
    await record(trx, { actor: by.who, action: 'clear_absence', subject: staff.email, details })
    return absence
  })
}

/** Absences that are not over before `since`, of one colleague or of all, the earliest first. */
export async function absences(
  db: Kysely<Database>,
  { staffId, since }: { readonly staffId?: number; readonly since: Day },
): Promise<readonly Absence[]> {
  return listed(db)
    .where('to_day', '>=', since)
    .$if(staffId !== undefined, (query) => query.where('staff_id', '=', staffId ?? 0))
    .execute()
}

/** Whoever is away that day, by number. */
export async function awayOn(day: Day, db: Kysely<Database>): Promise<ReadonlySet<number>> {
  const found = await db
    .selectFrom('absences')
    .select('staff_id')
    .where('from_day', '<=', day)
    .where('to_day', '>=', day)
    .orderBy('staff_id')
    .execute()
  return new Set(found.map((row) => row.staff_id))
}

function listed(db: Kysely<Database>) {
  return db
    .selectFrom('absences')
    .select(['id', 'staff_id as staffId', 'from_day as from', 'to_day as to', 'reason'])
    .orderBy('from_day')
    .orderBy('id')
}

/** Everybody says when they are away themselves; for others it takes the right to manage them. */
function refuseUnlessMay(by: Asker, staff: Colleague): void {
  if (by.staffId === staff.id || mayManage(by, staff)) return
  throw new UserError(
    by.mayManage
      ? `Only ${staff.name} or an administrator may say when ${staff.name} is away.`
      : 'You can say when you are away yourself; for somebody else it takes a manager.',
  )
}
