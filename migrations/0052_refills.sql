-- Which customer bought which product that runs out, and on which days: whether a refill is due is looked up every
-- morning for everybody, and reading every order line for it takes a large shop most of a minute.

-- With “offset 0” and “+ 0” everybody's orders and lines are read once; one by one through an index takes many times as
-- long. The days themselves are there because what is longer ago than three years no longer tells how somebody buys.
create function customer_refills_of(as_of date, only_ids bigint[])
  returns table (customer_id bigint, product_id bigint, purchase_days integer, first_day date, last_day date, days date[])
  language sql stable parallel safe
  as $$
    select
      bought.customer_id,
      bought.product_id,
      count(*)::integer,
      min(bought.day),
      max(bought.day),
      array_agg(bought.day order by bought.day)
    from (
      select distinct
        orders.customer_id,
        order_lines.product_id,
        orders.ordered_day as day
      from (
        select orders.id, orders.customer_id, orders.ordered_day
        from orders
        where orders.counts
        and orders.customer_id is not null
        and orders.ordered_day <= as_of
        and (only_ids is null or orders.customer_id = any (only_ids))
        offset 0
      ) as orders
      join order_lines on order_lines.order_id = orders.id
      join products on products.id = order_lines.product_id + 0
      join customers on customers.id = orders.customer_id
      where order_lines.units > 0
      and products.replenish_days is not null
      and customers.merged_into_id is null
      and customers.erased_at is null
      and (customers.created_day is null or customers.created_day <= as_of)
    ) as bought
    group by bought.customer_id, bought.product_id
    having count(*) >= 2
  $$;
comment on function customer_refills_of(date, bigint[]) is
  'customer_refills_at for some customers; null for all. Both are one definition.';

create function customer_refills_at(as_of date)
  returns table (customer_id bigint, product_id bigint, purchase_days integer, first_day date, last_day date, days date[])
  language sql stable parallel safe
  as $$ select * from customer_refills_of(as_of, null) $$;
comment on function customer_refills_at(date) is
  'One row for each product that runs out and that a customer bought on at least two days, as it was known on that day; customers are those of customer_summaries_at.';

create table customer_refills (
  customer_id bigint not null references customers on delete cascade,
  product_id bigint not null references products on delete cascade,
  purchase_days integer not null,
  first_day date not null,
  last_day date not null,
  days date[] not null,
  primary key (customer_id, product_id)
);
comment on table customer_refills is 'customer_refills_at(''infinity''), kept up to date with customer_summaries. For a past day ask the function.';
comment on column customer_refills.customer_id is 'The customer.';
comment on column customer_refills.product_id is 'The product: one that has replenish_days.';
comment on column customer_refills.purchase_days is 'How many days there are.';
comment on column customer_refills.first_day is 'The first of the days.';
comment on column customer_refills.last_day is 'The latest of the days.';
comment on column customer_refills.days is 'The different days on which they bought it and kept a piece, from the first to the latest; two at least.';

-- Shops that have summaries already have these at once.
insert into customer_refills
select * from customer_refills_of('infinity', null)
where exists (select from summary_state);
