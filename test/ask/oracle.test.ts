import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dimension } from '../../src/ask/plan.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { openCast, today } from './cast.ts'
import { catalog, compiled, field, issuesOf, measure, metric, over } from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

/** Written by hand over the tables as they are, without the catalogue's words, its totals or its summaries. */
const kept = '(l.quantity - l.refunded_quantity)'
const net = `sum(${kept} * l.unit_price - l.discount * ${kept} / l.quantity)`
const known = `sum((${kept} * l.unit_price - l.discount * ${kept} / l.quantity) * (o.customer_id is not null)::int)`
const lines = `from order_lines l, orders o
  left join customers c on c.id = o.customer_id and c.erased_at is null and c.merged_into_id is null
  left join stores os on os.id = o.store_id
  left join staff ow on ow.id = c.owner_id, products p
  left join categories g on g.id = p.category_id`
const joined = `o.id = l.order_id and p.id = l.product_id and o.ordered_day <= '${today}'`
const sold = { from: lines, where: `${joined} and o.status <> 'cancelled' and l.quantity > l.refunded_quantity` }
const returned = { from: lines, where: `${joined} and o.status <> 'cancelled'` }
const everyLine = { from: lines, where: joined }
const worth = `(select sum((l.quantity - l.refunded_quantity) * l.unit_price - l.discount * (l.quantity - l.refunded_quantity) / l.quantity) from order_lines l where l.order_id = o.id)`
const people = {
  from: 'from customers c left join staff ow on ow.id = c.owner_id left join stores hs on hs.id = c.store_id',
  where: `c.erased_at is null and c.merged_into_id is null and c.created_day <= '${today}'`,
}
const ordered = `(select count(*) from orders q where q.customer_id = c.id and q.status <> 'cancelled' and q.ordered_day <= '${today}'
  and exists (select 1 from order_lines k where k.order_id = q.id and k.quantity > k.refunded_quantity))`
const about = (table: string, alias: string, day: string | null, where = 'true') => ({
  from: `from ${table} ${alias} join customers c on c.id = ${alias}.customer_id left join staff ow on ow.id = c.owner_id`,
  where: `${day === null ? 'true' : `${alias}.${day} <= '${today}'`} and ${where}`,
})
const mailed = {
  from: 'from campaign_recipients r join campaigns m on m.id = r.campaign_id join customers c on c.id = r.customer_id left join staff ow on ow.id = c.owner_id',
  where: `m.started_on <= '${today}'`,
}
const sentBy = {
  from: 'from referrals x join customers c on c.id = x.referrer_id left join staff ow on ow.id = c.owner_id',
  where: 'true',
}
const orderedBy = (id: string) => ordered.replace('c.id', id)

interface Oracle {
  readonly value: string
  readonly of: { readonly from: string; readonly where: string }
  readonly day: string | null
}
const oracle = (value: string, of: Oracle['of'], day: string | null): Oracle => ({ value, of, day })
const plain = (table: string): Oracle => oracle('count(*)', { from: `from ${table}`, where: 'true' }, null)

