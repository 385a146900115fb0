import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { redate, refreshSummaries, summariesHoldOn } from '../../src/db/summaries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { empty } from '../support/empty.ts'
import { customer, order } from '../support/shop.ts'
import { unlike } from '../support/summaries.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())

beforeEach(async () => {
  await empty(shop.db, 'customers', 'orders', 'products', 'categories', 'staff', 'stores', 'summary_state')
})

/** What is said of one person, by the table or, with a day, by the function. */
async function of(name: string, asOf?: string) {
  const source = asOf ? sql`customer_summaries_at(${asOf}::date)` : sql`customer_summaries`
  const { rows } = await sql<Record<string, unknown>>`
    select summary.* from ${source} as summary join customers on customers.id = summary.customer_id where ref = ${name.toUpperCase()}
  `.execute(shop.db)
  return rows[0] ?? null
}

describe('spend', () => {
  test('is pieces kept times price, less the discount on the kept pieces', async () => {
    const ana = await customer(shop.db, 'Ana')
    await order(shop.db, {
      ref: '1',
      at: '2026-01-01T10:00Z',
      customer: ana,
      lines: [{ quantity: 3, price: 10, discount: 1, refunded: 1 }],
    })
    await refreshSummaries(shop.db)
    // 2 × 10 − 1 × 2/3, not rounded to cents
    const net = String((await of('Ana'))?.net_spend)
    expect(net).toMatch(/^19\.3333333333/)
    expect(await of('Ana')).toMatchObject({ order_count: 1, units: 2 })
  })

  test('of a thousand thirds adds up without an error of rounding', async () => {
    const ana = await customer(shop.db, 'Ana')
    const lines = Array.from({ length: 999 }, () => ({ quantity: 3, price: 1, discount: 1, refunded: 1 }))
    await order(shop.db, { ref: '1', at: '2026-01-01T10:00Z', customer: ana, lines })
    await refreshSummaries(shop.db)
    expect(Number((await of('Ana'))?.net_spend)).toBeCloseTo(999 * (2 - 2 / 3), 9)
  })

  test('leaves out cancelled orders and those given back in full, and they are not orders', async () => {
    const ben = await customer(shop.db, 'Ben')
    await order(shop.db, { ref: '1', at: '2026-01-01T10:00Z', customer: ben, lines: [{ price: 40 }] })
    await order(shop.db, {
      ref: '2',
      at: '2026-02-01T10:00Z',
      customer: ben,
      status: 'cancelled',
      lines: [{ price: 500 }],
    })
    await order(shop.db, {
      ref: '3',
      at: '2026-03-01T10:00Z',
      customer: ben,
      status: 'refunded',
      lines: [{ price: 700, refunded: 1 }],
    })
    await refreshSummaries(shop.db)
    expect(await of('Ben')).toMatchObject({ order_count: 1, net_spend: '40', last_order_day: '2026-01-01' })
  })

  test('is 0 without orders, and days are null', async () => {
    await customer(shop.db, 'Chloe')
    await refreshSummaries(shop.db)
    expect(await of('Chloe')).toMatchObject({
      order_count: 0,
      net_spend: '0',
      units: 0,
      first_order_day: null,
      usual_gap_days: null,
    })
  })
})

describe('the usual gap', () => {
  test.each<[what: string, days: readonly string[], gap: string | null]>([
    ['is unknown with two purchase days', ['2026-01-01', '2026-01-31'], null],
    ['is unknown with three orders on two days', ['2026-01-01', '2026-01-01', '2026-01-31'], null],
    ['is the span over the gaps with three', ['2026-01-01', '2026-01-11', '2026-01-31'], '15.0000000000000000'],
  ])('%s', async (_, days, gap) => {
    const ana = await customer(shop.db, 'Ana')
    for (const [index, day] of days.entries())
      await order(shop.db, { ref: `${index}`, at: `${day}T10:00Z`, customer: ana, lines: [{ price: 1 }] })
    await refreshSummaries(shop.db)
    expect((await of('Ana'))?.usual_gap_days).toBe(gap)
  })
})

