import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command as askCommand } from '../../src/cli/ask.ts'
import type { Args, Command } from '../../src/cli/command.ts'
import { command } from '../../src/cli/segments.ts'
import type { Context } from '../../src/context.ts'
import { readSettings } from '../../src/db/settings.ts'
import { UsageError, UserError } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { openCast, today } from '../ask/cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
let context: Context
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  context = {
    db: shop.db,
    reader: shop.reader,
    settings: await readSettings(shop.db),
    today: () => today,
    now: () => new Date(`${today}T12:00:00Z`),
    log: silentLog,
    home: tmpdir(),
    embedded: false,
    migrated: [],
    [Symbol.asyncDispose]: async () => {},
  }
})
afterAll(() => shop[Symbol.asyncDispose]())

async function call(of: Command, words: readonly string[], flags: Args['flags'] = {}, more: Partial<Args> = {}) {
  const out: string[] = []
  const said = { print: (text: string) => void out.push(text), say: () => {} }
  await of.run(context, { positionals: words, flags, json: false, as: undefined, ...said, ...more })
  return out.join('\n')
}

test('the last answer of a conversation is saved, listed, described, renamed and deleted', async () => {
  expect(await call(command, [])).toContain('No segment is saved yet.')
  await call(askCommand, ['repeat', 'customers', 'living', 'in', 'Chicago'], { thread: 'counter' })
  expect(await call(command, ['save', 'Chicago', 'VIPs'], { thread: 'counter' })).toBe(
    '“Chicago VIPs” is saved: Repeat customers, in Chicago. 2 customers now. Who belongs to it is looked at anew with every question.',
  )
  expect(await call(command, [])).toMatchInlineSnapshot(`
    "Segment       Customers  Saved by  Meaning
    ────────────  ─────────  ────────  ────────────────────────────
    Chicago VIPs          2  terminal  Repeat customers, in Chicago"
  `)
  const [listed] = JSON.parse(await call(command, ['list'], {}, { json: true })) as { label: string }[]
  expect(listed?.label).toBe('Chicago VIPs')
  await call(askCommand, ['how', 'many', 'Chicago', 'VIPs', 'have', 'lapsed'], { thread: 'other' })
  expect(await call(command, ['describe', 'chicago', 'vips'])).toContain('2 customers now. Saved by terminal on ')
  expect(await call(command, ['rename', 'Chicago VIPs'], { to: 'Oak people' })).toBe(
    '“Chicago VIPs” is now called “Oak people”.',
  )
  expect(await call(command, ['delete', 'Oak people'])).toBe('“Oak people” is deleted.')
})

test('a new meaning is given only when it is asked for', async () => {
  await call(askCommand, ['customers', 'living', 'in', 'Evanston'], { thread: 'counter' })
  await call(command, ['save', 'River crowd'], { thread: 'counter' })
  await expect(call(command, ['save', 'River crowd'], { thread: 'counter' })).rejects.toThrow(
    'There is a segment called “River crowd” already',
  )
  const replaced = await call(command, ['save', 'River crowd'], { thread: 'counter', replace: true })
  expect(replaced).toContain('“River crowd” now means: Customers, in Evanston.')
})

test.each<[words: readonly string[], flags: Args['flags'], error: typeof UserError, sentence: string]>([
  [['describe', 'Nowhere'], {}, UserError, 'There is no saved segment called “Nowhere”.'],
  [['describe'], {}, UsageError, 'Which segment?'],
  [['save', 'Oak crowd'], {}, UsageError, 'Which answer?'],
  [['save', 'Oak crowd'], { thread: 'empty' }, UserError, 'Nothing has been answered in the conversation empty.'],
  [['rename', 'Oak crowd'], {}, UsageError, 'What is it to be called?'],
  [['delete', 'Oak crowd'], {}, UserError, 'There is no saved segment called “Oak crowd”.'],
  [['frobnicate'], {}, UsageError, 'segments cannot frobnicate.'],
])('%j says what is missing', async (words, flags, error, sentence) => {
  const failed = await call(command, words, flags).catch((thrown: unknown) => thrown)
  expect(failed).toBeInstanceOf(error)
  expect(String(failed)).toContain(sentence)
})
