-- Segments that colleagues save by name: who made them, the sentence each version reads as, and names that can be used
-- again once a segment is deleted.

alter table segments
  add column created_by text,
  add column deleted_at timestamptz,
  add column deleted_by text;
comment on column segments.kind is 'rule (conditions looked at anew each time), score (from the nightly scoring) or manual (a list of customers that stays as it is).';
comment on column segments.created_by is 'Who saved it: terminal, or the colleague; null for what Regulars made itself.';
comment on column segments.deleted_at is 'When it was deleted; null while it may be used.';
comment on column segments.deleted_by is 'Who deleted it.';

alter table segments drop constraint segments_name_key;
create unique index segments_name_in_use on segments (name) where deleted_at is null;
create unique index segments_label_in_use on segments (lower(label)) where deleted_at is null;
comment on index segments_label_in_use is 'Two segments cannot be told apart by capital letters alone.';

alter table segment_definitions add column reading text;
comment on column segment_definitions.definition is 'What it means: {"kind":"rule","where":[…]} with a plan''s own clauses, or {"kind":"fixed","count":…,"on":…} for a list kept in segment_memberships; never SQL.';
comment on column segment_definitions.reading is 'This version in words, as they were when it was saved.';
