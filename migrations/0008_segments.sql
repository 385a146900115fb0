-- Named groups of customers with the history of who was in them, and the scores of each scoring run.

create table segments (
  id bigint generated always as identity primary key,
  name text not null unique,
  label text not null,
  meaning text not null,
  kind text not null default 'rule' check (kind in ('rule', 'score', 'manual')),
  owner_id bigint references staff,
  active boolean not null default true,
  created_at timestamptz not null default now()
);
comment on table segments is 'A named group of customers whose membership is kept over time.';
comment on column segments.id is 'Our number for the segment.';
comment on column segments.name is 'Its name in snake_case, as a plan uses it: at_risk.';
comment on column segments.label is 'Its name as shown: “At risk”.';
comment on column segments.meaning is 'Who belongs to it, in one sentence.';
comment on column segments.kind is 'rule (a saved plan), score (from the nightly scoring) or manual (picked by hand).';
comment on column segments.owner_id is 'The colleague who looks after it.';
comment on column segments.active is 'False when it is kept for its history alone.';
comment on column segments.created_at is 'When it was made.';

create table segment_definitions (
  id bigint generated always as identity primary key,
  segment_id bigint not null references segments,
  version integer not null,
  definition jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  unique (segment_id, version)
);
comment on table segment_definitions is 'What a segment meant at which time. Append-only; the highest version holds.';
comment on column segment_definitions.id is 'Our number for the definition.';
comment on column segment_definitions.segment_id is 'The segment defined.';
comment on column segment_definitions.version is 'Counts up from 1.';
comment on column segment_definitions.definition is 'The condition as a plan''s filter; never SQL.';
comment on column segment_definitions.changed_at is 'When it was defined so.';
comment on column segment_definitions.changed_by is 'Who defined it so.';

create table segment_memberships (
  id bigint generated always as identity primary key,
  segment_id bigint not null references segments,
  customer_id bigint not null references customers,
  valid_from date not null,
  valid_to date,
  check (valid_to > valid_from)
);
create unique index segment_memberships_now on segment_memberships (segment_id, customer_id) where valid_to is null;
create index segment_memberships_customer on segment_memberships (customer_id, valid_from);
create index segment_memberships_left on segment_memberships (segment_id, valid_to);
comment on table segment_memberships is 'Who was in a segment when, so that “who left Champions this month” is one look.';
comment on column segment_memberships.id is 'Our number for the stay.';
comment on column segment_memberships.segment_id is 'The segment.';
comment on column segment_memberships.customer_id is 'The member.';
comment on column segment_memberships.valid_from is 'First day in it.';
comment on column segment_memberships.valid_to is 'First day no longer in it; null while a member.';

create table score_runs (
  id bigint generated always as identity primary key,
  as_of date not null,
  model text not null,
  parameters jsonb not null default '{}',
  diagnostics jsonb not null default '{}',
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index score_runs_as_of on score_runs (as_of, id);
comment on table score_runs is 'One scoring of all customers.';
comment on column score_runs.id is 'Counts up with each run.';
comment on column score_runs.as_of is 'The day the scores speak of; later facts were not looked at.';
comment on column score_runs.model is 'The model fitted, with its version.';
comment on column score_runs.parameters is 'What was fitted.';
comment on column score_runs.diagnostics is 'How well it fits, and what it was refused for (too little history).';
comment on column score_runs.started_at is 'When it began.';
comment on column score_runs.finished_at is 'When its scores were complete; null while running or when it failed.';

create table customer_scores (
  run_id bigint not null references score_runs on delete cascade,
  customer_id bigint not null references customers,
  r smallint check (r between 1 and 5),
  f smallint check (f between 1 and 5),
  m smallint check (m between 1 and 5),
  rfm_segment text,
  stage text check (stage in ('prospecting', 'consideration', 'purchase', 'connection', 'loyalty')),
  chance_active double precision check (chance_active between 0 and 1),
  expected_orders_90d double precision check (expected_orders_90d >= 0),
  lifetime_value_12m numeric,
  primary key (run_id, customer_id)
);
create index customer_scores_customer on customer_scores (customer_id, run_id desc);
comment on table customer_scores is 'What one scoring run says of one customer.';
comment on column customer_scores.run_id is 'The run.';
comment on column customer_scores.customer_id is 'The customer.';
comment on column customer_scores.r is 'Recency score, 1–5, 5 is most recent; null without an order.';
comment on column customer_scores.f is 'Frequency score, 1–5 by number of orders; null without an order.';
comment on column customer_scores.m is 'Money score, 1–5 by all-time spend; null without an order.';
comment on column customer_scores.rfm_segment is 'Name of the RFM segment in snake_case: champions, at_risk…';
comment on column customer_scores.stage is 'Stage of the relationship.';
comment on column customer_scores.chance_active is 'Chance that they still buy here, 0–1; null with too little history.';
comment on column customer_scores.expected_orders_90d is 'Orders expected in the next 90 days.';
comment on column customer_scores.lifetime_value_12m is 'Net spend expected in the next twelve months, in the shop''s currency.';
