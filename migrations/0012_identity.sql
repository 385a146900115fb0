-- One person, one record; and no record of those who asked to be forgotten.

create table merge_events (
  id bigint generated always as identity primary key,
  winner_id bigint not null references customers,
  loser_id bigint not null references customers,
  evidence jsonb not null default '{}',
  snapshot jsonb not null,
  merged_by text not null,
  merged_at timestamptz not null default now(),
  undone_by text,
  undone_at timestamptz,
  check (winner_id <> loser_id)
);
create index merge_events_loser on merge_events (loser_id);
create index merge_events_winner on merge_events (winner_id);
comment on table merge_events is 'Two records found to be one person, with all that is needed to take it back.';
comment on column merge_events.id is 'Our number for the merge.';
comment on column merge_events.winner_id is 'The record that stays.';
comment on column merge_events.loser_id is 'The record that is left out from then on.';
comment on column merge_events.evidence is 'Field by field, why they are the same person.';
comment on column merge_events.snapshot is 'Everything the merge changed, as it was.';
comment on column merge_events.merged_by is 'Who decided.';
comment on column merge_events.merged_at is 'When.';
comment on column merge_events.undone_by is 'Who took it back.';
comment on column merge_events.undone_at is 'When it was taken back; null for a merge that holds.';

create table erasures (
  id bigint generated always as identity primary key,
  system text,
  external_id_hash text,
  match_hash text,
  erased_at timestamptz not null default now(),
  erased_by text not null
);
create index erasures_external on erasures (system, external_id_hash);
create index erasures_match on erasures (match_hash);
comment on table erasures is 'A person who asked to be forgotten. Only hashes are kept, so that an import can leave them out.';
comment on column erasures.id is 'Our number for the erasure.';
comment on column erasures.system is 'The system whose reference was hashed.';
comment on column erasures.external_id_hash is 'Keyed hash of that reference.';
comment on column erasures.match_hash is 'Keyed hash of a contact point''s match key.';
comment on column erasures.erased_at is 'When the data was erased.';
comment on column erasures.erased_by is 'Who did it.';