describe('how evenly somebody buys', () => {
  test.each<[what: string, days: readonly string[], spread: number | null]>([
    ['is unknown with two purchase days', ['2026-01-01', '2026-01-31'], null],
    ['is unknown with three orders on two days', ['2026-01-01', '2026-01-01', '2026-01-31'], null],
    ['is 0 for three days at equal distance', ['2026-01-01', '2026-01-11', '2026-01-21'], 0],
    // gaps of 10 and 20: mean 15, √((5² + 5²) ÷ (2 − 1))
    ['is the sample deviation of the gaps', ['2026-01-01', '2026-01-11', '2026-01-31'], Math.sqrt(50)],
    ['looks at days, not at orders', ['2026-01-01', '2026-01-11', '2026-01-11', '2026-01-31'], Math.sqrt(50)],
  ])('%s', async (_, days, spread) => {
    const ana = await customer(shop.db, 'Ana')
    for (const [index, day] of days.entries())
      await order(shop.db, { ref: `${index}`, at: `${day}T10:00Z`, customer: ana, lines: [{ price: 1 }] })
    await refreshSummaries(shop.db)
    const found = (await of('Ana'))?.gap_spread_days ?? null
    expect(found === null ? null : Number(found)).toEqual(spread === null ? null : expect.closeTo(spread, 10))
  })
})

test('the first day’s spend is that of all its orders, and 0 without orders', async () => {
  const ana = await customer(shop.db, 'Ana')
  await customer(shop.db, 'Chloe')
  for (const [ref, at] of [
    ['1', '2026-01-01T08:00Z'],
    ['2', '2026-01-01T20:00Z'],
    ['3', '2026-01-02T08:00Z'],
  ] as const)
    await order(shop.db, { ref, at, customer: ana, lines: [{ price: 10, quantity: Number(ref) }] })
  await refreshSummaries(shop.db)
  expect(await of('Ana')).toMatchObject({ first_day_spend: '30', net_spend: '60' })
  expect(await of('Chloe')).toMatchObject({ first_day_spend: '0' })
})

test('merged and erased people have no summary, also when they had one', async () => {
  const [ana, dara, eli] = [
    await customer(shop.db, 'Ana'),
    await customer(shop.db, 'Dara'),
    await customer(shop.db, 'Eli'),
  ]
  await refreshSummaries(shop.db)
  await shop.db.updateTable('customers').set({ merged_into_id: ana }).where('id', '=', dara).execute()
  await shop.db.updateTable('customers').set({ erased_at: '2026-01-01' }).where('id', '=', eli).execute()
  await refreshSummaries(shop.db, [dara, eli])
  expect([await of('Ana'), await of('Dara'), await of('Eli')].map(Boolean)).toEqual([true, false, false])
})

test('consent is the latest word on each channel, and unknown is not no', async () => {
  const ana = await customer(shop.db, 'Ana')
  for (const [channel, state] of [
    ['email', 'yes'],
    ['email', 'no'],
    ['sms', 'yes'],
  ] as const) {
    await shop.db.insertInto('consents').values({ customer_id: ana, channel, state, source: 'test' }).execute()
  }
  await refreshSummaries(shop.db)
  expect(await of('Ana')).toMatchObject({
    email_consent: false,
    sms_consent: true,
    phone_consent: null,
    post_consent: null,
  })
})

test('a contact point that is not valid does not count', async () => {
  const ana = await customer(shop.db, 'Ana')
  const point = { customer_id: ana, source: 'test' } as const
  await shop.db
    .insertInto('contact_points')
    .values({ ...point, kind: 'email', raw: 'ana@', valid: false })
    .execute()
  await shop.db
    .insertInto('contact_points')
    .values({ ...point, kind: 'phone', raw: '1', normalized: '+1', valid: true })
    .execute()
  await refreshSummaries(shop.db)
  expect(await of('Ana')).toMatchObject({ has_email: false, has_phone: true, has_address: false })
})

