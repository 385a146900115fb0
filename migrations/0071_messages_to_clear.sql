-- Messages in Slack that name somebody who was erased, until the bot has taken them away or drawn them anew.

create table messages_to_clear (
  id bigint generated always as identity primary key,
  run_id bigint references digest_runs on delete cascade,
  channel text,
  message_ts text,
  tries integer not null default 0,
  asked_at timestamptz not null default now(),
  check ((run_id is null) = (channel is not null and message_ts is not null))
);
create index messages_to_clear_run on messages_to_clear (run_id) where run_id is not null;
comment on table messages_to_clear is 'What the bot has still to clear in Slack after an erasure, which may be made while it does not run. It tells nothing of who was erased.';
comment on column messages_to_clear.id is 'Our number for the message.';
comment on column messages_to_clear.run_id is 'The digest whose message is drawn anew; null for a message that is taken away.';
comment on column messages_to_clear.channel is 'The channel of a message that is taken away; null for a digest''s.';
comment on column messages_to_clear.message_ts is 'Slack''s name for that message.';
comment on column messages_to_clear.tries is 'How often it was tried in vain; after ten times it is left.';
comment on column messages_to_clear.asked_at is 'Since when.';
