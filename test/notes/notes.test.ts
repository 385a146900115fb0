import { afterAll, beforeAll, expect, test } from 'vitest'
import { editNote, undoEdit } from '../../src/notes/edit.ts'
import { addNote, deleteNote, longestNote, readNote } from '../../src/notes/notes.ts'
import { promiseFor } from '../../src/notes/promise.ts'
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

const note = async (id: number, as: string) => {
  const found = await readNote(id, await asker(shop.db, as), shop.db)
  if (!found) throw new Error('there is no such note')
  return found
}
const promises = (id: number) =>
  shop.db.selectFrom('follow_ups').select(['status', 'due_on', 'reason']).where('note_id', '=', id).execute()

test('a call to them that was noted is a contact; taken back, neither is left, nor what was promised because of it', async () => {
  const hank = await asker(shop.db, 'hank@cast.example')
  const before = await summary('B1')
  const id = await addNote({ customerId: await idOf('B1'), body: 'called her', kind: 'call' }, hank, moment, shop.db)
  await promiseFor(await note(id, 'hank@cast.example'), '2026-11-20', hank, shop.db)
  await promiseFor(await note(id, 'hank@cast.example'), '2026-11-23', hank, shop.db)
  expect(await promises(id)).toEqual([{ status: 'open', due_on: '2026-11-23', reason: 'called her' }])
  expect((await summary('B1')).last_contacted_day).toBe(today)
  expect(await deleteNote(id, hank, moment, shop.db)).toMatchObject({ keptPromise: false })
  expect(await summary('B1')).toEqual(before)
  expect(await readNote(id, hank, shop.db)).toBeNull()
  expect(await promises(id)).toMatchObject([{ status: 'cancelled' }])
  await expect(deleteNote(id, hank, moment, shop.db)).rejects.toThrow('no longer there')
})

test('a promise that was kept stays on record when its note is taken back', async () => {
  const hank = await asker(shop.db, 'hank@cast.example')
  const id = await addNote({ customerId: await idOf('B1'), body: 'call her' }, hank, moment, shop.db)
  await promiseFor(await note(id, 'hank@cast.example'), today, hank, shop.db)
  await shop.db
    .updateTable('follow_ups')
    .set({ status: 'done', closed_at: moment.now })
    .where('note_id', '=', id)
    .execute()
  expect(await deleteNote(id, hank, moment, shop.db)).toMatchObject({ keptPromise: true })
  expect(await promises(id)).toMatchObject([{ status: 'done' }])
})

test('a call from them is no contact of ours', async () => {
  const hank = await asker(shop.db, 'hank@cast.example')
  const before = await summary('E1')
  await addNote({ customerId: await idOf('E1'), body: 'rang about locks', kind: 'call_from' }, hank, moment, shop.db)
  expect((await summary('E1')).last_contacted_day).toBe(before.last_contacted_day)
})

test('its author changes it, a manager too, and nobody else', async () => {
  const [hank, dana] = [await asker(shop.db, 'hank@cast.example'), await asker(shop.db, 'dana@cast.example')]
  const customerId = await idOf('A1')
  const danas = await addNote({ customerId, body: 'one' }, dana, moment, shop.db)
  const hanks = await addNote({ customerId, body: 'two' }, hank, moment, shop.db)
  await expect(editNote(danas, 1, { body: 'mine' }, hank, moment.now, shop.db)).rejects.toThrow(
    'Only Dana Whitlock and',
  )
  await expect(deleteNote(danas, hank, moment, shop.db)).rejects.toThrow('Only Dana Whitlock and managers')
  const changed = await editNote(hanks, 1, { body: 'two and a half' }, dana, moment.now, shop.db)
  expect(changed).toMatchObject({ body: 'two and a half', version: 2, changedBy: 'Dana Whitlock' })
})

test('of two who change a note at once the second is told, and nothing is lost', async () => {
  const [hank, dana] = [await asker(shop.db, 'hank@cast.example'), await asker(shop.db, 'dana@cast.example')]
  const id = await addNote({ customerId: await idOf('A1'), body: 'first' }, hank, moment, shop.db)
  const both = await Promise.allSettled([
    editNote(id, 1, { body: 'by Dana' }, dana, moment.now, shop.db),
    editNote(id, 1, { body: 'by Hank' }, hank, moment.now, shop.db),
  ])
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  expect(refused).toHaveLength(1)
  const kept = await note(id, 'dana@cast.example')
  expect(refused[0]).toContain(`${kept.changedBy} changed this note meanwhile. It now says: “${kept.body}”`)
})

test('a change is taken back whole, customer, kind and readers too, and taken back again it is there once more', async () => {
  const dana = await asker(shop.db, 'dana@cast.example')
  const [ben, eli] = [await idOf('B1'), await idOf('E1')]
  const before = [await summary('B1'), await summary('E1')]
  const id = await addNote({ customerId: ben, body: 'called him', kind: 'call' }, dana, moment, shop.db)
  await promiseFor(await note(id, 'dana@cast.example'), '2026-11-20', dana, shop.db)
  const change = { body: 'it was Eli, in the shop', kind: 'visit', customerId: eli, visibility: 'managers' } as const
  expect(await editNote(id, 1, change, dana, moment.now, shop.db)).toMatchObject({
    ref: 'E1',
    kind: 'visit',
    version: 2,
  })
  expect(await summary('B1')).toEqual(before[0])
  const contacts = await shop.db
    .selectFrom('interactions as i')
    .innerJoin('notes as n', 'n.interaction_id', 'i.id')
    .select(['i.summary', 'i.customer_id', 'i.kind'])
    .where('n.id', '=', id)
    .execute()
  expect(contacts).toEqual([{ summary: null, customer_id: eli, kind: 'visit' }])
  const undone = await undoEdit(id, 2, dana, moment.now, shop.db)
  expect(undone).toMatchObject({ ref: 'B1', kind: 'call', visibility: 'everyone', body: 'called him' })
  expect(await promises(id)).toMatchObject([{ status: 'open', reason: 'called him' }])
  expect(await undoEdit(id, 3, dana, moment.now, shop.db)).toMatchObject({ ref: 'E1', body: 'it was Eli, in the shop' })
  await deleteNote(id, dana, moment, shop.db)
  expect([await summary('B1'), await summary('E1')]).toEqual(before)
})

test('a note about a record that was merged meanwhile is about the one that is left; of an erased one there is none', async () => {
  const dana = await asker(shop.db, 'dana@cast.example')
  const id = await addNote({ customerId: await idOf('I1'), body: 'for Ivy' }, dana, moment, shop.db)
  expect(await note(id, 'dana@cast.example')).toMatchObject({ ref: 'G1' })
  const erased = addNote({ customerId: await idOf('H1'), body: 'for Hal' }, dana, moment, shop.db)
  await expect(erased).rejects.toThrow('There is no such customer')
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
  await expect(addNote({ customerId, body: 'a\0b' }, hank, moment, shop.db)).resolves.toBeGreaterThan(0)
  const long = 'x'.repeat(longestNote + 1)
  await expect(addNote({ customerId, body: long }, hank, moment, shop.db)).rejects.toThrow('3,000 characters')
})
