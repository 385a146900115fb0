import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshSummaries } from '../../../src/db/summaries.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { unlike } from '../../support/summaries.ts'
import { randomShop } from './database.ts'
import { fill } from './fill.ts'
import { approximately } from './fraction.ts'
import { worldOf } from './world.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('summaries as of a day are what the orders, contacts and consents up to that day say', async () => {
  let compared = 0
  for (let seed = 1; seed <= 15; seed++) {
    const shop = randomShop(seed)
    await fill(database.db, shop)
    const rows = await summariesAt(shop.today, shop.settings.timeZone)
    expect(rows, `shop ${seed}`).toEqual(expectedSummaries(seed))
    compared += rows.length
    for (const day of [shop.today, ...(await someDays())])
      expect(await rankedOn(sql`customer_ranks_at(${day}::date)`), `ranks in shop ${seed} on ${day}`).toEqual(
        await rankedOn(sql`customer_summaries_at(${day}::date) where order_count > 0`),
      )
  }
  expect(compared).toBeGreaterThan(50)
})

test('what was bought of each category as of a day is what the lines up to that day say', async () => {
  let compared = 0
  for (let seed = 1; seed <= 15; seed++) {
    const shop = randomShop(seed)
    await fill(database.db, shop)
    const { rows } = await sql<object>`
      select customer_id, category_id, order_count, units, net::float8 as net, last_ordered_day
      from customer_category_summaries_at(${shop.today}::date) order by customer_id, category_id
    `.execute(database.db)
    expect(rows, `shop ${seed}`).toEqual(expectedCategories(seed))
    compared += rows.length
  }
  expect(compared).toBeGreaterThan(50)
})

async function someDays(): Promise<readonly string[]> {
  const orders = database.db.selectFrom('orders').select('ordered_day as day').distinct()
  const rows = await orders.orderBy('day').execute()
  return rows.map(({ day }) => day).filter((_, at) => at % 5 === 0)
}

/** Who had bought by a day, for how much and when last. */
async function rankedOn(source: RawBuilder<unknown>): Promise<readonly object[]> {
  const { rows } = await sql<object>`
    select customer_id, order_count, net_spend, last_order_day from ${source} order by customer_id
  `.execute(database.db)
  return rows
}

/** Facts change in every way that changes a figure; the customers whose facts they are. */
const changes = [
  sql`update order_lines set refunded_quantity = quantity where id % 3 = 0`,
  sql`update orders set status = 'cancelled' where id % 5 = 0`,
  sql`update orders set ordered_day = ordered_day - 40 where id % 4 = 0`,
  sql`update products set category_id = (select max(id) from categories) where id % 2 = 0`,
  sql`update products set category_id = null where id % 3 = 0`,
  sql`delete from interactions where id % 2 = 0`,
  sql`delete from order_lines where order_id % 7 = 0`,
  sql`update customers set erased_at = now() where id % 6 = 0`,
] as const

test('after a change of facts, looking at those customers alone says what looking at all says', async () => {
  let rewritten = 0
  for (let seed = 40; seed < 40 + 2 * changes.length; seed++) {
    await fill(database.db, randomShop(seed))
    const before = await everything()
    await changes[seed % changes.length]?.execute(database.db)
    await refreshSummaries(database.db, await customerIds())
    const some = await everything()
    expect(await differences(), `shop ${seed}`).toEqual([])
    await refreshSummaries(database.db)
    expect(await everything(), `shop ${seed}`).toBe(some)
    if (some !== before) rewritten++
  }
  expect(rewritten).toBeGreaterThan(changes.length)
})

const differences = async () => [
  ...(await unlike(database.db, 'customer_summaries')),
  ...(await unlike(database.db, 'customer_category_summaries')),
]

async function customerIds(): Promise<readonly number[]> {
  const rows = await database.db.selectFrom('customers').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

async function everything(): Promise<string> {
  const summaries = await database.db.selectFrom('customer_summaries').selectAll().orderBy('customer_id').execute()
  const bought = await database.db
    .selectFrom('customer_category_summaries')
    .selectAll()
    .orderBy('customer_id')
    .orderBy('category_id')
    .execute()
  return JSON.stringify([summaries, bought])
}

test('days of random orders are those of the shop’s time zone, also when the clocks change', async () => {
  for (let seed = 20; seed <= 26; seed++) {
    const shop = randomShop(seed)
    await fill(database.db, shop)
    const { rows } = await sql<{ ref: string }>`
      select ref from orders where ordered_day <> (ordered_at at time zone ${shop.settings.timeZone})::date order by ref
    `.execute(database.db)
    expect(rows, `shop ${seed}`).toEqual([])
  }
})

async function summariesAt(today: string, zone: string): Promise<readonly object[]> {
  return database.db.transaction().execute(async (trx) => {
    await sql`select set_config('TimeZone', ${zone}, true)`.execute(trx)
    const { rows } = await sql<object>`
      select customer_id, order_count, purchase_days, net_spend::float8 as net_spend, units, first_order_day, last_order_day,
        usual_gap_days::float8 as usual_gap_days, has_email, has_phone, has_address, email_consent, post_consent,
        referred_by_id, referral_count, successful_referrals, last_contacted_day, open_cases,
        first_day_spend::float8 as first_day_spend, gap_spread_days::float8 as gap_spread_days, last_inbound_day
      from customer_summaries_at(${today}::date) order by customer_id
    `.execute(trx)
    return rows
  })
}

function expectedCategories(seed: number): readonly object[] {
  const world = worldOf(randomShop(seed))
  return world
    .rows('customer')
    .flatMap(({ customer }) => customer ?? [])
    .toSorted((a, b) => a.id - b.id)
    .flatMap((customer) =>
      [...world.summary(customer).categories]
        .toSorted(([one], [other]) => one - other)
        .map(([category_id, { orders, units, net, lastOrderedDay }]) => ({
          customer_id: customer.id,
          category_id,
          order_count: orders.size,
          units,
          net: expect.closeTo(approximately(net), 9),
          last_ordered_day: lastOrderedDay,
        })),
    )
}

function expectedSummaries(seed: number): readonly object[] {
  const world = worldOf(randomShop(seed))
  const customers = world.rows('customer').flatMap(({ customer }) => customer ?? [])
  return customers
    .toSorted((a, b) => a.id - b.id)
    .map((customer) => {
      const summary = world.summary(customer)
      return {
        customer_id: customer.id,
        order_count: summary.orders.length,
        purchase_days: summary.purchaseDays.length,
        net_spend: expect.closeTo(approximately(summary.spend), 9),
        units: summary.units,
        first_order_day: summary.purchaseDays[0] ?? null,
        last_order_day: summary.purchaseDays.at(-1) ?? null,
        usual_gap_days: summary.usualGap === null ? null : expect.closeTo(approximately(summary.usualGap), 9),
        has_email: summary.reachableAt.has('email'),
        has_phone: summary.reachableAt.has('phone'),
        has_address: summary.reachableAt.has('address'),
        email_consent: summary.consents.get('email') ?? null,
        post_consent: summary.consents.get('post') ?? null,
        referred_by_id: summary.referredBy?.id ?? null,
        referral_count: summary.referralCount,
        successful_referrals: summary.successfulReferrals,
        last_contacted_day: summary.lastContactedDay,
        open_cases: summary.openCases,
        first_day_spend: expect.closeTo(approximately(summary.firstDaySpend), 9),
        gap_spread_days: summary.gapSpread === null ? null : expect.closeTo(summary.gapSpread, 9),
        last_inbound_day: summary.lastInboundDay,
      }
    })
}
