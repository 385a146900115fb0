import { isTop } from '../conditions.ts'
import { ahead, counted, days, known, number, type Trigger, text } from '../trigger.ts'

/**
 * The coming days, each with the days of a month that are kept on it: its own, and on the last day of a month those that
 * the month does not have, so that February 29 is kept on the 28th in a common year. Looked up, instead of working out for
 * every customer when their day comes next.
 */
const coming = `(
      select day, extract(month from day)::int as month, extract(day from day)::int as from_day,
        case when extract(month from day + 1) = extract(month from day) then extract(day from day)::int else 31 end as to_day
      from (select :today + ahead as day from generate_series(0, :ahead_days) ahead) each
    ) coming`

export const specialDay: Trigger = {
  code: 'special_day',
  label: 'Birthday or anniversary',
  meaning: 'A buyer’s birthday, or the day a top customer first bought, comes in the next days.',
  class: 'dated',
  dials: { ahead_days: days('How long before the day', 3, 0, 30) },
  candidates: `
    select c.id as customer_id, 'birthday:' || extract(year from coming.day) as occasion, coming.day as due_on,
      null::bigint as staff_id, jsonb_build_object('birthday', coming.day, 'spend', s.net_spend) as facts
    from ${coming}
    join customers c on c.birth_month = coming.month and c.birth_day between coming.from_day and coming.to_day
    join :summaries s on s.customer_id = c.id
    where s.order_count > 0
    union all
    select s.customer_id, 'since:' || extract(year from coming.day), coming.day, null::bigint,
      jsonb_build_object('anniversary', coming.day, 'first_on', s.first_order_day,
        'years', extract(year from coming.day) - extract(year from s.first_order_day))
    from :summaries s
    join ${coming} on coming.month = extract(month from s.first_order_day)::int
      and extract(day from s.first_order_day)::int between coming.from_day and coming.to_day
    where s.order_count > 0 and s.first_order_day < :today - 300
    and ${isTop}`,
  sentence: (facts, { day, daysSince }) => {
    if (known(facts, 'birthday')) {
      const on = text(facts, 'birthday')
      return `Birthday ${ahead(-daysSince(on))}, ${day(on)}.`
    }
    const left = -daysSince(text(facts, 'anniversary'))
    const has = left <= 0 ? 'Has been' : 'Will have been'
    return `${has} a customer for ${counted(number(facts, 'years'), 'year')} ${ahead(left)}: first bought on ${day(text(facts, 'first_on'))}.`
  },
}
