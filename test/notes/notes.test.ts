import { afterAll, beforeAll, expect, test } from 'vitest'
import { addFollowUp } from '../../src/digest/follow-ups.ts'
import { addNote, deleteNote, editNote, longestNote, readNote } from '../../src/notes/notes.ts'
import { openCast, today } from '../ask/cast.ts'
import { asker } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const moment = { today, now: new Date('2026-11-16T15:00:00Z') }
const idOf = async (ref: string) =>
  (await shop.db.selectFrom('customers').select('id').where('ref', '=', ref).executeTakeFirstOrThrow()).id
const summary = async (ref: string) =>
  shop.db
    .selectFrom('customer_summaries')
    .select(['note_count', 'last_contacted_day'])
    .where('customer_id', '=', await idOf(ref))
    .executeTakeFirstOrThrow()

test('a note is kept as it was typed, and counted', async () => {
  const hank = await asker(shop.db, 'hank@cast.example')
  const before = await summary('B1')
  const id = await addNote(
    { customerId: await idOf('B1'), body: '  likes <b>dogs</b> & tea \n' },
    hank,
    moment,
    shop.db,
  )
  expect(await readNote(id, hank, shop.db)).toMatchObject({
    body: 'likes <b>dogs</b> & tea',
    author: 'Hank Dombrowski',
  })
  expect((await summary('B1')).note_count).toBe(before.note_count + 1)
})

test('a call that was noted is a contact; taken back, neither is left, nor what was promised because of it', async () => {
  const hank = await asker(shop.db, 'hank@cast.example')
  const before = await summary('B1')
  const customerId = await idOf('B1')
  const id = await addNote({ customerId, body: 'called her', kind: 'call' }, hank, moment, shop.db)
  await addFollowUp({ customerId, due: '2026-11-20', reason: 'called her', noteId: id }, hank, shop.db)
  expect((await summary('B1')).last_contacted_day).toBe(today)
  await deleteNote(id, hank, moment, shop.db)
  expect(await summary('B1')).toEqual(before)
  expect(await readNote(id, hank, shop.db)).toBeNull()
  const promises = await shop.db.selectFrom('follow_ups').select('status').where('note_id', '=', id).execute()
  expect(promises).toEqual([{ status: 'cancelled' }])
})

test('its author changes it, a manager too, and nobody else', async () => {
  const [hank, dana] = [await asker(shop.db, 'hank@cast.example'), await asker(shop.db, 'dana@cast.example')]
  const customerId = await idOf('A1')
  const danas = await addNote({ customerId, body: 'one' }, dana, moment, shop.db)
  const hanks = await addNote({ customerId, body: 'two' }, hank, moment, shop.db)
  await expect(editNote(danas, 'mine now', hank, shop.db)).rejects.toThrow('Only Dana Whitlock and managers')
  await expect(deleteNote(danas, hank, moment, shop.db)).rejects.toThrow('Only Dana Whitlock and managers')
  expect((await editNote(hanks, 'two and a half', dana, shop.db)).body).toBe('two and a half')
})

test('a managers’ note is there for managers alone', async () => {
  const [hank, dana] = [await asker(shop.db, 'hank@cast.example'), await asker(shop.db, 'dana@cast.example')]
  const customerId = await idOf('A1')
  const id = await addNote({ customerId, body: 'credit limit', visibility: 'managers' }, dana, moment, shop.db)
  expect(await readNote(id, hank, shop.db)).toBeNull()
  const attempt = addNote({ customerId, body: 'x', visibility: 'managers' }, hank, moment, shop.db)
  await expect(attempt).rejects.toThrow('Only managers')
})

test('somebody scoped to a store reads no notes of another', async () => {
  const dana = await asker(shop.db, 'dana@cast.example')
  const hank = await asker(shop.db, 'hank@cast.example', { associateScope: 'store' })
  const id = await addNote({ customerId: await idOf('A1'), body: 'here' }, dana, moment, shop.db)
  expect(await readNote(id, hank, shop.db)).toBeNull()
})

test('nothing, and too much, is refused with a sentence', async () => {
  const hank = await asker(shop.db, 'hank@cast.example')
  const customerId = await idOf('A1')
  await expect(addNote({ customerId, body: ' \n' }, hank, moment, shop.db)).rejects.toThrow('nothing to keep')
  const long = 'x'.repeat(longestNote + 1)
  await expect(addNote({ customerId, body: long }, hank, moment, shop.db)).rejects.toThrow('3,000 characters')
})
