import { type Kysely, sql } from 'kysely'
import type { Asker } from '../../src/access/asker.ts'
import { addDays } from '../../src/ask/days.ts'
import { type Context, dayOf } from '../../src/context.ts'
import type { Database, Day } from '../../src/db/schema.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type Act, act } from '../../src/digest/acting.ts'
import { digestReport } from '../../src/digest/report.ts'
import { type DigestRun, finishDigest } from '../../src/digest/runs.ts'
import { sendDigests } from '../../src/jobs/morning.ts'
import { firstMomentAt } from '../../src/local-time.ts'
import { asker } from '../support/askers.ts'
import { milliseconds, percentile, table, whole } from './measure.ts'

/** A year of mornings, one for each working day, in which the shop's last year happens once more. */
export interface Year {
  readonly mornings: readonly Morning[]
  readonly clicks: number
  readonly tables: readonly Held[]
  /** The report of the last week, at the end of the year. */
  readonly reportMs: number
  readonly seconds: number
}

interface Morning {
  readonly month: number
  readonly ms: number
  readonly named: number
}

/** How much a table held after the first month, after eleven and at the end. */
interface Held {
  readonly name: string
  readonly rows: readonly number[]
  readonly megabytes: number
}

const days = 364

/**
 * From closing what is settled to the last list written down, by the clock of each morning; then colleagues click on six of
 * ten entries, and in the evening what happened a year before happens again: orders, questions, notes, cases, promises.
 * The messages themselves are not sent.
 */
export async function yearOfMornings(shop: Context): Promise<Year> {
  const began = performance.now()
  const random = chance(7)
  const first = shop.today()
  const clock = { now: shop.now() }
  const context = { ...shop, now: () => clock.now, today: () => dayOf(clock.now, shop.settings.timeZone) }
  const colleagues = await staffOf(shop.db)
  const work = workOf(context)
  const [mornings, after]: [Morning[], (readonly Held[])[]] = [[], []]
  let clicks = 0
  for (let at = 0; at < days; at++) {
    const day = addDays(first, at)
    clock.now = firstMomentAt(day, '11:00', shop.settings.timeZone)
    const start = performance.now()
    await sendDigests(context, work)
    const ms = performance.now() - start
    const items = await shop.db.selectFrom('digest_items').select('id').where('day', '=', day).orderBy('id').execute()
    if (items.length > 0) mornings.push({ month: Math.floor((at * 12) / days), ms, named: items.length })
    clicks += await click(shop.db, items, colleagues, { today: day, now: clock.now }, random)
    await happenAgain(shop.db, day)
    await lookAgain(shop.db)
    if ([30, days - 31, days - 1].includes(at)) after.push(await held(shop.db))
  }
  const tables = (after.at(-1) ?? []).map(({ name, megabytes }) => ({
    name,
    megabytes,
    rows: after.map((each) => each.find((one) => one.name === name)?.rows[0] ?? 0),
  }))
  const lastWeek = { from: addDays(first, days - 8), to: addDays(first, days - 2), today: addDays(first, days - 1) }
  const reported = performance.now()
  await digestReport(shop.db, lastWeek)
  const now = performance.now()
  return { mornings, clicks, tables, reportMs: now - reported, seconds: (now - began) / 1000 }
}

/** The same numbers from 0 to 1 for the same seed. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function staffOf(db: Kysely<Database>): Promise<readonly Asker[]> {
  const rows = await db.selectFrom('staff').select('email').where('active', '=', true).orderBy('id').execute()
  return Promise.all(rows.map(({ email }) => asker(db, email)))
}

function workOf({ db, now, today }: Context) {
  const finish = (run: DigestRun) => finishDigest(db, run, { channel: 'D1', ts: String(run.id) }, now())
  const postReport = async (run: DigestRun) => {
    await digestReport(db, { from: addDays(run.day, -7), to: addDays(run.day, -1), today: today() })
    await finish(run)
  }
  return { postDigest: finish, postReport }
}

const acts: readonly ((day: Day) => Act)[] = [
  () => ({ kind: 'reached' }),
  () => ({ kind: 'reached' }),
  () => ({ kind: 'left_message' }),
  () => ({ kind: 'no_answer' }),
  () => ({ kind: 'wrong_number' }),
  (day) => ({ kind: 'snoozed', until: addDays(day, 7) }),
  () => ({ kind: 'not_relevant', why: 'Not now' }),
]

async function click(
  db: Kysely<Database>,
  items: readonly { readonly id: number }[],
  colleagues: readonly Asker[],
  when: { readonly today: Day; readonly now: Date },
  random: () => number,
): Promise<number> {
  let done = 0
  for (const { id } of items) {
    const by = colleagues[Math.floor(random() * colleagues.length)]
    const what = acts[Math.floor(random() * acts.length)]?.(when.today)
    if (!by || !what || random() < 0.4) continue
    const acted = await act(id, what, by, when, db)
    if (acted.kind === 'done') done++
  }
  return done
}

/** What happened 52 weeks before, on the same day of the week. */
async function happenAgain(db: Kysely<Database>, day: Day): Promise<void> {
  const then = addDays(day, -days)
  await db.transaction().execute(async (trx) => {
    await orderAgain(trx, then)
    await sql`
      insert into interactions (customer_id, at, on_day, channel, direction, kind, staff_id, summary)
      select customer_id, at + interval '364 days', on_day + 364, channel, direction, kind, staff_id, summary
      from interactions where on_day = ${then} and direction = 'inbound'
    `.execute(trx)
    await sql`
      insert into notes (customer_id, written_at, written_day, author_id, body, visibility)
      select customer_id, written_at + interval '364 days', written_day + 364, author_id, body, visibility
      from notes where written_day = ${then} and deleted_at is null
    `.execute(trx)
    await sql`
      insert into follow_ups (customer_id, due_on, assigned_to, reason, created_at)
      select customer_id, due_on + 364, assigned_to, reason, created_at + interval '364 days'
      from follow_ups where created_at >= ${then}::date and created_at < ${then}::date + 1
    `.execute(trx)
    await sql`
      insert into service_cases (customer_id, opened_at, opened_day, status, staff_id, summary)
      select customer_id, opened_at + interval '364 days', opened_day + 364, 'open', staff_id, summary
      from service_cases where opened_day = ${then}
    `.execute(trx)
    await sql`
      update service_cases set status = 'resolved', resolved_at = ${day}::date + time '18:00'
      where status = 'open' and opened_day = ${addDays(day, -4)} and id % 5 > 0
    `.execute(trx)
    await refreshSummaries(trx, await touchedOn(trx, day))
  })
}

