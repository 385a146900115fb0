import { isTop } from '../conditions.ts'
import { type Trigger, text } from '../trigger.ts'

export const dataGap: Trigger = {
  code: 'data_gap',
  label: 'Ask for what is missing',
  meaning:
    'Of a good customer (top, or five purchase days) the e-mail address, the phone number or every consent is missing.',
  class: 'companion',
  dials: {},
  candidates: `
    select s.customer_id, 'gap' as occasion, :today as due_on, null::bigint as staff_id,
      jsonb_build_object('missing', concat_ws(', ',
        case when not s.has_email then 'e-mail address' end,
        case when not s.has_phone then 'phone number' end,
        case when s.email_consent is null and s.sms_consent is null and s.phone_consent is null and s.post_consent is null
          then 'consent' end)) as facts
    from :summaries s
    where (s.purchase_days >= 5 or (${isTop}))
    and (not s.has_email or not s.has_phone
      or (s.email_consent is null and s.sms_consent is null and s.phone_consent is null and s.post_consent is null))`,
  sentence: (facts) => {
    const missing = text(facts, 'missing').split(', ')
    if (missing[0] === '') return ''
    return `No ${missing.join(' and no ')} on file: ask for ${missing.length === 1 ? 'it' : 'them'}.`
  },
}
