import { ago, counted, days, known, number, type Trigger, text } from '../trigger.ts'

/** In days, a usual gap as everywhere: last less first purchase day by the gaps between; within a week nothing is used up. */
const usualGap = '(max(days.day) - min(days.day))::numeric / (count(*) - 1)'

export const replenishmentDue: Trigger = {
  code: 'replenishment_due',
  label: 'Refill due',
  meaning:
    'They bought a product that runs out at least twice, and by their own usual gap for it (from three purchase days on; else the product’s) it is used up about now.',
  class: 'dated',
  dials: {
    early_days: days('How long before it runs out they are named', 3, 0, 30),
    window_days: days('How long after', 14, 1, 90),
  },
  candidates: `
    select distinct on (rhythm.customer_id) rhythm.customer_id,
      'refill:' || rhythm.product_id || ':' || rhythm.last_day as occasion, rhythm.due_on, null::bigint as staff_id,
      jsonb_build_object('product', rhythm.name, 'bought_on', rhythm.last_day, 'own', rhythm.own, 'interval', rhythm.interval) as facts
    from (
      select bought.customer_id, bought.product_id, p.name, bought.last_day, bought.own, bought.first_day, p.replenish_days,
        coalesce(bought.own, p.replenish_days) as interval,
        bought.last_day + coalesce(bought.own, p.replenish_days) as due_on
      from (
        select days.customer_id, days.product_id, min(days.day) as first_day, max(days.day) as last_day,
          case when count(*) >= 3 and ${usualGap} >= 7 then round(${usualGap})::int end as own
        from (
          select distinct o.customer_id, l.product_id, o.ordered_day as day
          from order_lines l
          join orders o on o.id = l.order_id
          -- With “+ 0” all lines are read once; one by one through the index takes many times as long.
          where l.product_id + 0 in (select id from products where replenish_days is not null)
          and l.units > 0 and o.counts and o.customer_id is not null
          and o.ordered_day between :today - 1095 and :today
        ) days
        group by days.customer_id, days.product_id
        having count(*) >= 2
      ) bought
      join products p on p.id = bought.product_id
    ) rhythm
    where :today - rhythm.due_on between -:early_days and :window_days
    -- Bought twice years apart, it is no habit.
    and (rhythm.own is not null or rhythm.last_day - rhythm.first_day <= 2 * rhythm.replenish_days)
    order by rhythm.customer_id, rhythm.own nulls last, rhythm.due_on, rhythm.product_id`,
  sentence: (facts, { day, daysSince }) => {
    const on = text(facts, 'bought_on')
    const last = `last bought ${ago(daysSince(on))}, on ${day(on)}.`
    return known(facts, 'own')
      ? `Buys ${text(facts, 'product')} about every ${counted(number(facts, 'own'), 'day')}; ${last}`
      : `${text(facts, 'product')}: lasts about ${counted(number(facts, 'interval'), 'day')}; ${last}`
  },
}
