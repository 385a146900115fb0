-- Who is sent a digest and when, each day's digest from its claim to its message, and what is done about its entries.

create table digest_recipients (
  id bigint generated always as identity primary key,
  staff_id bigint unique references staff on delete cascade,
  channel text unique,
  store_id bigint references stores,
  at_time text check (at_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  weekdays integer[],
  time_zone text,
  when_empty text not null default 'silent' check (when_empty in ('silent', 'say')),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  check ((staff_id is null) <> (channel is null))
);
comment on table digest_recipients is 'Who is sent the morning digest where that differs from the rule: every colleague of the staff, at the shop''s hour, on the shop''s working days. And channels.';
comment on column digest_recipients.id is 'Our number for the recipient.';
comment on column digest_recipients.staff_id is 'The colleague; null for a channel.';
comment on column digest_recipients.channel is 'The Slack channel; null for a colleague.';
comment on column digest_recipients.store_id is 'For a channel: the store whose customers it lists; null for those of all stores.';
comment on column digest_recipients.at_time is 'When, HH:MM by their own clocks; null at the shop''s hour.';
comment on column digest_recipients.weekdays is 'On which days, 1 Monday to 7 Sunday; null on the shop''s working days.';
comment on column digest_recipients.time_zone is 'Where their clocks hang; null where the shop is.';
comment on column digest_recipients.when_empty is 'What happens on a morning without an entry: silent, or say so.';
comment on column digest_recipients.active is 'False: no digest.';
comment on column digest_recipients.changed_at is 'When this was last changed.';
comment on column digest_recipients.changed_by is 'Who changed it.';

drop table outcomes;
drop table digest_items;
drop table digest_runs;

create table digest_runs (
  id bigint generated always as identity primary key,
  day date not null,
  recipient text not null,
  staff_id bigint references staff,
  channel text,
  due_at timestamptz not null,
  claimed_until timestamptz not null,
  attempts integer not null default 1,
  made_at timestamptz,
  posted_channel text,
  message_ts text,
  outcome text check (outcome in ('posted', 'empty', 'late', 'failed')),
  fault text,
  finished_at timestamptz check ((finished_at is null) = (outcome is null)),
  more integer not null default 0,
  stale_since date,
  unique (day, recipient)
);
create index digest_runs_open on digest_runs (claimed_until) where finished_at is null;
comment on table digest_runs is 'One digest for one recipient on one day. Inserting the row is the claim, so that it is sent once whoever is awake.';
comment on column digest_runs.id is 'Our number for the digest; the message carries it out of sight, to be found again after a crash.';
comment on column digest_runs.day is 'The day it is for, by the recipient''s clocks.';
comment on column digest_runs.recipient is 'staff:NUMBER or channel:ID; report:NUMBER for a manager''s weekly report.';
comment on column digest_runs.staff_id is 'The colleague, when the recipient is one.';
comment on column digest_runs.channel is 'The channel, when the recipient is one.';
comment on column digest_runs.due_at is 'When it was due.';
comment on column digest_runs.claimed_until is 'Until when the process that claimed it works on it; after that another one takes it over, or tries again.';
comment on column digest_runs.attempts is 'How often it was taken up.';
comment on column digest_runs.made_at is 'When its entries were written down; from then on they stay as they are.';
comment on column digest_runs.posted_channel is 'Where the message was posted.';
comment on column digest_runs.message_ts is 'The message.';
comment on column digest_runs.outcome is 'posted; empty: there was nobody to name; late: the morning was over; failed.';
comment on column digest_runs.fault is 'What went wrong, without a word of its entries.';
comment on column digest_runs.finished_at is 'When it was over; null while it is open.';
comment on column digest_runs.more is 'How many more customers there would have been.';
comment on column digest_runs.stale_since is 'The day of the latest order, where the data was stale.';

create table digest_items (
  id bigint generated always as identity primary key,
  run_id bigint not null references digest_runs on delete cascade,
  day date not null,
  customer_id bigint not null references customers,
  rank integer not null,
  reasons jsonb not null,
  channel text check (channel in ('phone', 'sms', 'email', 'post')),
  opening text,
  state text not null default 'open' check (state in ('open', 'done', 'snoozed', 'not_relevant', 'do_not_contact', 'ordered', 'solved')),
  closed_at timestamptz check ((closed_at is null) = (state = 'open')),
  closed_by bigint references staff,
  unique (day, customer_id)
);
create index digest_items_run on digest_items (run_id, rank);
create index digest_items_customer on digest_items (customer_id, day);
create index digest_items_open on digest_items (day) where state = 'open';
comment on table digest_items is 'One customer on one day''s digests; nobody is named twice on a day.';
comment on column digest_items.id is 'Our number for the entry; its buttons carry it.';
comment on column digest_items.run_id is 'The digest.';
comment on column digest_items.day is 'The digest''s day.';
comment on column digest_items.customer_id is 'Whom to contact.';
comment on column digest_items.rank is 'Place in the list, from 1.';
comment on column digest_items.reasons is 'Each reason as it was read: rule, occasion, class, sentence, facts.';
comment on column digest_items.channel is 'The channel suggested: one they agreed to.';
comment on column digest_items.opening is 'The opening line suggested.';
comment on column digest_items.state is 'open; done, snoozed, not_relevant or do_not_contact by a colleague; ordered or solved by itself.';
comment on column digest_items.closed_at is 'When it stopped being open.';
comment on column digest_items.closed_by is 'Who closed it; null when it closed by itself.';

create table outcomes (
  id bigint generated always as identity primary key,
  item_id bigint references digest_items on delete set null,
  customer_id bigint not null references customers on delete cascade,
  rule_id bigint references treatment_rules,
  occasion text,
  kind text not null check (kind in ('reached', 'left_message', 'no_answer', 'wrong_number', 'snoozed', 'not_relevant', 'do_not_contact', 'ordered', 'solved')),
  until_day date,
  reason text,
  interaction_id bigint references interactions on delete set null,
  staff_id bigint references staff,
  on_day date not null,
  at timestamptz not null default now()
);
create index outcomes_customer on outcomes (customer_id, rule_id, occasion);
create index outcomes_item on outcomes (item_id);
create index outcomes_day on outcomes (on_day, rule_id);
comment on table outcomes is 'What came of a reason to contact somebody: one row for each reason of the entry. Append-only.';
comment on column outcomes.id is 'Our number for the outcome.';
comment on column outcomes.item_id is 'The digest''s entry.';
comment on column outcomes.customer_id is 'The customer.';
comment on column outcomes.rule_id is 'The treatment rule that the reason came from.';
comment on column outcomes.occasion is 'What the reason was about; the rule does not name the customer for it again.';
comment on column outcomes.kind is 'reached, left_message, no_answer, wrong_number; snoozed, not_relevant, do_not_contact; ordered or solved by themselves.';
comment on column outcomes.until_day is 'For snoozed: the first day on which they may be named again.';
comment on column outcomes.reason is 'Why it was not relevant, in words.';
comment on column outcomes.interaction_id is 'The contact that was logged with it.';
comment on column outcomes.staff_id is 'Who reported it; null when it came by itself.';
comment on column outcomes.on_day is 'The day it was reported, in the shop''s zone.';
comment on column outcomes.at is 'When it was reported.';
