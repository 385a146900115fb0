import { sql, type Updateable } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import type { Database } from '../../src/db/schema.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { qualityChange, qualityDays, recordQuality } from '../../src/quality/history.ts'
import type { kinds } from '../../src/quality/kinds.ts'
import { wholeQuality } from '../../src/quality/quality.ts'
import { quality, qualityByColleague, qualityByStore, scoreMeaning } from '../../src/quality/report.ts'
import { worklist } from '../../src/quality/worklist.ts'
import { associate } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { customer, order } from '../support/shop.ts'

const today = '2026-11-16'
let shop: TestDatabase
afterAll(() => shop[Symbol.asyncDispose]())

/** One fault each, and Zoe, whose record is as it should be. Who spent more is later in the alphabet. */
const cast = [
  'Abe, whom nobody can reach',
  'Bea, who has no name',
  'Cal, whose number was wrong',
  'Dee, whose e-mail is none',
  'Eve, who is there twice',
  'Eva, who is Eve',
  'Flo, who shares a telephone with a stranger',
  'Gus, the stranger',
  'Hal, born in 1850',
  'Ida, who never was asked',
  'Jon, not heard of for years',
  'Kit, without a birthday',
  'Lou, of Gus’s family',
  'Max, who has a better number',
  'Zoe',
] as const

