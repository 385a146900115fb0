import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Asker } from '../../src/access/asker.ts'
import { addDays } from '../../src/ask/days.ts'
import { type Context, dayOf } from '../../src/context.ts'
import type { Database, Day } from '../../src/db/schema.ts'
import { changeSettings, readSettings } from '../../src/db/settings.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type Act, act } from '../../src/digest/acting.ts'
import { digestContext } from '../../src/digest/context.ts'
import { digestFor, openMorning } from '../../src/digest/digest.ts'
import { recipients } from '../../src/digest/recipients.ts'
import { type DigestRun, finishDigest } from '../../src/digest/runs.ts'
import { sendDigests } from '../../src/jobs/morning.ts'
import { silentLog } from '../../src/log.ts'
import { asker } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { stock, townIn } from '../treatments/support.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openShop(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const customers = 400
const firstDay: Day = '2026-11-02'
const holiday: Day = '2026-11-11'
const days = 30

/** The same numbers from 0 to 1 for the same seed. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Four colleagues, two stores, a channel; customers who agreed to this and that; two years of orders at their own rates. */
async function openShop(db: Kysely<Database>): Promise<void> {
  const same = { contact_gap_days: '14', loyalty_gap_days: '14' }
  await changeSettings(
    db,
    { time_zone: 'America/Chicago', holidays: holiday, working_days: 'Mon–Sat', ...same },
    'test',
  )
  await stock(db)
  const town = townIn(db)
  await town.staff('Dana', { role: 'manager', store: 'Oak Street' })
  for (const name of ['Hank', 'Ivy']) await town.staff(name, { store: 'Oak Street' })
  await town.staff('Jo', { store: 'River Road' })
  await db.insertInto('digest_recipients').values({ channel: 'C1', changed_by: 'test', when_empty: 'say' }).execute()
  await sql`
    insert into customers (ref, system, given_name, display_name, search_name, created_at, created_day, store_id, owner_id, birth_month, birth_day)
    select 'C' || n, 'test', 'Name' || n, 'Name' || n || ' Smith', 'name' || n, '2024-01-01', '2024-01-01',
      case when n % 5 > 0 then 1 + n % 2 end, case when n % 4 = 0 then 1 + n % 4 end, 1 + n % 12, 1 + n % 28
    from generate_series(1, ${customers}::int) n
  `.execute(db)
  await sql`
    insert into contact_points (customer_id, kind, raw, normalized, valid, is_primary, source)
    select id, kind, kind || id, kind || id, id % 13 > 0, true, 'test'
    from customers cross join (values ('email', 3), ('phone', 2)) kinds (kind, n) where id % n > 0
  `.execute(db)
  await sql`
    insert into consents (customer_id, channel, state, source)
    select id, channel, case when id % 7 = n then 'no' else 'yes' end, 'test'
    from customers cross join (values ('email', 1), ('sms', 2), ('phone', 3)) channels (channel, n) where id % 11 > n
  `.execute(db)
  await sql`
    with bought as (
      insert into orders (ref, system, customer_id, channel, status, ordered_at, ordered_day, currency)
      select 'S' || c.id || '-' || n, 'test', c.id, 'store', 'completed', day + time '12:00', day, 'USD'
      from customers c
      cross join generate_series(0, 40) n
      cross join lateral (select date '2024-06-01' + (c.id * 37 % 300)::int + n * (9 + c.id * 7 % 160)::int as day) at
      where c.id % 6 > 0 and day < ${firstDay}::date
      returning id, customer_id
    )
    insert into order_lines (order_id, line_no, product_id, quantity, unit_price)
    select bought.id, 1, p.id, 1, p.price + bought.customer_id % 40
    from bought join products p on p.id = 1 + (bought.customer_id + bought.id) % 5
  `.execute(db)
  await sql`insert into referrals (referrer_id, referred_id, source) select 1 + id % 20, id, 'test' from customers where id between 30 and 90`.execute(
    db,
  )
  await refreshSummaries(db)
}

