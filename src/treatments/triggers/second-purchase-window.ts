import { ago, contactedSince, counted, days, number, type Trigger, text } from '../trigger.ts'

export const secondPurchaseWindow: Trigger = {
  code: 'second_purchase_window',
  label: 'Time for a second purchase',
  meaning: 'They bought once, as long ago as it took half of the shop’s returning customers to come back.',
  class: 'growth',
  dials: {
    window_days: days('How long from that day on they are named', 10, 1, 90),
    sample: {
      meaning: 'How many of the latest returning customers the shop’s own gap is taken from',
      default: 5000,
      least: 50,
      most: 100_000,
    },
  },
  candidates: `
    select s.customer_id, 'second_order' as occasion, s.first_order_day + shop.gap as due_on, null::bigint as staff_id,
      jsonb_build_object('ordered_on', s.first_order_day, 'gap', shop.gap) as facts
    from :summaries s
    cross join (
      select percentile_disc(0.5) within group (order by second.day - came.first_order_day) as gap
      from (
        select back.customer_id, back.first_order_day from :summaries back
        where back.purchase_days >= 2 order by back.first_order_day desc, back.customer_id limit :sample
      ) came
      cross join lateral (
        select min(o.ordered_day) as day from orders o
        where o.customer_id = came.customer_id and o.counts and o.ordered_day > came.first_order_day
      ) second
    ) shop
    where s.purchase_days = 1
    and s.first_order_day between :today - shop.gap - :window_days and :today - shop.gap
    and not ${contactedSince('s.customer_id', 's.first_order_day')}`,
  sentence: (facts, { day, daysSince }) => {
    const on = text(facts, 'ordered_on')
    return `Bought once, ${ago(daysSince(on))}, on ${day(on)}; of those who come back, half do so within ${counted(number(facts, 'gap'), 'day')}.`
  },
}
