-- Answers that are sent by themselves, again and again, and each time one was due.

create table schedules (
  id bigint generated always as identity primary key,
  owner_id bigint references staff on delete cascade,
  owner_user text not null,
  question text not null,
  reading text not null,
  plan jsonb not null,
  view text not null default 'table' check (view in ('table', 'chart')),
  channel text,
  thread_ts text check (thread_ts is null or channel is not null),
  recurrence jsonb not null,
  state text not null default 'active' check (state in ('active', 'paused')),
  paused_because text,
  next_at timestamptz check ((next_at is not null) = (state = 'active')),
  failures integer not null default 0,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index schedules_next on schedules (next_at) where state = 'active';
create index schedules_owner on schedules (owner_id);
comment on table schedules is 'An answer that is worked out anew and sent again and again, with its owner''s rights of then.';
comment on column schedules.id is 'Our number for it; people say “pause schedule 12”.';
comment on column schedules.owner_id is 'Whose it is; null for somebody of the shop''s Slack who is not on the staff.';
comment on column schedules.owner_user is 'The owner''s Slack user: whom a direct message goes to, and who is told when it stops.';
comment on column schedules.question is 'The question as typed, or what the answer was read as.';
comment on column schedules.reading is 'What the plan means, in words.';
comment on column schedules.plan is 'The plan that is checked and run each time; its periods move with the day.';
comment on column schedules.view is 'Whether the answer is shown as a table or, where it can be, as a chart.';
comment on column schedules.channel is 'The channel it is posted in; null sends it to the owner as a direct message.';
comment on column schedules.thread_ts is 'The thread in the channel; null posts it to the channel itself.';
comment on column schedules.recurrence is 'When: days, time and time zone, as src/schedules/recurrence.ts has it.';
comment on column schedules.state is 'active, or paused until somebody resumes it.';
comment on column schedules.paused_because is 'Why it was paused, when nobody asked for it: three failures, an owner who left.';
comment on column schedules.next_at is 'When it is due next; null while it is paused.';
comment on column schedules.failures is 'How many runs in a row came to nothing; the third pauses it.';
comment on column schedules.created_at is 'When it was made.';
comment on column schedules.changed_at is 'When it was last paused, resumed or changed.';

create table schedule_runs (
  id bigint generated always as identity primary key,
  schedule_id bigint not null references schedules on delete cascade,
  due_at timestamptz not null,
  claimed_until timestamptz not null,
  attempts integer not null default 1,
  channel text,
  message_ts text,
  outcome text check (outcome in ('posted', 'skipped', 'failed')),
  fault text,
  finished_at timestamptz check ((finished_at is null) = (outcome is null)),
  unique (schedule_id, due_at)
);
create index schedule_runs_open on schedule_runs (claimed_until) where finished_at is null;
create index schedule_runs_finished on schedule_runs (finished_at);
comment on table schedule_runs is 'One time that a scheduled answer was due; inserting the row is the claim, so that it is sent once whoever is awake.';
comment on column schedule_runs.id is 'Our number for the run; the message carries it out of sight, to be found again after a crash.';
comment on column schedule_runs.schedule_id is 'The scheduled answer.';
comment on column schedule_runs.due_at is 'When it was due.';
comment on column schedule_runs.claimed_until is 'Until when the process that claimed it works on it; after that another one takes it over, or tries again.';
comment on column schedule_runs.attempts is 'How often it was taken up.';
comment on column schedule_runs.channel is 'Where the message was posted.';
comment on column schedule_runs.message_ts is 'The message.';
comment on column schedule_runs.outcome is 'posted; skipped because it was more than a day late or paused in between; failed.';
comment on column schedule_runs.fault is 'What went wrong, without a word of the question or the answer.';
comment on column schedule_runs.finished_at is 'When it was over; null while it is open.';
