import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Asker } from '../../src/access/asker.ts'
import { openPools } from '../../src/db/database.ts'
import {
  claimDueRuns,
  failRun,
  finishRun,
  renewRun,
  runPost,
  type ScheduleRun,
  stopRun,
} from '../../src/schedules/runs.ts'
import { deleteSchedule, pauseSchedule, readSchedule, resumeSchedule } from '../../src/schedules/schedules.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { hire, made, mondays, type Person, plan } from './support.ts'

let shop: TestDatabase
let staff: Readonly<Record<Person, Asker>>
beforeAll(async () => {
  shop = await testDatabase()
  staff = await hire(shop.db)
})
afterEach(async () => {
  await shop.db.deleteFrom('schedules').execute()
  await shop.db.updateTable('staff').set({ active: true }).execute()
})
afterAll(() => shop[Symbol.asyncDispose]())

const at = (moment: string) => new Date(moment)
const minuteMs = 60_000
const claim = (moment: string) => claimDueRuns(shop.db, at(moment), 2 * minuteMs)
const due = (runs: readonly ScheduleRun[]) =>
  runs.map((run) => `${run.dueAt.toISOString().slice(0, 16)} #${run.attempt}`)
const posted = { channel: 'D1', ts: '1.1' }

/** On Monday at ten in Chicago; the first run is due on Tuesday at nine, 15:00 in UTC. */
const daily = () => made(shop.db, staff.noor, '2026-11-16T16:00:00Z')
const outcomes = async () => {
  const rows = await shop.db
    .selectFrom('schedule_runs')
    .select(['due_at', 'outcome', 'fault'])
    .orderBy('due_at')
    .execute()
  return rows.map(({ due_at, outcome, fault }) => [due_at.toISOString().slice(0, 10), outcome, fault])
}

describe('claiming', () => {
  test('nothing is due before its time, then it is, once', async () => {
    const { id } = await daily()
    expect((await claim('2026-11-17T14:59:59Z')).runs).toEqual([])
    const { runs } = await claim('2026-11-17T15:00:30Z')
    expect(due(runs)).toEqual(['2026-11-17T15:00 #1'])
    expect((await claim('2026-11-17T15:01:00Z')).runs).toEqual([])
    expect((await readSchedule(id, shop.db))?.nextAt).toEqual(at('2026-11-18T15:00:00Z'))
  })
  test('of many processes at once one gets it', async () => {
    for (const time of ['09:00', '09:01', '09:02', '09:03', '09:04'])
      await made(shop.db, staff.noor, '2026-11-16T16:00:00Z', {
        recurrence: { kind: 'daily', time, timeZone: 'America/Chicago' },
      })
    const pools = Array.from({ length: 4 }, () => openPools(shop.url))
    const claims = await Promise.all(
      pools.flatMap(({ db }) => [1, 2].map(() => claimDueRuns(db, at('2026-11-17T15:10:00Z'), minuteMs))),
    )
    await Promise.all(pools.map((pool) => pool[Symbol.asyncDispose]()))
    const ids = claims.flatMap(({ runs }) => runs.map(({ schedule }) => schedule.id))
    expect(ids).toHaveLength(5)
    expect(new Set(ids).size).toBe(5)
  })
  test('what was missed while nobody was awake is made once, late, and the note says so', async () => {
    await daily()
    const { runs } = await claim('2026-11-20T17:20:00Z')
    expect(due(runs)).toEqual(['2026-11-20T15:00 #1'])
    const [run] = runs
    expect(run && runPost(run, at('2026-11-20T17:20:00Z')).lateness).toBe('Due at 9:00 AM, sent at 11:20 AM.')
    expect((await claim('2026-11-20T17:21:00Z')).runs).toEqual([])
  })
  test('what is more than a day late is skipped', async () => {
    await made(shop.db, staff.noor, '2026-11-16T16:00:00Z', { recurrence: mondays })
    expect((await claim('2026-11-24T15:00:01Z')).runs).toEqual([])
    expect(await outcomes()).toEqual([['2026-11-23', 'skipped', 'more than a day late']])
    expect(due((await claim('2026-11-30T15:00:00Z')).runs)).toEqual(['2026-11-30T15:00 #1'])
  })
  test('a year of sleep leaves one run, not a year of them', async () => {
    await daily()
    expect(due((await claim('2027-11-20T15:30:00Z')).runs)).toEqual(['2027-11-20T15:00 #1'])
    expect(await outcomes()).toHaveLength(1)
  })
  test('what is paused is not due, and what fell into the pause is not made up for', async () => {
    const { id } = await daily()
    await pauseSchedule(id, staff.noor, shop.db, at('2026-11-16T17:00:00Z'))
    expect((await claim('2026-11-17T15:00:30Z')).runs).toEqual([])
    await resumeSchedule(id, staff.noor, shop.db, at('2026-11-17T15:30:00Z'))
    expect((await claim('2026-11-17T15:31:00Z')).runs).toEqual([])
    expect(due((await claim('2026-11-18T15:00:30Z')).runs)).toEqual(['2026-11-18T15:00 #1'])
  })
  test('a schedule that this version cannot read is paused, with the reason', async () => {
    const { id } = await daily()
    await shop.db.updateTable('schedules').set({ plan: '{"kind":"later"}' }).execute()
    expect((await claim('2026-11-17T15:00:30Z')).runs).toEqual([])
    const row = await shop.db.selectFrom('schedules').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect([row.state, row.paused_because]).toEqual([
      'paused',
      'This version of Regulars cannot read it. Make it anew.',
    ])
  })
})

