-- Folders whose files are imported every night.

create table import_folders (
  folder text primary key,
  options jsonb not null default '{}',
  added_at timestamptz not null default now(),
  added_by text not null,
  last_hash text,
  last_run_at timestamptz,
  last_outcome text
);
comment on table import_folders is 'A folder that is imported every night, when something in it has changed.';
comment on column import_folders.folder is 'Its path on the machine that runs the bot, absolute.';
comment on column import_folders.options is 'How its files are read: map, dates, system, as in the terminal.';
comment on column import_folders.added_at is 'Since when.';
comment on column import_folders.added_by is 'Who added it.';
comment on column import_folders.last_hash is 'Fingerprint of all its files at the last import; equal means nothing to do.';
comment on column import_folders.last_run_at is 'When it was last looked at.';
comment on column import_folders.last_outcome is 'What came of it, in one sentence.';
