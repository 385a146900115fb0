import { expect, test } from 'vitest'
import { compile } from '../../src/ask/compile.ts'
import type { Measure } from '../../src/ask/plan.ts'
import { today } from './cast.ts'
import {
  all,
  any,
  bought,
  catalog,
  checkedQuery,
  compiled,
  days,
  descending,
  facts,
  field,
  first,
  is,
  list,
  measure,
  metric,
  missing,
  neverBought,
  not,
  over,
  rules,
  segment,
  unrecorded,
  where,
  year2026,
} from './plan-words.ts'

/** The conditions of a list of customers, without that on which customers there are. */
function conditions(...filters: Parameters<typeof all>): { where: string; parameters: readonly unknown[] } {
  const { sql, parameters } = compiled(list({ where: all(...filters) }))
  const conditions = sql.slice(sql.indexOf('\nwhere ') + 1, sql.indexOf('\norder by'))
  const visible = /^where c\.merged_into_id is null .*\n/
  return { where: conditions.replace(visible, ''), parameters: parameters.slice(visible.test(conditions) ? 1 : 0, -1) }
}

test('a list names its tables, shows the reference first and is ordered to the end', () => {
  const { sql, parameters } = compiled(list())
  expect(sql).toMatchInlineSnapshot(`
    "select c.ref as customer_ref, c.display_name as name
    from customers c
    where c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= $1::date)
    order by c.ref, c.id
    limit $2"
  `)
  expect(parameters).toEqual(['2026-11-16', 10_001])
})

test('one value is compared, several are looked for in an array', () => {
  expect(conditions(is('customer.city', 'Chicago'))).toMatchInlineSnapshot(`
    {
      "parameters": [
        "Chicago",
      ],
      "where": "  and c.city = $2",
    }
  `)
  expect(conditions(is('customer.city', 'Chicago', 'Evanston'))).toMatchInlineSnapshot(`
    {
      "parameters": [
        [
          "Chicago",
          "Evanston",
        ],
      ],
      "where": "  and c.city = any($2::text[])",
    }
  `)
})

test('a negated condition is the exact complement, values that are missing included', () => {
  expect(conditions(not(is('customer.city', 'Chicago'))).where).toMatchInlineSnapshot(
    `"  and not coalesce(c.city = $2, false)"`,
  )
})

test('text is found whatever its case and accents, and a percent sign is only a percent sign', () => {
  expect(conditions(where('customer.name', 'contains', ['100%_Café']))).toMatchInlineSnapshot(`
    {
      "parameters": [
        "%100\\%\\_Café%",
      ],
      "where": "  and plain_text(c.display_name) like plain_text($2)",
    }
  `)
})

test('what is missing is null, and a missing e-mail is one that is not on file', () => {
  expect(conditions(missing('customer.city')).where).toMatchInlineSnapshot(`"  and c.city is null"`)
  expect(conditions(missing('customer.email')).where).toMatchInlineSnapshot(
    `"  and not exists (select 1 from contact_points cp where cp.customer_id = c.id and cp.kind = 'email')"`,
  )
})

test('a birthday may be looked for across the new year', () => {
  expect(conditions(where('customer.birthday', 'in', [], days('2026-12-20', '2027-01-10')))).toMatchInlineSnapshot(`
    {
      "parameters": [
        "12-20",
        "01-09",
      ],
      "where": "  and (lpad(c.birth_month::text, 2, '0') || '-' || lpad(c.birth_day::text, 2, '0') >= $2 or lpad(c.birth_month::text, 2, '0') || '-' || lpad(c.birth_day::text, 2, '0') <= $3)",
    }
  `)
  expect(conditions(where('customer.birthday', 'in', [], days('2027-02-01', '2027-03-01'))).parameters).toEqual([
    '02-01',
    '02-29',
  ])
})

test('or stands in parentheses', () => {
  expect(
    compiled(list({ where: [any(segment('lapsed'), is('customer.city', 'Chicago'))] })).sql,
  ).toMatchInlineSnapshot(`
    "select c.ref as customer_ref, c.display_name as name
    from customers c
    join customer_summaries s on s.customer_id = c.id
    where ((s.order_count > 0 and ($1::date - s.last_order_day) > $2::numeric * greatest(coalesce(s.usual_gap_days, $3::numeric), $4::numeric)) or c.city = $5)
    order by c.ref, c.id
    limit $6"
  `)
})

