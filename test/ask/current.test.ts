import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CurrentAsking, currentAsking } from '../../src/ask/current.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import type { Context } from '../../src/context.ts'
import { changeSettings, readSettings } from '../../src/db/settings.ts'
import { silentLog } from '../../src/log.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { openCast } from './cast.ts'

let shop: TestDatabase
let now: Date
let opened: number
let current: CurrentAsking

beforeEach(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  now = new Date('2026-11-16T18:00:00Z')
  opened = 0
  const settings = await readSettings(shop.db)
  const context: Context = {
    db: shop.db,
    reader: shop.reader,
    settings,
    now: () => now,
    today: () => now.toISOString().slice(0, 10),
    log: silentLog,
    home: '/nonexistent',
    embedded: false,
    migrated: [],
    [Symbol.asyncDispose]: async () => {},
  }
  current = currentAsking(context, async (...given) => {
    opened++
    return openOfflinePlanner(given[0], given[1])
  })
})
afterEach(() => shop[Symbol.asyncDispose]())

test('it is opened once, however many ask at the same time', async () => {
  const all = await Promise.all([current.asking(), current.asking(), current.asking()])
  expect(new Set(all).size).toBe(1)
  expect(opened).toBe(1)
})

test('it is opened again when the day turns', async () => {
  expect((await current.asking()).today).toBe('2026-11-16')
  now = new Date('2026-11-17T18:00:00Z')
  expect((await current.asking()).today).toBe('2026-11-17')
  expect(opened).toBe(2)
})

test('it is opened again when a setting changes, and the settings are those of now', async () => {
  await current.asking()
  await changeSettings(shop.db, { top_percent: 10, name: 'Other name' }, 'test')
  expect((await current.asking()).rules.topPercent).toBe(10)
  expect((await current.settings()).name).toBe('Other name')
})

test('it is opened again when an import ends, and not before', async () => {
  await current.asking()
  const { id } = await shop.db
    .insertInto('import_batches')
    .values({ system: 'test', status: 'running', started_by: 'test' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await current.asking()
  expect(opened).toBe(1)
  await shop.db.updateTable('import_batches').set({ status: 'done', finished_at: now }).where('id', '=', id).execute()
  await current.asking()
  expect(opened).toBe(2)
})
