import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { renewScopes } from '../../src/db/reading.ts'
import { changeSettings, defaultSettings, readSettings, settingHistory, shopSettings } from '../../src/db/settings.ts'
import { UserError } from '../../src/errors.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { empty } from '../support/empty.ts'
import { customer, order } from '../support/shop.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => empty(shop.db, 'settings', 'setting_changes', 'customers', 'orders', 'products'))

test('a shop that has set nothing has the defaults of the definitions', async () => {
  expect(await readSettings(shop.db)).toEqual(defaultSettings)
  expect(defaultSettings).toMatchObject({
    currency: 'USD',
    timeZone: 'UTC',
    weekStart: 'monday',
    topPercent: 20,
    lapsedGaps: 2,
    dueGaps: 1,
    minimumGapDays: 14,
    defaultGapDays: 90,
  })
})

test('every setting has a meaning, and an example and a default that it accepts', () => {
  for (const [key, setting] of Object.entries(shopSettings)) {
    expect(setting.meaning.length, key).toBeGreaterThan(15)
    expect(setting.schema.safeParse(setting.example).success, `${key}: ${setting.example}`).toBe(true)
    expect(setting.schema.safeParse(setting.default), key).toEqual({ success: true, data: setting.default })
  }
})

test('a change is kept, with who made it and what was before', async () => {
  await changeSettings(shop.db, { name: 'Kettle & Oak', top_percent: '10' }, 'dana@shop.example')
  await changeSettings(shop.db, { top_percent: 15 }, 'terminal')
  expect(await readSettings(shop.db)).toMatchObject({ name: 'Kettle & Oak', topPercent: 15 })
  expect(await settingHistory(shop.db)).toMatchObject([
    { key: 'top_percent', before: 10, after: 15, by: 'terminal' },
    { key: 'top_percent', before: 20, after: 10, by: 'dana@shop.example' },
    { key: 'name', before: 'The shop', after: 'Kettle & Oak', by: 'dana@shop.example' },
  ])
})

test('what is already so is no change', async () => {
  expect(await changeSettings(shop.db, { currency: 'usd' }, 'terminal')).toEqual([])
  expect(await settingHistory(shop.db)).toEqual([])
})

describe('what cannot be is refused, all of it together, and nothing is changed', () => {
  test.each<[changes: Record<string, string>, said: string[]]>([
    [{ timezone: 'x' }, ['There is no setting called timezone. Did you mean time_zone?']],
    [
      { time_zone: 'Chicago' },
      ['time_zone must be the name of a time zone, region/city, not “Chicago”. Example: time_zone=America/Chicago'],
    ],
    [{ currency: 'XQQ' }, ['currency must be a currency code of three letters, not “XQQ”. Example: currency=USD']],
    [
      { fiscal_year_start: '13', top_percent: '0' },
      [
        'fiscal_year_start must be a month from 1 to 12, not “13”.',
        'top_percent must be a whole number from 1 to 100, not “0”.',
      ],
    ],
    [{ due_gaps: '3' }, ['lapsed_gaps (2) must be more than due_gaps (3).']],
    [{ name: '' }, ['name must be a name of at most 100 letters, not “”.']],
    [{ __proto__x: '1' }, ['There is no setting called __proto__x.']],
  ])('%j', async (changes, said) => {
    const fault = await changeSettings(shop.db, { name: 'Changed', ...changes }, 'terminal').catch(
      (error: unknown) => error,
    )
    expect(fault).toBeInstanceOf(UserError)
    for (const sentence of said) expect(String(fault)).toContain(sentence)
    expect(await readSettings(shop.db)).toEqual(defaultSettings)
    expect(await settingHistory(shop.db)).toEqual([])
  })
})

