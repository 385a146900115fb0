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

/**
 * Every day of the past that is kept on one of the coming days, so that who began on it is looked up by the day instead of
 * looking at everybody's. A month has no 31st day everywhere: what runs into the next one is left out.
 */
const past = `(
      select coming.day, began.day as began
      from ${coming}
      cross join generate_series(0, 150) years_ago
      cross join (values (0), (1), (2), (3)) later (days)
      cross join lateral (
        select make_date(extract(year from coming.day)::int - years_ago, coming.month, 1) + coming.from_day - 1 + later.days as day
      ) began
      where coming.from_day + later.days <= coming.to_day and extract(month from began.day) = coming.month
    ) past`

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
    select s.customer_id, 'since:' || extract(year from past.day), past.day, null::bigint,
      jsonb_build_object('anniversary', past.day, 'first_on', s.first_order_day,
        'years', extract(year from past.day) - extract(year from s.first_order_day))
    from ${past}
    join :summaries s on s.first_order_day = past.began
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
