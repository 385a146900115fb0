import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/db/schema.ts'
import { changeSettings } from '../../src/db/settings.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'

/** A Monday. Everybody's facts are told from here. */
export const today = '2026-11-16'

/**
 * A small shop with a dozen people, each with one fact that matters:
 *
 * - Ana: the best customer by far, bought every 30 days, silent since June; looked after by Dana, tagged vip
 * - Ben: one order, three weeks ago
 * - Chloé: a prospect, signed up this month, no city, said no to e-mail
 * - Dara: three orders at 40-day gaps, 50 days ago: due
 * - Eli: bought the grinder and never beans; Hank called yesterday
 * - Fay: one order cancelled and one refunded in full, so a prospect; sent by Ana
 * - Gus: sent by Ana, bought twice, two days ago last
 * - Hal: asked to be forgotten
 * - Ivy: the same person as Gus, merged into him
 * - Jo: sent by Ana too, one order; asked not to be contacted
 * - walk-ins: one order in Oak Street without a customer
 */
export async function openCast(db: Kysely<Database>): Promise<void> {
  await changeSettings(db, { time_zone: 'America/Chicago', name: 'Cast & Co' }, 'test')
  for (const text of statements) await sql.raw(text).execute(db)
  for (const line of orders) await order(line, db)
  await refreshSummaries(db)
}

