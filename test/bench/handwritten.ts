import type { Day } from '../../src/ask/days.ts'

/** A common question, and what somebody who knows the tables would write for it: same columns, same rows. */
export interface Pair {
  readonly question: string
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** As many rows as an answer may have, and one that says that there are more. */
const CAP = 10_001

/** Days first: a sum over some hundred days is cheap to cut into months. */
const byMonth = (value: string): string => `
  select date_trunc('month', day::timestamp)::date, ${value}
  from (
    select ordered_day as day, sum(net) as net, count(*) as orders
    from orders where counts and ordered_day between $1 and $2
    group by 1
  ) days
  group by 1 order by 1`

/** Best effort, summaries and totals included: what the compiled queries are held against. */
export function pairs(today: Day): readonly Pair[] {
  const yearStart = `${today.slice(0, 4)}-01-01`
  const monthStart = `${today.slice(0, 7)}-01`
  const inYear = [yearStart, today]
  return [
    {
      question: 'revenue this month',
      sql: 'select coalesce(sum(net), 0) from orders where counts and ordered_day between $1 and $2',
      parameters: [monthStart, today],
    },
    {
      question: 'revenue by month this year',
      sql: byMonth('sum(net)'),
      parameters: inYear,
    },
    {
      question: 'average order value by month this year',
      sql: byMonth('sum(net) / sum(orders)'),
      parameters: inYear,
    },
    {
      question: 'revenue by category this year',
      sql: `
        select g.name, sum(sold.net)
        from (
          select l.product_id, sum(l.net) as net
          from orders o join order_lines l on l.order_id = o.id
          where o.counts and l.units > 0 and o.ordered_day between $1 and $2
          group by 1
        ) sold
        join products p on p.id = sold.product_id
        left join categories g on g.id = p.category_id
        group by 1 order by 2 desc, 1`,
      parameters: inYear,
    },
    {
      question: 'top 10 products by revenue this year',
      sql: `
        select p.sku, p.name, sold.net
        from (
          select l.product_id, sum(l.net) as net
          from orders o join order_lines l on l.order_id = o.id
          where o.counts and l.units > 0 and o.ordered_day between $1 and $2
          group by 1
        ) sold
        join products p on p.id = sold.product_id
        where sold.net > 0
        order by 3 desc, 1 limit 10`,
      parameters: inYear,
    },
    {
      question: 'top 10 customers',
      sql: `
        select c.ref, c.display_name, s.net_spend
        from customer_summaries s join customers c on c.id = s.customer_id
        where s.order_count > 0
        order by s.net_spend desc, c.ref limit 10`,
      parameters: [],
    },
    {
      question: 'who are our lapsed top customers',
      sql: `
        select c.ref, c.display_name, s.net_spend, s.last_order_day, $1::date - s.last_order_day
        from customer_summaries s join customers c on c.id = s.customer_id
        where s.order_count > 0
        and $1::date - s.last_order_day > 2 * greatest(coalesce(s.usual_gap_days, 90), 14)
        and s.net_spend >= (
          select net_spend from customer_summaries where order_count > 0 order by net_spend desc
          offset (select ceil(count(*) * 0.2)::int - 1 from customer_summaries where order_count > 0) limit 1
        )
        order by 3 desc, 1 limit ${CAP}`,
      parameters: [today],
    },
    {
      question: 'how many lapsed customers do we have',
      sql: `
        select count(*) from customer_summaries
        where order_count > 0 and $1::date - last_order_day > 2 * greatest(coalesce(usual_gap_days, 90), 14)`,
      parameters: [today],
    },
    {
      question: 'new customers by month this year',
      sql: `
        select date_trunc('month', first_order_day::timestamp)::date, count(*)
        from customer_summaries where order_count > 0 and first_order_day between $1 and $2
        group by 1 order by 1`,
      parameters: inYear,
    },
    {
      question: 'repeat rate',
      sql: 'select avg((order_count >= 2)::int) from customer_summaries where order_count > 0',
      parameters: [],
    },
    {
      question: 'customers who spent more than $500 this year',
      sql: `
        select c.ref, c.display_name, spent.net
        from (
          select customer_id, sum(net) as net from orders
          where counts and ordered_day between $1 and $2 and customer_id is not null
          group by 1 having sum(net) > 500
        ) spent
        join customers c on c.id = spent.customer_id
        order by 3 desc, 1 limit ${CAP}`,
      parameters: inYear,
    },
    {
      question: 'who bought a helmet this year',
      sql: `
        select c.ref, c.display_name from customers c
        where c.id in (
          select o.customer_id
          from products p join order_lines l on l.product_id = p.id join orders o on o.id = l.order_id
          where p.name ilike '%helmet%' and l.units > 0 and o.counts and o.ordered_day between $1 and $2
        )
        order by 1 limit ${CAP}`,
      parameters: inYear,
    },
    {
      question: 'who bought a helmet but never a pump',
      sql: `
        select c.ref, c.display_name
        from (
          select o.customer_id
          from products p join order_lines l on l.product_id = p.id join orders o on o.id = l.order_id
          where p.name ~* '\\m(helmet|pump)\\M' and l.units > 0 and o.counts and o.customer_id is not null
          group by 1 having bool_or(p.name ~* '\\mhelmet\\M') and not bool_or(p.name ~* '\\mpump\\M')
        ) buyers
        join customers c on c.id = buyers.customer_id
        order by 1 limit ${CAP}`,
      parameters: [],
    },
  ]
}
