-- A note knows the message it was made of, and how it read before it was last changed.

alter table notes
  add column version integer not null default 1,
  add column before_change jsonb,
  add column changed_at timestamptz,
  add column changed_by bigint references staff,
  add column message_author text,
  add column message_at timestamptz,
  add column message_link text;
comment on column notes.version is 'Counts up with each change, so that of two people who change it at once the second is told.';
comment on column notes.before_change is 'What the last change can be taken back to: body, visibility, kind and customer; null for a note that was never changed.';
comment on column notes.changed_at is 'When it was last changed; null for never.';
comment on column notes.changed_by is 'Who changed it last; null for never, and for the terminal.';
comment on column notes.message_author is 'Who wrote the Slack message that it was made of; null where it was typed.';
comment on column notes.message_at is 'When that message was written.';
comment on column notes.message_link is 'Where that message is.';

alter table note_drafts add column details jsonb not null default '{}';
comment on column note_drafts.details is 'What else is known of the note: kind, visibility, the customer meant, the Slack message it was made of.';

update reader_rights set columns = columns || ', changed_at, message_author, message_at, message_link'
where role_name = 'regulars_reader' and table_name = 'notes';