/** What happens in the shop on a day: orders at their own rates, questions, complaints, promises, second thoughts. */
async function live(db: Kysely<Database>, day: Day, random: () => number): Promise<void> {
  const some = (share: number) =>
    Array.from({ length: customers }, (_, at) => at + 1).filter((id) => random() < share * (0.5 + (id % 10) / 10))
  const orders = some(0.02)
  await sql`
    with bought as (
      insert into orders (ref, system, customer_id, channel, status, ordered_at, ordered_day, currency)
      select 'D' || ${day}::text || '-' || id, 'test', id, 'store', 'completed', ${day}::date + time '18:00', ${day}::date, 'USD'
      from unnest(${orders}::bigint[]) id returning id, customer_id
    )
    insert into order_lines (order_id, line_no, product_id, quantity, unit_price, refunded_quantity)
    select bought.id, 1, p.id, 1, p.price, case when bought.customer_id % 17 = 0 then 1 else 0 end
    from bought join products p on p.id = 1 + (bought.customer_id + bought.id) % 5
  `.execute(db)
  await sql`
    insert into interactions (customer_id, at, on_day, channel, direction, kind, summary)
    select id, ${day}::date + time '18:00', ${day}::date, 'phone', 'inbound', 'inquiry', 'Is the Hammer Drill in?' from unnest(${some(0.004)}::bigint[]) id
  `.execute(db)
  await sql`
    insert into service_cases (customer_id, opened_at, opened_day, status, summary)
    select id, ${day}::date + time '18:00', ${day}::date, 'open', 'It broke' from unnest(${some(0.003)}::bigint[]) id
  `.execute(db)
  await sql`
    insert into follow_ups (customer_id, due_on, assigned_to, reason, created_at)
    select id, ${day}::date + 1 + (id % 5)::int, case when id % 3 > 0 then 1 + id % 4 end, 'Call about the order', ${day}::date + time '18:00'
    from unnest(${some(0.006)}::bigint[]) id
  `.execute(db)
  await sql`update service_cases set status = 'resolved', resolved_at = ${day}::date + time '18:00' where status = 'open' and id % 4 = ${Math.floor(random() * 4)}`.execute(
    db,
  )
  await sql`insert into consents (customer_id, channel, state, source) select id, 'email', 'no', 'test' from unnest(${some(0.001)}::bigint[]) id`.execute(
    db,
  )
  await sql`update customers set do_not_contact = true where id = any (${some(0.0005)}::bigint[])`.execute(db)
  await sql`update customers set erased_at = now() where id = any (${some(0.0003)}::bigint[])`.execute(db)
  await refreshSummaries(db)
}

const acts: readonly ((day: Day) => Act)[] = [
  () => ({ kind: 'reached' }),
  () => ({ kind: 'reached' }),
  () => ({ kind: 'left_message' }),
  () => ({ kind: 'no_answer' }),
  () => ({ kind: 'wrong_number' }),
  (day) => ({ kind: 'snoozed', until: addDays(day, 1) }),
  (day) => ({ kind: 'snoozed', until: addDays(day, 7) }),
  () => ({ kind: 'not_relevant', why: 'Not now' }),
  () => ({ kind: 'do_not_contact' }),
]

/** Rows that break a rule; none is right. */
const broken: Readonly<Record<string, string>> = {
  'a channel that they did not agree to, or cannot be reached by': `
    select item.id from items item where item.channel is not null and not (
      (select c.state = 'yes' from consents c where c.customer_id = item.customer_id and c.channel = item.channel order by c.id desc limit 1)
      and exists (select from contact_points p where p.customer_id = item.customer_id and p.valid
        and p.kind = case item.channel when 'email' then 'email' when 'post' then 'address' else 'phone' end))`,
  'no channel without a promise or a case': `
    select item.id from items item where item.channel is null and not (item.reasons @> '[{"class": "promise"}]' or item.reasons @> '[{"class": "service"}]')`,
  'somebody who is not to be contacted, or gone': `
    select item.id from items item join customers c on c.id = item.customer_id
    where c.do_not_contact or c.erased_at is not null or c.merged_into_id is not null`,
  'a contact inside the gap': `
    select item.id from reasons item join interactions i on i.customer_id = item.customer_id and i.direction = 'outbound'
    where item.class not in ('promise', 'service') and i.on_day <= $1::date and i.on_day > $1::date - 14`,
  'the hold-out of the rule': `
    select item.id from reasons item where item.class not in ('promise', 'service')
    and ('x' || substr(md5(item.rule || ':' || item.customer_id), 1, 7))::bit(28)::int % 100 < 10`,
  'somebody twice': `select customer_id from items group by customer_id having count(*) > 1`,
  'more than five that are no promise and no case, or more than three for one rule': `
    select item.run_id from items item where item.reasons #>> '{0,class}' not in ('promise', 'service')
    group by item.run_id having count(*) > 5
    union all
    select item.run_id from items item where item.reasons #>> '{0,class}' not in ('promise', 'service')
    group by item.run_id, item.reasons #>> '{0,rule}' having count(*) > 3`,
  'somebody named again within a week whom nobody did anything about': `
    select item.id from items item join digest_items earlier on earlier.customer_id = item.customer_id
    where earlier.day between $1::date - 6 and $1::date - 1 and earlier.state = 'open'
    and item.reasons #>> '{0,class}' not in ('promise', 'service')`,
  'a promise that is due and not named': `
    select f.id from follow_ups f join customers c on c.id = f.customer_id
    where f.status in ('open', 'snoozed') and coalesce(f.snoozed_until, f.due_on) <= $1::date
    and not c.do_not_contact and c.erased_at is null
    and not exists (select from interactions i where i.customer_id = c.id and i.direction = 'outbound'
      and i.on_day between coalesce(f.snoozed_until, f.due_on) and $1::date)
    and not exists (select from reasons named where named.occasion = 'follow_up:' || f.id)`,
}

