-- Who is away and when, and the code by which the person who installs becomes the first administrator in Slack.
-- No question is about either, so no reader sees them.

create table absences (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff on delete cascade,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  reason text,
  recorded_at timestamptz not null default now(),
  recorded_by text not null
);
create index absences_staff on absences (staff_id, from_day);
create index absences_to on absences (to_day);
comment on table absences is 'When a colleague is away: no digest, no follow-up falls to them. Stretches of one colleague do not overlap.';
comment on column absences.id is 'Our number for the absence.';
comment on column absences.staff_id is 'The colleague who is away.';
comment on column absences.from_day is 'The first day away.';
comment on column absences.to_day is 'The last day away; they are back the day after.';
comment on column absences.reason is 'Why, when somebody said so: “on holiday”.';
comment on column absences.recorded_at is 'When it was recorded.';
comment on column absences.recorded_by is 'Who recorded it.';

create table claim_codes (
  one boolean primary key default true check (one),
  salt text not null,
  hash text not null,
  made_at timestamptz not null default now(),
  wrong_tries integer not null default 0
);
comment on table claim_codes is 'The code that the terminal shows while the shop has no administrator in Slack; one at most.';
comment on column claim_codes.one is 'Always true: there is one row at most.';
comment on column claim_codes.salt is 'What the code was mixed with before it was hashed, as hexadecimal digits.';
comment on column claim_codes.hash is 'The code, hashed by scrypt, as hexadecimal digits; the code itself is kept nowhere.';
comment on column claim_codes.made_at is 'When it was made; it holds for 24 hours.';
comment on column claim_codes.wrong_tries is 'How often a wrong code was given; the fifth burns it.';
