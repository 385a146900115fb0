-- What a merge must remember so that it can be taken back whole, also after more has come in.

alter table external_ids add column own_customer_id bigint references customers;
create index external_ids_own on external_ids (own_customer_id) where own_customer_id is not null;
comment on column external_ids.own_customer_id is 'The merged record whose reference this was, while it leads to the one that stayed; null for a reference of the customer''s own.';

create table merged_arrivals (
  table_name text not null check (table_name in ('orders', 'interactions', 'service_cases', 'notes', 'follow_ups')),
  row_id bigint not null,
  customer_id bigint not null references customers on delete cascade,
  primary key (table_name, row_id)
);
create index merged_arrivals_customer on merged_arrivals (customer_id);
comment on table merged_arrivals is 'What files brought for a record after it was merged: it stands under the record that stayed, and goes back with the merged one.';
comment on column merged_arrivals.table_name is 'The table of the fact.';
comment on column merged_arrivals.row_id is 'Its number there.';
comment on column merged_arrivals.customer_id is 'The merged record that the file named.';

create function merged_into(survivor bigint) returns setof bigint
  language sql stable
  as $$
    with recursive merged as (
      select id from customers where merged_into_id = survivor
      union
      select customers.id from customers join merged on customers.merged_into_id = merged.id
    )
    select id from merged
  $$;
comment on function merged_into(bigint) is 'The records that were merged into this one, at any depth.';

comment on column merge_events.evidence is 'How likely it was and how far each field agreed; no word of the records.';
comment on column merge_events.snapshot is 'Everything the merge changed, as it was: the row of the record that stayed, and the numbers of what was moved.';
