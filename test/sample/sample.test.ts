import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { copyTransaction } from '../../src/db/database.ts'
import { changeSettings, readSettings } from '../../src/db/settings.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { importRows } from '../../src/imports/imports.ts'
import { holdsSample } from '../../src/imports/sample-data.ts'
import { loadSample } from '../../src/sample/load.ts'
import { openShop } from '../../src/sample/opening.ts'
import { sampleFiles } from '../../src/sample/rows.ts'
import { ensureSample, fillSample } from '../../src/sample/sample.ts'
import { testDatabase } from '../support/database.ts'

const TODAY = '2026-03-19'
const OFTEN_ENOUGH = 60_000

const stack = new AsyncDisposableStack()
afterAll(() => stack.disposeAsync())

/** A shop on an empty database of its own. */
async function emptyShop(): Promise<Context> {
  const { url } = stack.use(await testDatabase())
  return stack.use(await openContext(readConfig({ DATABASE_URL: url }), { asOf: TODAY }))
}

async function numbers(context: Context, query: ReturnType<typeof sql>): Promise<Record<string, number>> {
  const { rows } = await query.execute(context.db)
  return rows[0] as Record<string, number>
}

describe('the sample shop in the database', () => {
  let shop: Context
  beforeAll(async () => {
    shop = await emptyShop()
    const report = await fillSample(shop)
    expect(report).toMatchObject({ name: 'Heron & Spoke', customers: 1200, today: TODAY })
  }, OFTEN_ENOUGH)

  test('every word for customers and what they did has somebody', async () => {
    const found = await numbers(shop, wordsHave(TODAY))
    for (const [word, count] of Object.entries(found)) expect(count, word).toBeGreaterThan(0)
    expect(found.lapsed_top).toBeGreaterThanOrEqual(15)
    expect(found.lapsed_top).toBeLessThanOrEqual(60)
  })

  test('every segment of the R and FM grid has somebody', async () => {
    const { rows } = await segments(TODAY).execute(shop.db)
    const names = (rows as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual([
      'about to sleep',
      'at risk',
      'can’t lose',
      'champions',
      'hibernating',
      'loyal',
      'need attention',
      'new',
      'potential loyalist',
      'promising',
    ])
  })

  test('settings that nobody had decided are the sample shop’s, and imports know that it is there', async () => {
    expect(await readSettings(shop.db)).toMatchObject({
      name: 'Heron & Spoke',
      timeZone: 'America/Los_Angeles',
      currency: 'USD',
    })
    expect(await holdsSample(shop.db)).toBe(true)
  })

  test('it is never put beside customers that are there', async () => {
    await expect(fillSample(shop)).rejects.toThrow('already holds customers')
    expect(await ensureSample(shop, () => expect.unreachable())).toBe(false)
  })

  test('days are days of the shop’s time zone', async () => {
    const off = await numbers(
      shop,
      sql`select
        (select count(*) from orders where ordered_day <> (ordered_at at time zone 'America/Los_Angeles')::date)
        + (select count(*) from interactions where on_day <> (at at time zone 'America/Los_Angeles')::date)
        + (select count(*) from customers where created_day <> (created_at at time zone 'America/Los_Angeles')::date) as count`,
    )
    expect(off.count).toBe(0)
  })

  test('the next record made by hand gets a number of its own', async () => {
    const made = await shop.db
      .insertInto('customers')
      .values({ ref: 'H1', system: 'hand', display_name: 'By Hand', search_name: 'by hand' })
      .returning('id')
      .executeTakeFirstOrThrow()
    expect(made.id).toBeGreaterThan(1200)
    await shop.db.deleteFrom('customers').where('id', '=', made.id).execute()
  })
})

describe('filling', () => {
  test(
    'import makes the same of the same rows',
    async () => {
      const [direct, imported] = [await emptyShop(), await emptyShop()]
      await fillSample(direct, { customers: 300, seed: 5 })
      await changeSettings(imported.db, { time_zone: 'America/Los_Angeles' }, 'test')
      const settings = await readSettings(imported.db)
      const world = openShop({ customers: 300, seed: 5, today: TODAY, timeZone: settings.timeZone })
      const feeds = sampleFiles(world, settings.currency).map(({ name, rows, columns }) => {
        return { format: name, rows, header: columns }
      })
      const report = await importRows(imported, feeds, { sample: true })
      expect(report.files.filter((file) => file.refused > 0)).toEqual([])
      for (const [name, query] of Object.entries(CONTENTS)) {
        const [ours, theirs] = [await query.execute(direct.db), await query.execute(imported.db)]
        expect(ours.rows.length, name).toBeGreaterThan(0)
        expect(ours.rows, name).toEqual(theirs.rows)
      }
    },
    OFTEN_ENOUGH,
  )

  test(
    'many customers are loaded without indexes, which are all there afterwards, with the same rows',
    async () => {
      const [hindered, unhindered] = [await emptyShop(), await emptyShop()]
      for (const [shop, way] of [
        [hindered, false],
        [unhindered, true],
      ] as const) {
        await copyTransaction(shop.db, async (session) => {
          await loadSample(session, openShop({ customers: 200, today: TODAY }), { currency: 'USD', asIfMany: way })
          await refreshSummaries(session.trx)
        })
      }
      for (const query of [STRUCTURE, ...Object.values(CONTENTS)]) {
        expect((await query.execute(unhindered.db)).rows).toEqual((await query.execute(hindered.db)).rows)
      }
    },
    OFTEN_ENOUGH,
  )

  test(
    'two processes that find the database empty fill it once, and one of them says so',
    async () => {
      const { url } = stack.use(await testDatabase())
      const both = await Promise.all([0, 1].map(() => openContext(readConfig({ DATABASE_URL: url }), { asOf: TODAY })))
      for (const context of both) stack.use(context)
      const said: string[] = []
      const filled = await Promise.all(both.map((context) => ensureSample(context, (line) => said.push(line))))
      expect(filled.toSorted()).toEqual([false, true])
      expect(said).toEqual([expect.stringContaining('sample shop')])
      expect((await numbers(both[0] as Context, sql`select count(*) from customers`)).count).toBe(1200)
    },
    OFTEN_ENOUGH,
  )

  test('what the shop has decided stays decided', async () => {
    const shop = await emptyShop()
    await changeSettings(shop.db, { name: 'Corner Cycles', time_zone: 'Europe/Paris' }, 'test')
    const decided = { ...shop, settings: await readSettings(shop.db) }
    await fillSample(decided, { customers: 60 })
    expect(await readSettings(shop.db)).toMatchObject({
      name: 'Corner Cycles',
      timeZone: 'Europe/Paris',
      currency: 'USD',
    })
    const off = sql`select count(*) from orders where ordered_day <> (ordered_at at time zone 'Europe/Paris')::date`
    expect((await numbers(shop, off)).count).toBe(0)
  })

  test(
    'the first import of the shop’s own takes the sample shop out whole, with what it had set',
    async () => {
      const shop = await emptyShop()
      await fillSample(shop, { customers: 60 })
      const header = ['customer_ref', 'given_name', 'family_name']
      await importRows(shop, [{ format: 'customers', rows: [['C1', 'Nadia', 'Brook']], header }])
      expect((await sql`select ref, display_name from customers`.execute(shop.db)).rows).toEqual([
        { ref: 'C1', display_name: 'Nadia Brook' },
      ])
      const left = sql`select (select count(*) from orders) + (select count(*) from staff) + (select count(*) from settings) as count`
      expect((await numbers(shop, left)).count).toBe(0)
      expect(await ensureSample(shop, () => expect.unreachable())).toBe(false)
    },
    OFTEN_ENOUGH,
  )

  test('a failure on the way leaves nothing behind', async () => {
    const shop = await emptyShop()
    const onProgress = () => {
      throw new Error('unplugged')
    }
    await expect(fillSample(shop, { customers: 60, onProgress })).rejects.toThrow('unplugged')
    const left = sql`select (select count(*) from customers) + (select count(*) from stores) + (select count(*) from settings) as count`
    expect((await numbers(shop, left)).count).toBe(0)
  })

  test.each([
    [{ customers: 49 }, '--customers must be a whole number from 50 to 1,000,000.'],
    [{ customers: 1_000_001 }, '--customers must be a whole number from 50 to 1,000,000.'],
    [{ seed: -1 }, '--seed must be'],
  ])('%j is refused with what is allowed', async (request, sentence) => {
    await expect(fillSample({} as Context, request)).rejects.toThrow(sentence)
  })
})

/** Everything by what files call it, without the numbers that the database gives. */
const CONTENTS = {
  customers: sql`
    select c.ref, c.given_name, c.family_name, c.display_name, c.search_name, c.birth_year, c.birth_month, c.birth_day,
      c.language, c.source, c.city, c.region, c.postal_code, c.country, s.email as owner, t.name as store, c.created_at, c.created_day
    from customers as c left join staff as s on s.id = c.owner_id left join stores as t on t.id = c.store_id order by c.ref`,
  contacts: sql`
    select c.ref, p.kind, p.raw, p.normalized, p.match_key, p.valid, p.is_primary
    from contact_points as p join customers as c on c.id = p.customer_id order by c.ref, p.kind, p.raw`,
  consents: sql`select c.ref, n.channel, n.state from current_consents as n join customers as c on c.id = n.customer_id order by 1, 2`,
  tags: sql`select c.ref, t.tag from customer_tags as t join customers as c on c.id = t.customer_id order by 1, 2`,
  attributes: sql`
    select c.ref, a.key, a.value, a.kind, a.observed_at
    from customer_attributes as a join customers as c on c.id = a.customer_id order by 1, 2`,
  referrals: sql`
    select c.ref, r.ref as by, f.referred_on
    from referrals as f join customers as c on c.id = f.referred_id join customers as r on r.id = f.referrer_id order by 1`,
  orders: sql`
    select o.ref, c.ref as customer, s.name as store, o.channel, o.status, o.ordered_at, o.ordered_day, o.currency,
      o.net::float as net, o.units, o.counts
    from orders as o left join customers as c on c.id = o.customer_id left join stores as s on s.id = o.store_id order by o.ref`,
  lines: sql`
    select o.ref, l.line_no, p.sku, l.quantity, l.unit_price, l.discount, l.refunded_quantity, l.net
    from order_lines as l join orders as o on o.id = l.order_id join products as p on p.id = l.product_id order by 1, 2`,
  interactions: sql`
    select c.ref, i.at, i.on_day, i.channel, i.direction, i.kind, s.email, i.summary, o.ref as order, i.order_ref
    from interactions as i join customers as c on c.id = i.customer_id left join staff as s on s.id = i.staff_id
    left join orders as o on o.id = i.order_id order by 1, 2, i.summary`,
  cases: sql`
    select c.ref, k.opened_at, k.opened_day, k.status, s.email, k.summary, o.ref as order, i.at
    from service_cases as k join customers as c on c.id = k.customer_id left join staff as s on s.id = k.staff_id
    left join orders as o on o.id = k.order_id join interactions as i on i.id = k.interaction_id order by 1, 2`,
  notes: sql`
    select c.ref, n.written_at, n.written_day, s.email, n.body, n.visibility
    from notes as n join customers as c on c.id = n.customer_id left join staff as s on s.id = n.author_id order by 1, 2`,
  followUps: sql`
    select c.ref, f.due_on, f.status, s.email, f.reason, n.body
    from follow_ups as f join customers as c on c.id = f.customer_id left join staff as s on s.id = f.assigned_to
    join notes as n on n.id = f.note_id order by 1, 2`,
  recipients: sql`
    select g.ref as campaign, c.ref, r.sent_at, r.opened_at, r.clicked_at, r.responded_at, r.sent_day, r.opened_day,
      r.clicked_day, r.responded_day, r.holdout
    from campaign_recipients as r join campaigns as g on g.id = r.campaign_id join customers as c on c.id = r.customer_id order by 1, 2`,
  shop: sql`
    select p.sku, p.name, k.name as category, p.brand, p.price, p.check_in_days, p.replenish_days, p.warranty_months
    from products as p left join categories as k on k.id = p.category_id order by 1`,
  staff: sql`select s.email, s.name, s.slack_user_id, s.role, t.name as store from staff as s left join stores as t on t.id = s.store_id order by 1`,
  summaries: sql`
    select c.ref, s.order_count, s.purchase_days, s.net_spend::float as net_spend, s.units, s.first_order_day, s.last_order_day,
      s.usual_gap_days, s.has_email, s.has_phone, s.has_address, s.email_consent, s.sms_consent, s.phone_consent, s.post_consent,
      s.referral_count, s.successful_referrals, s.last_contacted_day, s.interaction_count, s.note_count, s.open_cases
    from customer_summaries as s join customers as c on c.id = s.customer_id order by 1`,
}

const STRUCTURE = sql`
  select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid::regclass::text !~ '^pg_'
  union all
  select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
  order by 1`

/** How many there are for each word of the glossary, counted on summaries by hand. */
function wordsHave(today: string) {
  return sql`
    with buyers as (
      select *, ${today}::date - last_order_day as silence, greatest(coalesce(usual_gap_days, 90), 14) as gap,
        rank() over (order by net_spend desc) <= ceil(0.2 * count(*) over ()) as top
      from customer_summaries where order_count > 0
    ), recent as (
      select customer_id from interactions where direction = 'inbound' and on_day > ${today}::date - 90
      union select customer_id from campaign_recipients where responded_day > ${today}::date - 90
    )
    select
      (select count(*)::int from customer_summaries where order_count = 0) as prospects,
      (select count(*)::int from buyers where order_count = 1) as one_time,
      (select count(*)::int from buyers where order_count > 1) as repeat,
      (select count(*)::int from buyers where first_order_day > ${today}::date - 30) as new,
      (select count(*)::int from buyers where silence > gap and silence <= 2 * gap) as due,
      (select count(*)::int from buyers where silence > 2 * gap) as lapsed,
      (select count(*)::int from buyers where top) as top,
      (select count(*)::int from buyers where top and silence > 2 * gap) as lapsed_top,
      (select count(*)::int from customer_summaries where successful_referrals >= 2) as connectors,
      (select count(*)::int from customer_summaries where successful_referrals = 1) as successful_referrals,
      (select count(*)::int from customer_summaries where order_count = 0 and customer_id not in (select customer_id from recent)) as prospecting,
      (select count(*)::int from customer_summaries where order_count = 0 and customer_id in (select customer_id from recent)) as consideration,
      (select count(*)::int from buyers where purchase_days = 1) as purchase,
      (select count(*)::int from buyers where purchase_days > 1 and silence <= 2 * gap and (top or successful_referrals > 0)) as loyalty,
      (select count(*)::int from buyers where purchase_days > 1 and not (silence <= 2 * gap and (top or successful_referrals > 0))) as connection,
      (select count(*)::int from buyers where top and email_consent and has_email) as reachable_by_email,
      (select count(*)::int from buyers where top and sms_consent and has_phone) as reachable_by_text,
      (select count(*)::int from buyers where top and phone_consent and has_phone) as reachable_by_phone,
      (select count(*)::int from buyers where top and post_consent and has_address) as reachable_by_post,
      (select count(*)::int from buyers where top and not has_email) as top_without_email,
      (select count(*)::int from buyers where top and open_cases > 0) as top_with_open_case,
      (select count(*)::int from buyers where top and last_contacted_day is null) as top_never_contacted,
      (select count(*)::int from contact_points where not valid) as invalid_contacts,
      (select count(*)::int from follow_ups where due_on < ${today}) as follow_ups_overdue,
      (select count(*)::int from follow_ups where due_on = ${today}) as follow_ups_today,
      (select count(*)::int from follow_ups where due_on > ${today} and due_on <= ${today}::date + 7) as follow_ups_this_week,
      (select count(*)::int from orders where store_id is null and counts) as orders_without_store,
      (select count(*)::int from orders where customer_id is null and counts) as orders_without_customer,
      (select count(*)::int from orders where not counts) as orders_that_do_not_count,
      (select count(*)::int from customers where (birth_month, birth_day) = (extract(month from ${today}::date + 3), extract(day from ${today}::date + 3))) as birthday_in_three_days`
}

function segments(today: string) {
  return sql`
    with ranked as (
      select
        1 + least(4, floor(5.0 * (rank() over (order by ${today}::date - last_order_day desc) - 1) / count(*) over ())) as r,
        case when order_count >= 10 then 5 when order_count >= 5 then 4 when order_count >= 3 then 3 else order_count end as f,
        1 + least(4, floor(5.0 * (rank() over (order by net_spend) - 1) / count(*) over ())) as m
      from customer_summaries where order_count > 0
    ), graded as (select r, floor((f + m + 1) / 2.0) as fm from ranked)
    select distinct case
      when r = 5 and fm >= 4 then 'champions'
      when r in (3, 4) and fm >= 4 then 'loyal'
      when r >= 4 and fm in (2, 3) then 'potential loyalist'
      when r = 5 then 'new'
      when r = 4 then 'promising'
      when r = 3 and fm = 3 then 'need attention'
      when r = 3 then 'about to sleep'
      when fm = 5 then 'can’t lose'
      when fm >= 3 then 'at risk'
      else 'hibernating'
    end as name
    from graded order by name`
}
