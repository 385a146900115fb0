import { CompiledQuery, type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../../src/ask/days.ts'
import { type Bindings, fragment, type Own, type Sql, statement } from '../../src/ask/fragments.ts'
import type { Database } from '../../src/db/schema.ts'
import { defaultSettings } from '../../src/db/settings.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { stage, top } from '../../src/treatments/conditions.ts'
import { triggers } from '../../src/treatments/triggers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { unlike } from '../support/summaries.ts'
import { plain, plainStages } from './plain.ts'
import { stock, today } from './support.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await stock(shop.db)
  await sql`insert into products (sku, name, price, check_in_days, replenish_days, warranty_months)
    values ('BIKE', 'City Bike', 400, 21, null, 12), ('OIL', 'Chain Oil', 9, 7, 60, null)`.execute(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

/** A whole number below `most` that differs by shop, row and question, and is the same on every run. */
const pick = (seed: number, what: string, of: string, most: number) =>
  sql.raw(`(('x' || substr(md5('${seed}:${what}:' || (${of})), 1, 7))::bit(28)::int % ${most})`)

/** Two hundred customers and four and a half years of whatever can happen to them, some of it after `today`. */
async function fill(db: Kysely<Database>, seed: number): Promise<void> {
  const some = (what: string, of: string, most: number) => pick(seed, what, of, most)
  await sql`truncate customers, orders, campaigns, summary_state restart identity cascade`.execute(db)
  await sql`
    insert into customers (ref, system, display_name, search_name, created_day, birth_month, birth_day, merged_into_id, erased_at)
    select 'C' || n, 'test', 'C' || n, 'c' || n, case when ${some('late', 'n', 9)} = 0 then ${today}::date - 30 end,
      case when ${some('born', 'n', 3)} > 0 then case when ${some('month', 'n', 3)} > 0 then 11 else 2 end end,
      case when ${some('born', 'n', 3)} > 0 then 1 + ${some('day', 'n', 29)} end,
      case when n > 1 and ${some('merged', 'n', 25)} = 0 then 1 end, case when ${some('erased', 'n', 25)} = 0 then now() end
    from generate_series(1, 200) n
  `.execute(db)
  await sql`
    insert into orders (ref, system, customer_id, channel, status, ordered_at, ordered_day, currency)
    select 'O' || c.id || '-' || n, 'test', case when ${some('whose', "c.id || '-' || n", 12)} > 0 then c.id end, 'store',
      case when ${some('status', "c.id || '-' || n", 15)} = 0 then 'cancelled' else 'completed' end, day + time '12:00', day, 'USD'
    from customers c
    cross join lateral generate_series(1, ${some('orders', 'c.id', 10)}) n
    cross join lateral (select ${today}::date + 12 - case when ${some('rhythm', 'c.id', 3)} = 0
      then n * (7 + ${some('gap', 'c.id', 60)}) + ${some('phase', 'c.id', 20)}
      else ${some('when', "c.id || '-' || n", 1600)} / (1 + ${some('near', "c.id || '-' || n", 30)}) end as day) at
  `.execute(db)
  await sql`
    insert into order_lines (order_id, line_no, product_id, quantity, unit_price, refunded_quantity)
    select o.id, n, p.id, 2, p.price + ${some('price', "o.id || '-' || n", 3)}, ${some('back', "o.id || '-' || n", 16)} / 14 * 2
    from orders o
    cross join lateral generate_series(1, 1 + ${some('lines', 'o.id', 3)}) n
    join products p on p.id = 1 + case when ${some('loyal', "o.id || '-' || n", 2)} = 0
      then ${some('usual', 'o.customer_id', 7)} else ${some('what', "o.id || '-' || n", 7)} end
  `.execute(db)
  await sql`
    insert into interactions (customer_id, at, on_day, channel, direction, kind, summary)
    select c.id, day, day, 'phone', case when ${some('way', "c.id || '-' || n", 2)} = 0 then 'inbound' else 'outbound' end,
      case when ${some('kind', "c.id || '-' || n", 3)} = 0 then 'call' else 'inquiry' end, 'Wants a ' || p.name || ' soon'
    from customers c
    cross join lateral generate_series(1, ${some('talks', 'c.id', 4)}) n
    cross join lateral (select ${today}::date + 5 - ${some('talked', "c.id || '-' || n", 250)} as day) at
    join products p on p.id = 1 + ${some('about', "c.id || '-' || n", 7)}
  `.execute(db)
  await sql`
    insert into notes (customer_id, written_at, written_day, body, visibility)
    select c.id, day, day, 'Asked about the ' || upper(p.name), case when ${some('seen', 'c.id', 9)} = 0 then 'managers' else 'everyone' end
    from customers c
    cross join lateral (select ${today}::date - ${some('noted', 'c.id', 50)} as day) at
    join products p on p.id = 1 + ${some('noted about', 'c.id', 7)}
  `.execute(db)
  await sql`insert into campaigns (ref, name, channel) select 'M' || n, 'Mail ' || n, 'email' from generate_series(1, 3) n`.execute(
    db,
  )
  await sql`
    insert into campaign_recipients (campaign_id, customer_id, clicked_day, responded_day)
    select m.id, c.id, case when ${some('clicked', "m.id || '-' || c.id", 3)} = 0 then ${today}::date + 4 - ${some('click', "m.id || '-' || c.id", 40)} end,
      case when ${some('answered', "m.id || '-' || c.id", 4)} = 0 then ${today}::date + 4 - ${some('answer', "m.id || '-' || c.id", 40)} end
    from campaigns m cross join customers c where ${some('sent', "m.id || '-' || c.id", 2)} = 0
  `.execute(db)
  await sql`
    insert into referrals (referrer_id, referred_id, source)
    select 1 + ${some('sent by', 'id', 50)}, id, 'test' from customers where id > 50 and ${some('sent', 'id', 2)} = 0
  `.execute(db)
  await refreshSummaries(db)
}

async function rowsOf(query: Sql): Promise<readonly string[]> {
  const { sql: text, parameters } = statement(query)
  const { rows } = await shop.db.executeQuery(CompiledQuery.raw(text, [...parameters]))
  return rows.map((row) => JSON.stringify(row)).toSorted()
}

const maintained = ['customer_refills', 'aftercare_purchases'] as const

const always: Own = {
  top: { relation: 'top_spend' },
  from_customer: { value: 0, type: 'bigint' },
  to_customer: { value: 1e9, type: 'bigint' },
}
const withTop = (text: string, bindings: Bindings, own: Own) =>
  sql`with\ntop_spend as (${fragment(top, bindings)})\n${fragment(text, bindings, { ...own, ...always })}`

const dialled = (code: string, more: number): Own =>
  Object.fromEntries(
    Object.entries(triggers.find((each) => each.code === code)?.dials ?? {}).map(([name, dial]) => [
      name,
      { value: Math.min(dial.most, dial.default * more), type: 'int' },
    ]),
  )

test('each rule finds whom its plain meaning finds, with the same facts, in random shops', async () => {
  const found = new Map<string, number>()
  for (let seed = 1; seed <= 4; seed++) {
    await fill(shop.db, seed)
    // Everything has happened by the last of them: there the maintained summaries hold.
    for (const day of [addDays(today, -7), addDays(today, 2), '2027-02-26', addDays(today, 12)]) {
      const summaries = day >= addDays(today, 12) ? 'maintained' : 'as_of'
      const rules = { ...defaultSettings, topPercent: 60 }
      const bindings: Bindings = { today: day, rules, summaries, scoreRun: null, recorded: [], scope: { kind: 'all' } }
      for (const [code, meaning] of Object.entries(plain)) {
        const own = dialled(code, seed)
        const asked = triggers.find((each) => each.code === code)?.candidates ?? ''
        // The plain ones name the merged and erased too, who are left out later.
        const alive = (rows: Sql) => sql`select x.* from (${rows}) x join customers c on c.id = x.customer_id
          where c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${day}::date)`
        const ours = await rowsOf(alive(withTop(asked, bindings, own)))
        expect(ours, `${code} on ${day}, shop ${seed}`).toEqual(await rowsOf(alive(fragment(meaning, bindings, own))))
        found.set(code, (found.get(code) ?? 0) + ours.length)
      }
      const stages = `select c.id, ${stage} as stage from customers c join :summaries s on s.customer_id = c.id order by c.id`
      expect(await rowsOf(withTop(stages, bindings, {}))).toEqual(await rowsOf(fragment(plainStages, bindings)))
    }
    for (const table of maintained) expect(await unlike(shop.db, table)).toEqual([])
  }
  expect([...found].filter(([, rows]) => rows < 10)).toEqual([])
})

test('what they are looked up in follows every change of facts, also when only those customers are looked at', async () => {
  const changes = [
    sql`update order_lines set refunded_quantity = quantity where id % 3 = 0`,
    sql`update orders set status = 'cancelled' where id % 5 = 0`,
    sql`update orders set ordered_day = ordered_day - 40 where id % 4 = 0`,
    sql`update products set replenish_days = case when replenish_days is null then 30 end where id % 2 = 0`,
    sql`update products set check_in_days = case when check_in_days is null then 5 end, warranty_months = null where id % 3 = 0`,
    sql`update orders set customer_id = 1 + (customer_id + 1) % 200 where id % 9 = 0`,
    sql`update customers set erased_at = now() where id % 6 = 0`,
    sql`delete from order_lines where order_id % 7 = 0`,
  ]
  await fill(shop.db, 9)
  const held = async () =>
    JSON.stringify(await Promise.all(maintained.map((table) => shop.db.selectFrom(table).selectAll().execute())))
  for (const change of changes) {
    const before = await held()
    await change.execute(shop.db)
    const ids = await shop.db.selectFrom('customers').select('id').orderBy('id').execute()
    await refreshSummaries(
      shop.db,
      ids.map(({ id }) => id),
    )
    for (const table of maintained) expect(await unlike(shop.db, table)).toEqual([])
    expect(await held()).not.toBe(before)
  }
})
