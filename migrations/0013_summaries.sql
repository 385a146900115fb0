-- One row for each customer: what they bought, how they can be reached, what passed between us. Defined here and
-- nowhere else; the table customer_summaries holds this function's rows without an end of time.

-- `only_ids` null means every customer. The function is one select, so PostgreSQL puts it into the query that uses
-- it: a list of ids becomes an index condition on every fact table, and columns that are not used are not computed.
create function customer_summaries_of(as_of date, only_ids bigint[])
  returns table (
    customer_id bigint, order_count integer, purchase_days integer, net_spend numeric, units integer,
    first_order_day date, last_order_day date, usual_gap_days numeric,
    has_email boolean, has_phone boolean, has_address boolean,
    email_consent boolean, sms_consent boolean, phone_consent boolean, post_consent boolean,
    referred_by_id bigint, referral_count integer, successful_referrals integer,
    last_contacted_day date, interaction_count integer, note_count integer, open_cases integer
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
      coalesce(trouble.open_cases, 0)
    from customers
    left join (
      select
        orders.customer_id,
        count(*)::integer as order_count,
        count(distinct orders.ordered_day)::integer as purchase_days,
        sum(orders.net) as net_spend,
        sum(orders.units)::integer as units,
        min(orders.ordered_day) as first_order_day,
        max(orders.ordered_day) as last_order_day
      from orders
      where orders.counts
      and orders.ordered_day <= as_of
      and (only_ids is null or orders.customer_id = any (only_ids))
      group by orders.customer_id
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
    last_contacted_day date, interaction_count integer, note_count integer, open_cases integer
  )
  language sql stable parallel safe
  as $$ select * from customer_summaries_of(as_of, null) $$;

comment on function customer_summaries_at(date) is
  'One row for each customer that is not merged away or erased, as it was known on that day: later facts, and customers recorded later, are invisible. Days compare in the session''s time zone, so set the shop''s first.';

create table customer_summaries (
  customer_id bigint primary key references customers on delete cascade,
  order_count integer not null,
  purchase_days integer not null,
  net_spend numeric not null,
  units integer not null,
  first_order_day date,
  last_order_day date,
  usual_gap_days numeric,
  has_email boolean not null,
  has_phone boolean not null,
  has_address boolean not null,
  email_consent boolean,
  sms_consent boolean,
  phone_consent boolean,
  post_consent boolean,
  referred_by_id bigint,
  referral_count integer not null,
  successful_referrals integer not null,
  last_contacted_day date,
  interaction_count integer not null,
  note_count integer not null,
  open_cases integer not null
);
create index customer_summaries_spend on customer_summaries (net_spend desc, customer_id) where order_count > 0;
create index customer_summaries_last_order on customer_summaries (last_order_day);
create index customer_summaries_first_order on customer_summaries (first_order_day);
create index customer_summaries_referrer on customer_summaries (referred_by_id) where referred_by_id is not null;
comment on table customer_summaries is 'customer_summaries_at(''infinity''), kept up to date after every change of facts. For a past day ask the function.';
comment on column customer_summaries.customer_id is 'The customer.';
comment on column customer_summaries.order_count is 'Orders that count.';
comment on column customer_summaries.purchase_days is 'Different days with an order.';
comment on column customer_summaries.net_spend is 'Sum of net over those orders; 0 without orders.';
comment on column customer_summaries.units is 'Pieces kept over those orders.';
comment on column customer_summaries.first_order_day is 'Day of the first order; null for a prospect.';
comment on column customer_summaries.last_order_day is 'Day of the latest order; null for a prospect.';
comment on column customer_summaries.usual_gap_days is '(last − first order day) ÷ (purchase days − 1) from three purchase days on; null before, where the shop''s default holds.';
comment on column customer_summaries.has_email is 'A valid e-mail address is known.';
comment on column customer_summaries.has_phone is 'A valid phone number is known.';
comment on column customer_summaries.has_address is 'A valid postal address is known.';
comment on column customer_summaries.email_consent is 'May be e-mailed; null when nothing is on record, which counts as no.';
comment on column customer_summaries.sms_consent is 'May be texted; null when nothing is on record, which counts as no.';
comment on column customer_summaries.phone_consent is 'May be called; null when nothing is on record, which counts as no.';
comment on column customer_summaries.post_consent is 'May be written to; null when nothing is on record, which counts as no.';
comment on column customer_summaries.referred_by_id is 'The customer who sent them.';
comment on column customer_summaries.referral_count is 'Customers they sent.';
comment on column customer_summaries.successful_referrals is 'Of those, how many have ordered.';
comment on column customer_summaries.last_contacted_day is 'Day of the latest outbound interaction.';
comment on column customer_summaries.interaction_count is 'Interactions in either direction.';
comment on column customer_summaries.note_count is 'Notes that are not deleted.';
comment on column customer_summaries.open_cases is 'Service cases not resolved.';

create table summary_state (
  one boolean primary key default true check (one),
  refreshed_at timestamptz not null,
  latest_fact_day date
);
comment on table summary_state is 'How fresh customer_summaries is: one row at most.';
comment on column summary_state.one is 'Always true: there is one row.';
comment on column summary_state.refreshed_at is 'When the summaries were last brought up to date.';
comment on column summary_state.latest_fact_day is 'The latest day of any fact in them. From that day on they equal customer_summaries_at(day).';
