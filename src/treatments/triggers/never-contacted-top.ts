import { isLapsed, isTop } from '../conditions.ts'
import { ago, days, known, number, type Trigger, text } from '../trigger.ts'

export const neverContactedTop: Trigger = {
  code: 'never_contacted_top',
  label: 'Top customer never contacted',
  meaning: 'A top customer who has not lapsed, and whom nobody has contacted for half a year or ever.',
  class: 'growth',
  dials: { quiet_days: days('How long without contact', 180, 30, 730) },
  candidates: `
    select s.customer_id, 'half_year:' || to_char(:today, 'YYYY') || ceil(extract(month from :today) / 6.0) as occasion,
      coalesce(s.last_contacted_day + :quiet_days, s.first_order_day) as due_on, null::bigint as staff_id,
      jsonb_build_object('spend', s.net_spend, 'last_on', s.last_order_day, 'contacted_on', s.last_contacted_day) as facts
    from :summaries s
    where ${isTop} and not (${isLapsed})
    and (s.last_contacted_day is null or :today - s.last_contacted_day > :quiet_days)`,
  sentence: (facts, { money, day, daysSince }) => {
    const last = known(facts, 'contacted_on')
      ? `last contacted ${ago(daysSince(text(facts, 'contacted_on')))}`
      : 'never contacted'
    return `A top customer: ${money(number(facts, 'spend'))} so far, last order on ${day(text(facts, 'last_on'))}; ${last}.`
  },
}