test('bought asks whether there is a line, never bought whether there is none', () => {
  expect(
    conditions(bought([is('product.product', 'KI-1')]), neverBought([is('product.product', 'KI-2')])).where,
  ).toMatchInlineSnapshot(`
    "  and exists (
        select 1
        from order_lines l
        join orders o on o.id = l.order_id
        join products p on p.id = l.product_id
        where o.customer_id = c.id
          and o.counts and l.units > 0
          and p.sku = $2
          and o.ordered_day <= $1::date
      )
      and not exists (
        select 1
        from order_lines l
        join orders o on o.id = l.order_id
        join products p on p.id = l.product_id
        where o.customer_id = c.id
          and o.counts and l.units > 0
          and p.sku = $3
          and o.ordered_day <= $1::date
      )"
  `)
})

test('at least three orders in a stretch are counted for each customer once, then joined', () => {
  expect(
    compiled(list({ where: all(facts('orders', 'at_least', 3, { period: year2026 })) })).sql,
  ).toMatchInlineSnapshot(`
    "with
    orders_by_customer as (
      select o.customer_id as customer_id, count(*) as orders
      from orders o
      where o.ordered_day <= $1::date
        and o.customer_id is not null
        and o.counts
        and o.ordered_day >= $2
        and o.ordered_day < $3
      group by 1
    )
    select c.ref as customer_ref, c.display_name as name
    from customers c
    left join orders_by_customer on orders_by_customer.customer_id = c.id
    where c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= $1::date)
      and orders_by_customer.orders >= $4
    order by c.ref, c.id
    limit $5"
  `)
})

test('orders over all time are in the summary already', () => {
  expect(conditions(facts('orders', 'at_least', 3)).where).toMatchInlineSnapshot(`"where s.order_count >= $1"`)
})

test('more than the average looks at the same facts twice and counts them once', () => {
  const filter = {
    ...facts('revenue', 'more_than', 0, { period: year2026 }),
    than: { kind: 'average', times: 1 } as const,
  }
  expect(compiled(list({ where: all(filter) })).sql).toMatchInlineSnapshot(`
    "with
    revenue_by_customer as (
      select o.customer_id as customer_id, sum(o.net) as revenue
      from orders o
      where o.ordered_day <= $1::date
        and o.customer_id is not null
        and o.counts
        and o.ordered_day >= $2
        and o.ordered_day < $3
      group by 1
    )
    select c.ref as customer_ref, c.display_name as name
    from customers c
    left join revenue_by_customer on revenue_by_customer.customer_id = c.id
    where c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= $1::date)
      and coalesce(revenue_by_customer.revenue, 0) > (select avg(revenue) from revenue_by_customer)
    order by c.ref, c.id
    limit $4"
  `)
})

test('two numbers over the same facts are one pass over them', () => {
  const { sql } = compiled(
    list({
      columns: [metric('revenue', { period: year2026 }), metric('orders', { period: year2026 })],
      order: descending(),
      limit: first(10),
    }),
  )
  expect(sql).toMatchInlineSnapshot(`
    "with
    revenue_by_customer as (
      select o.customer_id as customer_id, sum(o.net) as revenue, count(*) as orders
      from orders o
      where o.ordered_day <= $1::date
        and o.customer_id is not null
        and o.counts
        and o.ordered_day >= $2
        and o.ordered_day < $3
      group by 1
    )
    select c.ref as customer_ref, c.display_name as name, coalesce(revenue_by_customer.revenue, 0) as net_spend, coalesce(revenue_by_customer.orders, 0) as orders
    from customers c
    left join revenue_by_customer on revenue_by_customer.customer_id = c.id
    where c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= $1::date)
    order by net_spend desc nulls last, c.ref, c.id
    limit $4"
  `)
})

