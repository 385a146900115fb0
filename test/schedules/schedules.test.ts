import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Asker, administrator } from '../../src/access/asker.ts'
import { schedulesMeant } from '../../src/schedules/meant.ts'
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  pauseSchedule,
  readSchedule,
  resumeSchedule,
} from '../../src/schedules/schedules.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { everyDay, hire, made, mondays, type Person, wanted } from './support.ts'

let shop: TestDatabase
let staff: Readonly<Record<Person, Asker>>
beforeAll(async () => {
  shop = await testDatabase()
  staff = await hire(shop.db)
})
afterEach(async () => {
  await shop.db.deleteFrom('schedules').execute()
  await shop.db.deleteFrom('audit_log').execute()
})
afterAll(() => shop[Symbol.asyncDispose]())

/** A Monday at ten in Chicago. */
const now = '2026-11-16T16:00:00Z'
const at = (moment: string) => new Date(moment)
const deeds = async () => {
  const rows = await shop.db.selectFrom('audit_log').select(['actor', 'action', 'details']).orderBy('id').execute()
  return rows.map(({ actor, action }) => `${actor} ${action}`)
}

describe('making one', () => {
  test('it is due the next time after now, and remembers what, whose, when and where', async () => {
    const target = { kind: 'here', channel: 'C1', threadTs: '1.2' } as const
    const schedule = await made(shop.db, staff.noor, now, { recurrence: mondays, target, view: 'chart' })
    expect(schedule).toEqual({
      ...{ id: schedule.id, owner: { staffId: staff.noor.staffId, userId: 'Unoor' } },
      ...{ question: 'revenue by store', reading: 'Revenue by store', plan: wanted.plan, view: 'chart' },
      ...{ target, recurrence: mondays, nextAt: at('2026-11-23T15:00:00Z'), pausedBecause: null, failures: 0 },
    })
    expect(await readSchedule(schedule.id, shop.db)).toEqual(schedule)
  })
  test('the same again is the one that is there', async () => {
    const first = await made(shop.db, staff.noor, now)
    const again = await createSchedule(wanted, staff.noor, shop.db, at(now))
    expect(again).toEqual({ kind: 'exists', schedule: first })
    expect((await made(shop.db, staff.quinn, now)).id).not.toBe(first.id)
    expect((await made(shop.db, staff.noor, now, { recurrence: mondays })).id).not.toBe(first.id)
  })
  test('one that was paused goes on when it is asked for once more', async () => {
    const { id } = await made(shop.db, staff.noor, now)
    await pauseSchedule(id, staff.noor, shop.db, at(now))
    const again = await createSchedule(wanted, staff.noor, shop.db, at(now))
    expect(again).toMatchObject({ kind: 'created', schedule: { id, nextAt: at('2026-11-17T15:00:00Z') } })
  })
  test('nobody has more than 25', async () => {
    for (let hour = 0; hour < 25; hour += 1)
      await made(shop.db, staff.noor, now, {
        recurrence: { ...everyDay, time: `${String(hour % 24).padStart(2, '0')}:${hour < 24 ? '00' : '30'}` },
      })
    const result = await createSchedule({ ...wanted, recurrence: mondays }, staff.noor, shop.db, at(now))
    expect(result).toEqual({
      kind: 'refused',
      sentence: 'You have 25 scheduled answers, which is the most there can be. Delete one first.',
    })
  })
  test('the terminal has nobody to send it to', async () => {
    expect((await createSchedule(wanted, administrator, shop.db, at(now))).kind).toBe('refused')
  })
  test('somebody who is not on the staff has their own', async () => {
    const guest: Asker = { ...staff.noor, who: 'Ustranger', staffId: null, slackUserId: 'Ustranger' }
    const schedule = await made(shop.db, guest, now)
    await made(shop.db, staff.noor, now)
    expect((await listSchedules(shop.db, guest)).map(({ id }) => id)).toEqual([schedule.id])
  })
})

