import { counted, days, known, number, type Trigger, text } from '../trigger.ts'

/** In days, the middle one; what was bought again within a week was not used up. */
const ownInterval =
  'case when count(bought.gap) >= 2 and percentile_cont(0.5) within group (order by bought.gap) >= 7 then round(percentile_cont(0.5) within group (order by bought.gap))::int end'

export const replenishmentDue: Trigger = {
  code: 'replenishment_due',
  label: 'Refill due',
  meaning:
    'They bought a product that runs out at least twice, and by their own interval (from three purchases on; else the product’s) it is used up about now.',
  class: 'dated',
  dials: {
    early_days: days('How long before it runs out they are named', 3, 0, 30),
    window_days: days('How long after', 14, 1, 90),
  },
  candidates: `
    select distinct on (rhythm.customer_id) rhythm.customer_id,
      'refill:' || rhythm.product_id || ':' || rhythm.last_day as occasion, rhythm.due_on, null::bigint as staff_id,
      jsonb_build_object('product', rhythm.name, 'bought_on', rhythm.last_day, 'own', rhythm.own, 'interval', rhythm.days) as facts
    from (
      select each.*, each.last_day + each.days as due_on
      from (
        select bought.customer_id, bought.product_id, p.name, max(bought.day) as last_day,
          ${ownInterval} as own, coalesce(${ownInterval}, p.replenish_days) as days
        from (
          select days.customer_id, days.product_id, days.day,
            days.day - lag(days.day) over (partition by days.customer_id, days.product_id order by days.day) as gap
          from (
            select distinct o.customer_id, l.product_id, o.ordered_day as day
            from products kept
            join order_lines l on l.product_id = kept.id
            join orders o on o.id = l.order_id
            where kept.replenish_days is not null
            and l.units > 0 and o.counts and o.customer_id is not null
            and o.ordered_day between :today - 1095 and :today
          ) days
        ) bought
        join products p on p.id = bought.product_id
        group by bought.customer_id, bought.product_id, p.name, p.replenish_days
        having count(bought.gap) >= 1
      ) each
    ) rhythm
    where :today - rhythm.due_on between -:early_days and :window_days
    order by rhythm.customer_id, rhythm.own nulls last, rhythm.due_on, rhythm.product_id`,
  sentence: (facts, { daysSince }) => {
    const since = daysSince(text(facts, 'bought_on'))
    const rhythm = known(facts, 'own')
      ? `every ${counted(number(facts, 'own'), 'day')}`
      : `lasts about ${counted(number(facts, 'interval'), 'day')}`
    return `${text(facts, 'product')}: ${rhythm}, day ${since} today.`
  },
}
