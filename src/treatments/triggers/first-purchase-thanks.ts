import { ago, contactedSince, days, known, number, type Trigger, text } from '../trigger.ts'

export const firstPurchaseThanks: Trigger = {
  code: 'first_purchase_thanks',
  label: 'Thanks for the first purchase',
  meaning: 'Their first order was a few days ago, and nobody has thanked them.',
  class: 'dated',
  dials: {
    from_days: days('How long after the first order to say thanks', 1, 0, 30),
    until_days: days('Until how long after it', 5, 1, 60),
  },
  candidates: `
    select s.customer_id, 'first_order' as occasion, s.first_order_day + :from_days as due_on, null::bigint as staff_id,
      jsonb_build_object('ordered_on', s.first_order_day, 'spend', s.net_spend, 'referrer', rb.display_name) as facts
    from :summaries s
    left join customers rb on rb.id = s.referred_by_id and rb.merged_into_id is null and rb.erased_at is null
    where s.purchase_days = 1
    and s.first_order_day between :today - :until_days and :today - :from_days
    and not ${contactedSince('s.customer_id', 's.first_order_day')}`,
  sentence: (facts, { money, daysSince }) => {
    const sent = known(facts, 'referrer') ? `, sent by ${text(facts, 'referrer')}` : ''
    return `First order ${ago(daysSince(text(facts, 'ordered_on')))}, ${money(number(facts, 'spend'))}${sent}: say thanks.`
  },
}