beforeAll(async () => {
  shop = await testDatabase()
  const { db } = shop
  const [oak, elm] = await db
    .insertInto('stores')
    .values([{ name: 'Oak' }, { name: 'Elm' }])
    .returning('id')
    .execute()
  const { id: owner } = await db
    .insertInto('staff')
    .values({ email: 'ann@x.example', name: 'Ann' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ids = new Map<string, number>()
  for (const [at, said] of cast.entries()) {
    const name = said.slice(0, 3)
    const store = at % 2 === 0 ? oak?.id : elm?.id
    const id = await customer(db, name, '2020-01-01', { ...(store && { store }), ...(name === 'Zoe' && { owner }) })
    ids.set(name, id)
    await order(db, {
      ref: `O${at}`,
      customer: id,
      at: name === 'Jon' ? '2021-05-01T12:00:00Z' : '2026-10-01T12:00:00Z',
      lines: [{ price: 10 * (at + 1) }],
    })
    await db
      .updateTable('customers')
      .set({ family_name: name === 'Lou' ? 'Gus' : name, birth_month: 4, birth_day: 2, birth_year: 1980 })
      .where('id', '=', id)
      .execute()
    if (name !== 'Abe') await point(id, 'phone', `+1312555${String(1000 + at)}`)
    if (name !== 'Abe') await point(id, 'email', `${name.toLowerCase()}@x.example`)
    if (name !== 'Abe') await point(id, 'address', `${at} Oak St`)
    if (name !== 'Ida')
      await db
        .insertInto('consents')
        .values({ customer_id: id, channel: 'email', state: 'no', source: 'test' })
        .execute()
  }
  const of = (name: string): number => ids.get(name) ?? 0
  const set = (name: string, values: Updateable<Database['customers']>) =>
    db.updateTable('customers').set(values).where('id', '=', of(name)).execute()
  await set('Bea', { given_name: null, family_name: null })
  await sql`update contact_points set valid = false where customer_id in (${of('Cal')}, ${of('Max')}) and kind = 'phone'`.execute(
    db,
  )
  await point(of('Max'), 'phone', '+13125559999')
  await sql`update contact_points set valid = false, raw = 'none', normalized = null where customer_id = ${of('Dee')} and kind = 'email'`.execute(
    db,
  )
  await db
    .insertInto('match_proposals')
    .values({ first_id: of('Eve'), second_id: of('Eva'), probability: 0.97, evidence: '{}', same_system: false })
    .execute()
  for (const name of ['Flo', 'Gus', 'Lou']) await point(of(name), 'phone', '+13125550000')
  await set('Hal', { birth_year: 1870, birth_month: 2, birth_day: 30 })
  await set('Kit', { birth_month: null, birth_day: null, birth_year: null })
  await set('Jon', { created_at: '2020-01-01T12:00:00Z' })
  await refreshSummaries(db)
})

async function point(customer_id: number, kind: 'phone' | 'email' | 'address', raw: string): Promise<void> {
  await shop.db
    .insertInto('contact_points')
    .values({ customer_id, kind, raw, normalized: raw, match_key: raw, valid: true, source: 'test' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const found = async (kind: (typeof kinds)[number]['code'], asker = administrator) =>
  (await worklist(shop.db, today, asker, { kind, most: 20 })).map(
    ({ ref, found: [first] }) => `${ref}: ${first?.sentence}`,
  )

test('every fault is found on whom it is on, said exactly, and nowhere else', async () => {
  expect(await found('unreachable')).toEqual(['ABE: No way to reach them'])
  expect(await found('no_name')).toEqual(['BEA: No name'])
  expect(await found('invalid_phone')).toEqual(['CAL: Wrong phone number: “+13125551002” was reported as wrong'])
  expect(await found('invalid_email')).toEqual(['DEE: Wrong e-mail address: “none”'])
  expect(await found('duplicate')).toEqual([
    'EVA: Perhaps there twice: Eve (EVE)',
    'EVE: Perhaps there twice: Eva (EVA)',
  ])
  expect(await found('shared')).toEqual([
    'LOU: Shared phone or e-mail: +13125550000 with Flo (FLO), Gus (GUS)',
    'GUS: Shared phone or e-mail: +13125550000 with Flo (FLO), Lou (LOU)',
    'FLO: Shared phone or e-mail: +13125550000 with Gus (GUS), Lou (LOU)',
  ])
  expect(await found('implausible')).toEqual(['HAL: Hardly possible: born in 1870, birthday Feb 30'])
  expect(await found('no_consent')).toEqual(['IDA: No consent on record'])
  expect(await found('stale')).toEqual(['JON: Not confirmed for years: last heard of on May 1, 2021'])
  expect(await found('no_birthday')).toEqual(['KIT: No birthday'])
})

test('what was heard or confirmed lately is not stale, and what was decided is nobody’s task', async () => {
  const jon = sql`(select id from customers where ref = 'JON')`
  await sql`update contact_points set verified_at = '2026-11-01' where customer_id = ${jon} and kind = 'email'`.execute(
    shop.db,
  )
  expect(await found('stale')).toEqual([])
  await sql`update contact_points set verified_at = null`.execute(shop.db)
  await sql`update match_proposals set state = 'rejected'`.execute(shop.db)
  expect(await found('duplicate')).toEqual([])
  await sql`update match_proposals set state = 'proposed'`.execute(shop.db)
})

test('the list begins with whom the shop would miss most, in pages, and shows nobody’s number to those who may not see it', async () => {
  const all = await worklist(shop.db, today, administrator, { most: 3 })
  expect(all.map(({ ref, spend }) => [ref, spend])).toEqual([
    ['LOU', 130],
    ['JON', 110],
    ['IDA', 100],
  ])
  const next = await worklist(shop.db, today, administrator, { most: 2, from: 3 })
  expect(next.map(({ ref }) => ref)).toEqual(['HAL', 'GUS'])
  expect(await found('invalid_phone', { ...administrator, maySeeContactDetails: false })).toEqual([
    'CAL: Wrong phone number',
  ])
  const [oak] = await shop.db.selectFrom('stores').select('id').where('name', '=', 'Oak').execute()
  const scoped = { ...associate, scope: { kind: 'store' as const, id: oak?.id ?? 0 } }
  const seen = await worklist(shop.db, today, scoped, { most: 20 })
  expect(new Set(seen.map(({ store }) => store))).toEqual(new Set(['Oak']))
})

test('the score is the catalogue’s completeness of the average customer, for the shop, its stores and colleagues', async () => {
  const whole = await quality(shop.db, today, administrator)
  // Abe lacks three of five things; Cal, Dee, Ida and Kit one each.
  expect(whole).toMatchObject({ customers: 15, score: 90.7 })
  expect(Object.values(whole.findings)).toEqual([1, 1, 1, 1, 2, 3, 1, 1, 1, 1])
  const stores = await qualityByStore(shop.db, today, administrator)
  expect(stores.map(({ name, customers }) => [name, customers])).toEqual([
    ['Elm', 7],
    ['Oak', 8],
  ])
  expect(await qualityByColleague(shop.db, today, administrator)).toMatchObject([
    { name: 'Ann', customers: 1, score: 100 },
  ])
  expect(scoreMeaning()).toContain('how much of five things is on file')
})

test('the whole report, looked at once, says what its parts say one by one', async () => {
  const [elm] = await shop.db.selectFrom('stores').select('id').where('name', '=', 'Elm').execute()
  const ofElm = { ...associate, scope: { kind: 'store' as const, id: elm?.id ?? 0 } }
  const nobody = { ...associate, scope: { kind: 'owner' as const, id: 0 } }
  for (const asker of [administrator, ofElm, nobody])
    for (const day of [today, '2026-09-01'])
      for (const options of [{ most: 4 }, { most: 20, kind: 'shared' as const }])
        expect(await wholeQuality(shop.db, day, asker, options)).toEqual({
          whole: { id: null, name: null, ...(await quality(shop.db, day, asker)) },
          stores: await qualityByStore(shop.db, day, asker),
          colleagues: await qualityByColleague(shop.db, day, asker),
          worklist: await worklist(shop.db, day, asker, options),
        })
})

test('each day is kept once, and shows how the data has moved', async () => {
  await recordQuality(shop.db, '2026-11-02')
  await sql`update quality_days set score = 50`.execute(shop.db)
  await recordQuality(shop.db, today)
  await recordQuality(shop.db, today)
  const days = await qualityDays(shop.db, { from: '2026-11-01', to: today }, administrator)
  expect(days.map(({ day, score, customers }) => [day, score, customers])).toEqual([
    ['2026-11-02', 50, 15],
    [today, 90.7, 15],
  ])
  expect(days[1]?.findings).toEqual((await quality(shop.db, today, administrator)).findings)
  expect(await qualityChange(shop.db, today, administrator)).toBe('+40.7 in 14 days')
  expect(await shop.db.selectFrom('quality_days').select('day').execute()).toHaveLength(4)
})

test('on a day before they came a customer has no faults', async () => {
  expect(await quality(shop.db, '2019-12-31', administrator)).toMatchObject({ customers: 0, score: null })
  expect(await worklist(shop.db, '2019-12-31', administrator, { most: 5 })).toEqual([])
})