describe('after a crash', () => {
  test('the run is taken over when its lease is over, and knows that the message may be there', async () => {
    await daily()
    const [first] = (await claim('2026-11-17T15:00:00Z')).runs
    expect((await claim('2026-11-17T15:01:59Z')).runs).toEqual([])
    const [second] = (await claim('2026-11-17T15:02:00Z')).runs
    if (!first || !second) throw new Error('It was not taken over.')
    expect(due([second])).toEqual(['2026-11-17T15:00 #2'])
    const [one, other] = [first, second].map((run) => runPost(run, run.dueAt))
    expect([one?.mayBeThere, other?.mayBeThere]).toEqual([false, true])
    expect(other?.stamp).toBe(one?.stamp)
    await finishRun(shop.db, second, posted, at('2026-11-17T15:02:10Z'))
    expect((await claim('2026-11-17T15:10:00Z')).runs).toEqual([])
    expect(await outcomes()).toEqual([['2026-11-17', 'posted', null]])
  })
  test('whoever works on it keeps it by renewing, until another has taken it over', async () => {
    await daily()
    const [run] = (await claim('2026-11-17T15:00:00Z')).runs
    if (!run) throw new Error('Nothing was due.')
    expect(await renewRun(shop.db, run, at('2026-11-17T15:01:00Z'), 2 * minuteMs)).toBe(true)
    expect((await claim('2026-11-17T15:02:30Z')).runs).toEqual([])
    expect((await claim('2026-11-17T15:03:00Z')).runs).toHaveLength(1)
    expect(await renewRun(shop.db, run, at('2026-11-17T15:03:01Z'), 2 * minuteMs)).toBe(false)
  })
  test('a run that ends its process three times is given up', async () => {
    await daily()
    for (const minute of ['00', '02', '04']) expect((await claim(`2026-11-17T15:${minute}:00Z`)).runs).toHaveLength(1)
    expect((await claim('2026-11-17T15:06:00Z')).runs).toEqual([])
    expect(await outcomes()).toEqual([['2026-11-17', 'failed', 'given up after three attempts']])
  })
  test('what was paused or deleted in between is not taken over', async () => {
    const [kept, dropped] = [await daily(), await made(shop.db, staff.quinn, '2026-11-16T16:00:00Z')]
    expect((await claim('2026-11-17T15:00:00Z')).runs).toHaveLength(2)
    await pauseSchedule(kept.id, staff.noor, shop.db, at('2026-11-17T15:01:00Z'))
    await deleteSchedule(dropped.id, staff.quinn, shop.db)
    expect((await claim('2026-11-17T15:02:00Z')).runs).toEqual([])
    expect(await outcomes()).toEqual([['2026-11-17', 'skipped', 'paused in between']])
  })
})