const oracles: Readonly<Record<string, Oracle>> = {
  revenue: oracle(net, sold, 'o.ordered_day'),
  orders: oracle('count(distinct o.ref)', sold, 'o.ordered_day'),
  buyers: oracle('count(distinct o.customer_id)', sold, 'o.ordered_day'),
  units: oracle(`sum(${kept})`, sold, 'o.ordered_day'),
  average_order_value: oracle(`${net} / count(distinct o.ref)`, sold, 'o.ordered_day'),
  revenue_per_buyer: oracle(`${known} / nullif(count(distinct o.customer_id), 0)`, sold, 'o.ordered_day'),
  orders_per_buyer: oracle(
    'count(distinct o.ref) filter (where o.customer_id is not null)::numeric / nullif(count(distinct o.customer_id), 0)',
    sold,
    'o.ordered_day',
  ),
  units_per_order: oracle(`sum(${kept})::numeric / count(distinct o.ref)`, sold, 'o.ordered_day'),
  largest_order: oracle(`max(${worth})`, sold, 'o.ordered_day'),
  first_order: oracle('min(o.ordered_day)', sold, 'o.ordered_day'),
  last_order: oracle('max(o.ordered_day)', sold, 'o.ordered_day'),
  order_days: oracle('count(distinct o.ordered_day)', sold, 'o.ordered_day'),
  order_weeks: oracle("count(distinct to_char(o.ordered_day, 'IYYY-IW'))", sold, 'o.ordered_day'),
  order_months: oracle("count(distinct to_char(o.ordered_day, 'YYYY-MM'))", sold, 'o.ordered_day'),
  order_quarters: oracle("count(distinct to_char(o.ordered_day, 'YYYY-Q'))", sold, 'o.ordered_day'),
  order_years: oracle("count(distinct to_char(o.ordered_day, 'YYYY'))", sold, 'o.ordered_day'),
  categories_bought: oracle('count(distinct g.name)', sold, 'o.ordered_day'),
  products_bought: oracle('count(distinct p.sku)', sold, 'o.ordered_day'),
  brands_bought: oracle('count(distinct p.brand)', sold, 'o.ordered_day'),
  stores_used: oracle('count(distinct os.name)', sold, 'o.ordered_day'),
  discount: oracle(`sum(l.discount * ${kept} / l.quantity)`, sold, 'o.ordered_day'),
  units_returned: oracle('sum(l.refunded_quantity)', returned, 'o.ordered_day'),
  refunds: oracle(
    'sum(l.refunded_quantity * l.unit_price - l.discount * l.refunded_quantity / l.quantity)',
    returned,
    'o.ordered_day',
  ),
  return_rate: oracle('sum(l.refunded_quantity)::numeric / sum(l.quantity)', returned, 'o.ordered_day'),
  cancelled_orders: oracle(
    'count(distinct o.ref)',
    { ...everyLine, where: `${joined} and o.status = 'cancelled'` },
    'o.ordered_day',
  ),
  refunded_orders: oracle(
    'count(distinct o.ref)',
    { ...returned, where: `${returned.where} and l.refunded_quantity > 0` },
    'o.ordered_day',
  ),
  customers: oracle('count(*)', people, null),
  new_customers: oracle(
    'count(*)',
    { ...people, where: `${people.where} and ${ordered} > 0` },
    "(select min(q.ordered_day) from orders q, order_lines k where k.order_id = q.id and k.quantity > k.refunded_quantity and q.customer_id = c.id and q.status <> 'cancelled')",
  ),
  customers_added: oracle('count(*)', people, 'c.created_day'),
  repeat_rate: oracle(`avg((${ordered} >= 2)::int)`, { ...people, where: `${people.where} and ${ordered} > 0` }, null),
  referrals: oracle('count(*)', sentBy, 'x.referred_on'),
  successful_referrals: oracle('count(*)', { ...sentBy, where: `${orderedBy('x.referred_id')} > 0` }, 'x.referred_on'),
  interactions: oracle('count(*)', about('interactions', 'i', 'on_day'), 'i.on_day'),
  contacts: oracle('count(*)', about('interactions', 'i', 'on_day', "i.direction = 'outbound'"), 'i.on_day'),
  customers_contacted: oracle(
    'count(distinct c.ref)',
    about('interactions', 'i', 'on_day', "i.direction = 'outbound'"),
    'i.on_day',
  ),
  last_interaction: oracle('max(i.on_day)', about('interactions', 'i', 'on_day'), 'i.on_day'),
  cases: oracle('count(*)', about('service_cases', 'k', 'opened_day'), 'k.opened_day'),
  open_cases: oracle('count(*)', about('service_cases', 'k', 'opened_day', "k.status = 'open'"), 'k.opened_day'),
  notes: oracle('count(*)', about('notes', 'n', 'written_day'), 'n.written_day'),
  follow_ups: oracle('count(*)', about('follow_ups', 'f', null), 'f.due_on'),
  sent: oracle('count(*)', { ...mailed, where: 'not r.holdout' }, 'r.sent_day'),
  opened: oracle('count(r.opened_at)', { ...mailed, where: 'r.opened_at is not null' }, 'r.opened_day'),
  clicked: oracle('count(r.clicked_at)', { ...mailed, where: 'r.clicked_at is not null' }, 'r.clicked_day'),
  responded: oracle('count(r.responded_at)', { ...mailed, where: 'r.responded_at is not null' }, 'r.responded_day'),
  open_rate: oracle('count(r.opened_at)::numeric / nullif(count(r.sent_at), 0)', mailed, 'r.sent_day'),
  click_rate: oracle('count(r.clicked_at)::numeric / nullif(count(r.sent_at), 0)', mailed, 'r.sent_day'),
  response_rate: oracle('count(r.responded_at)::numeric / nullif(count(r.sent_at), 0)', mailed, 'r.sent_day'),
  holdouts: oracle('count(*)', { ...mailed, where: 'r.holdout' }, null),
  ordered_during: oracle(
    `avg((${ordered.replace('q.ordered_day <=', 'q.ordered_day between m.started_on and m.ended_on and q.ordered_day <=')} > 0)::int)`,
    mailed,
    null,
  ),
  recipients: oracle('count(*)', mailed, null),
  products: oracle('count(*)', { from: 'from products p', where: 'true' }, null),
  categories: plain('categories'),
  campaigns: oracle('count(*)', { from: 'from campaigns m', where: 'true' }, 'm.started_on'),
  stores: plain('stores'),
  staff: plain('staff'),
}

const silence = `date '${today}' - (select max(q.ordered_day) from orders q, order_lines k where k.order_id = q.id and k.quantity > k.refunded_quantity and q.customer_id = c.id and q.status <> 'cancelled')`
// Only Ana and Dara have a gap of their own, so 90 days for the rest.
const gap = "(case c.ref when 'A1' then 30 when 'D1' then 40 else 90 end)"

