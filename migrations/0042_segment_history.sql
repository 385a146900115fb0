-- Who was in which segment on which day, for the segments that Regulars defines and for those that colleagues saved.

-- Regulars' own segments have rows too, so that their history stands beside that of the saved ones. Their names and
-- labels are the catalogue's and take none from a colleague.
alter table segments drop constraint segments_kind_check;
alter table segments add constraint segments_kind_check check (kind in ('rule', 'score', 'manual', 'built_in'));
comment on column segments.kind is 'rule (conditions looked at anew each time), score (from the nightly scoring), manual (a list of customers that stays as it is) or built_in (one of Regulars'' own: name and label are the catalogue''s).';

drop index segments_name_in_use;
drop index segments_label_in_use;
create unique index segments_name_in_use on segments (name) where deleted_at is null and kind <> 'built_in';
create unique index segments_label_in_use on segments (lower(label)) where deleted_at is null and kind <> 'built_in';
create unique index segments_built_in on segments (name) where kind = 'built_in';
comment on index segments_label_in_use is 'Two saved segments cannot be told apart by capital letters alone.';

comment on table segment_memberships is 'Who was in a segment when. On a day that segment_histories covers, a customer was in the segment where valid_from <= day and (valid_to is null or valid_to > day).';
comment on column segment_memberships.valid_from is 'First day in it; -infinity where the stay was already under way on the day the history begins, so that nobody knows when they entered.';
comment on column segment_memberships.valid_to is 'First day no longer in it; null while a member. A customer who is merged away leaves on that day.';
-- No segment is ever deleted, and looking each stay's up would take as long as writing it.
alter table segment_memberships drop constraint segment_memberships_segment_id_fkey;
create index segment_memberships_entered on segment_memberships (segment_id, valid_from);

create table segment_histories (
  segment_id bigint primary key references segments,
  from_day date not null,
  daily_from date not null,
  until_day date not null,
  step text not null check (step in ('day', 'week', 'month')),
  meaning text not null,
  check (from_day <= daily_from and daily_from <= until_day),
  check ((step = 'day') = (from_day = daily_from))
);
comment on table segment_histories is 'From when and until when the history of a segment is known; a segment without a row has none.';
comment on column segment_histories.segment_id is 'The segment.';
comment on column segment_histories.from_day is 'The first day on which it is known who was in it.';
comment on column segment_histories.daily_from is 'From this day on it is known for every day; before, only for days a step apart, and who changed between two of them is dated on the later one.';
comment on column segment_histories.until_day is 'The last day recorded; it is recorded again the day after, once it is over.';
comment on column segment_histories.step is 'How far apart the days before daily_from are: week or month; day where every day is known.';
comment on column segment_histories.meaning is 'A hash of the conditions and of the shop''s numbers in them by which it was recorded. When they change, the history is made anew.';

create table segment_days (
  day date primary key,
  facts numeric not null
);
comment on table segment_days is 'What the facts of each day amounted to when the history was recorded, so that facts that came late are noticed.';
comment on column segment_days.day is 'The day; the first day recorded stands for all before it too.';
comment on column segment_days.facts is 'A sum of hashes over the facts of the day that segments are made of.';

-- Whoever is erased is gone from the history in the same moment.
create function forget_segment_history() returns trigger
  language plpgsql
  as $$
begin
  delete from segment_memberships where customer_id = new.id;
  return null;
end
$$;
comment on function forget_segment_history() is 'Removes an erased customer from the history of every segment.';
create trigger customers_erased after update of erased_at on customers
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function forget_segment_history();

-- When every stay is gone, as with the sample shop, nothing is known any more.
create function forget_segment_histories() returns trigger
  language plpgsql
  as $$
begin
  delete from segment_histories;
  delete from segment_days;
  return null;
end
$$;
comment on function forget_segment_histories() is 'Removes what was known of the histories of segments when their stays are emptied.';
create trigger memberships_emptied after truncate on segment_memberships
  execute function forget_segment_histories();

insert into reader_rights (role_name, table_name, columns) values
  ('regulars_reader', 'segment_histories', 'segment_id, from_day, daily_from, until_day, step');
