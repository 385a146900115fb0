import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Args, Command } from '../../src/cli/command.ts'
import { command as digest } from '../../src/cli/digest.ts'
import { command as rules } from '../../src/cli/rules.ts'
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
  await shop.db.insertInto('digest_recipients').values({ channel: 'C0COUNTER', changed_by: 'test' }).execute()
  for (const ref of ['A1', 'D1', 'E1', 'B1'])
    await sql`insert into follow_ups (customer_id, due_on, reason) select id, ${today}::date, 'Call' from customers where ref = ${ref}`.execute(
      shop.db,
    )
  context = {
    ...{ db: shop.db, reader: shop.reader, settings: await readSettings(shop.db), today: () => today },
    ...{ now: () => new Date(`${today}T12:00:00Z`), log: silentLog, home: tmpdir(), embedded: false, migrated: [] },
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

interface Listed {
  readonly recipient: string
  readonly entries: readonly { readonly customer_ref: string }[]
}

const listed = async (flags: Args['flags'] = {}, more: Partial<Args> = {}) =>
  JSON.parse(await call(digest, [], flags, { json: true, ...more })) as readonly Listed[]

test('nobody is on two lists of a day, and nothing is written down', async () => {
  const lists = await listed()
  const refs = lists.flatMap(({ entries }) => entries.map(({ customer_ref }) => customer_ref))
  expect(lists.map(({ recipient }) => recipient)).toContain('channel:C0COUNTER')
  expect(refs.length).toBeGreaterThanOrEqual(4)
  expect(new Set(refs).size).toBe(refs.length)
  expect(await shop.db.selectFrom('digest_runs').select('id').execute()).toEqual([])
})

test('one colleague’s list is what they are sent', async () => {
  const everybody = await listed()
  const [hanks, ...others] = await listed({ for: 'Hank@Cast.example' })
  expect(others).toEqual([])
  expect(hanks).toEqual(everybody.find(({ recipient }) => recipient === 'hank@cast.example'))
})

test('an associate sees their own list and no other', async () => {
  expect((await listed({}, { as: 'U0HANK' })).map(({ recipient }) => recipient)).toEqual(['hank@cast.example'])
  await expect(call(digest, [], { for: 'dana@cast.example' }, { as: 'U0HANK' })).rejects.toThrow(UserError)
  await expect(call(digest, [], { date: '2026-02-30' })).rejects.toThrow(UsageError)
})

test('rules are listed, previewed, tuned by managers alone, and refused with a sentence', async () => {
  expect((await call(rules, [])).split('\n')).toHaveLength(16)
  expect(await call(rules, ['preview', 'promised_follow_up'])).toContain(
    'Promised follow-up would name 4 customers today.',
  )
  expect(await call(rules, ['set', 'product_check_in', 'window_days=10'])).toContain('window_days = 10')
  expect(await call(rules, ['off', 'product_check_in'])).toContain('Product check-in (off)')
  const narrowed = await call(rules, ['set', 'product_check_in', 'contact_gap_days=21', 'stages=loyalty,Connection'])
  expect(narrowed).toContain('contact_gap_days = 21')
  expect(narrowed).toMatch(
    /version 4: contact_gap_days the shop’s → 21, stages all → Loyalty, Connection, on .* by terminal/,
  )
  expect(narrowed).toMatch(/version 3: switched off, on .*\n {2}version 2: window_days 7 → 10, on /)
  expect(await call(rules, ['set', 'product_check_in', 'stages=all', 'contact_gap_days=default'])).toContain(
    'stages = all',
  )
  const own = await call(rules, ['set', 'product_check_in', 'spoken=Hi {first}, is the {product} fine?'])
  expect(own).toContain('spoken = Hi {first}, is the {product} fine?')
  expect(own).toContain('spoken ours → “Hi {first}, is the {product} fine?”')
  for (const line of ['Hi {friend}', 'Hi {first'])
    await expect(call(rules, ['set', 'product_check_in', `spoken=${line}`])).rejects.toThrow('may speak of {first}')
  expect(await call(rules, ['set', 'product_check_in', 'spoken=default'])).toContain('How are you getting on')
  await expect(call(rules, ['set', 'product_check_in', 'stages=Fans'])).rejects.toThrow(
    'There is no stage called Fans.',
  )
  await expect(call(rules, ['on', 'product_check_in'], {}, { as: 'U0HANK' })).rejects.toThrow('Only managers')
  await expect(call(rules, ['set', 'product_check_in', 'window_days=1000'])).rejects.toThrow(
    'must be a whole number from 1 to 60',
  )
  await expect(call(rules, ['show', 'product_chek_in'])).rejects.toThrow('Did you mean product_check_in?')
})
