import { ahead, days, linesOf, type Trigger, text } from '../trigger.ts'

const end = '(o.ordered_day + make_interval(months => o.months))::date'

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
    select distinct on (bought.customer_id) bought.customer_id, 'warranty:' || l.id as occasion,
      bought.ends_on - :ahead_days as due_on, null::bigint as staff_id,
      jsonb_build_object('product', p.name, 'bought_on', bought.ordered_day, 'ends_on', bought.ends_on) as facts
    from (
      -- The orders of those days and the lines of those products, each read from its index alone; the few that are of
      -- both are looked at.
      select distinct o.id, o.customer_id, o.ordered_day, l.product_id, ${end} as ends_on
      from ${linesOf('warranty_months')} l
      join products p on p.id = l.product_id
      join (
        select ordered.id, ordered.customer_id, ordered.ordered_day, terms.months
        from (select distinct warranty_months as months from products where warranty_months is not null) terms
        join orders ordered on ordered.counts and ordered.customer_id is not null and ordered.ordered_day between
          (:today - make_interval(months => terms.months) + make_interval(days => greatest(:ahead_days - :window_days, 0) - 3))::date
          and (:today - make_interval(months => terms.months) + make_interval(days => :ahead_days + 3))::date
      ) o on o.id = l.order_id and o.months = p.warranty_months
      where ${end} between greatest(:today, :today + :ahead_days - :window_days) and :today + :ahead_days
    ) bought
    join order_lines l on l.order_id = bought.id and l.product_id = bought.product_id
    join products p on p.id = l.product_id
    where l.units > 0 and l.unit_price >= :least_price
    order by bought.customer_id, l.net desc, l.id`,
  sentence: (facts, { day, daysSince }) => {
    const ends = text(facts, 'ends_on')
    return `The warranty of the ${text(facts, 'product')} bought on ${day(text(facts, 'bought_on'))} ends ${ahead(-daysSince(ends))}, on ${day(ends)}.`
  },
}
