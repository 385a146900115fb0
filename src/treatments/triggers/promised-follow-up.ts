import { ago, contactedSince, days, known, quoted, type Trigger, text } from '../trigger.ts'

export const promisedFollowUp: Trigger = {
  code: 'promised_follow_up',
  label: 'Promised follow-up',
  meaning:
    'A follow-up is due or overdue, and nobody has been in touch since the day it was promised for, or put off to.',
  class: 'promise',
  dials: { overdue_days: days('How long an overdue promise is brought up again', 30, 1, 365) },
  candidates: `
    select f.customer_id, 'follow_up:' || f.id as occasion, coalesce(f.snoozed_until, f.due_on) as due_on,
      f.assigned_to as staff_id, jsonb_build_object('due_on', f.due_on, 'follow_up', f.id,
        'noted_on', n.written_day, 'noted_by', author.name,
        'reason', case when n.visibility is distinct from 'managers' then f.reason end) as facts
    from follow_ups f
    left join notes n on n.id = f.note_id
    left join staff author on author.id = n.author_id
    where (f.status in ('open', 'snoozed') or (f.closed_at at time zone :zone)::date > :today)
    and n.deleted_at is null
    and (n.written_day is null or n.written_day <= :today)
    and coalesce(f.snoozed_until, f.due_on) between :today - :overdue_days and :today
    and not ${contactedSince('f.customer_id', 'coalesce(f.snoozed_until, f.due_on)')}`,
  sentence: (facts, { day, daysSince }) => {
    const late = daysSince(text(facts, 'due_on'))
    const when = late > 0 ? `Promised for ${day(text(facts, 'due_on'))} (${ago(late)})` : 'Promised for today'
    if (!known(facts, 'reason')) return `${when}: the reason is in a note for managers.`
    const by = known(facts, 'noted_by') ? `${text(facts, 'noted_by')}, ` : ''
    const source = known(facts, 'noted_on') ? ` (${by}${day(text(facts, 'noted_on'))})` : ''
    return `${when}: “${quoted(text(facts, 'reason'))}”${source}`
  },
}
