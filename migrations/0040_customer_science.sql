-- What the customer science rests on: how evenly somebody buys, what their first day brought, when they last came to
-- us, and what they bought of each category.

-- What the reading roles may see becomes rows, so that each migration names its own tables alone.
create table reader_rights (
  role_name text not null,
  table_name text not null,
  columns text not null,
  primary key (role_name, table_name)
);
insert into reader_rights select role_name, table_name, columns from reader_columns();
comment on table reader_rights is 'The columns that each reading role may select; the whole list of what a question can reach.';
comment on column reader_rights.role_name is 'The role.';
comment on column reader_rights.table_name is 'The table or view.';
comment on column reader_rights.columns is 'The columns, separated by commas. What is not here cannot be read by any reader.';

create table reader_visibility (
  table_name text primary key,
  visible text not null
);
insert into reader_visibility select table_name, visible from reader_scopes();
comment on table reader_visibility is 'For each table about customers, which rows a scoped reader sees. The others hold nothing about one customer.';
comment on column reader_visibility.table_name is 'The table.';
comment on column reader_visibility.visible is 'The condition under which a scoped reader sees a row.';

create or replace function reader_columns() returns table (role_name text, table_name text, columns text)
  language sql stable
  as $$ select reader_rights.role_name, reader_rights.table_name, reader_rights.columns from reader_rights order by 1, 2 $$;

create or replace function reader_scopes() returns table (table_name text, visible text)
  language sql stable
  as $$ select reader_visibility.table_name, reader_visibility.visible from reader_visibility order by 1 $$;

drop function customer_summaries_at(date);
drop function customer_summaries_of(date, bigint[]);

