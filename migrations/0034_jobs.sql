-- What is done once a night, by whichever process is awake first.

create table job_runs (
  job text not null,
  day date not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (job, day)
);
comment on table job_runs is 'One night of one job; inserting the row is the claim, so that several processes do it once.';
comment on column job_runs.job is 'What is done: nightly.';
comment on column job_runs.day is 'The day of the shop''s calendar that it is done for.';
comment on column job_runs.started_at is 'When a process began it; one that began hours ago and has not finished has died.';
comment on column job_runs.finished_at is 'When it was over; null while it is under way.';

comment on table audit_log is 'Who asked or did what. Only added to; what is older than the shop keeps goes at night.';