async function faults(db: Kysely<Database>, day: Day): Promise<readonly string[]> {
  const found: string[] = []
  for (const [fault, query] of Object.entries(broken)) {
    const { rows } = await sql`
      with items as (select * from digest_items where day = ${day}),
      reasons as (
        select items.*, because ->> 'class' as class, because ->> 'rule' as rule, because ->> 'occasion' as occasion
        from items cross join lateral jsonb_array_elements(items.reasons) because
      )
      ${sql.raw(query.replaceAll('$1', `'${day}'`))}
    `.execute(db)
    if (rows.length > 0) found.push(`${day}: ${fault}: ${JSON.stringify(rows)}`)
  }
  return found
}

/** The same day worked out again, and from the summaries as of the day: the same lists. */
async function lists(context: Context, day: Day, summaries: 'maintained' | 'as_of'): Promise<string> {
  const morning = await openMorning({ ...(await digestContext(context, day)), summaries })
  const everybody = await recipients(context.db, context.settings)
  return JSON.stringify(everybody.map(({ target }) => digestFor(target, morning)))
}

test('a month of mornings with customers who order and colleagues who click keeps every promise and every rule', {
  timeout: 300_000,
}, async () => {
  const random = chance(5)
  const settings = await readSettings(shop.db)
  const clock = { now: new Date(`${firstDay}T14:00:05Z`) }
  const context: Context = {
    ...{ db: shop.db, reader: shop.reader, settings, now: () => clock.now, log: silentLog, home: '/nonexistent' },
    ...{ today: () => dayOf(clock.now, settings.timeZone), embedded: false, migrated: [] },
    [Symbol.asyncDispose]: async () => {},
  }
  const post = (run: DigestRun) => finishDigest(shop.db, run, { channel: 'D1', ts: String(run.id) }, clock.now)
  const work = { postDigest: post, postReport: post }
  const staff: readonly Asker[] = await Promise.all(
    ['dana', 'hank', 'ivy', 'jo'].map((name) => asker(shop.db, `${name}@example.com`)),
  )
  await shop.db
    .insertInto('absences')
    .values({ staff_id: staff[1]?.staffId ?? 0, from_day: '2026-11-09', to_day: '2026-11-14', recorded_by: 'test' })
    .execute()
  const said: Record<string, number> = {}
  for (let at = 0; at < days; at++) {
    const day = addDays(firstDay, at)
    clock.now = new Date(`${day}T14:00:05Z`)
    if (at % 6 === 0) expect(await lists(context, day, 'as_of')).toBe(await lists(context, day, 'maintained'))
    const before = await lists(context, day, 'maintained')
    expect(await lists(context, day, 'maintained')).toBe(before)
    // Two processes, and once more a minute later.
    await Promise.all([sendDigests(context, work), sendDigests(context, work)])
    await sendDigests(context, work)
    const items = await shop.db.selectFrom('digest_items').select('id').where('day', '=', day).orderBy('id').execute()
    const isWorking = new Date(`${day}T00:00:00Z`).getUTCDay() !== 0 && day !== holiday
    if (isWorking) expect(await faults(shop.db, day)).toEqual([])
    else expect(items).toEqual([])
    for (const { id } of items) {
      const [by, what] = [staff[Math.floor(random() * 4)], acts[Math.floor(random() * acts.length)]]
      if (!by || !what || random() < 0.35) continue
      const now = { today: day, now: clock.now }
      const acted = await act(id, what(day), by, now, shop.db)
      if (acted.kind === 'done') said[what(day).kind] = (said[what(day).kind] ?? 0) + 1
      expect((await act(id, { kind: 'reached' }, by, now, shop.db)).kind).toBe('already')
    }
    await live(shop.db, day, random)
  }
  const runs = await shop.db.selectFrom('digest_runs').select(['day', 'recipient', 'outcome']).execute()
  expect(runs.every(({ outcome }) => outcome === 'posted')).toBe(true)
  expect(new Set(runs.map(({ day, recipient }) => `${day} ${recipient}`)).size).toBe(runs.length)
  // 25 working days, four colleagues of whom one is away on five of them, and a channel.
  expect(runs.filter(({ recipient }) => !recipient.startsWith('report:'))).toHaveLength(25 * 5 - 5)
  const { rows } = await sql<{ rule: string }>`
    select distinct because ->> 'rule' as rule from digest_items cross join lateral jsonb_array_elements(reasons) because
  `.execute(shop.db)
  expect(rows.length).toBeGreaterThanOrEqual(10)
  expect(Object.keys(said).length).toBe(7)
})
