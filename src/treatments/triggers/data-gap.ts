import { isTop } from '../conditions.ts'
import { type Trigger, text } from '../trigger.ts'

export const dataGap: Trigger = {
  code: 'data_gap',
  label: 'Ask for what is missing',
  meaning:
    'Of a good customer (top, or five purchase days) the e-mail address, the phone number or every consent is missing, or what is there was found wrong.',
  class: 'companion',
  dials: {},
  candidates: `
    select s.customer_id, 'gap' as occasion, :today as due_on, null::bigint as staff_id,
      jsonb_build_object('missing', concat_ws(', ',
        case when not s.has_email and not wrong.email then 'e-mail address' end,
        case when not s.has_phone and not wrong.phone then 'phone number' end,
        case when s.email_consent is null and s.sms_consent is null and s.phone_consent is null and s.post_consent is null
          then 'consent' end),
        'wrong', concat_ws(', ',
        case when not s.has_email and wrong.email then 'e-mail address' end,
        case when not s.has_phone and wrong.phone then 'phone number' end)) as facts
    from :summaries s
    cross join lateral (
      select coalesce(bool_or(point.kind = 'email'), false) as email, coalesce(bool_or(point.kind = 'phone'), false) as phone
      from contact_points point where point.customer_id = s.customer_id and not point.valid
    ) as wrong
    where (s.purchase_days >= 5 or (${isTop}))
    and (not s.has_email or not s.has_phone
      or (s.email_consent is null and s.sms_consent is null and s.phone_consent is null and s.post_consent is null))`,
  sentence: (facts) => {
    const [missing, wrong] = [listed(text(facts, 'missing')), listed(text(facts, 'wrong'))]
    const known =
      wrong.length === 0 ? '' : `The ${wrong.join(' and the ')} on file ${wrong.length === 1 ? 'is' : 'are'} wrong`
    if (missing.length === 0)
      return known === '' ? '' : `${known}: ask for the right ${wrong.length === 1 ? 'one' : 'ones'}.`
    const none = `o ${missing.join(' and no ')} on file`
    const asked = missing.length + wrong.length === 1 ? 'it' : 'them'
    return known === '' ? `N${none}: ask for ${asked}.` : `${known}, and n${none}: ask for ${asked}.`
  },
}

const listed = (text: string): readonly string[] => (text === '' ? [] : text.split(', '))