async function orderAgain(trx: Kysely<Database>, then: Day): Promise<void> {
  await sql`
    insert into orders (ref, system, customer_id, store_id, channel, status, ordered_at, ordered_day, currency, shipping, tax)
    select 'again ' || ref, system, customer_id, store_id, channel, status, ordered_at + interval '364 days', ordered_day + 364, currency, shipping, tax
    from orders where ordered_day = ${then}
  `.execute(trx)
  await sql`
    insert into order_lines (order_id, line_no, product_id, quantity, unit_price, discount, refunded_quantity)
    select again.id, l.line_no, l.product_id, l.quantity, l.unit_price, l.discount, l.refunded_quantity
    from orders before
    join orders again on again.system = before.system and again.ref = 'again ' || before.ref
    join order_lines l on l.order_id = before.id
    where before.ordered_day = ${then}
  `.execute(trx)
}

async function touchedOn(trx: Kysely<Database>, day: Day): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from orders where ordered_day = ${day} and customer_id is not null
    union select customer_id from interactions where on_day = ${day}
    union select customer_id from notes where written_day = ${day}
    union select customer_id from service_cases where opened_day between ${addDays(day, -4)}::date and ${day}::date
    order by id
  `.execute(trx)
  return rows.map(({ id }) => id)
}

const looked = [
  ...(['digest_runs', 'digest_items', 'outcomes', 'treatment_eligibilities', 'audit_log'] as const),
  ...(['orders', 'interactions', 'follow_ups'] as const),
  ...(['customer_summaries', 'customer_category_summaries', 'customer_refills'] as const),
] satisfies readonly (keyof Database)[]

/** What PostgreSQL does by itself within minutes of a day's work; here a year goes by in minutes. */
async function lookAgain(db: Kysely<Database>): Promise<void> {
  await sql`analyze ${sql.join(looked.map((name) => sql.table(name)))}`.execute(db)
}

async function held(db: Kysely<Database>): Promise<readonly Held[]> {
  const tables: Held[] = []
  for (const name of looked) {
    const { rows } = await sql<{ rows: number; bytes: number }>`
      select count(*)::int as rows, pg_total_relation_size(${name}) as bytes from ${sql.table(name)}
    `.execute(db)
    tables.push({ name, rows: [Number(rows[0]?.rows)], megabytes: Number(rows[0]?.bytes) / 1e6 })
  }
  return tables
}

export function yearLines({ mornings, clicks, tables, reportMs, seconds }: Year, customers: number): string {
  const all = mornings.map(({ ms }) => ms)
  const month = (at: number) => mornings.filter((one) => one.month === at)
  const named = (some: readonly Morning[]) => some.reduce((sum, one) => sum + one.named, 0) / Math.max(some.length, 1)
  const row = (name: string, some: readonly Morning[]) => {
    const ms = some.map((one) => one.ms)
    const times = [percentile(ms, 0.5), percentile(ms, 0.95), percentile(ms, 1)].map(milliseconds)
    return [name, whole(some.length), whole(named(some)), ...times]
  }
  const sizes = tables.map(({ name, rows: [one = 0, eleven = 0, end = 0], megabytes }) => [
    ...[name, whole(one), whole(end), whole(end - eleven), `${megabytes.toFixed(1)} MB`],
  ])
  return [
    `A year of mornings with ${whole(customers)} customers and ${whole(clicks)} clicks, in ${Math.round(seconds)} s: p50 ${milliseconds(percentile(all, 0.5))}, p95 ${milliseconds(percentile(all, 0.95))}. The weekly report at its end took ${milliseconds(reportMs)}.`,
    table([
      ['mornings', 'times', 'named', 'p50', 'p95', 'longest'],
      row('first month', month(0)),
      row('last month', month(11)),
      row('all', mornings),
    ]),
    'Rows held; what is kept as history grows by as much each month, the rest by what the shop itself adds',
    table([['table', 'after a month', 'after the year', 'the last month', 'with its indexes'], ...sizes]),
  ].join('\n')
}
