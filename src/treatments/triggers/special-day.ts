import { isTop } from '../conditions.ts'
import { ahead, counted, days, known, number, type Trigger, text } from '../trigger.ts'

/** That month and day in the year in which it comes next; February 29 is kept on the 28th in a common year. */
const next = (month: string, day: string): string => {
  const inYear = (year: string) =>
    `make_date(${year}, ${month}, least(${day}, extract(day from (make_date(${year}, ${month}, 1) + interval '1 month' - interval '1 day'))::int))`
  const thisYear = inYear('extract(year from :today)::int')
  return `(case when ${thisYear} >= :today then ${thisYear} else ${inYear('extract(year from :today)::int + 1')} end)`
}
const birthday = next('c.birth_month', 'c.birth_day')
const firstMonth = 'extract(month from s.first_order_day)::int'
const firstDay = 'extract(day from s.first_order_day)::int'
const anniversary = next(firstMonth, firstDay)

export const specialDay: Trigger = {
  code: 'special_day',
  label: 'Birthday or anniversary',
  meaning: 'A buyer’s birthday, or the day a top customer first bought, comes in the next days.',
  class: 'dated',
  dials: { ahead_days: days('How long before the day', 3, 0, 30) },
  candidates: `
    select c.id as customer_id, 'birthday:' || extract(year from ${birthday}) as occasion, ${birthday} as due_on,
      null::bigint as staff_id, jsonb_build_object('birthday', ${birthday}, 'spend', s.net_spend) as facts
    from customers c
    join :summaries s on s.customer_id = c.id
    where c.birth_month is not null and c.birth_day is not null and s.order_count > 0
    and ${birthday} - :today <= :ahead_days
    union all
    select s.customer_id, 'since:' || extract(year from ${anniversary}), ${anniversary}, null::bigint,
      jsonb_build_object('anniversary', ${anniversary}, 'first_on', s.first_order_day,
        'years', extract(year from ${anniversary}) - extract(year from s.first_order_day))
    from :summaries s
    where s.order_count > 0 and s.first_order_day < :today - 300
    and ${anniversary} - :today <= :ahead_days
    and ${isTop}`,
  sentence: (facts, { day, daysSince }) => {
    if (known(facts, 'birthday')) {
      const on = text(facts, 'birthday')
      return `Birthday ${ahead(-daysSince(on))}, ${day(on)}.`
    }
    const on = text(facts, 'anniversary')
    return `A customer for ${counted(number(facts, 'years'), 'year')} ${ahead(-daysSince(on))}.`
  },
}
