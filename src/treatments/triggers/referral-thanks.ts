import { ago, contactedSince, days, type Trigger, text } from '../trigger.ts'

export const referralThanks: Trigger = {
  code: 'referral_thanks',
  label: 'Thanks for a referral',
  meaning: 'Somebody they sent has just ordered for the first time, and nobody has thanked them.',
  class: 'dated',
  dials: { window_days: days('How long after the first order', 10, 1, 60) },
  candidates: `
    select distinct on (x.referrer_id) x.referrer_id as customer_id, 'referral:' || x.referred_id as occasion,
      s.first_order_day + 1 as due_on, null::bigint as staff_id,
      jsonb_build_object('friend', c.display_name, 'ordered_on', s.first_order_day) as facts
    from referrals x
    join :summaries s on s.customer_id = x.referred_id
    join customers c on c.id = x.referred_id
    where (x.referred_on is null or x.referred_on <= :today)
    and s.first_order_day between :today - :window_days and :today - 1
    and not ${contactedSince('x.referrer_id', 's.first_order_day')}
    order by x.referrer_id, s.first_order_day desc, x.id`,
  sentence: (facts, { daysSince }) =>
    `${text(facts, 'friend')}, whom they sent, bought for the first time ${ago(daysSince(text(facts, 'ordered_on')))}: say thanks.`,
}
