import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readTransaction } from '../../../src/db/reading.ts'
import { changeSettings } from '../../../src/db/settings.ts'
import { recordSegments } from '../../../src/segments/history/record.ts'
import { randomShop } from '../../ask/differential/database.ts'
import { openRecordedShop, type RecordedShop } from './recorded-shop.ts'

let recorded: RecordedShop
beforeAll(async () => {
  recorded = await openRecordedShop()
})
afterAll(() => recorded[Symbol.asyncDispose]())

/** A shop with a past of some weeks. */
const shop = randomShop(7)

beforeEach(() => recorded.hold(shop))

describe('all is recorded or nothing', () => {
  test('where recording fails in the middle', async () => {
    const failing = recordSegments(recorded.shop, {
      day: shop.today,
      onProgress: (done) => {
        if (done === 3) throw new Error('in the middle')
      },
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await recorded.written()).toEqual([])
    await recorded.record(shop.today)
    expect((await recorded.written()).length).toBeGreaterThan(30)
  })

  test('where its process is killed, and the next one is not kept waiting', async () => {
    const script = fileURLToPath(new URL('recording.ts', import.meta.url))
    const child = spawn(process.execPath, [script, shop.today], {
      env: { ...process.env, DATABASE_URL: recorded.url },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    await untilRecording()
    child.kill('SIGKILL')
    await ended
    expect(await recorded.written()).toEqual([])
    await recorded.record(shop.today)
    expect((await recorded.written()).length).toBeGreaterThan(30)
  })

  test('where it was under way when the night after began', async () => {
    await recorded.record(shop.today)
    const before = await recorded.written()
    const failing = recordSegments(recorded.shop, {
      day: '2027-12-31',
      onProgress: () => {
        throw new Error('in the middle')
      },
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await recorded.written()).toEqual(before)
  })
})

/** Until a process looks at who is in what. */
async function untilRecording(): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    const { rows } = await sql`
      select from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query like 'insert into segments_seen%'
    `.execute(recorded.db)
    if (rows.length > 0) return
    await pause(10)
  }
  throw new Error('Nothing was recorded in twenty seconds.')
}

test('two processes at the same time record what one does', async () => {
  await Promise.all([recorded.record(shop.today), recorded.record(shop.today)])
  const both = await recorded.written()
  await sql`truncate segment_memberships`.execute(recorded.db)
  await recorded.record(shop.today)
  expect(both).toEqual(await recorded.written())
})

test('a colleague who is limited to a store sees the stays of its customers alone', async () => {
  await recorded.record(shop.today)
  await changeSettings(recorded.db, { associate_scope: 'store' }, 'test')
  const store = shop.customers.find((one) => one.store_id && !one.merged_into_id && !one.erased_at)?.store_id ?? 0
  const limits = { timeoutMs: 5000, timeZone: 'UTC', scope: { kind: 'store', id: store } as const }
  const seen = await readTransaction(recorded.shop.reader, limits, (trx) =>
    sql<{ id: number }>`select distinct customer_id as id from segment_memberships order by 1`.execute(trx),
  )
  const theirs = shop.customers.filter(({ store_id }) => store_id === store).map(({ id }) => id)
  expect(seen.rows.length).toBeGreaterThan(0)
  expect(seen.rows.filter(({ id }) => !theirs.includes(id))).toEqual([])
  const known = await readTransaction(recorded.shop.reader, limits, (trx) =>
    sql`select segment_id, from_day, daily_from, until_day, step from segment_histories`.execute(trx),
  )
  expect(known.rows.length).toBeGreaterThan(20)
  await changeSettings(recorded.db, { associate_scope: 'all' }, 'test')
})
