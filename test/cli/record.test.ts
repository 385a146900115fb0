import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Args } from '../../src/cli/command.ts'
import { command } from '../../src/cli/record.ts'
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

async function record(said: string, more: Partial<Args> = {}): Promise<string> {
  await using context = await openContext(readConfig({ DATABASE_URL: shop.url }), { asOf: today })
  const out: string[] = []
  const print = (text: string) => void out.push(text)
  const args = { positionals: [said], flags: { yes: true }, json: false, as: undefined, print, say: () => {}, ...more }
  await command.run(context, args)
  return out.join('\n')
}

test('a sentence is kept after --yes, listed with who said it, and taken back', async () => {
  expect(await record("Ben's birthday is May 5")).toBe('Saved on the record of Ben (B1):\n  Birthday: Feb 29 → May 5')
  expect(await record("Ben's birthday is May 5")).toBe('That is so already on the record of Ben (B1).')
  expect(await record('Ben does not want calls', { as: 'U0HANK' })).toContain('no (told Hank Dombrowski, Nov 16, 2026)')
  expect(await record('Ben', { flags: { changes: true } })).toMatch(
    /consent phone, by Hank Dombrowski\n.*birthday, by the terminal/,
  )
  expect(await record('Ben', { flags: { undo: true, yes: true } })).toContain('Taken back')
  expect(JSON.parse(await record('tag Ben as choir', { json: true }))).toEqual({
    ...{ kind: 'saved', customer_ref: 'B1', changes: ['Tag “choir”: put on'] },
  })
})

test('without --yes nothing is written where nobody can be asked, and what is no change says so', async () => {
  await expect(record('Ben goes by Benny', { flags: {} })).rejects.toThrow('Nothing was changed.')
  await expect(record('who was sent by Ben')).rejects.toThrow('I do not read')
  await expect(record("Zork Blatt's birthday is May 5")).rejects.toThrow('There is no customer “Zork Blatt”')
})

test('a customer is added by hand, and who is known already is named first', async () => {
  const said: string[] = []
  const made = await record('new customer: Eli', { say: (text) => void said.push(text) })
  expect(made).toMatch(/^Added Eli as H\d+\.$/)
  expect(said.join('\n')).toContain('Perhaps Eli is known already')
})
