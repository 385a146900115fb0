-- What Slack sent and what was answered there: so that an event delivered twice is answered once, one interrupted by a
-- crash is answered after it, and a button knows its answer after a restart.

alter table event_deduplication add column body jsonb;
alter table event_deduplication add column claimed_until timestamptz;
alter table event_deduplication add column attempts integer not null default 1;
create index event_deduplication_open on event_deduplication (claimed_until) where handled_at is null;
comment on table event_deduplication is 'Slack events, clicks and forms already taken, because Slack delivers some twice.';
comment on column event_deduplication.event_id is 'What makes it the same: the event''s id; channel and message; message, action and its time; view and hash. Inserting the row is the claim.';
comment on column event_deduplication.body is 'What has to be done again after a crash; emptied when it was dealt with.';
comment on column event_deduplication.claimed_until is 'Until when the process that took it may work on it; after that another one may take it over.';
comment on column event_deduplication.attempts is 'How often it was taken up; a third time is given up with a reference number.';

create table answers (
  id bigint generated always as identity primary key,
  event_id text not null unique,
  thread text not null,
  channel text not null,
  thread_ts text,
  asked_ts text,
  asked_by text not null,
  message_ts text,
  question text not null,
  kind text not null default 'pending' check (kind in ('pending', 'answer', 'clarify', 'decline', 'fault')),
  plan jsonb,
  state jsonb not null default '{}',
  created_at timestamptz not null default now(),
  posted_at timestamptz,
  deleted_at timestamptz
);
create index answers_message on answers (channel, message_ts);
create index answers_asked on answers (channel, asked_ts);
create index answers_thread on answers (thread, id);
create index answers_created on answers (created_at);
comment on table answers is 'One reply in Slack: what it was read as and where it stands, never its rows.';
comment on column answers.id is 'Our number for the reply; buttons carry it.';
comment on column answers.event_id is 'The event it replies to; each at most once.';
comment on column answers.thread is 'The conversation, as in conversations.thread.';
comment on column answers.channel is 'The channel or direct message, C… or D….';
comment on column answers.thread_ts is 'The thread it was posted in; null when it was posted to the channel.';
comment on column answers.asked_ts is 'The message that asked; null for a command.';
comment on column answers.asked_by is 'The Slack user who asked.';
comment on column answers.message_ts is 'The message that answers; null until it was posted.';
comment on column answers.question is 'The question as typed; removed with the conversation when its time is over.';
comment on column answers.kind is 'What the reply is; pending until it is known, fault is a reference number.';
comment on column answers.plan is 'The plan of an answer; who clicks a button runs it with their own rights.';
comment on column answers.state is 'What else the message shows: page, table or chart, options offered, next steps.';
comment on column answers.created_at is 'When the question came.';
comment on column answers.posted_at is 'When the message was posted.';
comment on column answers.deleted_at is 'When the message was deleted.';
