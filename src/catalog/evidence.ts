import { frequency, frequencyAndMoney, money, recency, rfmNames } from './rfm.ts'
import { stirred } from './segments.ts'
import type { ValueType } from './types.ts'

/** A fact or a threshold that decides whether a customer is in a segment; SQL over `c` and `s` like the segment's own. */
export interface Evidence {
  readonly label: string
  readonly sql: string
  readonly type: ValueType
  readonly unit?: string
}

const gap = 'greatest(coalesce(s.usual_gap_days, :default_gap_days), :minimum_gap_days)'
const orders: Evidence = { label: 'Orders', sql: 's.order_count', type: 'number' }
const rhythm: readonly Evidence[] = [
  { label: 'Last order', sql: 's.last_order_day', type: 'date' },
  { label: 'Silent for', sql: '(:today - s.last_order_day)', type: 'number', unit: 'days' },
  {
    label: 'Usual gap',
    sql: 'case when s.order_count > 0 then coalesce(s.usual_gap_days, :default_gap_days) end',
    type: 'number',
    unit: 'days',
  },
  { label: 'Purchase days', sql: 's.purchase_days', type: 'number' },
  { label: 'Due after', sql: `case when s.order_count > 0 then :due_gaps * ${gap} end`, type: 'number', unit: 'days' },
  {
    label: 'Lapsed after',
    sql: `case when s.order_count > 0 then :lapsed_gaps * ${gap} end`,
    type: 'number',
    unit: 'days',
  },
]
const referrals: readonly Evidence[] = [
  { label: 'People they sent', sql: 's.referral_count', type: 'number' },
  { label: 'Of whom have ordered', sql: 's.successful_referrals', type: 'number' },
]
const doNotContact: Evidence = { label: 'Do not contact', sql: 'c.do_not_contact', type: 'boolean' }
const email: readonly Evidence[] = [
  { label: 'Valid e-mail address', sql: 's.has_email', type: 'boolean' },
  { label: 'E-mail consent', sql: 's.email_consent', type: 'boolean' },
]
const phone: Evidence = { label: 'Valid phone number', sql: 's.has_phone', type: 'boolean' }
const text: Evidence = { label: 'Text consent', sql: 's.sms_consent', type: 'boolean' }
const call: Evidence = { label: 'Phone consent', sql: 's.phone_consent', type: 'boolean' }
const post: readonly Evidence[] = [
  { label: 'Street address', sql: 's.has_address', type: 'boolean' },
  { label: 'Post consent', sql: 's.post_consent', type: 'boolean' },
]

const scoreOf = (label: string, sql: string): Evidence => ({
  label,
  sql: `case when s.order_count > 0 then ${sql} end`,
  type: 'number',
})
const spend: Evidence = { label: 'Spend', sql: 's.net_spend', type: 'money' }
const placeBySpend: Evidence = {
  label: 'Place by spend',
  sql: 'case when s.order_count > 0 then (select count(*) + 1 from :summaries t where t.order_count > 0 and t.net_spend > s.net_spend) end',
  type: 'number',
}
const buyers: Evidence = {
  label: 'Buyers',
  sql: '(select count(*) from :summaries t where t.order_count > 0)',
  type: 'number',
}
const scores: readonly Evidence[] = [
  { label: 'Last order', sql: 's.last_order_day', type: 'date' },
  scoreOf('Recency, 1 to 5', recency),
  orders,
  scoreOf('Frequency, 1 to 5', frequency),
  spend,
  placeBySpend,
  buyers,
  scoreOf('Money, 1 to 5', money),
  scoreOf('Frequency and money together', frequencyAndMoney),
]
const relationship: readonly Evidence[] = [
  orders,
  ...rhythm,
  spend,
  placeBySpend,
  buyers,
  { label: 'Of those they sent, have ordered', sql: 's.successful_referrals', type: 'number' },
  { label: 'In touch in the last 90 days', sql: stirred, type: 'boolean' },
]
const stages = ['prospecting', 'consideration', 'purchase', 'connection', 'loyalty']

const chance: readonly Evidence[] = [
  orders,
  { label: 'Purchase days', sql: 's.purchase_days', type: 'number' },
  { label: 'Last order', sql: 's.last_order_day', type: 'date' },
  { label: 'Chance of being active', sql: 'sc.chance_active', type: 'percent' },
  { label: 'Likely gone under', sql: ':likely_gone_percent / 100.0', type: 'percent' },
]

/** Behind each segment, what is looked at and what it is held against. */
export const evidence: Readonly<Record<string, readonly Evidence[]>> = {
  buyer: [orders],
  prospect: [orders],
  one_time: [orders],
  repeat: [orders],
  top: [
    orders,
    spend,
    placeBySpend,
    buyers,
    {
      label: 'Places that count',
      sql: '(select ceil(:percent * count(*) / 100.0) from :summaries t where t.order_count > 0)',
      type: 'number',
    },
  ],
  due: rhythm,
  likely_gone: chance,
  lapsed: rhythm,
  connector: referrals,
  referrer: referrals,
  referred: [{ label: 'Referred by', sql: 'rb.display_name', type: 'text' }],
  reachable_by_email: [...email, doNotContact],
  reachable_by_sms: [phone, text, doNotContact],
  reachable_by_phone: [phone, call, doNotContact],
  reachable_by_post: [...post, doNotContact],
  reachable: [...email, phone, text, call, ...post, doNotContact],
  ...Object.fromEntries(rfmNames.map(({ name }) => [name, scores])),
  ...Object.fromEntries(stages.map((name) => [`stage_${name}`, relationship])),
}
