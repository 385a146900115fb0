import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
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
  }
  expect(compared).toBeGreaterThan(50)
})

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
        referred_by_id, referral_count, successful_referrals, last_contacted_day, open_cases
      from customer_summaries_at(${today}::date) order by customer_id
    `.execute(trx)
    return rows
  })
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
      }
    })
}
