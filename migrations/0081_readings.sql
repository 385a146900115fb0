-- Readings that people confirmed, by whom they may be used and for how long they hold.

alter table saved_readings drop constraint saved_readings_question_key;
alter table saved_readings
  add column for_whom text not null default '',
  add column planner text not null default 'offline' check (planner in ('offline', 'model', 'saved')),
  add column definitions text not null default '',
  add column names_customers boolean not null default false,
  add column uses integer not null default 0,
  add column last_used_at timestamptz;
create unique index saved_readings_question on saved_readings (question, for_whom);
comment on column saved_readings.question is 'The question in its normalised form; each at most once for everybody, and once for each person.';
comment on column saved_readings.for_whom is 'Whose alone it is: it names customers, or says “my”; empty where everybody may use it.';
comment on column saved_readings.planner is 'Which planner had made the plan.';
comment on column saved_readings.definitions is 'A hash of the definitions that the plan uses as they were then; other ones now, and the reading is not used any more.';
comment on column saved_readings.names_customers is 'Whether the plan names customers, who may be forgotten one day.';
comment on column saved_readings.uses is 'How often it answered a question.';
comment on column saved_readings.last_used_at is 'When it last did.';
