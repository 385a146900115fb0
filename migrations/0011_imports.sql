-- Imports: what came from where, what was refused, and what an undo needs.

create table import_batches (
  id bigint generated always as identity primary key,
  system text not null,
  sources jsonb not null default '[]',
  status text not null default 'running' check (status in ('running', 'done', 'undone')),
  counts jsonb not null default '{}',
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  undone_at timestamptz,
  started_by text not null
);
comment on table import_batches is 'One import, of one file or a folder. It is either wholly there or not at all.';
comment on column import_batches.id is 'Counts up; the latest one that is done can be undone.';
comment on column import_batches.system is 'The system the files come from: regulars, shopify, square, woocommerce, stripe, csv, sample.';
comment on column import_batches.sources is 'The files: name, format, size, SHA-256, unknown columns.';
comment on column import_batches.status is 'running, done or undone.';
comment on column import_batches.counts is 'New, changed, unchanged, duplicate, doubtful and refused, by kind of record.';
comment on column import_batches.started_at is 'When it began.';
comment on column import_batches.finished_at is 'When it was complete.';
comment on column import_batches.undone_at is 'When it was undone.';
comment on column import_batches.started_by is 'Who imported: an e-mail, a Slack user, “terminal” or a job.';

create table import_issues (
  id bigint generated always as identity primary key,
  batch_id bigint not null references import_batches on delete cascade,
  file text not null,
  line bigint not null,
  column_name text,
  severity text not null check (severity in ('refused', 'doubtful')),
  reason text not null,
  value text
);
create index import_issues_batch on import_issues (batch_id, file, line);
comment on table import_issues is 'A line that was refused, or taken with doubt.';
comment on column import_issues.id is 'Our number for the issue.';
comment on column import_issues.batch_id is 'The import.';
comment on column import_issues.file is 'The file''s name.';
comment on column import_issues.line is 'The line in the file, the header being 1.';
comment on column import_issues.column_name is 'The column, when one is to blame.';
comment on column import_issues.severity is 'refused: the line was left out. doubtful: it was taken.';
comment on column import_issues.reason is 'What was expected, in a sentence.';
comment on column import_issues.value is 'What was given, cut to a readable length.';

create table import_changes (
  id bigint generated always as identity primary key,
  batch_id bigint not null references import_batches on delete cascade,
  table_name text not null,
  row_key jsonb not null,
  before jsonb
);
create index import_changes_batch on import_changes (batch_id, id desc);
comment on table import_changes is 'What an import changed, so that the latest one can be undone; emptied when the next begins.';
comment on column import_changes.id is 'Counts up; an undo goes backwards.';
comment on column import_changes.batch_id is 'The import.';
comment on column import_changes.table_name is 'The table changed.';
comment on column import_changes.row_key is 'The row''s primary key as JSON.';
comment on column import_changes.before is 'The row before; null when the import made it.';