-- `only_ids` null means every customer. The function is one select, so PostgreSQL puts it into the query that uses
-- it: a list of ids becomes an index condition on every fact table, and columns that are not used are not computed.
-- Orders are first gathered to purchase days, which stand in order in the index that holds them.
create function customer_summaries_of(as_of date, only_ids bigint[])
  returns table (
    customer_id bigint, order_count integer, purchase_days integer, net_spend numeric, units integer,
    first_order_day date, last_order_day date, usual_gap_days numeric,
    has_email boolean, has_phone boolean, has_address boolean,
    email_consent boolean, sms_consent boolean, phone_consent boolean, post_consent boolean,
    referred_by_id bigint, referral_count integer, successful_referrals integer,
    last_contacted_day date, interaction_count integer, note_count integer, open_cases integer,
    first_day_spend numeric, gap_spread_days numeric, last_inbound_day date
  )
  language sql stable parallel safe
  as $$
    select
      customers.id,
      coalesce(bought.order_count, 0),
      coalesce(bought.purchase_days, 0),
      coalesce(bought.net_spend, 0),
      coalesce(bought.units, 0),
      bought.first_order_day,
      bought.last_order_day,
      case
        when bought.purchase_days >= 3
        then (bought.last_order_day - bought.first_order_day)::numeric / (bought.purchase_days - 1)
      end,
      coalesce(reach.has_email, false),
      coalesce(reach.has_phone, false),
      coalesce(reach.has_address, false),
      agreed.email_consent,
      agreed.sms_consent,
      agreed.phone_consent,
      agreed.post_consent,
      sent_by.referrer_id,
      coalesce(sent.referral_count, 0),
      coalesce(sent.successful_referrals, 0),
      talked.last_contacted_day,
      coalesce(talked.interaction_count, 0),
      coalesce(written.note_count, 0),
      coalesce(trouble.open_cases, 0),
      coalesce(bought.first_day_spend, 0),
      bought.gap_spread_days,
      talked.last_inbound_day
    from customers
    left join (
      select
        days.customer_id,
        sum(days.order_count)::integer as order_count,
        count(*)::integer as purchase_days,
        sum(days.net) as net_spend,
        sum(days.units)::integer as units,
        min(days.ordered_day) as first_order_day,
        max(days.ordered_day) as last_order_day,
        sum(days.net) filter (where days.gap is null) as first_day_spend,
        stddev_samp(days.gap) as gap_spread_days
      from (
        select
          orders.customer_id,
          orders.ordered_day,
          count(*) as order_count,
          sum(orders.net) as net,
          sum(orders.units) as units,
          orders.ordered_day - lag(orders.ordered_day) over (partition by orders.customer_id order by orders.ordered_day) as gap
        from orders
        where orders.counts
        and orders.customer_id is not null
        and orders.ordered_day <= as_of
        and (only_ids is null or orders.customer_id = any (only_ids))
        group by orders.customer_id, orders.ordered_day
      ) as days
      group by days.customer_id
    ) as bought on bought.customer_id = customers.id
    left join (
      select
        contact_points.customer_id,
        bool_or(contact_points.kind = 'email') as has_email,
        bool_or(contact_points.kind = 'phone') as has_phone,
        bool_or(contact_points.kind = 'address') as has_address
      from contact_points
      where contact_points.valid
      and (only_ids is null or contact_points.customer_id = any (only_ids))
      group by contact_points.customer_id
    ) as reach on reach.customer_id = customers.id
    left join (
      select
        latest.customer_id,
        bool_or(latest.state = 'yes') filter (where latest.channel = 'email') as email_consent,
        bool_or(latest.state = 'yes') filter (where latest.channel = 'sms') as sms_consent,
        bool_or(latest.state = 'yes') filter (where latest.channel = 'phone') as phone_consent,
        bool_or(latest.state = 'yes') filter (where latest.channel = 'post') as post_consent
      from (
        select distinct on (consents.customer_id, consents.channel)
          consents.customer_id, consents.channel, consents.state
        from consents
        where (consents.captured_at is null or consents.captured_at::date <= as_of)
        and (only_ids is null or consents.customer_id = any (only_ids))
        order by consents.customer_id, consents.channel, consents.id desc
      ) as latest
      group by latest.customer_id
    ) as agreed on agreed.customer_id = customers.id
    left join referrals as sent_by
      on sent_by.referred_id = customers.id
      and (sent_by.referred_on is null or sent_by.referred_on <= as_of)
    left join (
      select
        referrals.referrer_id,
        count(*)::integer as referral_count,
        count(*) filter (where exists (
          select from orders
          where orders.customer_id = referrals.referred_id
          and orders.counts
          and orders.ordered_day <= as_of
        ))::integer as successful_referrals
      from referrals
      join customers as referred on referred.id = referrals.referred_id
      where (referrals.referred_on is null or referrals.referred_on <= as_of)
      and referred.merged_into_id is null
      and referred.erased_at is null
      and (only_ids is null or referrals.referrer_id = any (only_ids))
      group by referrals.referrer_id
    ) as sent on sent.referrer_id = customers.id
    left join (
      select
        interactions.customer_id,
        max(interactions.on_day) filter (where interactions.direction = 'outbound') as last_contacted_day,
        max(interactions.on_day) filter (where interactions.direction = 'inbound') as last_inbound_day,
        count(*)::integer as interaction_count
      from interactions
      where interactions.on_day <= as_of
      and (only_ids is null or interactions.customer_id = any (only_ids))
      group by interactions.customer_id
    ) as talked on talked.customer_id = customers.id
    left join (
      select notes.customer_id, count(*)::integer as note_count
      from notes
      where notes.deleted_at is null
      and notes.written_day <= as_of
      and (only_ids is null or notes.customer_id = any (only_ids))
      group by notes.customer_id
    ) as written on written.customer_id = customers.id
    left join (
      select service_cases.customer_id, count(*)::integer as open_cases
      from service_cases
      where service_cases.opened_day <= as_of
      and (service_cases.status = 'open' or service_cases.resolved_at::date > as_of)
      and (only_ids is null or service_cases.customer_id = any (only_ids))
      group by service_cases.customer_id
    ) as trouble on trouble.customer_id = customers.id
    where customers.merged_into_id is null
    and customers.erased_at is null
    and (customers.created_day is null or customers.created_day <= as_of)
    and (only_ids is null or customers.id = any (only_ids))
  $$;

comment on function customer_summaries_of(date, bigint[]) is
  'customer_summaries_at for some customers; null for all. Both are one definition.';

create function customer_summaries_at(as_of date)
  returns table (
    customer_id bigint, order_count integer, purchase_days integer, net_spend numeric, units integer,
    first_order_day date, last_order_day date, usual_gap_days numeric,
    has_email boolean, has_phone boolean, has_address boolean,
    email_consent boolean, sms_consent boolean, phone_consent boolean, post_consent boolean,
    referred_by_id bigint, referral_count integer, successful_referrals integer,
    last_contacted_day date, interaction_count integer, note_count integer, open_cases integer,
    first_day_spend numeric, gap_spread_days numeric, last_inbound_day date
  )
  language sql stable parallel safe
  as $$ select * from customer_summaries_of(as_of, null) $$;

