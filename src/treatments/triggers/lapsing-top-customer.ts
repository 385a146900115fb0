import { isLapsed, isTop, usualGap } from '../conditions.ts'
import { counted, days, known, number, type Trigger, text } from '../trigger.ts'

export const lapsingTopCustomer: Trigger = {
  code: 'lapsing_top_customer',
  label: 'Top customer lapsing',
  meaning:
    'A top customer with three purchase days or more has been silent for longer than lapsed_gaps times their own usual gap, or is estimated to be likely gone.',
  class: 'at_risk',
  dials: { until_days: days('How long after lapsing they are named', 365, 7, 730) },
  candidates: `
    select s.customer_id, 'silent_since:' || s.last_order_day as occasion, least(lapses.day, :today) as due_on,
      null::bigint as staff_id,
      jsonb_build_object('gap', round(s.usual_gap_days), 'last_on', s.last_order_day, 'spend', s.net_spend,
        'chance', case when not (${isLapsed}) then e.chance_active end) as facts
    from :summaries s
    left join customer_scores e on e.run_id = :score_run and e.customer_id = s.customer_id
      and e.customer_id between :from_customer and :to_customer
    cross join lateral (select s.last_order_day + ceil(:lapsed_gaps * ${usualGap})::int as day) lapses
    where s.purchase_days >= 3
    and ${isTop}
    and ((${isLapsed} and :today - lapses.day <= :until_days)
      or (not (${isLapsed}) and e.chance_active * 100 < :likely_gone_percent))`,
  sentence: (facts, { money, percent, daysSince }) => {
    const rhythm = `Usually buys every ${counted(Math.max(number(facts, 'gap'), 1), 'day')}, silent for ${daysSince(text(facts, 'last_on'))}`
    const chance = known(facts, 'chance')
      ? `, by estimate ${percent(number(facts, 'chance'))} likely to be still a customer`
      : ''
    return `${rhythm}${chance}; ${money(number(facts, 'spend'))} so far.`
  },
}
