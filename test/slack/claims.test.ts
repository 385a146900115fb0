import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { type Claims, openClaims } from '../../src/slack/claims.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
let ours: Claims
let theirs: Claims
beforeAll(async () => {
  shop = await testDatabase()
  ours = openClaims(shop.db, silentLog)
  theirs = openClaims(shop.db, silentLog)
})
afterAll(async () => {
  ours[Symbol.dispose]()
  theirs[Symbol.dispose]()
  await shop[Symbol.asyncDispose]()
})
beforeEach(() => shop.db.deleteFrom('event_deduplication').execute())

const expire = () =>
  shop.db
    .updateTable('event_deduplication')
    .set({ claimed_until: new Date(Date.now() - 1_000) })
    .execute()

test('of many at once, one gets it', async () => {
  const taken = await Promise.all(
    Array.from({ length: 10 }, (_, at) => (at % 2 ? ours : theirs).take(['message:C1:1', `event:${at}`], {})),
  )
  expect(taken.filter((claim) => claim !== null)).toHaveLength(1)
})

test('one of several keys seen before is enough to know it', async () => {
  await ours.take(['message:C1:1', 'event:1'], {})
  expect(await theirs.take(['message:C1:1', 'event:2'], {})).toBeNull()
  expect(await theirs.take(['message:C1:2', 'event:1'], {})).toBeNull()
})

test('what nobody works on any more is taken over by one, and is no longer the first one’s', async () => {
  const first = await ours.take(['message:C2:1'], { said: 'something' })
  expect(await theirs.takeOver()).toBeNull()
  await expire()
  const overdue = await theirs.takeOver()
  expect(overdue).toMatchObject({ claim: { key: 'message:C2:1', attempt: 2 }, body: { said: 'something' } })
  expect(first && (await ours.stillOurs(first))).toBe(false)
  expect(overdue && (await theirs.stillOurs(overdue.claim))).toBe(true)
})

test('what is held here is not taken over from ourselves', async () => {
  await ours.take(['message:C3:1'], {})
  await expire()
  expect(await ours.takeOver()).toBeNull()
})

test('what was dealt with is neither taken over nor kept', async () => {
  const claim = await ours.take(['message:C4:1'], { said: 'something' })
  if (claim) await ours.done(claim)
  await expire()
  expect(await theirs.takeOver()).toBeNull()
  const kept = await shop.db.selectFrom('event_deduplication').select('body').execute()
  expect(kept).toEqual([{ body: null }])
})

test('a click that can be made again is not taken over', async () => {
  await ours.take(['action:3'], null)
  await expire()
  expect(await theirs.takeOver()).toBeNull()
})

test('what was released may come again', async () => {
  const claim = await ours.take(['view:1'], null)
  if (claim) await ours.release(claim)
  expect(await ours.take(['view:1'], null)).not.toBeNull()
})
