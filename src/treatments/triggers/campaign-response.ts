import { ago, days, type Trigger, text } from '../trigger.ts'

const upTo = (day: string): string => `case when r.${day} <= :today then r.${day} end`
/** The latest answer that is known today. */
const answeredDay = `greatest(${upTo('clicked_day')}, ${upTo('responded_day')})`

export const campaignResponse: Trigger = {
  code: 'campaign_response',
  label: 'Campaign answered, nothing bought',
  meaning: 'They answered or clicked in a campaign some days ago and have not ordered since.',
  class: 'growth',
  dials: {
    from_days: days('How long after the response', 2, 0, 30),
    until_days: days('Until how long after', 14, 1, 90),
  },
  candidates: `
    select distinct on (r.customer_id) r.customer_id, 'campaign:' || r.campaign_id as occasion,
      ${answeredDay} + :from_days as due_on, null::bigint as staff_id,
      jsonb_build_object('campaign', m.name, 'on', ${answeredDay}) as facts
    from campaign_recipients r
    join campaigns m on m.id = r.campaign_id
    where ${answeredDay} between :today - :until_days and :today - :from_days
    -- One of the two was then; each has an index.
    and (r.clicked_day between :today - :until_days and :today - :from_days
      or r.responded_day between :today - :until_days and :today - :from_days)
    and not exists (
      select from orders o where o.customer_id = r.customer_id and o.counts
      and o.ordered_day between ${answeredDay} and :today
    )
    order by r.customer_id, ${answeredDay} desc, r.campaign_id`,
  sentence: (facts, { daysSince }) =>
    `Responded to “${text(facts, 'campaign')}” ${ago(daysSince(text(facts, 'on')))} and has not ordered since.`,
}
