-- How good the shop's data was on each day, so that it can be seen whether it gets better.

create table quality_days (
  day date not null,
  store_id bigint references stores on delete cascade,
  customers integer not null,
  score numeric not null check (score between 0 and 100),
  findings jsonb not null default '{}',
  unique nulls not distinct (day, store_id)
);
create index quality_days_store on quality_days (store_id);
comment on table quality_days is 'How good the data about customers was, day by day and store by store; written every night.';
comment on column quality_days.day is 'The day, in the shop''s time zone.';
comment on column quality_days.store_id is 'The home store of the customers; null for those who have none.';
comment on column quality_days.customers is 'How many customers there were.';
comment on column quality_days.score is 'The mean of their completeness, 0–100.';
comment on column quality_days.findings is 'How many customers had each kind of fault: {"invalid_phone": 12}.';
