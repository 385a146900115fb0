import { ago, counted, days, known, number, type Trigger, text } from '../trigger.ts'

/** What is longer ago than three years no longer tells how somebody buys; few have such days. They stand in order. */
const isOld = 'r.first_day < :today - 1095'
const oldDays = 'width_bucket(:today - 1096, r.days)'
const first = `(case when ${isOld} then r.days[${oldDays} + 1] else r.first_day end)`
const purchaseDays = `(case when ${isOld} then r.purchase_days - ${oldDays} else r.purchase_days end)`

/**
 * In days, a usual gap as everywhere: last less first purchase day by the gaps between, to the nearest day; within a week
 * nothing is used up.
 */
const usualGap = `case when counted.purchase_days >= 3 and counted.span >= 7 * (counted.purchase_days - 1)
          then (2 * counted.span + counted.purchase_days - 1) / (2 * (counted.purchase_days - 1)) end`

export const replenishmentDue: Trigger = {
  code: 'replenishment_due',
  label: 'Refill due',
  meaning:
    'They bought a product that runs out at least twice, and by their own usual gap for it in the last three years (from three purchase days on; else the product’s) it is used up about now.',
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
      select own.*, p.name, p.replenish_days, coalesce(own.own, p.replenish_days) as interval,
        own.last_day + coalesce(own.own, p.replenish_days) as due_on
      from (
        select counted.*, ${usualGap} as own
        from (
          select r.customer_id, r.product_id, r.last_day, r.last_day - ${first} as span, ${purchaseDays} as purchase_days
          from :refills r
          where r.last_day between :today - 1095 and :today
        ) counted
        where counted.purchase_days >= 2
      ) own
      join products p on p.id = own.product_id
    ) rhythm
    where :today - rhythm.due_on between -:early_days and :window_days
    -- Bought twice years apart, it is no habit.
    and (rhythm.own is not null or rhythm.span <= 2 * rhythm.replenish_days)
    order by rhythm.customer_id, rhythm.own nulls last, rhythm.due_on, rhythm.product_id`,
  sentence: (facts, { day, daysSince }) => {
    const on = text(facts, 'bought_on')
    const last = `last bought ${ago(daysSince(on))}, on ${day(on)}.`
    return known(facts, 'own')
      ? `Buys ${text(facts, 'product')} about every ${counted(number(facts, 'own'), 'day')}; ${last}`
      : `${text(facts, 'product')}: lasts about ${counted(number(facts, 'interval'), 'day')}; ${last}`
  },
}
