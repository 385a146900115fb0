import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Asker } from '../../src/access/asker.ts'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { changeSettings } from '../../src/db/settings.ts'
import { importEveryNight } from '../../src/imports/nightly.ts'
import { sendDueAnswers } from '../../src/jobs/due-answers.ts'
import { startJobs } from '../../src/jobs/jobs.ts'
import { workAtNight } from '../../src/jobs/night.ts'
import { ticking } from '../../src/jobs/ticking.ts'
import type { Log } from '../../src/log.ts'
import { finishRun, type ScheduleRun, type Stopped } from '../../src/schedules/runs.ts'
import { readSchedule } from '../../src/schedules/schedules.ts'
import { hire, made, type Person } from '../schedules/support.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
let staff: Readonly<Record<Person, Asker>>
beforeAll(async () => {
  database = await testDatabase()
  staff = await hire(database.db)
})
afterEach(async () => {
  for (const table of [
    'schedules',
    'job_runs',
    'audit_log',
    'event_deduplication',
    'conversations',
    'answers',
  ] as const)
    await database.db.deleteFrom(table).execute()
})
afterAll(() => database[Symbol.asyncDispose]())

interface Logged {
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

/** The shop at a moment that the test sets, with what its log was told. */
async function shopAt(moment: string) {
  const logged: Logged[] = []
  const clock = { now: moment }
  const write = (message: string, details: Readonly<Record<string, unknown>> = {}) =>
    void logged.push({ message, details })
  const log: Log = { debug: () => {}, info: () => {}, warn: write, error: write }
  const shop = await openContext(readConfig({ DATABASE_URL: database.url }), { now: () => new Date(clock.now), log })
  return { shop, logged, clock, [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose]() }
}

/** A shell that posts by writing down what it posted. */
function shell(shop: Context) {
  const posts: string[] = []
  const stopped: Stopped[] = []
  return {
    posts,
    stopped,
    postSchedule: async (run: ScheduleRun) => {
      posts.push(`${run.schedule.id} ${run.dueAt.toISOString().slice(0, 16)}`)
      await finishRun(shop.db, run, { channel: 'D1', ts: '1.1' }, shop.now())
    },
    scheduleStopped: async (each: Stopped) => void stopped.push(each),
  }
}

describe('scheduled answers', () => {
  test('are posted when they are due, each once', async () => {
    await using here = await shopAt('2026-11-17T15:00:05Z')
    const { id } = await made(database.db, staff.noor, '2026-11-16T16:00:00Z')
    const work = shell(here.shop)
    await sendDueAnswers(here.shop, work)
    await sendDueAnswers(here.shop, work)
    expect(work.posts).toEqual([`${id} 2026-11-17T15:00`])
    here.clock.now = '2026-11-18T15:00:05Z'
    await sendDueAnswers(here.shop, work)
    expect(work.posts).toEqual([`${id} 2026-11-17T15:00`, `${id} 2026-11-18T15:00`])
  })
  test('are posted once by two runners that wake at the same moment', async () => {
    await using one = await shopAt('2026-11-17T16:00:00Z')
    await using other = await shopAt('2026-11-17T16:00:00Z')
    const ids = []
    for (let minute = 10; minute < 40; minute += 1) {
      const recurrence = { kind: 'daily', time: `09:${minute}`, timeZone: 'America/Chicago' } as const
      ids.push(
        (await made(database.db, minute < 30 ? staff.noor : staff.quinn, '2026-11-16T16:00:00Z', { recurrence })).id,
      )
    }
    const [first, second] = [shell(one.shop), shell(other.shop)]
    await Promise.all([sendDueAnswers(one.shop, first), sendDueAnswers(other.shop, second)])
    const posted = [...first.posts, ...second.posts].map((post) => Number(post.split(' ')[0])).sort((a, b) => a - b)
    expect(posted).toEqual(ids)
  })
  test('a fault fails the run alone, and the log has no word of the question', async () => {
    await using here = await shopAt('2026-11-17T15:00:05Z')
    const bad = await made(database.db, staff.noor, '2026-11-16T16:00:00Z', { question: 'spend of Ana Silva' })
    const good = await made(database.db, staff.quinn, '2026-11-16T16:00:00Z')
    const work = shell(here.shop)
    const postSchedule = async (run: ScheduleRun) => {
      if (run.schedule.id === bad.id) throw Object.assign(new Error('An API error'), { data: { error: 'is_archived' } })
      await work.postSchedule(run)
    }
    await sendDueAnswers(here.shop, { ...work, postSchedule })
    expect(work.posts).toEqual([`${good.id} 2026-11-17T15:00`])
    const run = await database.db
      .selectFrom('schedule_runs')
      .selectAll()
      .where('schedule_id', '=', bad.id)
      .executeTakeFirstOrThrow()
    expect([run.fault, run.finished_at]).toEqual(['is_archived', null])
    expect(here.logged.map(({ message }) => message)).toEqual(['a scheduled answer failed'])
    expect(JSON.stringify(here.logged)).not.toContain('Ana')
  })
  test('three failed runs stop the schedule, and its owner is told once', async () => {
    await using here = await shopAt('2026-11-17T15:00:00Z')
    const { id } = await made(database.db, staff.noor, '2026-11-16T16:00:00Z')
    const work = shell(here.shop)
    const failing = { ...work, postSchedule: () => Promise.reject(new Error('no')) }
    for (const day of ['17', '18', '19'])
      for (const minute of ['00', '02', '17']) {
        here.clock.now = `2026-11-${day}T15:${minute}:00Z`
        await sendDueAnswers(here.shop, failing)
      }
    expect(work.stopped.map(({ schedule, because }) => [schedule.id, because])).toEqual([
      [id, 'It could not be sent three times in a row.'],
    ])
    expect((await readSchedule(id, database.db))?.nextAt).toBeNull()
  })
})

describe('the night’s work', () => {
  const utc = { time_zone: 'UTC', conversation_days: 30, audit_days: 60 }
  const days = (count: number) => new Date(Date.parse('2026-11-17T03:00:00Z') - count * 86_400_000)

  async function remember(daysAgo: number): Promise<void> {
    const [key, moment] = [`${daysAgo} days`, days(daysAgo)]
    await database.db.insertInto('event_deduplication').values({ event_id: key, received_at: moment }).execute()
    await database.db.insertInto('conversations').values({ thread: key, updated_at: moment }).execute()
    await database.db
      .insertInto('answers')
      .values({ event_id: key, thread: key, channel: 'C1', asked_by: 'U1', question: 'spend', created_at: moment })
      .execute()
    await database.db.insertInto('audit_log').values({ at: moment, actor: 'terminal', action: key }).execute()
  }
  const kept = async () => ({
    events: (await database.db.selectFrom('event_deduplication').select('event_id').orderBy('event_id').execute())
      .length,
    conversations: (await database.db.selectFrom('conversations').select('thread').execute()).length,
    answers: (await database.db.selectFrom('answers').select('thread').execute()).length,
    audit: (await database.db.selectFrom('audit_log').select('action').where('action', 'like', '%days').execute())
      .length,
  })

  beforeAll(async () => void (await changeSettings(database.db, utc, 'terminal')))

  test('removes what was kept long enough', async () => {
    await using here = await shopAt('2026-11-17T03:00:00Z')
    for (const daysAgo of [1, 8, 29, 31, 61]) await remember(daysAgo)
    await workAtNight(here.shop)
    expect(await kept()).toEqual({ events: 1, conversations: 3, answers: 3, audit: 4 })
  })
  test('begins at two by the shop’s clocks, once a night, also of two processes', async () => {
    await using one = await shopAt('2026-11-17T01:59:00Z')
    await using other = await shopAt('2026-11-17T03:00:00Z')
    await remember(31)
    await workAtNight(one.shop)
    expect((await kept()).conversations).toBe(1)
    one.clock.now = '2026-11-17T03:00:00Z'
    await Promise.all([workAtNight(one.shop), workAtNight(other.shop)])
    expect((await kept()).conversations).toBe(0)
    await remember(31)
    await workAtNight(one.shop)
    expect((await kept()).conversations).toBe(1)
    one.clock.now = '2026-11-18T09:00:00Z'
    await workAtNight(one.shop)
    expect((await kept()).conversations).toBe(0)
    const runs = await database.db.selectFrom('job_runs').select('finished_at').execute()
    expect(runs.map(({ finished_at }) => finished_at !== null)).toEqual([true, true])
  })
  test('that died with its process is done again three hours later', async () => {
    await using here = await shopAt('2026-11-17T04:00:00Z')
    const started_at = new Date('2026-11-17T02:00:00Z')
    await database.db.insertInto('job_runs').values({ job: 'nightly', day: '2026-11-17', started_at }).execute()
    await remember(31)
    await workAtNight(here.shop)
    expect((await kept()).conversations).toBe(1)
    here.clock.now = '2026-11-17T05:01:00Z'
    await workAtNight(here.shop)
    expect((await kept()).conversations).toBe(0)
  })
  test('imports the watched folders, and one that is gone does not keep it from tidying up', async () => {
    await using here = await shopAt('2026-11-17T03:00:00Z')
    const folder = mkdtempSync(join(tmpdir(), 'regulars-night-'))
    writeFileSync(join(folder, 'customers.csv'), 'customer_ref,given_name,family_name\nN1,Ana,Silva\n')
    await importEveryNight(here.shop, folder, {}, 'terminal')
    await remember(31)
    await workAtNight(here.shop)
    const names = await database.db.selectFrom('customers').select('display_name').execute()
    expect(names.map(({ display_name }) => display_name)).toEqual(['Ana Silva'])
    const data = await database.db.selectFrom('quality_days').select(['day', 'customers']).execute()
    expect(data).toContainEqual({ day: '2026-11-17', customers: 1 })
    rmSync(folder, { recursive: true })
    await remember(32)
    here.clock.now = '2026-11-18T03:00:00Z'
    await workAtNight(here.shop)
    expect((await kept()).conversations).toBe(0)
    expect(here.logged.map(({ message }) => message)).toEqual(['nightly import'])
  })
})

describe('a job that is done again and again', () => {
  test('is never under way twice', async () => {
    let [running, most, done] = [0, 0, 0]
    const job = ticking('slow', work, silent)
    async function work() {
      running += 1
      most = Math.max(most, running)
      await wait(20)
      running -= 1
      done += 1
    }
    await Promise.all([job.tick(), job.tick(), job.tick()])
    await job.tick()
    expect([most, done]).toEqual([1, 2])
  })
  test('goes on after a fault, which is logged', async () => {
    const logged: string[] = []
    const log: Log = { ...silent, error: (message, details) => void logged.push(`${message}: ${details?.job}`) }
    let turns = 0
    const job = ticking('shaky', () => (++turns === 1 ? Promise.reject(new Error('no')) : Promise.resolve()), log)
    await job.tick()
    await job.tick()
    expect([turns, logged]).toEqual([2, ['a job failed: shaky']])
  })
  test('is waited for when it is stopped, and not begun again', async () => {
    let done = 0
    const job = ticking('slow', work, silent)
    async function work() {
      await wait(30)
      done += 1
    }
    void job.tick()
    await job.stop()
    expect(done).toBe(1)
    await job.tick()
    expect(done).toBe(1)
  })
})

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

test('what was due while nothing was running is sent at the start, and stopping waits for it', async () => {
  await using here = await shopAt('2026-11-17T15:30:00Z')
  const { id } = await made(database.db, staff.noor, '2026-11-16T16:00:00Z')
  const work = shell(here.shop)
  let begun: () => void = () => {}
  const beginning = new Promise<void>((resolve) => {
    begun = resolve
  })
  const slow = async (run: ScheduleRun) => {
    begun()
    await wait(50)
    await work.postSchedule(run)
  }
  const jobs = startJobs(here.shop, {
    ...work,
    postSchedule: slow,
    postDigest: async () => {},
    postReport: async () => {},
    sweep: async () => {},
  })
  await beginning
  await jobs[Symbol.asyncDispose]()
  expect(work.posts).toEqual([`${id} 2026-11-17T15:00`])
})