test('revenue by store touches neither customers nor lines', () => {
  expect(
    compiled(measure([metric('revenue')], { by: [field('order.store')], period: year2026 })).sql,
  ).toMatchInlineSnapshot(`
    "select os.name as store, coalesce(sum(o.net), 0) as revenue
    from orders o
    left join stores os on os.id = o.store_id
    where o.ordered_day <= $1::date
      and o.counts
      and o.ordered_day >= $2
      and o.ordered_day < $3
    group by 1
    order by store
    limit $4"
  `)
})

test('revenue by category is summed over lines', () => {
  expect(
    compiled(measure([metric('revenue')], { by: [field('product.category')], period: year2026 })).sql,
  ).toMatchInlineSnapshot(`
    "select g.name as category, coalesce(sum(l.net), 0) as revenue
    from order_lines l
    join products p on p.id = l.product_id
    left join categories g on g.id = p.category_id
    join orders o on o.id = l.order_id
    where o.ordered_day <= $1::date
      and o.counts and l.units > 0
      and o.ordered_day >= $2
      and o.ordered_day < $3
    group by 1
    order by category
    limit $4"
  `)
})

test('numbers over different facts are aggregated each on its own and laid side by side', () => {
  expect(compiled(measure([metric('revenue'), metric('cases')])).sql).toMatchInlineSnapshot(`
    "with
    revenue_in_all as (
      select sum(o.net) as revenue
      from orders o
      where o.ordered_day <= $1::date
        and o.counts
    ),
    cases_in_all as (
      select count(*) as cases
      from service_cases k
      where k.opened_day <= $1::date
    )
    select coalesce(revenue_in_all.revenue, 0) as revenue, coalesce(cases_in_all.cases, 0) as cases
    from revenue_in_all
    cross join cases_in_all"
  `)
})

test('over time every bucket of the stretch is there', () => {
  expect(compiled(measure([metric('orders')], { by: [over('month')], period: year2026 })).sql).toMatchInlineSnapshot(`
    "with
    orders_by_month as (
      select date_trunc('month', o.ordered_day::timestamp)::date as month, count(*) as orders
      from orders o
      where o.ordered_day <= $1::date
        and o.counts
        and o.ordered_day >= $2
        and o.ordered_day < $3
      group by 1
    ),
    months as (
      select day::date as month
      from generate_series(date_trunc('month', $4::date::timestamp)::date::timestamp, least($5::date, greatest($1::date, (select max(last) from (select max(month) as last from orders_by_month) ends)))::timestamp, interval '1 month') day
    )
    select cells.month as month, coalesce(max(cells.n1), 0) as orders
    from (
      select orders_by_month.month, orders_by_month.orders as n1
      from orders_by_month
      union all
      select months.month, null::numeric as n1
      from months
    ) cells
    group by 1
    order by month
    limit $6"
  `)
})

test('growth over time sets each bucket against the one a year earlier', () => {
  const growth: Measure = {
    kind: 'change',
    metric: 'revenue',
    where: [],
    period: null,
    baseline: { kind: 'back', unit: 'year', count: 1 },
    as: 'growth',
  }
  expect(compiled(measure([growth], { by: [over('quarter')], period: year2026 })).sql).toMatchInlineSnapshot(`
    "with
    revenue_by_quarter as (
      select date_trunc('quarter', o.ordered_day::timestamp)::date as quarter, sum(o.net) as revenue
      from orders o
      where o.ordered_day <= $1::date
        and o.counts
        and o.ordered_day >= $2
        and o.ordered_day < $3
      group by 1
    ),
    revenue_by_quarter_before as (
      select date_trunc('quarter', o.ordered_day::timestamp)::date as quarter, sum(o.net) as revenue
      from orders o
      where o.counts
        and o.ordered_day >= $4
        and o.ordered_day < $5
      group by 1
    ),
    quarters as (
      select day::date as quarter
      from generate_series(date_trunc('quarter', $6::date::timestamp)::date::timestamp, least($7::date, greatest($1::date, (select max(last) from (select max(quarter) as last from revenue_by_quarter) ends)))::timestamp, interval '3 months') day
    )
    select cells.quarter as quarter, (coalesce(max(cells.n1), 0) - max(cells.n2))::numeric / nullif(max(cells.n2), 0) as revenue_growth
    from (
      select revenue_by_quarter.quarter, revenue_by_quarter.revenue as n1, null::numeric as n2
      from revenue_by_quarter
      union all
      select quarters.quarter, null::numeric as n1, revenue_by_quarter_before.revenue as n2
      from revenue_by_quarter_before
      join quarters on revenue_by_quarter_before.quarter = date_trunc('quarter', (quarters.quarter - interval '1 year')::timestamp)::date
      union all
      select quarters.quarter, null::numeric as n1, null::numeric as n2
      from quarters
    ) cells
    group by 1
    order by quarter
    limit $8"
  `)
})