describe('when it fails', () => {
  /** Fails every attempt of the day's run; what came of the last. */
  async function aDayOfFailures(day: string) {
    let last: Awaited<ReturnType<typeof failRun>> | null = null
    for (const moment of ['15:00', '15:02', '15:17']) {
      const [run] = (await claim(`${day}T${moment}:00Z`)).runs
      if (!run) throw new Error(`Nothing to do on ${day} at ${moment}.`)
      last = await failRun(shop.db, run, 'channel_not_found', at(`${day}T${moment}:00Z`))
    }
    return last
  }

  test('it is tried again after two and after fifteen minutes, then given up', async () => {
    const { id } = await daily()
    expect(await aDayOfFailures('2026-11-17')).toEqual({ kind: 'given_up' })
    expect((await claim('2026-11-17T16:00:00Z')).runs).toEqual([])
    expect(await outcomes()).toEqual([['2026-11-17', 'failed', 'channel_not_found']])
    expect((await readSchedule(id, shop.db))?.failures).toBe(1)
  })
  test('the third run in a row that fails pauses the schedule, with the reason', async () => {
    const { id } = await daily()
    await aDayOfFailures('2026-11-17')
    await aDayOfFailures('2026-11-18')
    const because = 'It could not be sent three times in a row.'
    expect(await aDayOfFailures('2026-11-19')).toEqual({ kind: 'stopped', because })
    expect(await readSchedule(id, shop.db)).toMatchObject({ nextAt: null, pausedBecause: because })
    expect((await claim('2026-11-20T15:00:30Z')).runs).toEqual([])
  })
  test('a run that succeeds forgets the failures before it', async () => {
    const { id } = await daily()
    await aDayOfFailures('2026-11-17')
    await aDayOfFailures('2026-11-18')
    const [run] = (await claim('2026-11-19T15:00:00Z')).runs
    if (!run) throw new Error('Nothing was due.')
    await finishRun(shop.db, run, posted, at('2026-11-19T15:00:01Z'))
    expect((await readSchedule(id, shop.db))?.failures).toBe(0)
    expect(await aDayOfFailures('2026-11-20')).toEqual({ kind: 'given_up' })
  })
  test('a run whose schedule was deleted in between fails quietly', async () => {
    const { id } = await daily()
    const [run] = (await claim('2026-11-17T15:00:00Z')).runs
    if (!run) throw new Error('Nothing was due.')
    await deleteSchedule(id, staff.noor, shop.db)
    expect((await failRun(shop.db, run, 'gone', at('2026-11-17T15:00:01Z'))).kind).toBe('again')
    await finishRun(shop.db, run, posted, at('2026-11-17T15:00:02Z'))
    expect(await outcomes()).toEqual([])
  })
  test('a reason to stop for good ends the run and the schedule', async () => {
    const { id } = await daily()
    const [run] = (await claim('2026-11-17T15:00:00Z')).runs
    if (!run) throw new Error('Nothing was due.')
    await stopRun(shop.db, run, 'The channel is archived.', at('2026-11-17T15:00:01Z'))
    expect((await readSchedule(id, shop.db))?.pausedBecause).toBe('The channel is archived.')
    expect(await outcomes()).toEqual([['2026-11-17', 'failed', 'The channel is archived.']])
  })
})

test('a schedule whose owner has left is paused instead of sent', async () => {
  const { id } = await daily()
  await made(shop.db, staff.quinn, '2026-11-16T16:00:00Z')
  await shop.db.updateTable('staff').set({ active: false }).where('email', '=', 'noor@example.com').execute()
  const { runs, stopped } = await claim('2026-11-17T15:00:30Z')
  expect(runs.map(({ schedule }) => schedule.owner.userId)).toEqual(['Uquinn'])
  expect(stopped.map(({ schedule, because }) => [schedule.id, because])).toEqual([
    [id, 'Its owner is no longer on the staff.'],
  ])
  expect((await claim('2026-11-17T15:01:30Z')).stopped).toEqual([])
})

test('what is posted is the plan, for its owner, to its place', async () => {
  const target = { kind: 'here', channel: 'C1', threadTs: null } as const
  await made(shop.db, staff.noor, '2026-11-16T16:00:00Z', { target, view: 'chart' })
  const [run] = (await claim('2026-11-17T15:00:30Z')).runs
  if (!run) throw new Error('Nothing was due.')
  expect(runPost(run, at('2026-11-17T15:00:31Z'))).toEqual({
    ...{ plan, question: 'revenue by store', view: 'chart', target },
    owner: { staffId: staff.noor.staffId, userId: 'Unoor' },
    ...{ stamp: `schedule-run-${run.id}`, mayBeThere: false, lateness: null },
  })
})
