import type { Kysely } from 'kysely'
import { type Asker, administrator } from '../../src/access/asker.ts'
import { allTime } from '../../src/ask/period.ts'
import type { Plan } from '../../src/ask/plan.ts'
import type { Database } from '../../src/db/schema.ts'
import type { Recurrence } from '../../src/schedules/recurrence.ts'
import { createSchedule, type NewSchedule, type Schedule } from '../../src/schedules/schedules.ts'

export const plan: Plan = {
  kind: 'measure',
  measures: [{ kind: 'metric', metric: 'revenue', where: [], period: null }],
  by: [{ kind: 'field', field: 'order.store' }],
  where: [],
  period: allTime,
  having: [],
  order: [],
  limit: null,
}

export const mondays: Recurrence = {
  kind: 'weekly',
  weekdays: ['monday'],
  ...{ every: 1, from: null, time: '09:00', timeZone: 'America/Chicago' },
}
export const everyDay: Recurrence = { kind: 'daily', time: '09:00', timeZone: 'America/Chicago' }

/** “Revenue by store”, to whoever asks, every day at nine in Chicago. */
export const wanted: NewSchedule = {
  question: 'revenue by store',
  reading: 'Revenue by store',
  plan,
  view: 'table',
  target: { kind: 'me' },
  recurrence: everyDay,
}

export type Person = 'dana' | 'noor' | 'quinn'

/** Dana runs the shop, Noor and Quinn work in it. */
export async function hire(db: Kysely<Database>): Promise<Readonly<Record<Person, Asker>>> {
  const person = async (name: Person, role: 'associate' | 'manager'): Promise<Asker> => {
    const { id } = await db
      .insertInto('staff')
      .values({ email: `${name}@example.com`, name, role, slack_user_id: `U${name}`, store_id: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    return {
      ...administrator,
      ...{ who: `${name}@example.com`, name, role, staffId: id, slackUserId: `U${name}` },
      mayManage: role === 'manager',
    }
  }
  return {
    dana: await person('dana', 'manager'),
    noor: await person('noor', 'associate'),
    quinn: await person('quinn', 'associate'),
  }
}

/** Made for Noor unless somebody else is named; anything but a schedule fails the test. */
export async function made(
  db: Kysely<Database>,
  asker: Asker,
  now: string,
  more: Partial<NewSchedule> = {},
): Promise<Schedule> {
  const result = await createSchedule({ ...wanted, ...more }, asker, db, new Date(now))
  if (result.kind !== 'created') throw new Error(result.kind)
  return result.schedule
}