comment on function customer_summaries_at(date) is
  'One row for each customer that is not merged away or erased, as it was known on that day: later facts, and customers recorded later, are invisible. Days compare in the session''s time zone, so set the shop''s first.';

alter table customer_summaries
  add column first_day_spend numeric not null default 0,
  add column gap_spread_days numeric,
  add column last_inbound_day date;
comment on column customer_summaries.first_day_spend is 'Sum of net over the orders of the first purchase day; 0 without orders.';
comment on column customer_summaries.gap_spread_days is 'Sample standard deviation of the days between purchase days, from three purchase days on; null before.';
comment on column customer_summaries.last_inbound_day is 'Day of the latest inbound interaction.';

-- What each customer bought of each category, defined like the summaries: of these customers, lines of orders that
-- count with at least one piece kept. An order is counted with the first of its lines: grouping the lines by order first
-- would take twice as long.
create function customer_category_summaries_of(as_of date, only_ids bigint[])
  returns table (
    customer_id bigint, category_id bigint, order_count integer, units integer, net numeric, last_ordered_day date
  )
  language sql stable parallel safe
  as $$
    select
      bought.customer_id,
      bought.category_id,
      count(*) filter (where bought.place = 1)::integer,
      sum(bought.units)::integer,
      sum(bought.net),
      max(bought.ordered_day)
    from (
      select
        orders.customer_id,
        products.category_id,
        orders.ordered_day,
        order_lines.units,
        order_lines.net,
        row_number() over (partition by orders.id, products.category_id) as place
      from orders
      join order_lines on order_lines.order_id = orders.id
      join products on products.id = order_lines.product_id
      join customers on customers.id = orders.customer_id
      where orders.counts
      and orders.ordered_day <= as_of
      and order_lines.units > 0
      and products.category_id is not null
      and customers.merged_into_id is null
      and customers.erased_at is null
      and (customers.created_day is null or customers.created_day <= as_of)
      and (only_ids is null or orders.customer_id = any (only_ids))
    ) as bought
    group by bought.customer_id, bought.category_id
  $$;
comment on function customer_category_summaries_of(date, bigint[]) is
  'customer_category_summaries_at for some customers; null for all. Both are one definition.';

create function customer_category_summaries_at(as_of date)
  returns table (
    customer_id bigint, category_id bigint, order_count integer, units integer, net numeric, last_ordered_day date
  )
  language sql stable parallel safe
  as $$ select * from customer_category_summaries_of(as_of, null) $$;
comment on function customer_category_summaries_at(date) is
  'One row for each category that a customer has bought of, as it was known on that day; customers are those of customer_summaries_at.';

create table customer_category_summaries (
  customer_id bigint not null references customers on delete cascade,
  category_id bigint not null references categories on delete cascade,
  order_count integer not null,
  units integer not null,
  net numeric not null,
  last_ordered_day date not null,
  primary key (customer_id, category_id)
);
create index customer_category_summaries_net on customer_category_summaries (category_id, net desc, customer_id);
comment on table customer_category_summaries is 'customer_category_summaries_at(''infinity''), kept up to date with customer_summaries. For a past day ask the function.';
comment on column customer_category_summaries.customer_id is 'The customer.';
comment on column customer_category_summaries.category_id is 'The category of what they bought.';
comment on column customer_category_summaries.order_count is 'Orders that count with at least one piece of it kept.';
comment on column customer_category_summaries.units is 'Pieces of it kept.';
comment on column customer_category_summaries.net is 'Sum of net over the lines of it.';
comment on column customer_category_summaries.last_ordered_day is 'Day of the latest order with it.';

update reader_rights set columns = columns || ', first_day_spend, gap_spread_days, last_inbound_day'
where table_name = 'customer_summaries';
insert into reader_rights values
  ('regulars_reader', 'customer_category_summaries', 'customer_id, category_id, order_count, units, net, last_ordered_day');
insert into reader_visibility values
  ('customer_category_summaries', 'customer_id in (select id from customers)');

-- Shops that have summaries already have the new figures at once.
update customer_summaries as held
set first_day_spend = fresh.first_day_spend, gap_spread_days = fresh.gap_spread_days, last_inbound_day = fresh.last_inbound_day
from customer_summaries_of('infinity', null) as fresh
where fresh.customer_id = held.customer_id
and (fresh.order_count > 0 or fresh.last_inbound_day is not null);
insert into customer_category_summaries
select * from customer_category_summaries_of('infinity', null);
