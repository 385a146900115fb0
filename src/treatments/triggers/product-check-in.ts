import { ago, contactedSince, days, linesOf, type Trigger, text } from '../trigger.ts'

export const productCheckIn: Trigger = {
  code: 'product_check_in',
  label: 'Product check-in',
  meaning: 'They bought something worth asking about, as many days ago as its check-in says, and nobody has asked.',
  class: 'dated',
  dials: { window_days: days('How long after its check-in day a purchase is still asked about', 7, 1, 60) },
  candidates: `
    select distinct on (o.customer_id) o.customer_id, 'order:' || o.id as occasion,
      o.ordered_day + p.check_in_days as due_on, null::bigint as staff_id,
      jsonb_build_object('product', p.name, 'bought_on', o.ordered_day) as facts
    from (
      -- The orders of those days and the lines of those products, each read from its index alone; the few that are of
      -- both are looked at.
      select distinct o.id, o.customer_id, o.ordered_day, l.product_id
      from ${linesOf('check_in_days')} l
      join products p on p.id = l.product_id
      join orders o on o.id = l.order_id
      where o.counts and o.customer_id is not null
      and o.ordered_day between :today - :window_days - (select max(longest.check_in_days) from products longest) and :today
      and :today - o.ordered_day between p.check_in_days and p.check_in_days + :window_days
    ) o
    join order_lines l on l.order_id = o.id and l.product_id = o.product_id
    join products p on p.id = l.product_id
    where l.units > 0
    and not ${contactedSince('o.customer_id', 'o.ordered_day')}
    order by o.customer_id, l.net desc, o.id desc, l.id`,
  sentence: (facts, { daysSince }) =>
    `Bought the ${text(facts, 'product')} ${ago(daysSince(text(facts, 'bought_on')))}: ask how they are getting on.`,
}
