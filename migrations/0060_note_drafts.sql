-- A note whose customer is still to be chosen.

create table note_drafts (
  id bigint generated always as identity primary key,
  body text not null,
  written_by text not null,
  written_at timestamptz not null default now()
);
comment on table note_drafts is 'A note typed with /note whose customer several fit; it is gone once one is chosen, or after a day.';
comment on column note_drafts.id is 'Our number for the draft; the buttons carry it.';
comment on column note_drafts.body is 'The note as typed.';
comment on column note_drafts.written_by is 'The Slack user who typed it; nobody else may finish it.';
comment on column note_drafts.written_at is 'When it was typed.';
