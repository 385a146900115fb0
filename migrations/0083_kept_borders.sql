-- The places that scores by rank and top customers are measured against, kept for a large shop. Found anew they cost a
-- look at every buyer, for each page of one customer.

-- A row says that ranks have changed since the borders were kept. It is written by whatever changes a rank, in the same
-- transaction, and taken away by whoever keeps the borders again: without a row the kept ones are those that would be
-- found, in the same snapshot. Rows instead of a version, so that no two changes wait for each other.
create table rank_changes (
  id bigint generated always as identity primary key
);
comment on table rank_changes is 'Changes of customer_summaries since rank_borders was kept; with any row here the borders may be others by now.';
comment on column rank_changes.id is 'One for each statement that changed who has bought, for how much, or when last.';

create table rank_borders (
  one boolean primary key default true check (one),
  kept_at timestamptz not null default now(),
  buyers bigint not null,
  last_order_day_1 date,
  last_order_day_2 date,
  last_order_day_3 date,
  last_order_day_4 date,
  net_spend_1 numeric,
  net_spend_2 numeric,
  net_spend_3 numeric,
  net_spend_4 numeric,
  top_percent numeric not null,
  top_spend numeric
);
comment on table rank_borders is 'What a buyer is ranked against, over all customers: one row at most, to be used only while rank_changes is empty.';
comment on column rank_borders.one is 'Always true: there is one row.';
comment on column rank_borders.kept_at is 'When it was found.';
comment on column rank_borders.buyers is 'How many customers have bought.';
comment on column rank_borders.last_order_day_1 is 'The last day of an order that still scores a recency of 1.';
comment on column rank_borders.last_order_day_2 is 'The last day of an order that still scores a recency of 2.';
comment on column rank_borders.last_order_day_3 is 'The last day of an order that still scores a recency of 3.';
comment on column rank_borders.last_order_day_4 is 'The last day of an order that still scores a recency of 4.';
comment on column rank_borders.net_spend_1 is 'The highest spend that still scores a money of 1.';
comment on column rank_borders.net_spend_2 is 'The highest spend that still scores a money of 2.';
comment on column rank_borders.net_spend_3 is 'The highest spend that still scores a money of 3.';
comment on column rank_borders.net_spend_4 is 'The highest spend that still scores a money of 4.';
comment on column rank_borders.top_percent is 'How many per cent of the buyers are top customers.';
comment on column rank_borders.top_spend is 'What somebody has to have spent to be among them.';

-- A prospect has no rank; whoever stays a buyer with the same spend and last day keeps theirs.
create function note_rank_change() returns trigger
  language plpgsql
  as $$
declare
  is_changed boolean;
begin
  case tg_op
    when 'INSERT' then
      is_changed := exists (select from written where order_count > 0);
    when 'UPDATE' then
      is_changed := exists (
        select from written
        full join held on held.customer_id = written.customer_id
        where (written.order_count > 0, written.net_spend, written.last_order_day)
          is distinct from (held.order_count > 0, held.net_spend, held.last_order_day)
      );
    when 'DELETE' then
      is_changed := exists (select from held where order_count > 0);
    else
      is_changed := true;
  end case;
  if is_changed then
    insert into rank_changes default values;
  end if;
  return null;
end
$$;
comment on function note_rank_change() is 'Writes a row into rank_changes when a statement changed who has bought, for how much, or when last.';

create trigger rank_inserted after insert on customer_summaries
  referencing new table as written
  for each statement execute function note_rank_change();
create trigger rank_updated after update on customer_summaries
  referencing old table as held new table as written
  for each statement execute function note_rank_change();
create trigger rank_deleted after delete on customer_summaries
  referencing old table as held
  for each statement execute function note_rank_change();
create trigger rank_emptied after truncate on customer_summaries
  for each statement execute function note_rank_change();

-- What ranks rest on, as it was on a day. Whoever has not bought since has the figures that are kept; only the others
-- are worked out.
create function customer_ranks_at(as_of date)
  returns table (customer_id bigint, order_count integer, net_spend numeric, last_order_day date)
  language sql stable parallel safe
  as $$
    select s.customer_id, s.order_count, s.net_spend, s.last_order_day
    from customer_summaries s
    where s.last_order_day <= as_of
    and not exists (select from customers newer where newer.id = s.customer_id and newer.created_day > as_of)
    union all
    select o.customer_id, count(*)::integer, sum(o.net), max(o.ordered_day)
    from customer_summaries s
    join orders o on o.customer_id = s.customer_id
    where s.last_order_day > as_of
    and o.counts
    and o.ordered_day <= as_of
    and not exists (select from customers newer where newer.id = s.customer_id and newer.created_day > as_of)
    group by o.customer_id
  $$;
comment on function customer_ranks_at(date) is
  'The buyers among customer_summaries_at(day), with the figures that ranks rest on.';

insert into reader_rights values
  ('regulars_reader', 'rank_borders', 'one, kept_at, buyers, last_order_day_1, last_order_day_2, last_order_day_3, last_order_day_4, net_spend_1, net_spend_2, net_spend_3, net_spend_4, top_percent, top_spend'),
  ('regulars_reader', 'rank_changes', 'id');
-- Whoever sees a part is ranked among that part.
insert into reader_visibility values ('rank_borders', 'false');
