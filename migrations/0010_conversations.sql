-- Conversations and the readings that people confirmed.

create table conversations (
  thread text primary key,
  plan jsonb,
  state jsonb not null default '{}',
  last_question text,
  started_by text,
  updated_at timestamptz not null default now()
);
create index conversations_updated on conversations (updated_at);
comment on table conversations is 'What a thread last asked, so that “only in Chicago” has something to change.';
comment on column conversations.thread is 'The thread: channel and message in Slack, a name in the terminal.';
comment on column conversations.plan is 'The last plan that was answered.';
comment on column conversations.state is 'What else a follow-up needs: options offered, page, rows'' references.';
comment on column conversations.last_question is 'The last question as typed.';
comment on column conversations.started_by is 'Who began it.';
comment on column conversations.updated_at is 'When it was last used.';

create table saved_readings (
  id bigint generated always as identity primary key,
  question text not null unique,
  plan jsonb not null,
  verdict text not null check (verdict in ('right', 'wrong')),
  said_by text not null,
  said_at timestamptz not null default now(),
  reviewed_at timestamptz
);
comment on table saved_readings is 'A plan that a person confirmed or rejected for a question.';
comment on column saved_readings.id is 'Our number for the reading.';
comment on column saved_readings.question is 'The question in its normalised form; each at most once.';
comment on column saved_readings.plan is 'The plan it was read as.';
comment on column saved_readings.verdict is 'right: used again for the same question. wrong: kept for review.';
comment on column saved_readings.said_by is 'Who said so.';
comment on column saved_readings.said_at is 'When.';
comment on column saved_readings.reviewed_at is 'When a wrong one was looked at.';

create table event_deduplication (
  event_id text primary key,
  received_at timestamptz not null default now(),
  handled_at timestamptz
);
create index event_deduplication_received on event_deduplication (received_at);
comment on table event_deduplication is 'Slack events already taken, because Slack delivers some twice.';
comment on column event_deduplication.event_id is 'Slack''s name for the event; inserting the row is the claim.';
comment on column event_deduplication.received_at is 'When it first came.';
comment on column event_deduplication.handled_at is 'When it was dealt with; null for one that a crash interrupted.';

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text,
  details jsonb not null default '{}'
);
create index audit_log_at on audit_log (at);
create index audit_log_actor on audit_log (actor, at);
comment on table audit_log is 'Who asked or did what. Append-only.';
comment on column audit_log.id is 'Counts up.';
comment on column audit_log.at is 'When.';
comment on column audit_log.actor is 'Who: an e-mail, a Slack user, “terminal” or a job.';
comment on column audit_log.action is 'What: ask, show_contact, export, erase, merge, settings…';
comment on column audit_log.subject is 'Whom or what it was about, by reference.';
comment on column audit_log.details is 'The question, the plan''s hash, row count, milliseconds; no personal data.';