test('a referral succeeds with the first order of the one referred, also when only they are refreshed', async () => {
  const [connie, ana, ben] = [
    await customer(shop.db, 'Connie'),
    await customer(shop.db, 'Ana'),
    await customer(shop.db, 'Ben'),
  ]
  for (const referred_id of [ana, ben])
    await shop.db.insertInto('referrals').values({ referrer_id: connie, referred_id, source: 'test' }).execute()
  await refreshSummaries(shop.db)
  expect(await of('Connie')).toMatchObject({ referral_count: 2, successful_referrals: 0 })
  await order(shop.db, { ref: '1', at: '2026-01-01T10:00Z', customer: ana, lines: [{ price: 1 }] })
  await refreshSummaries(shop.db, [ana])
  expect(await of('Connie')).toMatchObject({ referral_count: 2, successful_referrals: 1 })
  expect(await of('Ana')).toMatchObject({ referred_by_id: connie })
})

test('only outbound interactions are contacts, inbound ones are when they last came to us', async () => {
  const ana = await customer(shop.db, 'Ana')
  for (const [day, direction] of [
    ['2026-01-01', 'outbound'],
    ['2026-02-01', 'inbound'],
  ] as const) {
    const at = `${day}T10:00Z`
    await shop.db
      .insertInto('interactions')
      .values({ customer_id: ana, at, on_day: day, channel: 'phone', direction, kind: 'call' })
      .execute()
  }
  await refreshSummaries(shop.db)
  expect(await of('Ana')).toMatchObject({
    last_contacted_day: '2026-01-01',
    last_inbound_day: '2026-02-01',
    interaction_count: 2,
  })
  expect(await of('Ana', '2026-01-31')).toMatchObject({ last_inbound_day: null })
})

describe('on a day in the past', () => {
  test('later facts and people are invisible', async () => {
    const ana = await customer(shop.db, 'Ana', '2025-01-01')
    await customer(shop.db, 'Late', '2026-06-01')
    await order(shop.db, { ref: '1', at: '2026-01-01T10:00Z', customer: ana, lines: [{ price: 10 }] })
    await order(shop.db, { ref: '2', at: '2026-02-01T10:00Z', customer: ana, lines: [{ price: 20 }] })
    const row = {
      customer_id: ana,
      at: '2026-02-02T10:00Z',
      on_day: '2026-02-02',
      channel: 'phone',
      direction: 'outbound',
      kind: 'call',
    } as const
    await shop.db.insertInto('interactions').values(row).execute()
    await shop.db
      .insertInto('consents')
      .values({ customer_id: ana, channel: 'sms', state: 'yes', captured_at: '2026-02-02T10:00Z', source: 'test' })
      .execute()
    await refreshSummaries(shop.db)
    expect(await of('Ana')).toMatchObject({ order_count: 2, sms_consent: true, last_contacted_day: '2026-02-02' })
    expect(await of('Ana', '2026-01-31')).toMatchObject({
      order_count: 1,
      net_spend: '10',
      sms_consent: null,
      last_contacted_day: null,
      interaction_count: 0,
    })
    expect(await of('Ana', '2026-01-01')).toMatchObject({ order_count: 1 })
    expect(await of('Late', '2026-05-31')).toBeNull()
    expect(await of('Late', '2026-06-01')).not.toBeNull()
  })

  test('a case resolved later was open', async () => {
    const ana = await customer(shop.db, 'Ana')
    const row = {
      customer_id: ana,
      opened_at: '2026-01-01T10:00Z',
      opened_day: '2026-01-01',
      status: 'resolved',
      resolved_at: '2026-01-05T10:00Z',
    } as const
    await shop.db.insertInto('service_cases').values(row).execute()
    const open = async (day: string) => (await of('Ana', day))?.open_cases
    expect([await open('2025-12-31'), await open('2026-01-04'), await open('2026-01-05')]).toEqual([0, 1, 0])
  })

  test('the table holds exactly from the latest fact on', async () => {
    await customer(shop.db, 'Ana', '2026-01-05')
    await refreshSummaries(shop.db)
    expect([await summariesHoldOn(shop.db, '2026-01-04'), await summariesHoldOn(shop.db, '2026-01-05')]).toEqual([
      false,
      true,
    ])
  })
})

