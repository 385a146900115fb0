import { ago, days, known, lastReached, quoted, type Trigger, text } from '../trigger.ts'

const settledDay = '(k.resolved_at at time zone :zone)::date'

export const openServiceCase: Trigger = {
  code: 'open_service_case',
  label: 'Open service case',
  meaning: 'A case waits for an answer, or was settled some days ago and nobody asked whether all is well.',
  class: 'service',
  dials: {
    unanswered_days: days('How long a new case may wait for a first answer', 1, 0, 30),
    again_days: days('How long after the last contact an open case is brought up again', 7, 1, 60),
    settled_days: days('How long after a case was settled to ask whether all is well', 3, 0, 60),
    given_up_days: days('How old a case may be', 60, 7, 365),
  },
  candidates: `
    select k.customer_id, 'case:' || k.id as occasion, k.opened_day + :unanswered_days as due_on, k.staff_id,
      jsonb_build_object('opened_on', k.opened_day, 'summary', k.summary, 'contacted_on', ${lastReached('k.customer_id', 'k.opened_day')}) as facts
    from service_cases k
    where (k.status = 'open' or ${settledDay} > :today)
    and k.opened_day between :today - :given_up_days and :today - :unanswered_days
    and ${lastReached('k.customer_id', 'greatest(k.opened_day, :today - :again_days)')} is null
    union all
    select k.customer_id, 'settled:' || k.id, ${settledDay} + :settled_days, k.staff_id,
      jsonb_build_object('settled_on', ${settledDay}, 'summary', k.summary)
    from service_cases k
    where k.status = 'resolved'
    and ${settledDay} between :today - :settled_days - 7 and :today - :settled_days
    and ${lastReached('k.customer_id', settledDay)} is null`,
  sentence: (facts, { day, daysSince }) => {
    const said = quoted(text(facts, 'summary')).replace(/[.\s]+$/, '')
    const what = said === '' ? '' : `: “${said}”`
    if (known(facts, 'settled_on'))
      return `Case settled on ${day(text(facts, 'settled_on'))}${what}. Ask whether all is well.`
    const opened = text(facts, 'opened_on')
    const last = known(facts, 'contacted_on')
      ? `last in touch ${ago(daysSince(text(facts, 'contacted_on')))}`
      : 'nobody has reached them yet'
    return `Case open since ${day(opened)} (${ago(daysSince(opened))}), ${last}${what}.`
  },
}
