import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../src/cli/note.ts'
import { readConfig } from '../../src/config.ts'
import { openContext } from '../../src/context.ts'
import { openCast, today } from '../ask/cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

async function note(said: string): Promise<string> {
  await using context = await openContext(readConfig({ DATABASE_URL: shop.url }), { asOf: today })
  const out: string[] = []
  const print = (text: string) => void out.push(text)
  if (!('run' in command)) throw new Error('note needs a shop')
  await command.run(context, { positionals: [said], flags: {}, json: false, as: undefined, print, say: () => {} })
  return out.join('\n')
}

const kept = async () => (await shop.db.selectFrom('notes').select('id').execute()).length

test('a note is kept about whom a colon or a reference names', async () => {
  expect(await note('Ben: prefers mornings')).toBe('Noted about Ben (B1): prefers mornings')
  expect(await note('B1 asked about locks')).toBe('Noted about Ben (B1): asked about locks')
})

test('a given name that goes on, and a name without a note, keep nothing', async () => {
  const before = await kept()
  await expect(note('Ben Jackson wants a rake')).rejects.toThrow('I cannot tell whom the note is about.')
  await expect(note('Ben')).rejects.toThrow('There is nothing to keep.')
  expect(await kept()).toBe(before)
})
