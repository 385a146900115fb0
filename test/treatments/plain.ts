import { segments, stageName } from '../../src/catalog/segments.ts'
import { contactedSince } from '../../src/treatments/trigger.ts'

/**
 * What each rule means, said as plainly as SQL can, without a thought of how long it takes: every customer, order and line
 * is looked at. What the rules ask instead must find the same.
 */
const segment = (name: string): string =>
  `(${segments.find((each) => each.name === name)?.sql.replaceAll(':percent', ':top_percent')})`

const answered =
  'greatest(case when r.clicked_day <= :today then r.clicked_day end, case when r.responded_day <= :today then r.responded_day end)'

const end = '(o.ordered_day + make_interval(months => p.warranty_months))::date'

/** The day of a month on which an anniversary is kept: its own, or the last where the month is shorter. */
const keptOn = (day: string, began: string): string =>
  `extract(month from ${day}) = extract(month from ${began}) and extract(day from ${day}) = least(extract(day from ${began}),
    extract(day from (date_trunc('month', ${day}::timestamp) + interval '1 month - 1 day')))`

export const plain: Readonly<Record<string, string>> = {
  product_check_in: `
    select distinct on (o.customer_id) o.customer_id, 'order:' || o.id as occasion, o.ordered_day + p.check_in_days as due_on,
      null::bigint as staff_id, jsonb_build_object('product', p.name, 'bought_on', o.ordered_day) as facts
    from orders o join order_lines l on l.order_id = o.id join products p on p.id = l.product_id
    where o.counts and l.units > 0 and o.customer_id is not null
    and :today - o.ordered_day between p.check_in_days and p.check_in_days + :window_days
    and not ${contactedSince('o.customer_id', 'o.ordered_day')}
    order by o.customer_id, l.net desc, o.id desc, l.id`,
  first_purchase_thanks: `
    select s.customer_id, 'first_order' as occasion, s.first_order_day + :from_days as due_on, null::bigint as staff_id,
      jsonb_build_object('ordered_on', s.first_order_day, 'spend', s.net_spend, 'referrer', rb.display_name) as facts
    from :summaries s
    left join customers rb on rb.id = s.referred_by_id and rb.merged_into_id is null and rb.erased_at is null
    where s.purchase_days = 1 and :today - s.first_order_day between :from_days and :until_days
    and not ${contactedSince('s.customer_id', 's.first_order_day')}`,
  special_day: `
    select s.customer_id, 'since:' || extract(year from day.on) as occasion, day.on as due_on, null::bigint as staff_id,
      jsonb_build_object('anniversary', day.on, 'first_on', s.first_order_day,
        'years', extract(year from day.on) - extract(year from s.first_order_day)) as facts
    from :summaries s
    join (select :today + n as on from generate_series(0, :ahead_days) n) day on ${keptOn('day.on', 's.first_order_day')}
    where s.first_order_day < :today - 300 and ${segment('top')}
    union all
    select s.customer_id, 'birthday:' || extract(year from day.on), day.on, null,
      jsonb_build_object('birthday', day.on, 'spend', s.net_spend)
    from customers c
    join :summaries s on s.customer_id = c.id and s.order_count > 0
    join (select :today + n as on from generate_series(0, :ahead_days) n) day
      on ${keptOn('day.on', '(make_date(2024, c.birth_month, 1) + c.birth_day - 1)')}`,
  warranty_ending: `
    select distinct on (o.customer_id) o.customer_id, 'warranty:' || l.id as occasion, ${end} - :ahead_days as due_on,
      null::bigint as staff_id, jsonb_build_object('product', p.name, 'bought_on', o.ordered_day, 'ends_on', ${end}) as facts
    from orders o join order_lines l on l.order_id = o.id join products p on p.id = l.product_id
    where o.counts and o.customer_id is not null and l.units > 0 and l.unit_price >= :least_price
    and ${end} between greatest(:today, :today + :ahead_days - :window_days) and :today + :ahead_days
    order by o.customer_id, l.net desc, l.id`,
  replenishment_due: `
    select distinct on (due.customer_id) due.customer_id, 'refill:' || due.product_id || ':' || due.last_day as occasion,
      due.due_on, null::bigint as staff_id,
      jsonb_build_object('product', due.name, 'bought_on', due.last_day, 'own', due.own, 'interval', due.interval) as facts
    from (
      select bought.*, coalesce(own, replenish_days) as interval, last_day + coalesce(own, replenish_days) as due_on
      from (
        select customer_id, product_id, name, replenish_days, min(day) as first_day, max(day) as last_day,
          case when count(*) >= 3 and (max(day) - min(day))::numeric / (count(*) - 1) >= 7
            then round((max(day) - min(day))::numeric / (count(*) - 1))::int end as own
        from (
          select distinct o.customer_id, l.product_id, p.name, p.replenish_days, o.ordered_day as day
          from orders o join order_lines l on l.order_id = o.id join products p on p.id = l.product_id
          join :summaries s on s.customer_id = o.customer_id
          where p.replenish_days is not null and l.units > 0 and o.counts
          and o.ordered_day between :today - 1095 and :today
        ) days
        group by customer_id, product_id, name, replenish_days having count(*) >= 2
      ) bought
    ) due
    where :today - due_on between -:early_days and :window_days
    and (own is not null or last_day - first_day <= 2 * replenish_days)
    order by due.customer_id, due.own nulls last, due.due_on, due.product_id`,
  second_purchase_window: `
    select s.customer_id, 'second_order' as occasion, s.first_order_day + shop.gap as due_on, null::bigint as staff_id,
      jsonb_build_object('ordered_on', s.first_order_day, 'gap', shop.gap) as facts
    from :summaries s
    cross join (
      select percentile_disc(0.5) within group (order by came.gap) as gap
      from (
        select (select min(o.ordered_day) from orders o
          where o.customer_id = s.customer_id and o.counts and o.ordered_day > s.first_order_day) - s.first_order_day as gap
        from :summaries s where s.purchase_days >= 2 order by s.first_order_day desc, s.customer_id limit :sample
      ) came
    ) shop
    where s.purchase_days = 1 and :today - s.first_order_day between shop.gap and shop.gap + :window_days
    and not ${contactedSince('s.customer_id', 's.first_order_day')}`,
  campaign_response: `
    select distinct on (r.customer_id) r.customer_id, 'campaign:' || r.campaign_id as occasion, ${answered} + :from_days as due_on,
      null::bigint as staff_id, jsonb_build_object('campaign', m.name, 'on', ${answered}) as facts
    from campaign_recipients r join campaigns m on m.id = r.campaign_id
    where ${answered} between :today - :until_days and :today - :from_days
    and not exists (select from orders o where o.customer_id = r.customer_id and o.counts and o.ordered_day between ${answered} and :today)
    order by r.customer_id, ${answered} desc, r.campaign_id`,
  asked_for_item: `
    select distinct on (asked.customer_id) asked.customer_id, 'asked:' || p.id || ':' || asked.day as occasion,
      asked.day + :from_days as due_on, null::bigint as staff_id,
      jsonb_build_object('product', p.name, 'asked_on', asked.day, 'said', asked.words) as facts
    from (
      select customer_id, on_day as day, summary as words from interactions
      where direction = 'inbound' and kind in ('inquiry', 'call', 'visit', 'message')
      union all
      select customer_id, written_day, body from notes where deleted_at is null and visibility = 'everyone'
    ) asked
    join products p on length(p.name) >= 6 and strpos(lower(asked.words), lower(p.name)) > 0
    where asked.day between :today - :until_days and :today - :from_days
    and not exists (
      select from orders o join order_lines l on l.order_id = o.id
      where o.customer_id = asked.customer_id and o.counts and l.product_id = p.id and l.units > 0 and o.ordered_day <= :today)
    and not ${contactedSince('asked.customer_id', 'asked.day + 1')}
    order by asked.customer_id, asked.day desc, p.price desc nulls last, p.id, asked.words`,
  never_contacted_top: `
    select s.customer_id, 'half_year:' || to_char(:today, 'YYYY') || ceil(extract(month from :today) / 6.0) as occasion,
      coalesce(s.last_contacted_day + :quiet_days, s.first_order_day) as due_on, null::bigint as staff_id,
      jsonb_build_object('spend', s.net_spend, 'last_on', s.last_order_day, 'contacted_on', s.last_contacted_day) as facts
    from :summaries s
    where ${segment('top')} and not ${segment('lapsed')}
    and (s.last_contacted_day is null or :today - s.last_contacted_day > :quiet_days)`,
}

/** The stage of each customer, by the catalogue. */
export const plainStages = `select c.id, ${stageName} as stage from customers c join :summaries s on s.customer_id = c.id order by c.id`
