-- The morning digest: rules for whom to contact and why, what was said to whom, and what came of it.

create table treatment_rules (
  id bigint generated always as identity primary key,
  code text not null unique,
  label text not null,
  trigger jsonb not null,
  audience jsonb not null default '{}',
  timing jsonb not null default '{}',
  cap jsonb not null default '{}',
  words jsonb not null default '{}',
  priority integer not null default 100,
  active boolean not null default true,
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
comment on table treatment_rules is 'The shop''s customer treatment strategy as data: when somebody is contacted, about what, how often at most.';
comment on column treatment_rules.id is 'Our number for the rule.';
comment on column treatment_rules.code is 'Its name in snake_case: product_check_in.';
comment on column treatment_rules.label is 'Its name as shown.';
comment on column treatment_rules.trigger is 'What makes it apply.';
comment on column treatment_rules.audience is 'Whom it may apply to: a segment, stages, stores.';
comment on column treatment_rules.timing is 'Days before or after the trigger.';
comment on column treatment_rules.cap is 'How often at most, for one customer and altogether.';
comment on column treatment_rules.words is 'The sentence for the reason and the opening line.';
comment on column treatment_rules.priority is 'Lower comes first.';
comment on column treatment_rules.active is 'False when switched off.';
comment on column treatment_rules.version is 'Counts up with each change.';
comment on column treatment_rules.changed_at is 'When it was last changed.';
comment on column treatment_rules.changed_by is 'Who changed it.';

create table treatment_rule_changes (
  id bigint generated always as identity primary key,
  rule_id bigint not null references treatment_rules,
  version integer not null,
  before jsonb,
  after jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
create index treatment_rule_changes_rule on treatment_rule_changes (rule_id, id);
comment on table treatment_rule_changes is 'Every change of a treatment rule. Append-only.';
comment on column treatment_rule_changes.id is 'Counts up with each change.';
comment on column treatment_rule_changes.rule_id is 'The rule.';
comment on column treatment_rule_changes.version is 'The version that the change made.';
comment on column treatment_rule_changes.before is 'The rule before; null when it was new.';
comment on column treatment_rule_changes.after is 'The rule from then on.';
comment on column treatment_rule_changes.changed_at is 'When it was changed.';
comment on column treatment_rule_changes.changed_by is 'Who changed it.';

create table digest_runs (
  id bigint generated always as identity primary key,
  day date not null,
  recipient text not null,
  staff_id bigint references staff,
  status text not null default 'claimed' check (status in ('claimed', 'posting', 'posted', 'failed')),
  claimed_at timestamptz not null default now(),
  claimed_by text not null,
  posted_at timestamptz,
  channel_id text,
  message_ts text,
  data_as_of timestamptz,
  unique (day, recipient)
);
comment on table digest_runs is 'One digest for one recipient on one day. Inserting the row is the claim, so two processes cannot both send it.';
comment on column digest_runs.id is 'Our number for the digest.';
comment on column digest_runs.day is 'The day it is for, in the recipient''s time zone.';
comment on column digest_runs.recipient is 'A colleague''s e-mail or a Slack channel.';
comment on column digest_runs.staff_id is 'The colleague, when the recipient is one.';
comment on column digest_runs.status is 'claimed, posting, posted or failed.';
comment on column digest_runs.claimed_at is 'When a process took it.';
comment on column digest_runs.claimed_by is 'Which process took it.';
comment on column digest_runs.posted_at is 'When Slack accepted it.';
comment on column digest_runs.channel_id is 'The Slack channel it was posted to.';
comment on column digest_runs.message_ts is 'Slack''s name for the message.';
comment on column digest_runs.data_as_of is 'How fresh the data was.';

create table digest_items (
  id bigint generated always as identity primary key,
  run_id bigint not null references digest_runs on delete cascade,
  customer_id bigint not null references customers,
  rule_id bigint references treatment_rules,
  follow_up_id bigint references follow_ups,
  rank integer not null,
  reasons jsonb not null,
  channel text,
  opening text,
  status text not null default 'open' check (status in ('open', 'done', 'snoozed', 'not_relevant', 'closed_by_order')),
  closed_at timestamptz,
  unique (run_id, customer_id)
);
create index digest_items_customer on digest_items (customer_id, run_id);
comment on table digest_items is 'One customer in one digest, with the reasons as they were read.';
comment on column digest_items.id is 'Our number for the item.';
comment on column digest_items.run_id is 'The digest.';
comment on column digest_items.customer_id is 'Whom to contact; at most once in a digest.';
comment on column digest_items.rule_id is 'The treatment rule that named them first.';
comment on column digest_items.follow_up_id is 'The promise to keep, if that is the reason.';
comment on column digest_items.rank is 'Place in the list, from 1.';
comment on column digest_items.reasons is 'Each reason with its evidence.';
comment on column digest_items.channel is 'The channel suggested: one they agreed to.';
comment on column digest_items.opening is 'The opening line suggested.';
comment on column digest_items.status is 'open, done, snoozed, not_relevant or closed_by_order.';
comment on column digest_items.closed_at is 'When it stopped being open.';

create table outcomes (
  id bigint generated always as identity primary key,
  item_id bigint references digest_items on delete cascade,
  customer_id bigint not null references customers,
  staff_id bigint references staff,
  kind text not null check (kind in ('reached', 'left_message', 'no_answer', 'wrong_number', 'snoozed', 'not_relevant', 'ordered')),
  reason text,
  at timestamptz not null default now(),
  undone_at timestamptz
);
create index outcomes_customer on outcomes (customer_id, at);
create index outcomes_item on outcomes (item_id);
comment on table outcomes is 'What came of a suggestion.';
comment on column outcomes.id is 'Our number for the outcome.';
comment on column outcomes.item_id is 'The digest''s item; null when it came another way.';
comment on column outcomes.customer_id is 'The customer.';
comment on column outcomes.staff_id is 'Who reported it.';
comment on column outcomes.kind is 'reached, left_message, no_answer, wrong_number, snoozed, not_relevant or ordered.';
comment on column outcomes.reason is 'Why it was not relevant, in words.';
comment on column outcomes.at is 'When it was reported.';
comment on column outcomes.undone_at is 'When it was taken back; null for one that counts.';

create table holdout_assignments (
  customer_id bigint not null references customers,
  scope text not null,
  bucket text not null check (bucket in ('contact', 'holdout')),
  assigned_at timestamptz not null default now(),
  primary key (customer_id, scope)
);
comment on table holdout_assignments is 'Who is left out at random, so that the effect of contacting the others can be measured.';
comment on column holdout_assignments.customer_id is 'The customer.';
comment on column holdout_assignments.scope is 'The experiment: digest, or a campaign''s reference.';
comment on column holdout_assignments.bucket is 'contact or holdout.';
comment on column holdout_assignments.assigned_at is 'When the draw was made; it is never repeated.';
