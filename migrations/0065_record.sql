-- What colleagues correct and complete on a customer's record, with what it was before: who changed it, what an import
-- must leave alone, and what can be taken back.

create table customer_changes (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  field text not null check (field in ('names', 'nickname', 'birthday', 'email', 'phone', 'address', 'consent',
    'do_not_contact', 'attribute', 'tag', 'referral', 'owner', 'store', 'case', 'new')),
  key text not null default '',
  before jsonb,
  after jsonb,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  is_new_word boolean not null default false,
  undone_at timestamptz,
  undone_by text
);
create index customer_changes_customer on customer_changes (customer_id, field, key, id);
create index customer_changes_new_words on customer_changes (changed_at) where is_new_word;
comment on table customer_changes is 'What a colleague changed on a customer''s record. While it is not undone, no import overwrites it. It holds personal data and goes with the person.';
comment on column customer_changes.id is 'Counts up with each change.';
comment on column customer_changes.customer_id is 'Whose record.';
comment on column customer_changes.field is 'What was changed.';
comment on column customer_changes.key is 'Which one of several: the channel of a consent, the tag, the attribute''s key, the case''s number; empty where there is one.';
comment on column customer_changes.before is 'How it stood before; null for nothing.';
comment on column customer_changes.after is 'How it stands since; null for nothing.';
comment on column customer_changes.changed_at is 'When.';
comment on column customer_changes.changed_by is 'Who: a colleague''s e-mail or “terminal”.';
comment on column customer_changes.is_new_word is 'Whether it brought a word that no record had before, such as a new tag: questions learn it then.';
comment on column customer_changes.undone_at is 'When it was taken back; null for a change that holds.';
comment on column customer_changes.undone_by is 'Who took it back.';

create table record_drafts (
  id bigint generated always as identity primary key,
  customer_id bigint references customers,
  said jsonb not null,
  written_by text not null,
  written_at timestamptz not null default now()
);
create index record_drafts_customer on record_drafts (customer_id) where customer_id is not null;
comment on table record_drafts is 'A change that was said and is not confirmed yet; it is gone once it is, or after a day.';
comment on column record_drafts.id is 'Our number for the draft; the buttons carry it.';
comment on column record_drafts.customer_id is 'Whose record, once that is known.';
comment on column record_drafts.said is 'What was said, read into its parts, and how the record stood when it was shown.';
comment on column record_drafts.written_by is 'The Slack user who said it; nobody else may confirm it.';
comment on column record_drafts.written_at is 'When it was said.';