test('the share of lapsed among buyers is one pass with a filter', () => {
  const share: Measure = {
    kind: 'share',
    metric: 'customers',
    where: all(segment('lapsed')),
    of: 'group',
    period: null,
  } as const
  expect(
    compiled(measure([share], { where: all(segment('buyer')), by: [field('customer.store')] })).sql,
  ).toMatchInlineSnapshot(`
    "select hs.name as home_store, coalesce(count(*) filter (where (s.order_count > 0 and ($1::date - s.last_order_day) > $2::numeric * greatest(coalesce(s.usual_gap_days, $3::numeric), $4::numeric))), 0)::numeric / nullif(count(*), 0) as customers_share
    from customers c
    left join stores hs on hs.id = c.store_id
    join customer_summaries s on s.customer_id = c.id
    where (s.order_count > 0)
    group by 1
    order by home_store
    limit $5"
  `)
})

test('the share of the whole is of what is counted once, not of the groups added up', () => {
  const share: Measure = { kind: 'share', metric: 'orders', where: [], of: 'total', period: null }
  expect(compiled(measure([share], { by: [field('product.category')] })).sql).toMatchInlineSnapshot(`
    "with
    orders_in_all as (
      select count(distinct o.id) as orders
      from order_lines l
      join orders o on o.id = l.order_id
      where o.ordered_day <= $1::date
        and o.counts and l.units > 0
    )
    select g.name as category, coalesce(count(distinct o.id), 0)::numeric / nullif((select orders from orders_in_all), 0) as orders_share
    from order_lines l
    join products p on p.id = l.product_id
    left join categories g on g.id = p.category_id
    join orders o on o.id = l.order_id
    where o.ordered_day <= $1::date
      and o.counts and l.units > 0
    group by 1
    order by category
    limit $2"
  `)
})

test('the median per customer is taken over customers', () => {
  const median: Measure = {
    kind: 'per',
    aggregate: 'median',
    per: 'customer',
    metric: 'revenue',
    where: [],
    period: null,
  }
  expect(compiled(measure([median], { period: year2026 })).sql).toMatchInlineSnapshot(`
    "with
    revenue_of_each_customer_in_all as (
      select o.customer_id as customer_id, sum(o.net) as revenue
      from orders o
      where o.ordered_day <= $1::date
        and o.customer_id is not null
        and o.counts
        and o.ordered_day >= $2
        and o.ordered_day < $3
      group by 1
    ),
    median_revenue_in_all as (
      select percentile_cont(0.5) within group (order by revenue)::numeric as median_revenue_per_customer
      from revenue_of_each_customer_in_all
    )
    select median_revenue_in_all.median_revenue_per_customer as median_revenue_per_customer
    from median_revenue_in_all"
  `)
})

test('weekdays come in the order of the week', () => {
  expect(compiled(measure([metric('orders')], { by: [field('order.weekday')] })).sql).toMatchInlineSnapshot(`
    "select trim(to_char(o.ordered_day, 'Day')) as weekday, coalesce(count(*), 0) as orders
    from orders o
    where o.ordered_day <= $1::date
      and o.counts
    group by 1, extract(isodow from o.ordered_day)
    order by extract(isodow from o.ordered_day), weekday
    limit $2"
  `)
})

