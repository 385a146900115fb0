import { ago, contactedSince, days, type Trigger, text } from '../trigger.ts'

export const productCheckIn: Trigger = {
  code: 'product_check_in',
  label: 'Product check-in',
  meaning: 'They bought something worth asking about, as many days ago as its check-in says, and nobody has asked.',
  class: 'dated',
  dials: { window_days: days('How long after its check-in day a purchase is still asked about', 7, 1, 60) },
  candidates: `
    select distinct on (o.customer_id) o.customer_id, 'order:' || o.order_id as occasion,
      o.ordered_day + p.check_in_days as due_on, null::bigint as staff_id,
      jsonb_build_object('product', p.name, 'bought_on', o.ordered_day) as facts
    from products p
    join :aftercare o on o.product_id = p.id
      and o.ordered_day between :today - p.check_in_days - :window_days and :today - p.check_in_days
    join order_lines l on l.order_id = o.order_id and l.product_id = o.product_id
    where p.check_in_days is not null and l.units > 0
    and not ${contactedSince('o.customer_id', 'o.ordered_day')}
    order by o.customer_id, l.net desc, o.order_id desc, l.id`,
  sentence: (facts, { daysSince }) =>
    `Bought the ${text(facts, 'product')} ${ago(daysSince(text(facts, 'bought_on')))}: ask how they are getting on.`,
}