test('the function without an end of time says what the table says, for every column', async () => {
  const ana = await customer(shop.db, 'Ana')
  await order(shop.db, {
    ref: '1',
    at: '2026-01-01T10:00Z',
    customer: ana,
    lines: [{ quantity: 3, price: 10, discount: 1, refunded: 1 }],
  })
  await refreshSummaries(shop.db)
  expect(await unlike(shop.db, 'customer_summaries')).toEqual([])
  expect(await of('Ana')).not.toBeNull()
})

test('refreshing a second time writes no row', async () => {
  const ana = await customer(shop.db, 'Ana')
  await order(shop.db, {
    ref: '1',
    at: '2026-01-01T10:00Z',
    customer: ana,
    lines: [{ price: 10, quantity: 3, discount: 1, refunded: 1 }],
  })
  await refreshSummaries(shop.db)
  const version = async () =>
    (
      await sql<{
        xmin: string
      }>`select xmin || '/' || xmax as xmin from customer_summaries union all select xmin || '/' || xmax from orders`.execute(
        shop.db,
      )
    ).rows
  const before = await version()
  await refreshSummaries(shop.db)
  await refreshSummaries(shop.db, [ana])
  expect(before).toHaveLength(2)
  expect(await version()).toEqual(before)
})

describe('what was bought of a category', () => {
  const bought = async (source = 'customer_category_summaries') =>
    (
      await sql<{ line: string }>`
        select concat_ws(' ', customers.display_name, categories.name, order_count, units, trim_scale(net), last_ordered_day) as line
        from ${sql.raw(source)} as held
        join customers on customers.id = held.customer_id
        join categories on categories.id = held.category_id
        order by line
      `.execute(shop.db)
    ).rows.map(({ line }) => line)

  /** The only product there is belongs to it from now on. */
  async function everythingIs(name: string | null) {
    const category = name
      ? await shop.db
          .insertInto('categories')
          .values({ name })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ name }))
          .returning('id')
          .executeTakeFirstOrThrow()
      : null
    await shop.db
      .updateTable('products')
      .set({ category_id: category?.id ?? null })
      .execute()
  }

  test('is kept by customer, from lines of orders that count with a piece kept', async () => {
    const [ana, ben] = [await customer(shop.db, 'Ana'), await customer(shop.db, 'Ben')]
    const lines = [{ price: 10 }, { price: 5, quantity: 2, refunded: 1 }, { price: 99, refunded: 1 }]
    await order(shop.db, { ref: '1', at: '2026-01-01T10:00Z', customer: ana, lines })
    await order(shop.db, { ref: '2', at: '2026-01-03T10:00Z', customer: ana, lines: [{ price: 1 }] })
    await order(shop.db, { ref: '3', at: '2026-01-02T10:00Z', customer: ben, lines: [{ price: 7, refunded: 1 }] })
    await order(shop.db, { ref: '4', at: '2026-01-02T10:00Z', lines: [{ price: 8 }] })
    await everythingIs('Garden')
    await refreshSummaries(shop.db)
    expect(await bought()).toEqual(['Ana Garden 2 3 16 2026-01-03'])
    expect(await bought(`customer_category_summaries_at('2026-01-02')`)).toEqual(['Ana Garden 1 2 15 2026-01-01'])
  })

  test('moves with the product to another category, and goes when the product has none', async () => {
    const ana = await customer(shop.db, 'Ana')
    await order(shop.db, { ref: '1', at: '2026-01-01T10:00Z', customer: ana, lines: [{ price: 10 }] })
    for (const [name, said] of [
      ['Garden', ['Ana Garden 1 1 10 2026-01-01']],
      ['Tools', ['Ana Tools 1 1 10 2026-01-01']],
      [null, []],
    ] as const) {
      await everythingIs(name)
      await refreshSummaries(shop.db, [ana])
      expect(await bought()).toEqual(said)
    }
  })

  test('is gone with whoever is merged away or erased', async () => {
    const ids = [await customer(shop.db, 'Ana'), await customer(shop.db, 'Dara'), await customer(shop.db, 'Eli')]
    for (const [index, id] of ids.entries())
      await order(shop.db, { ref: `${index}`, at: '2026-01-01T10:00Z', customer: id, lines: [{ price: 10 }] })
    await everythingIs('Garden')
    await refreshSummaries(shop.db)
    expect(await bought()).toHaveLength(3)
    const [ana = 0, dara = 0, eli = 0] = ids
    await shop.db.updateTable('customers').set({ merged_into_id: ana }).where('id', '=', dara).execute()
    await shop.db.updateTable('customers').set({ erased_at: '2026-01-01' }).where('id', '=', eli).execute()
    await refreshSummaries(shop.db, [dara, eli])
    expect(await bought()).toEqual(['Ana Garden 1 1 10 2026-01-01'])
  })
})