const statements: readonly string[] = [
  `insert into stores (name, city, region, country) values ('Oak Street', 'Chicago', 'IL', 'US'), ('River Road', 'Evanston', 'IL', 'US')`,
  `insert into staff (email, name, role, store_id, slack_user_id) values
    ('dana@cast.example', 'Dana Whitlock', 'manager', (select id from stores where name = 'Oak Street'), 'U0DANA'),
    ('hank@cast.example', 'Hank Dombrowski', 'associate', (select id from stores where name = 'River Road'), 'U0HANK')`,
  `insert into categories (name) values ('Garden'), ('Kitchen')`,
  `insert into products (sku, name, category_id, brand, price) values
    ('GA-1', 'Bird Seed', (select id from categories where name = 'Garden'), 'Featherly', 10),
    ('GA-2', 'Hose', (select id from categories where name = 'Garden'), 'Greenline', 30),
    ('KI-1', 'Coffee Grinder', (select id from categories where name = 'Kitchen'), 'Millwright', 50),
    ('KI-2', 'Espresso Beans', (select id from categories where name = 'Kitchen'), 'Roastery', 12),
    ('XX-1', 'Gift Card', null, null, 25)`,
  ...['ana', 'ben', 'chloé', 'dara', 'eli', 'fay', 'gus', 'hal', 'ivy', 'jo'].map(
    (name, at) =>
      `insert into customers (ref, system, given_name, display_name, search_name, created_at, created_day)
       values ('${name.slice(0, 1).toUpperCase()}1', 'test', '${name}', initcap('${name}'), plain_text('${name}'), '2023-0${(at % 9) + 1}-10T12:00:00Z', '2023-0${(at % 9) + 1}-10')`,
  ),
  `update customers set city = 'Chicago', store_id = (select id from stores where name = 'Oak Street') where ref in ('A1', 'D1', 'E1')`,
  `update customers set city = 'Evanston', store_id = (select id from stores where name = 'River Road') where ref in ('B1', 'G1', 'J1', 'F1')`,
  `update customers set owner_id = (select id from staff where email = 'dana@cast.example') where ref in ('A1', 'B1')`,
  `update customers set owner_id = (select id from staff where email = 'hank@cast.example') where ref = 'E1'`,
  `update customers set created_day = '2026-11-03', created_at = '2026-11-03T12:00:00Z', source = 'website' where ref = 'C1'`,
  `update customers set source = 'walk-in', language = 'en' where ref in ('A1', 'B1', 'D1')`,
  `update customers set birth_month = 11, birth_day = 20, birth_year = 1980 where ref = 'A1'`,
  `update customers set birth_month = 2, birth_day = 29 where ref = 'B1'`,
  `update customers set birth_month = 1, birth_day = 2, birth_year = 1990 where ref = 'G1'`,
  `update customers set do_not_contact = true where ref = 'J1'`,
  `update customers set erased_at = now() where ref = 'H1'`,
  `update customers set merged_into_id = (select id from customers where ref = 'G1') where ref = 'I1'`,
  `insert into customer_tags (customer_id, tag) select id, 'VIP' from customers where ref = 'A1'
   union all select id, 'gardener' from customers where ref in ('A1', 'D1')`,
  `insert into customer_attributes (customer_id, key, value, source) select id, 'household_size', '4', 'test' from customers where ref = 'A1'
   union all select id, 'household_size', '2', 'test' from customers where ref = 'B1'
   union all select id, 'interest', 'baking', 'test' from customers where ref = 'B1'`,
  `insert into contact_points (customer_id, kind, raw, normalized, valid, is_primary, source)
   select id, 'email', lower(given_name) || '@mail.example', lower(given_name) || '@mail.example', ref <> 'D1', true, 'test' from customers where ref in ('A1', 'B1', 'C1', 'D1', 'J1')`,
  `insert into contact_points (customer_id, kind, raw, normalized, valid, is_primary, source)
   select id, 'phone', '+1 312 555 0100', '+13125550100', true, true, 'test' from customers where ref in ('A1', 'E1')`,
  `insert into contact_points (customer_id, kind, raw, normalized, valid, is_primary, source)
   select id, 'address', '1 Oak Street', '1 oak street', true, true, 'test' from customers where ref = 'A1'`,
  `insert into consents (customer_id, channel, state, source) select id, 'email', case when ref = 'C1' then 'no' else 'yes' end, 'test' from customers where ref in ('A1', 'C1', 'D1', 'J1')`,
  `insert into consents (customer_id, channel, state, source) select id, 'phone', 'yes', 'test' from customers where ref = 'E1'`,
  `insert into referrals (referrer_id, referred_id, referred_on, source)
   select (select id from customers where ref = 'A1'), id, created_day, 'test' from customers where ref in ('F1', 'G1', 'J1')`,
  `insert into interactions (customer_id, at, on_day, channel, direction, kind, staff_id, summary)
   select id, '2026-11-15T20:00:00Z', '2026-11-15', 'phone', 'outbound', 'call', (select id from staff where email = 'hank@cast.example'), 'Asked about the grinder' from customers where ref = 'E1'`,
  `insert into interactions (customer_id, at, on_day, channel, direction, kind, staff_id, summary)
   select id, '2026-10-05T15:00:00Z', '2026-10-05', 'store', 'inbound', 'visit', null, 'Looked at hoses' from customers where ref in ('A1', 'C1')`,
  `insert into service_cases (customer_id, opened_at, opened_day, status, staff_id, summary)
   select id, '2026-11-10T15:00:00Z', '2026-11-10', 'open', (select id from staff where email = 'dana@cast.example'), 'Grinder is stuck' from customers where ref = 'E1'`,
  `insert into service_cases (customer_id, opened_at, opened_day, status, resolved_at, summary)
   select id, '2026-08-10T15:00:00Z', '2026-08-10', 'resolved', '2026-08-12T15:00:00Z', 'Hose leaked' from customers where ref = 'A1'`,
  `insert into notes (customer_id, written_at, written_day, author_id, body)
   select id, '2026-06-01T15:00:00Z', '2026-06-01', (select id from staff where email = 'dana@cast.example'), 'Allergic to CEDAR; loves 100% café coffee' from customers where ref = 'A1'`,
  `insert into notes (customer_id, written_at, written_day, author_id, body, visibility)
   select id, '2026-06-02T15:00:00Z', '2026-06-02', (select id from staff where email = 'dana@cast.example'), 'Owes us money', 'managers' from customers where ref = 'B1'`,
  `insert into follow_ups (customer_id, note_id, due_on, status, assigned_to, reason)
   select customer_id, id, '2026-11-20', 'open', author_id, 'Ask about the garden' from notes where body like 'Allergic%'`,
  `insert into campaigns (ref, name, channel, started_on, ended_on) values ('CMP-1', 'Autumn Letter', 'post', '2026-09-01', '2026-10-15')`,
  `insert into campaign_recipients (campaign_id, customer_id, sent_at, sent_day, opened_at, opened_day, responded_at, responded_day, holdout)
   select (select id from campaigns), id,
     case when ref <> 'E1' then timestamptz '2026-09-01T15:00:00Z' end, case when ref <> 'E1' then date '2026-09-01' end,
     case when ref in ('A1', 'D1') then timestamptz '2026-09-02T15:00:00Z' end, case when ref in ('A1', 'D1') then date '2026-09-02' end,
     case when ref = 'D1' then timestamptz '2026-09-27T15:00:00Z' end, case when ref = 'D1' then date '2026-09-27' end, ref = 'E1'
   from customers where ref in ('A1', 'B1', 'D1', 'E1')`,
]