test('the best of each store is counted within each store', () => {
  const plan = measure([metric('revenue')], {
    by: [field('order.store'), field('product.product')],
    order: descending(),
    limit: first(1, { per: 'order.store' }),
  })
  expect(compiled(plan).sql).toMatchInlineSnapshot(`
    "select store, sku, product, revenue
    from (
      select store as store, sku as sku, product as product, revenue as revenue, row_number() over (order by revenue desc nulls last, store, sku, product) as position, store as part, row_number() over (partition by store order by revenue desc nulls last, store, sku, product) as place
      from (
        select os.name as store, p.sku as sku, p.name as product, coalesce(sum(l.net), 0) as revenue
        from order_lines l
        join orders o on o.id = l.order_id
        left join stores os on os.id = o.store_id
        join products p on p.id = l.product_id
        where o.ordered_day <= $1::date
          and o.counts and l.units > 0
        group by 1, 2, 3
      ) answer
    ) placed
    where part is not null
      and place > $2
      and place <= $3
    order by part, position
    limit $4"
  `)
})

test('the first 5 % keep their ties', () => {
  const plan = list({
    columns: [field('customer.spend')],
    order: descending(),
    limit: first(1, { count: null, percent: 5 }),
  })
  expect(compiled(plan).sql).toMatchInlineSnapshot(`
    "select customer_ref, name, net_spend
    from (
      select c.ref as customer_ref, c.display_name as name, s.net_spend as net_spend, row_number() over (order by s.net_spend desc nulls last, c.ref, c.id) as position, rank() over (order by s.net_spend desc nulls last) as place, count(s.net_spend) over () as valued
      from customers c
      join customer_summaries s on s.customer_id = c.id
    ) placed
    where place <= least(ceil($1::numeric * valued / 100), valued)
    order by position
    limit $2"
  `)
})

test('orders of no customer stay in the list unless a condition asks for a customer', () => {
  const { sql } = compiled(list({ entity: 'order', where: all(segment('top', { not: true })) }))
  expect(sql).toContain('left join customer_summaries s on s.customer_id = o.customer_id')
})

test('an output name that comes from data is quoted', () => {
  expect(compiled(measure([metric('customers')], { by: [field('customer.attribute.interest')] })).sql).toContain(
    'as interest',
  )
})

test('numbers of the customers of one city are looked up for them alone', () => {
  const spend = metric('revenue', { period: year2026 })
  expect(compiled(list({ where: all(is('customer.city', 'Chicago')), columns: [spend] })).sql).toMatchInlineSnapshot(`
    "with
    revenue_by_customer as (
      select o.customer_id as customer_id, sum(o.net) as revenue
      from orders o
      where o.ordered_day <= $1::date
        and o.customer_id is not null
        and o.counts
        and o.ordered_day >= $2
        and o.ordered_day < $3
        and o.customer_id in (
          select c.id
          from customers c
          where c.city = $4
        )
      group by 1
    )
    select c.ref as customer_ref, c.display_name as name, coalesce(revenue_by_customer.revenue, 0) as net_spend
    from customers c
    left join revenue_by_customer on revenue_by_customer.customer_id = c.id
    where c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= $1::date)
      and c.city = $5
    order by c.ref, c.id
    limit $6"
  `)
})

test('an average over all customers is not narrowed to those asked for', () => {
  const filter = {
    ...facts('revenue', 'more_than', 0, { period: year2026 }),
    than: { kind: 'average', times: 1 } as const,
  }
  expect(compiled(list({ where: all(is('customer.city', 'Chicago'), filter) })).sql).not.toContain('in (\n')
})

test('summaries as of a past day are worked out once, and only as far as they are used', () => {
  const plan = checkedQuery(list({ where: all(segment('top')) }))
  const { sql } = compile(plan, { catalog, today, rules, ...unrecorded, summaries: 'as_of', rowCap: 10 })
  expect(sql.slice(0, sql.indexOf('\nwhere'))).toMatchInlineSnapshot(`
    "with
    summaries_then as (
      select customer_id, order_count, net_spend
      from customer_summaries_at($1::date)
    )
    select c.ref as customer_ref, c.display_name as name
    from customers c
    join summaries_then s on s.customer_id = c.id"
  `)
})