describe('changing one', () => {
  test('paused it has no next time, resumed the next after now', async () => {
    const { id } = await made(shop.db, staff.noor, now)
    const paused = await pauseSchedule(id, staff.noor, shop.db, at(now))
    expect(paused).toMatchObject({ kind: 'done', schedule: { nextAt: null, pausedBecause: null } })
    const resumed = await resumeSchedule(id, staff.noor, shop.db, at('2026-12-01T16:00:00Z'))
    expect(resumed).toMatchObject({ kind: 'done', schedule: { nextAt: at('2026-12-02T15:00:00Z') } })
  })
  test('deleted it is gone, and changing it again says so', async () => {
    const { id } = await made(shop.db, staff.noor, now)
    expect(await deleteSchedule(id, staff.noor, shop.db)).toMatchObject({ kind: 'done', schedule: { id } })
    expect(await listSchedules(shop.db, 'all')).toEqual([])
    expect(await deleteSchedule(id, staff.noor, shop.db)).toEqual({
      kind: 'refused',
      sentence: 'That scheduled answer is not there any more.',
    })
  })
  test('its owner and a manager may, a colleague may not', async () => {
    const { id } = await made(shop.db, staff.noor, now)
    expect(await pauseSchedule(id, staff.quinn, shop.db, at(now))).toEqual({
      kind: 'refused',
      sentence: 'Only its owner or a manager can change that scheduled answer.',
    })
    expect((await pauseSchedule(id, staff.dana, shop.db, at(now))).kind).toBe('done')
    expect((await deleteSchedule(id, staff.noor, shop.db)).kind).toBe('done')
  })
  test('who did what is recorded, without the question', async () => {
    const { id } = await made(shop.db, staff.noor, now)
    await pauseSchedule(id, staff.dana, shop.db, at(now))
    await resumeSchedule(id, staff.noor, shop.db, at(now))
    await pauseSchedule(id, staff.quinn, shop.db, at(now))
    await deleteSchedule(id, staff.noor, shop.db)
    expect(await deeds()).toEqual([
      'noor@example.com create_schedule',
      'dana@example.com pause_schedule',
      'noor@example.com resume_schedule',
      'noor@example.com delete_schedule',
    ])
    const rows = await shop.db.selectFrom('audit_log').select('details').execute()
    expect(JSON.stringify(rows)).not.toContain('revenue')
  })
})

describe('which one is meant', () => {
  test.each([
    [null, ['daily', 'monday', 'monthly']],
    ['all', ['daily', 'monday', 'monthly']],
    ['Monday', ['monday']],
    ['the weekly one', ['monday']],
    ['daily', ['daily']],
    ['monthly', ['monthly']],
    ['evening', ['monthly']],
    ['revenue', ['daily', 'monday']],
    ['revenue Monday', ['monday']],
    ['lapsed customers', ['monthly']],
    ['of', []],
    ['Tuesday', []],
    ['999999', []],
  ])('%s', async (which, expected) => {
    const monthly = { kind: 'monthly_day', day: 1, every: 1, from: null, time: '18:00', timeZone: 'UTC' } as const
    const names = new Map([
      [(await made(shop.db, staff.noor, now)).id, 'daily'],
      [(await made(shop.db, staff.noor, now, { recurrence: mondays })).id, 'monday'],
      [
        (
          await made(shop.db, staff.noor, now, {
            recurrence: monthly,
            question: 'lapsed customers',
            reading: 'Customers who have lapsed',
          })
        ).id,
        'monthly',
      ],
    ])
    const meant = schedulesMeant(await listSchedules(shop.db, staff.noor), which)
    expect(meant.map(({ id }) => names.get(id))).toEqual(expected)
  })
  test('a number is that of the schedule', async () => {
    await made(shop.db, staff.noor, now)
    const { id } = await made(shop.db, staff.noor, now, { recurrence: mondays })
    const meant = schedulesMeant(await listSchedules(shop.db, staff.noor), `#${id}`)
    expect(meant.map((each) => each.id)).toEqual([id])
  })
})
