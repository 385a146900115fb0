import type { Segment } from './types.ts'

const gap = 'greatest(coalesce(s.usual_gap_days, :default_gap_days), :minimum_gap_days)'
const silence = '(:today - s.last_order_day)'

const reachable = (channel: string, point: string, consent: string, synonyms: readonly string[]): Segment => ({
  name: `reachable_by_${channel}`,
  label: `reachable by ${channel === 'sms' ? 'text' : channel}`,
  meaning: `A valid ${channel === 'post' ? 'postal address' : channel === 'email' ? 'e-mail address' : 'phone number'} and consent yes for ${channel === 'sms' ? 'texts' : channel}, and not on do-not-contact. No consent on record is no.`,
  synonyms,
  sql: `s.${point} and coalesce(s.${consent}, false) and not c.do_not_contact`,
  takes: [],
})

const scored = (name: string, label: string, meaning: string, synonyms: readonly string[]): Segment => ({
  name, label, meaning, synonyms, sql: 'false', takes: [], scored: true,
})

/** The words for customers, defined once. Numbers in them are the shop's settings. */
export const segments: readonly Segment[] = [
  { name: 'buyer', label: 'buyers', meaning: 'At least one order.', takes: [], sql: 's.order_count > 0',
    synonyms: ['buyer', 'paying customer', 'purchaser', 'ever bought', 'has ever bought', 'ever ordered', 'bought at least once', 'actual customer'] },
  { name: 'prospect', label: 'prospects', meaning: 'No order yet.', takes: [], sql: 's.order_count = 0',
    synonyms: ['prospect', 'never bought', 'never bought anything', 'never ordered', 'never ordered anything', 'never purchased', 'no order yet', 'without any order', 'with no orders', 'without an order', 'still no order', 'not bought yet', 'not ordered yet', 'non-buyer', 'yet to buy', 'yet to order', 'window shopper', 'zero orders', 'lead'] },
  { name: 'one_time', label: 'one-time customers', meaning: 'Exactly one order.', takes: [], sql: 's.order_count = 1',
    synonyms: ['one-time', 'one time', 'one-timer', 'onetime', 'single-purchase', 'one-off', 'one-and-done', 'bought once', 'bought only once', 'bought just once', 'only bought once', 'ordered once', 'ordered only once', 'only ordered once', 'never came back', 'never returned', 'one and only order', 'exactly one order', 'single order', 'just one order', 'only one order', 'did not come back'] },
  { name: 'repeat', label: 'repeat customers', meaning: 'Two or more orders.', takes: [], sql: 's.order_count >= 2',
    synonyms: ['repeat', 'repeater', 'returning', 'repeat buyer', 'bought more than once', 'ordered more than once', 'came back', 'come back', 'bought again', 'ordered again', 'came back for more', 'returned for a second order', 'multiple orders'] },
  { name: 'top', label: 'top customers', meaning: 'Buyers ranked by spend, all time: the first :top_percent % of them, rounded up, ties included.', takes: ['percent'],
    sql: 's.order_count > 0 and s.net_spend >= (select t.net_spend from :summaries t where t.order_count > 0 order by t.net_spend desc offset (select greatest(ceil(:percent * count(*) / 100.0), 1)::int - 1 from :summaries t where t.order_count > 0) limit 1)',
    synonyms: ['top', 'best', 'vip', 'top customer', 'best customer', 'big spender', 'biggest spender', 'high spender', 'highest spender', 'heavy spender', 'most valuable', 'high value', 'high-value', 'key', 'big-ticket', 'whale', 'a-list', 'top spender', 'top-tier', 'most important', 'top tier'] },
  { name: 'due', label: 'due', meaning: 'Buyers whose silence is over :due_gaps × and up to :lapsed_gaps × their usual gap, counting a gap as at least :minimum_gap_days days.', takes: [],
    sql: `s.order_count > 0 and ${silence} > :due_gaps * ${gap} and ${silence} <= :lapsed_gaps * ${gap}`,
    synonyms: ['due', 'overdue', 'due for a purchase', 'due to order', 'due to come in', 'due for a visit', 'due back', 'should be back', 'due again', 'late'] },
  { name: 'lapsed', label: 'lapsed', meaning: 'Buyers whose silence is over :lapsed_gaps × their usual gap, counting a gap as at least :minimum_gap_days days.', takes: [],
    sql: `s.order_count > 0 and ${silence} > :lapsed_gaps * ${gap}`,
    synonyms: ['lapsed', 'lapse', 'inactive', 'gone quiet', 'went quiet', 'going quiet', 'gone silent', 'went silent', 'gone cold', 'went cold', 'dormant', 'lost', 'churned', 'stopped coming', 'stopped buying', 'stopped ordering', 'drifted away', 'drifted off', 'slipped away', 'slipping away', 'fallen away', 'gone missing', 'disappeared', 'vanished', 'faded away', 'dropped off', 'no longer come', 'no longer buy', 'losing', 'we are losing', 'we have lost', 'gone dark', 'went dark', 'fell off', 'fallen off', 'have not seen in a while', 'not seen in a while', 'silent', 'quiet', 'silent for more than twice their usual gap', 'silent for more than twice as long as is normal for them', 'silent for twice as long as usual'] },
  { name: 'heavy', label: 'heavy users', meaning: 'Buyers of a category ranked by what they spent in it: the first :top_percent % of them, rounded up, ties included.', takes: ['percent', 'category'],
    sql: `c.id in (select t.customer_id from (
        select bo.customer_id, rank() over (order by sum(bl.net) desc) as place, count(*) over () as buyers
        from order_lines bl
        join orders bo on bo.id = bl.order_id
        join products bp on bp.id = bl.product_id
        join categories bg on bg.id = bp.category_id
        where bg.name = :category and bo.counts and bl.units > 0 and bo.customer_id is not null and bo.ordered_day <= :today
        group by bo.customer_id) t
      where t.place <= ceil(:percent * t.buyers / 100.0))`, synonyms: ['heavy', 'heaviest', 'heavy user', 'heavy buyer', 'power user'] },
  { name: 'connector', label: 'connectors', meaning: 'At least two people they referred have ordered.', takes: [], sql: 's.successful_referrals >= 2',
    synonyms: ['connector', 'super referrer', 'top referrer'] },
  reachable('email', 'has_email', 'email_consent', ['reachable by email', 'can email', 'may email', 'allowed to email', 'ok to email', 'emailable', 'can be emailed', 'may be emailed', 'accept email', 'fine with email', 'opted in to email', 'said yes to email', 'email list', 'mailable by email', 'send email to', 'reach by email', 'contact by email', 'can mail by email', 'want email', 'happy to get email', 'agreed to email']),
  reachable('sms', 'has_phone', 'sms_consent', ['reachable by text', 'reachable by sms', 'can text', 'may text', 'allowed to text', 'ok to text', 'textable', 'can be texted', 'may be texted', 'accept texts', 'fine with texts', 'opted in to texts', 'opted in to sms', 'said yes to texts', 'reach by text', 'contact by text', 'can send a text', 'can sms', 'may sms', 'agreed to texts', 'fine with a text', 'fine with a text message']),
  reachable('phone', 'has_phone', 'phone_consent', ['reachable by phone', 'can call', 'may call', 'allowed to call', 'ok to call', 'callable', 'can be called', 'may be called', 'accept calls', 'fine with a phone call', 'fine with a call', 'fine with calls', 'said yes to calls', 'reach by phone', 'contact by phone', 'can phone', 'may phone', 'can ring', 'may ring', 'can telephone', 'agreed to calls', 'ok with a call', 'ok with a phone call', 'happy to take a call']),
  reachable('post', 'has_address', 'post_consent', ['reachable by post', 'reachable by mail', 'can mail', 'may mail', 'may send post', 'can send post', 'allowed to mail', 'can post', 'reach by post', 'contact by post', 'can write to', 'may write to', 'postal mail', 'accept post', 'said yes to post', 'send the printed mailer to by post', 'send a letter', 'can send a postcard', 'may send a postcard', 'can send a catalog', 'agreed to post', 'fine with post']),
  { name: 'reachable', label: 'reachable', meaning: 'Reachable by at least one of e-mail, text, phone and post.', takes: [],
    sql: 'not c.do_not_contact and ((s.has_email and coalesce(s.email_consent, false)) or (s.has_phone and coalesce(s.sms_consent, false)) or (s.has_phone and coalesce(s.phone_consent, false)) or (s.has_address and coalesce(s.post_consent, false)))',
    synonyms: ['reachable', 'contactable', 'can reach', 'can contact', 'may contact', 'allowed to contact', 'can get in touch with'] },
  { name: 'referred', label: 'referred customers', meaning: 'Sent by another customer.', takes: [], sql: 's.referred_by_id is not null',
    synonyms: ['referred', 'referred customer', 'was referred', 'referred by somebody', 'referred by someone', 'referred by anyone', 'referred by another customer', 'sent by another customer', 'sent by somebody', 'came through a referral', 'came by referral', 'came via referral', 'recommended by a friend', 'word of mouth customer'] },
  { name: 'referrer', label: 'referrers', meaning: 'Has sent at least one other customer.', takes: [], sql: 's.referral_count > 0',
    synonyms: ['referrer', 'referred somebody', 'referred someone', 'referred anyone', 'has referred', 'sent us someone', 'sent us somebody', 'sent a friend', 'brought a friend', 'recommended us'] },

  scored('champion', 'champions', 'RFM: recency 5 and FM 4 or 5.', ['champion']),
  scored('loyal', 'loyal', 'RFM: recency 3 or 4 and FM 4 or 5.', ['loyal', 'loyal customer']),
  scored('potential_loyalist', 'potential loyalists', 'RFM: recency 4 or 5 and FM 2 or 3.', ['potential loyalist']),
  scored('new_rfm', 'new (RFM)', 'RFM: recency 5 and FM 1.', ['rfm new']),
  scored('promising', 'promising', 'RFM: recency 4 and FM 1.', ['promising']),
  scored('need_attention', 'need attention', 'RFM: recency 3 and FM 3.', ['need attention', 'needing attention', 'needs attention']),
  scored('about_to_sleep', 'about to sleep', 'RFM: recency 3 and FM 1 or 2.', ['about to sleep']),
  scored('cant_lose', 'can’t lose', 'RFM: recency 1 or 2 and FM 5.', ['cannot lose', 'can not lose', "can't lose", 'cant lose']),
  scored('at_risk', 'at risk', 'RFM: recency 1 or 2 and FM 3 or 4.', ['at risk', 'at-risk']),
  scored('hibernating', 'hibernating', 'RFM: recency 1 or 2 and FM 1 or 2.', ['hibernating', 'hibernate']),
  scored('stage_prospecting', 'stage Prospecting', 'No order and no inbound interaction or campaign response in 90 days.', ['prospecting stage', 'in prospecting', 'stage prospecting']),
  scored('stage_consideration', 'stage Consideration', 'No order, but an inbound interaction or campaign response in 90 days.', ['consideration stage', 'in consideration', 'stage consideration', 'consideration']),
  scored('stage_purchase', 'stage Purchase', 'One purchase day.', ['purchase stage', 'stage purchase']),
  scored('stage_connection', 'stage Connection', 'Two or more purchase days, not in Loyalty.', ['connection stage', 'stage connection', 'in connection']),
  scored('stage_loyalty', 'stage Loyalty', 'Two or more purchase days, not lapsed, and top or with a successful referral.', ['loyalty stage', 'stage loyalty', 'in loyalty']),
]
