import { ahead, days, type Trigger, text } from '../trigger.ts'

const end = '(o.ordered_day + make_interval(months => p.warranty_months))::date'

export const warrantyEnding: Trigger = {
  code: 'warranty_ending',
  label: 'Warranty ending',
  meaning: 'The warranty of something they bought ends in a month: time to ask whether it still works.',
  class: 'dated',
  dials: {
    ahead_days: days('How long before the end', 30, 1, 120),
    window_days: days('How long from that day on they are named', 7, 0, 120),
    least_price: {
      meaning: 'The least price per piece, in the shop’s currency',
      default: 100,
      least: 0,
      most: 1_000_000,
    },
  },
  candidates: `
    select distinct on (o.customer_id) o.customer_id, 'warranty:' || l.id as occasion,
      ${end} - :ahead_days as due_on, null::bigint as staff_id,
      jsonb_build_object('product', p.name, 'bought_on', o.ordered_day, 'ends_on', ${end}) as facts
    from products p
    join :aftercare o on o.product_id = p.id
      -- By the day, looked up; months differ by up to three days.
      and o.ordered_day between
        (:today - make_interval(months => p.warranty_months) + make_interval(days => greatest(:ahead_days - :window_days, 0) - 3))::date
        and (:today - make_interval(months => p.warranty_months) + make_interval(days => :ahead_days + 3))::date
    join order_lines l on l.order_id = o.order_id and l.product_id = o.product_id
    where p.warranty_months is not null and l.units > 0 and l.unit_price >= :least_price
    and ${end} between greatest(:today, :today + :ahead_days - :window_days) and :today + :ahead_days
    order by o.customer_id, l.net desc, l.id`,
  sentence: (facts, { day, daysSince }) => {
    const ends = text(facts, 'ends_on')
    return `The warranty of the ${text(facts, 'product')} bought on ${day(text(facts, 'bought_on'))} ends ${ahead(-daysSince(ends))}, on ${day(ends)}.`
  },
}