/** A dimension of each kind: by hand, and in a plan. */
const dimensions: readonly (readonly [kind: string, by: string, dimension: Dimension, required: boolean])[] = [
  ['a field of the fact', 'o.channel', field('order.channel'), false],
  ['a field beyond an optional join', 'os.name', field('order.store'), false],
  ['a field of the customer', 'c.city', field('customer.city'), false],
  ['a reference with its companion', 'p.sku, p.name', field('product.product'), false],
  ['one that leaves out what has none', 'ow.email, ow.name', field('customer.owner'), true],
  [
    'a segment',
    `coalesce(${silence} > 2 * ${gap}, false)`,
    { kind: 'segment', segment: 'lapsed', percent: null, category: null },
    false,
  ],
  ['one with several values a row', 'tag.value', field('customer.tag'), false],
  ['time', 'month', over('month'), false],
]

describe.each(
  Object.keys(oracles).map((name) => [name] as const),
)('%s equals what SQL written by hand says', (name) => {
  const { value, of, day } = oracles[name] as Oracle

  test('in all', async () => {
    expect(await planned(name, [])).toEqual(await written(`select ${value} ${of.from} where ${of.where}`))
  })

  test.each(dimensions)('by %s', async (kind, by, dimension, required) => {
    const reachable = issuesOf(measure([metric(name)], { by: [dimension] })).length === 0
    const aliases = [...by.matchAll(/\b(o|os|c|p|ow)\./g)].map((match) => match[1])
    const within =
      kind === 'time'
        ? day !== null
        : kind === 'one with several values a row'
          ? /\bc\b/.test(of.from)
          : aliases.every((alias) => new RegExp(`\\b${alias}\\b`).test(of.from))
    const coarse =
      (name === 'largest_order' || name === 'cancelled_orders' || name === 'refunded_orders') && aliases.includes('p')
    expect(reachable).toBe(within && !coarse)
    if (!reachable) return
    const spread =
      kind === 'one with several values a row'
        ? 'left join lateral (select t.tag as value from customer_tags t where t.customer_id = c.id) tag on true'
        : ''
    const keys = kind === 'time' ? `date_trunc('month', (${day})::timestamp)::date` : by
    const condition = kind === 'time' ? `${day} is not null` : required ? `${by.split(',')[0]} is not null` : 'true'
    const wanted = await written(
      `select ${keys}, ${value} ${withSpread(of.from, spread)} where ${of.where} and ${condition} group by ${keys}`,
    )
    const got = await planned(name, [dimension])
    const empty = catalog.metrics.get(name)?.empty ?? null
    const filled = kind === 'time' ? got.filter((row) => wanted.some((other) => other[0] === row[0])) : got
    expect(sorted(filled)).toEqual(sorted(wanted))
    for (const row of got.filter((each) => !filled.includes(each))) expect(row[1]).toBe(empty)
  })
})

test('no metric is without an oracle', () => {
  // Those over the histories of segments have theirs in movements.test.ts.
  const others = [...catalog.metrics.values()].filter(({ at }) => at[0]?.entity !== 'stay')
  expect(others.map(({ name }) => name).filter((name) => !(name in oracles))).toEqual([])
})

/** The customer's tags stand right behind the customer, where `from` lists tables by comma. */
function withSpread(from: string, spread: string): string {
  if (spread === '') return from
  return from.includes(', products p') ? from.replace(', products p', ` ${spread}, products p`) : `${from} ${spread}`
}

type Value = string | number | boolean | null

async function planned(name: string, by: Dimension[]): Promise<Value[][]> {
  const { sql: text, parameters } = compiled(measure([metric(name)], { by }))
  const { rows } = await shop.reader.executeQuery<Record<string, Value>>(CompiledQuery.raw(text, [...parameters]))
  return rows.map((row) => Object.values(row).map(comparable))
}

async function written(text: string): Promise<Value[][]> {
  // A column each, whatever its name: two aggregates may have the same.
  const { rows } = await sql
    .raw<{ row: Value[] }>(
      `select to_jsonb(array(select value from jsonb_each(to_jsonb(answer)) order by key)) as row from (${numbered(text)}) answer`,
    )
    .execute(shop.db)
  return rows.map(({ row }) => row.map(comparable))
}

/** Names the columns c1, c2 …, so that they keep their order. */
function numbered(text: string): string {
  return `select * from (${text}) as given(${Array.from({ length: columnCount(text) }, (_, at) => `c${at + 1}`).join(', ')})`
}

function columnCount(text: string): number {
  const select = text.slice(
    'select '.length,
    text.search(
      / from (order_lines|customers|interactions|service_cases|notes|follow_ups|campaign|referrals|products|categories|stores|staff)/,
    ),
  )
  let depth = 0
  let count = 1
  for (const letter of select) {
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (letter === ',' && depth === 0) count++
  }
  return count
}

function comparable(value: Value): Value {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1e6) / 1e6
  return value
}

const sorted = (rows: Value[][]): Value[][] =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
