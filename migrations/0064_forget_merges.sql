-- What a merge kept of a person, to be taken back, goes when they are erased: such a merge can no longer be undone.

create function forget_merges() returns trigger
  language plpgsql
  as $$
begin
  update merge_events set snapshot = '{}', evidence = '{}' where winner_id = new.id or loser_id = new.id;
  delete from merged_arrivals where customer_id = new.id;
  return null;
end
$$;
comment on function forget_merges() is 'Empties what merges kept of an erased customer.';
create trigger customers_erased_merges after update of erased_at on customers
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function forget_merges();