describe('another time zone', () => {
  test('moves an order late in the evening to the day the shop was in, and back', async () => {
    const ana = await customer(shop.db, 'Ana')
    await order(shop.db, { ref: '1', at: '2026-01-02T04:30Z', customer: ana, lines: [{ price: 1 }] })
    await redate(shop.db, 'America/Chicago')
    expect(await of('Ana')).toMatchObject({ first_order_day: '2026-01-01' })
    await redate(shop.db, 'UTC')
    expect(await of('Ana')).toMatchObject({ first_order_day: '2026-01-02' })
  })

  test('counts the hour that happens twice, and the day of 23 hours, to their days', async () => {
    const ana = await customer(shop.db, 'Ana')
    // Chicago: 8 March 2026 begins at 06:00Z and ends at 05:00Z; 1 November 2026 begins at 05:00Z and ends at 06:00Z.
    const moments = [
      '2026-03-08T05:59Z',
      '2026-03-08T06:00Z',
      '2026-03-09T04:59Z',
      '2026-03-09T05:00Z',
      '2026-11-01T04:59Z',
      '2026-11-01T05:00Z',
      '2026-11-02T05:59Z',
      '2026-11-02T06:00Z',
    ]
    for (const [index, at] of moments.entries())
      await order(shop.db, { ref: `${index}`, at, customer: ana, lines: [{ price: 1 }] })
    await redate(shop.db, 'America/Chicago')
    const days = await shop.db.selectFrom('orders').select('ordered_day').orderBy('ordered_at').execute()
    expect(days.map((row) => row.ordered_day.slice(5))).toEqual([
      '03-07',
      '03-08',
      '03-08',
      '03-09',
      '10-31',
      '11-01',
      '11-01',
      '11-02',
    ])
    expect(await of('Ana')).toMatchObject({ purchase_days: 6 })
  })
})

test('a list of customers is looked up by index, not by reading every order', async () => {
  const { rows } = await shop.db.transaction().execute(async (trx) => {
    // Of a few rows PostgreSQL rather reads all.
    await sql`set local enable_seqscan = off`.execute(trx)
    return sql<{ 'QUERY PLAN': string }>`
      explain select * from customer_summaries_of('infinity', array[1, 2]::bigint[])
    `.execute(trx)
  })
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).not.toContain('Function Scan')
  expect(plan).toMatch(/Index.*Cond: \(?customer_id = ANY/s)
})
