import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asker, administrator, inCompany } from '../../src/access/asker.ts'
import { type ContactChannel, exportCustomers, exportPlans } from '../../src/ask/exports.ts'
import type { Answer } from '../../src/ask/reply.ts'
import { enforceScopes } from '../../src/db/reading.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo, contextOf } from './asking.ts'
import { openCast } from './cast.ts'
import { all, field, list, measure, metric, segment } from './plan-words.ts'

let shop: TestDatabase
let everybody: Answer
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  // Ana's first address bounces; she has another one, and a number as she likes to write it.
  for (const text of [
    `update contact_points set valid = false where raw = 'ana@mail.example'`,
    `insert into contact_points (customer_id, kind, raw, normalized, valid, is_primary, source)
     select id, 'email', 'Ana@Home.example', 'ana@home.example', true, false, 'test' from customers where ref = 'A1'`,
    `insert into consents (customer_id, channel, state, source) select id, 'post', 'yes', 'test' from customers where ref = 'A1'`,
  ])
    await sql.raw(text).execute(shop.db)
  await refreshSummaries(shop.db)
  await enforceScopes(shop.db, true)
  everybody = await answerTo(
    list({ columns: [field('customer.name')], order: [{ column: 0, direction: 'desc' }] }),
    shop,
  )
})
afterAll(() => shop[Symbol.asyncDispose]())

const exported = async (channel: ContactChannel, asker: Asker = administrator, answer = everybody) => {
  const found = await exportCustomers(answer, channel, asker, contextOf(shop))
  return found.kind === 'refused' ? found.sentence : { rows: found.rows, sentence: found.sentence }
}

describe('a list taken out for a channel', () => {
  test('has those who said yes to it and can be reached, with the address that works', async () => {
    expect(await exported('email')).toEqual({
      rows: [['A1', 'Ana', 'ana@home.example']],
      sentence: '1 of 8 can be reached by e-mail.',
    })
  })

  test('gives a number to call as telephones take it', async () => {
    expect(await exported('phone')).toEqual({
      rows: [['E1', 'Eli', '+13125550100']],
      sentence: '1 of 8 can be reached by phone.',
    })
  })

  test('has the whole address for post', async () => {
    expect(await exported('post')).toEqual({
      rows: [['A1', 'Ana', '1 Oak Street', 'Chicago', null, null, null]],
      sentence: '1 of 8 can be reached by post.',
    })
  })

  test('says so when nobody may be reached', async () => {
    expect(await exported('sms')).toEqual({ rows: [], sentence: 'None of the 8 can be reached by text.' })
  })

  test('says so when everybody may', async () => {
    const eli = await answerTo(list({ where: all(segment('reachable_by_phone')) }), shop)
    expect(await exported('phone', administrator, eli)).toMatchObject({
      sentence: 'The one customer listed can be reached by phone.',
    })
  })

  test('counts each customer once, and those who are gone as out of reach', async () => {
    const both = await answerTo(
      list({ where: [{ any: [segment('reachable_by_phone'), segment('reachable_by_email')] }] }),
      shop,
    )
    expect(await exported('email', administrator, { ...both, rows: [['A1'], ['A1'], ['Z9']] })).toMatchObject({
      sentence: '1 of 2 can be reached by e-mail.',
    })
  })

  test('says when the list itself was cut', async () => {
    expect(await exported('email', administrator, { ...everybody, truncated: true })).toMatchObject({
      sentence: '1 of the first 8 can be reached by e-mail; there are more.',
    })
  })
})

describe('it is refused', () => {
  test.each<[who: string, asker: Asker, sentence: string]>([
    ['to those who may not export', { ...administrator, mayExport: false }, 'You may not take customers out'],
    [
      'to those who may not see contact details',
      { ...administrator, maySeeContactDetails: false },
      'You may not see contact details',
    ],
    ['where others look on', inCompany(administrator), 'Contact details are not handed out where others look on.'],
  ])('%s', async (_, asker, sentence) => {
    expect(await exported('email', asker)).toContain(sentence)
  })

  test('for what is no list of customers', async () => {
    const revenue = await answerTo(measure([metric('revenue')]), shop)
    expect(await exported('email', administrator, revenue)).toBe('That answer does not list customers.')
  })

  test('for nobody', async () => {
    expect(await exported('email', administrator, { ...everybody, rows: [] })).toBe('That answer lists nobody.')
  })
})

test('customers outside the scope of whoever exports are not in it', async () => {
  const { id } = await shop.db
    .selectFrom('stores')
    .select('id')
    .where('name', '=', 'River Road')
    .executeTakeFirstOrThrow()
  const asker: Asker = { ...administrator, role: 'manager', scope: { kind: 'store', id }, storeName: 'River Road' }
  expect(await exported('email', asker)).toMatchObject({ rows: [] })
})

test('a long list goes out by the thousand', () => {
  const refs = Array.from({ length: 2500 }, (_, at) => `C${at}`)
  const sizes = exportPlans(refs, 'email').map(({ where }) => {
    const [only] = where[0]?.any ?? []
    return only?.kind === 'field' ? only.values.length : 0
  })
  expect(sizes).toEqual([1000, 1000, 500])
})