/** ref, customer, store, day, status, then lines: SKU × pieces at a price, less a discount, pieces given back. */
type OrderLine = readonly [sku: string, quantity: number, price: number, discount: number, refunded: number]
type Order = readonly [
  ref: string,
  customer: string | null,
  store: string | null,
  day: string,
  status: string,
  lines: readonly OrderLine[],
]

const orders: readonly Order[] = [
  [
    'O-01',
    'A1',
    'Oak Street',
    '2026-03-02',
    'completed',
    [
      ['GA-1', 10, 10, 0, 0],
      ['KI-1', 2, 50, 10, 0],
    ],
  ],
  ['O-02', 'A1', 'Oak Street', '2026-04-01', 'completed', [['GA-2', 5, 30, 0, 1]]],
  ['O-03', 'A1', null, '2026-05-01', 'completed', [['GA-1', 20, 10, 20, 0]]],
  ['O-04', 'A1', 'Oak Street', '2026-01-31', 'completed', [['KI-2', 10, 12, 0, 0]]],
  [
    'O-05',
    'B1',
    'River Road',
    '2026-10-26',
    'completed',
    [
      ['GA-1', 1, 10, 0, 0],
      ['XX-1', 1, 25, 0, 0],
    ],
  ],
  ['O-06', 'D1', 'Oak Street', '2026-07-09', 'completed', [['GA-1', 1, 10, 0, 0]]],
  ['O-07', 'D1', 'Oak Street', '2026-08-18', 'completed', [['GA-1', 2, 10, 0, 0]]],
  [
    'O-08',
    'D1',
    'Oak Street',
    '2026-09-27',
    'completed',
    [
      ['GA-1', 1, 10, 1, 0],
      ['KI-2', 1, 12, 0, 0],
    ],
  ],
  ['O-09', 'E1', 'Oak Street', '2026-10-10', 'completed', [['KI-1', 1, 50, 0, 0]]],
  ['O-10', 'F1', 'River Road', '2026-10-11', 'cancelled', [['KI-1', 1, 50, 0, 0]]],
  ['O-11', 'F1', 'River Road', '2026-10-12', 'refunded', [['GA-2', 1, 30, 0, 1]]],
  ['O-12', 'G1', 'River Road', '2026-09-30', 'completed', [['KI-2', 3, 12, 0, 0]]],
  ['O-13', 'G1', null, '2026-11-14', 'completed', [['KI-2', 2, 12, 4, 1]]],
  ['O-14', 'J1', 'River Road', '2025-11-14', 'completed', [['GA-2', 1, 30, 0, 0]]],
  ['O-15', null, 'Oak Street', '2026-11-15', 'completed', [['GA-1', 3, 10, 0, 0]]],
  ['O-16', null, null, '2026-11-01', 'cancelled', [['GA-1', 3, 10, 0, 0]]],
]

async function order([ref, customer, store, day, status, lines]: Order, db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into orders (ref, system, customer_id, store_id, channel, status, ordered_at, ordered_day, currency)
    values (${ref}, 'test', (select id from customers where ref = ${customer}), (select id from stores where name = ${store}),
      ${store === null ? 'online' : 'store'}, ${status}, (${`${day} 13:00`}::timestamp at time zone 'America/Chicago'), ${day}, 'USD')
    returning id
  `.execute(db)
  for (const [at, [sku, quantity, price, discount, refunded]] of lines.entries()) {
    await sql`
      insert into order_lines (order_id, line_no, product_id, quantity, unit_price, discount, refunded_quantity)
      values (${rows[0]?.id}, ${at + 1}, (select id from products where sku = ${sku}), ${quantity}, ${price}, ${discount}, ${refunded})
    `.execute(db)
  }
}
