import { isLapsed, isTop, usualGap } from '../conditions.ts'
import { counted, days, number, type Trigger, text } from '../trigger.ts'

export const lapsingTopCustomer: Trigger = {
  code: 'lapsing_top_customer',
  label: 'Top customer lapsing',
  meaning:
    'A top customer with three purchase days or more has been silent for longer than lapsed_gaps times their own usual gap.',
  class: 'at_risk',
  dials: { until_days: days('How long after lapsing they are named', 120, 7, 730) },
  candidates: `
    select s.customer_id, 'silent_since:' || s.last_order_day as occasion,
      s.last_order_day + ceil(:lapsed_gaps * ${usualGap})::int as due_on, null::bigint as staff_id,
      jsonb_build_object('gap', round(s.usual_gap_days), 'last_on', s.last_order_day, 'spend', s.net_spend) as facts
    from :summaries s
    where s.purchase_days >= 3
    and ${isLapsed} and ${isTop}
    and :today - (s.last_order_day + ceil(:lapsed_gaps * ${usualGap})::int) <= :until_days`,
  sentence: (facts, { money, daysSince }) =>
    `Usually every ${counted(Math.max(number(facts, 'gap'), 1), 'day')}, silent for ${daysSince(text(facts, 'last_on'))}; ${money(number(facts, 'spend'))} so far.`,
}
