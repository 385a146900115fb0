import { ago, counted, days, known, number, type Trigger, text } from '../trigger.ts'

export const connectorNurture: Trigger = {
  code: 'connector_nurture',
  label: 'Connector to keep in touch with',
  meaning: 'At least two people they sent have ordered, and nobody has been in touch for a while.',
  class: 'growth',
  dials: { quiet_days: days('How long without contact', 60, 7, 365) },
  candidates: `
    select s.customer_id, 'quarter:' || to_char(:today, 'YYYY-Q') as occasion,
      coalesce(s.last_contacted_day + :quiet_days, s.first_order_day, :today) as due_on, null::bigint as staff_id,
      jsonb_build_object('sent', s.successful_referrals, 'spend', s.net_spend, 'contacted_on', s.last_contacted_day) as facts
    from :summaries s
    where s.successful_referrals >= 2
    and (s.last_contacted_day is null or :today - s.last_contacted_day > :quiet_days)`,
  sentence: (facts, { money, daysSince }) => {
    const last = known(facts, 'contacted_on')
      ? `last contacted ${ago(daysSince(text(facts, 'contacted_on')))}`
      : 'never contacted'
    const spent = number(facts, 'spend') > 0 ? `, and spent ${money(number(facts, 'spend'))} of their own` : ''
    return `Has sent us ${counted(number(facts, 'sent'), 'customer')} who bought${spent}; ${last}.`
  },
}