test('a new time zone moves every stored day', async () => {
  const ana = await customer(shop.db, 'Ana')
  await order(shop.db, { ref: '1', at: '2026-01-02T04:30Z', customer: ana, lines: [{ price: 1 }] })
  await changeSettings(shop.db, { time_zone: 'America/Chicago' }, 'terminal')
  expect(await shop.db.selectFrom('orders').select('ordered_day').executeTakeFirst()).toEqual({
    ordered_day: '2026-01-01',
  })
  expect(await shop.db.selectFrom('customer_summaries').select('first_order_day').executeTakeFirst()).toEqual({
    first_order_day: '2026-01-01',
  })
})

test('the currency does not change under amounts in another', async () => {
  await order(shop.db, { ref: '1', at: '2026-01-02T04:30Z', lines: [{ price: 1 }] })
  await expect(changeSettings(shop.db, { currency: 'EUR' }, 'terminal')).rejects.toThrow(
    'The currency cannot become EUR: there are 1 orders in USD.',
  )
  expect((await readSettings(shop.db)).currency).toBe('USD')
})

test('a stored value that this version does not accept counts as its default', async () => {
  await shop.db.insertInto('settings').values({ key: 'week_start', value: '"friday"', changed_by: 'test' }).execute()
  expect((await readSettings(shop.db)).weekStart).toBe('monday')
})

describe('who sees whom', () => {
  const enforced = async () => {
    const { rows } = await sql<{ on: boolean }>`
      select relrowsecurity as on from pg_class
      where relname in (select table_name from reader_scopes() where table_name <> 'notes') order by relname
    `.execute(shop.db)
    expect(rows.length).toBeGreaterThan(10)
    return [...new Set(rows.map((row) => row.on))]
  }

  test('is held to by PostgreSQL as soon as it is limited, and no longer than that', async () => {
    expect(await enforced()).toEqual([false])
    await changeSettings(shop.db, { associate_scope: 'store' }, 'terminal')
    expect(await enforced()).toEqual([true])
    await changeSettings(shop.db, { associate_scope: 'owner' }, 'terminal')
    expect(await enforced()).toEqual([true])
    await changeSettings(shop.db, { associate_scope: 'all' }, 'terminal')
    expect(await enforced()).toEqual([false])
  })

  test('stays as it was when a change beside it is refused', async () => {
    await expect(
      changeSettings(shop.db, { associate_scope: 'store', due_gaps: 5, lapsed_gaps: 2 }, 'terminal'),
    ).rejects.toThrow(UserError)
    expect(await enforced()).toEqual([false])
    expect((await readSettings(shop.db)).associateScope).toBe('all')
  })

  test('waits for the questions of the moment, and says so when they take too long', async () => {
    await shop.reader.transaction().execute(async (reading) => {
      await sql`select count(*) from customers`.execute(reading)
      await expect(changeSettings(shop.db, { associate_scope: 'store' }, 'terminal')).rejects.toThrow(
        'Who sees whom cannot change while questions are being answered.',
      )
    })
    expect(await enforced()).toEqual([false])
  })

  test('reaches tables that came later, where it is limited', async () => {
    await sql`alter table orders disable row level security`.execute(shop.db)
    await renewScopes(shop.db)
    expect(await enforced()).toEqual([false])
    await changeSettings(shop.db, { associate_scope: 'store' }, 'terminal')
    await sql`alter table orders disable row level security`.execute(shop.db)
    expect(await enforced()).toEqual([true, false])
    await renewScopes(shop.db)
    expect(await enforced()).toEqual([true])
    await changeSettings(shop.db, { associate_scope: 'all' }, 'terminal')
  })

  test.each([
    ['strangers', 'anyone', 'strangers must be refused or associate, not “anyone”.'],
    ['associate_scope', 'city', 'associate_scope must be all, store or owner, not “city”.'],
    ['contact_details', 'nobody', 'contact_details must be managers or everyone, not “nobody”.'],
    ['exports', 'nobody', 'exports must be managers or everyone, not “nobody”.'],
  ])('%s=%s is refused with a sentence', async (key, value, sentence) => {
    await expect(changeSettings(shop.db, { [key]: value }, 'terminal')).rejects.toThrow(sentence)
  })
})
