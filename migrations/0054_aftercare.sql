-- Which order of whom has a product that calls for a word later, because it has a check-in or a warranty: every morning
-- the few of certain days are looked for, and reading every line of those products takes a large shop seconds.

create function aftercare_purchases_of(as_of date, only_ids bigint[])
  returns table (customer_id bigint, order_id bigint, product_id bigint, ordered_day date)
  language sql stable parallel safe
  as $$
    select distinct
      orders.customer_id,
      orders.id,
      order_lines.product_id,
      orders.ordered_day
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
    and (products.check_in_days is not null or products.warranty_months is not null)
    and customers.merged_into_id is null
    and customers.erased_at is null
    and (customers.created_day is null or customers.created_day <= as_of)
  $$;
comment on function aftercare_purchases_of(date, bigint[]) is
  'aftercare_purchases_at for some customers; null for all. Both are one definition.';

create function aftercare_purchases_at(as_of date)
  returns table (customer_id bigint, order_id bigint, product_id bigint, ordered_day date)
  language sql stable parallel safe
  as $$ select * from aftercare_purchases_of(as_of, null) $$;
comment on function aftercare_purchases_at(date) is
  'One row for each product with a check-in or a warranty in each order that counts, of which a piece was kept, as it was known on that day; customers are those of customer_summaries_at.';

create table aftercare_purchases (
  customer_id bigint not null references customers on delete cascade,
  order_id bigint not null references orders on delete cascade,
  product_id bigint not null references products on delete cascade,
  ordered_day date not null,
  primary key (order_id, product_id)
);
create index aftercare_purchases_day on aftercare_purchases (ordered_day, product_id) include (order_id, customer_id);
create index aftercare_purchases_customer on aftercare_purchases (customer_id);
comment on table aftercare_purchases is 'aftercare_purchases_at(''infinity''), kept up to date with customer_summaries. For a past day ask the function.';
comment on column aftercare_purchases.customer_id is 'Who bought.';
comment on column aftercare_purchases.order_id is 'The order.';
comment on column aftercare_purchases.product_id is 'The product: one that has check_in_days or warranty_months.';
comment on column aftercare_purchases.ordered_day is 'The order''s day.';

-- Shops that have summaries already have these at once.
insert into aftercare_purchases
select * from aftercare_purchases_of('infinity', null)
where exists (select from summary_state);
