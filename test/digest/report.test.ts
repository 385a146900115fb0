import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Day } from '../../src/db/schema.ts'
import { defaultSettings } from '../../src/db/settings.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type DigestReport, digestReport } from '../../src/digest/report.ts'
import { claimDigests } from '../../src/digest/runs.ts'
import { reportSentences } from '../../src/present/digest-report.ts'
import { ensureRules } from '../../src/treatments/rules.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { before, stock, type Town, today, townIn } from '../treatments/support.ts'

const named = before(5)
const now = new Date(`${today}T23:00:00Z`)

let shop: TestDatabase
let town: Town
let dana: number
beforeAll(async () => {
  shop = await testDatabase()
  await ensureRules(shop.db)
  await stock(shop.db)
  town = townIn(shop.db)
  dana = await town.staff('Dana', { role: 'manager' })
})
afterAll(() => shop[Symbol.asyncDispose]())

const run = async (recipient: string, outcome: 'posted' | 'late' | null) => {
  const row = await shop.db
    .insertInto('digest_runs')
    .values({
      ...{ day: named, recipient, due_at: now, claimed_until: new Date(0), made_at: now },
      ...{ outcome, finished_at: outcome === null ? null : now },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

type State = 'open' | 'done' | 'snoozed' | 'ordered'

/** Somebody named on that day for their birthday, and what came of it on the day after. */
async function entry(
  runId: number,
  name: string,
  state: State = 'open',
  outcome?: 'reached' | 'no_answer' | 'snoozed',
) {
  const customerId = await town.customer(name)
  const reasons = [{ rule: 'special_day', class: 'dated', label: 'x', occasion: 'x', sentence: 'x', facts: {} }]
  const { id } = await shop.db
    .insertInto('digest_items')
    .values({
      ...{ run_id: runId, day: named, customer_id: customerId, rank: 1, reasons: JSON.stringify(reasons), state },
      ...{ closed_at: state === 'open' ? null : now, closed_by: outcome === undefined ? null : dana },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (outcome === undefined) return
  await shop.db
    .insertInto('outcomes')
    .values({ item_id: id, customer_id: customerId, kind: outcome, staff_id: dana, on_day: before(4) })
    .execute()
}

const week = (): Promise<DigestReport> => digestReport(shop.db, { from: before(7), to: before(1), today })

test('counts what somebody was shown: not a digest that came too late, unless somebody acted on it', async () => {
  const [posted, late] = [await run('staff:1', 'posted'), await run('staff:2', 'late')]
  await entry(posted, 'Ana', 'done', 'reached')
  await entry(posted, 'Ben')
  await entry(posted, 'Cleo', 'ordered')
  await entry(posted, 'Dan', 'snoozed', 'snoozed')
  await entry(posted, 'Fay', 'done', 'no_answer')
  await entry(late, 'Gil')
  await entry(late, 'Hal', 'done', 'reached')
  await entry(late, 'Ida', 'ordered')
  const report = await week()
  expect(report).toMatchObject({ named: 6, actedOn: 4, reached: 2, snoozed: 1, notRelevant: 0, orderedByThemselves: 1 })
  expect(report.rules).toMatchObject([{ rule: 'special_day', named: 6, actedOn: 4, reached: 2 }])
})

test('attributes what those ordered who were reached, from the day of the contact on, each order once', async () => {
  await town.bought('Ana', before(5), 500)
  await town.bought('Ana', before(4), 100)
  await town.bought('Ana', before(2), 20)
  await town.bought('Fay', before(2), 1000)
  await town.bought('Cleo', before(5), 2000)
  await refreshSummaries(shop.db)
  const report = await week()
  expect([report.ordered, Number(report.attributedSales)]).toEqual([1, 120])
  const sentences = reportSentences(report, 'USD')
  expect(sentences).toContain(
    '1 customer who was contacted ordered within 30 days, for $120.00: attributed sales, which they might have brought anyway.',
  )
  expect(sentences).toContain('1 customer ordered before anybody was in touch.')
})

test('a digest that was never sent counts for neither arm', async () => {
  const [lost, kept] = [await run('staff:3', null), await run('staff:4', 'posted')]
  const rule = await shop.db
    .selectFrom('treatment_rules')
    .select('id')
    .where('code', '=', 'special_day')
    .executeTakeFirstOrThrow()
  for (const [name, run_id, arm] of [
    ['Jo', lost, 'contact'],
    ['Kim', lost, 'holdout'],
    ['Lee', kept, 'contact'],
  ] as const)
    await shop.db
      .insertInto('treatment_eligibilities')
      .values({
        rule_id: rule.id,
        customer_id: await town.customer(name),
        occasion: 'x',
        arm,
        eligible_on: named,
        run_id,
      })
      .execute()
  expect(await claimDigests(shop.db, { ...defaultSettings, workingDays: 'Sun' }, now, 60_000)).toEqual([])
  const runs = await shop.db.selectFrom('digest_runs').select('outcome').where('id', '=', lost).execute()
  expect(runs).toEqual([{ outcome: 'late' }])
  const left = await shop.db.selectFrom('treatment_eligibilities').select('run_id').execute()
  expect(left).toEqual([{ run_id: kept }])
})

test('says which rule works best once fifty were followed for thirty days, and not before', async () => {
  const best = async () => reportSentences(await week(), 'USD').find((each) => each.startsWith('Which rule works best'))
  expect(await best()).toContain('not enough data yet')
  // Of sixty birthdays every third bought, of fifty check-ins every fifth; forty anniversaries are too few.
  await sql`
    insert into customers (ref, system, display_name, search_name, created_at, created_day)
    select 'F' || n, 'test', 'F' || n, 'f' || n, '2026-01-01', '2026-01-01' from generate_series(1, 110) n
  `.execute(shop.db)
  await sql`
    insert into treatment_eligibilities (rule_id, customer_id, occasion, arm, eligible_on)
    select (select id from treatment_rules where code = case when n <= 60 then 'special_day' else 'product_check_in' end),
      c.id, 'y', 'contact', ${before(40)}
    from (select id, substr(ref, 2)::int as n from customers where ref ~ '^F[0-9]') c
  `.execute(shop.db)
  await sql`
    insert into orders (ref, system, customer_id, channel, status, ordered_at, ordered_day, currency)
    select 'O' || ref, 'test', id, 'store', 'completed', ${before(30)}::date + time '12:00', ${before(30)}, 'USD'
    from (select id, ref, substr(ref, 2)::int as n from customers where ref ~ '^F[0-9]') c
    where (n <= 60 and n % 3 = 0) or (n > 60 and n % 5 = 0)
  `.execute(shop.db)
  await sql`
    insert into order_lines (order_id, line_no, product_id, quantity, unit_price)
    select o.id, 1, (select min(id) from products), 1, 10 from orders o where o.ref like 'OF%'
  `.execute(shop.db)
  await refreshSummaries(shop.db)
  expect(await best()).toBe(
    'Which rule works best: Birthday or anniversary. 33.3 % of the 60 customers whom it alone named bought within 30 days, more than of any other rule.',
  )
  expect((await week()).rules[0]).toMatchObject({ followed: 60, bought: 20 })
})

test('says what nobody acts on, once there was time to', async () => {
  const ignored = async (day: Day) => (await digestReport(shop.db, { from: before(30), to: day, today: day })).ignored
  await shop.db.updateTable('digest_items').set({ state: 'open', closed_at: null }).execute()
  const label = 'Birthday or anniversary'
  expect([await ignored(before(5)), await ignored(before(4)), await ignored(before(3))]).toEqual([[], [], [label]])
})
