import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Asker } from '../../src/access/asker.ts'
import { openPools, type Pools } from '../../src/db/database.ts'
import { claimDueRuns, failRun, finishRun, runPost, type ScheduleRun } from '../../src/schedules/runs.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { hire, made, type Person } from './support.ts'

let shop: TestDatabase
let other: Pools
let staff: Readonly<Record<Person, Asker>>
beforeAll(async () => {
  shop = await testDatabase()
  other = openPools(shop.url)
  staff = await hire(shop.db)
})
afterAll(async () => {
  await other[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

/** The same numbers from 0 to 1 for the same seed. */
function chance(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0
    return state / 4_294_967_296
  }
}

const minuteMs = 60_000
const start = Date.parse('2026-11-17T14:55:00Z')

/** What a process may do with a run: nothing more (it died), post and die, fail, or finish. */
async function handle(run: ScheduleRun, db: Pools['db'], now: Date, posts: string[], luck: number): Promise<void> {
  const { stamp, mayBeThere } = runPost(run, now)
  if (luck < 0.2) return
  if (luck < 0.35) return void (await failRun(db, run, 'ratelimited', now))
  if (!(mayBeThere && posts.includes(stamp))) posts.push(stamp)
  if (luck < 0.5) return
  await finishRun(db, run, { channel: 'D1', ts: '1.1' }, now)
}

test.each([
  1, 2, 3, 4, 5, 6,
])('two processes that die and fail at random post each answer once or give it up, and lose none (seed %i)', async (seed) => {
  await shop.db.deleteFrom('schedules').execute()
  for (const minute of ['00', '01', '07', '15'])
    await made(shop.db, staff.noor, '2026-11-16T16:00:00Z', {
      recurrence: { kind: 'daily', time: `09:${minute}`, timeZone: 'America/Chicago' },
    })
  const random = chance(seed)
  const posts: string[] = []
  for (let minute = 0; minute < 90; minute += 1) {
    const now = new Date(start + minute * minuteMs)
    const awake = [shop.db, other.db].filter(() => minute > 75 || random() < 0.7)
    await Promise.all(
      awake.map(async (db) => {
        const { runs } = await claimDueRuns(db, now, 2 * minuteMs)
        for (const run of runs) await handle(run, db, now, posts, random())
      }),
    )
  }
  const rows = await shop.db.selectFrom('schedule_runs').select(['id', 'outcome', 'attempts']).orderBy('id').execute()
  expect(rows).toHaveLength(4)
  expect(rows.every(({ attempts }) => attempts <= 3)).toBe(true)
  expect(new Set(posts).size).toBe(posts.length)
  expect(rows.filter(({ outcome }) => outcome === null)).toEqual([])
  const delivered = rows.filter(({ outcome }) => outcome === 'posted').map(({ id }) => `schedule-run-${id}`)
  expect(delivered.filter((stamp) => !posts.includes(stamp))).toEqual([])
})
