-- What the shop decides, and who changed it when.

create table settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
comment on table settings is 'What the shop decides. A key that is absent has its default, so an empty table is a valid shop.';
comment on column settings.key is 'Name of the setting in snake_case, as typed in the terminal: time_zone.';
comment on column settings.value is 'The value as JSON, valid by the schema of src/db/settings.ts.';
comment on column settings.changed_at is 'When this value was set.';
comment on column settings.changed_by is 'Who set it: an e-mail, a Slack user, or “terminal”.';

create table setting_changes (
  id bigint generated always as identity primary key,
  key text not null,
  old_value jsonb,
  new_value jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
create index setting_changes_key on setting_changes (key, id);
comment on table setting_changes is 'Every change of a setting, oldest first. Append-only.';
comment on column setting_changes.id is 'Counts up with each change.';
comment on column setting_changes.key is 'The setting that changed.';
comment on column setting_changes.old_value is 'The value before; null when it was the default.';
comment on column setting_changes.new_value is 'The value from then on.';
comment on column setting_changes.changed_at is 'When it changed.';
comment on column setting_changes.changed_by is 'Who changed it.';
