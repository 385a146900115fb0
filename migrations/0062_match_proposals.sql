-- Records that may be one person: what was compared, what was found, and what somebody decided.

create table match_runs (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('whole', 'changed')),
  as_of date not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  customers integer not null,
  compared bigint not null,
  found integer not null,
  model jsonb not null,
  left_out jsonb not null default '[]'
);
comment on table match_runs is 'One search for records that are the same person.';
comment on column match_runs.id is 'Counts up with each search.';
comment on column match_runs.kind is 'whole: everybody with everybody; changed: those whose record has changed since, with everybody.';
comment on column match_runs.as_of is 'The day it was made for.';
comment on column match_runs.started_at is 'When it began.';
comment on column match_runs.finished_at is 'When it was over.';
comment on column match_runs.customers is 'Customers there were.';
comment on column match_runs.compared is 'Pairs that were compared field by field; all others have too little in common.';
comment on column match_runs.found is 'Pairs that are likely enough to be proposed.';
comment on column match_runs.model is 'What was estimated: how many pairs are one person, and how often each field agrees among them and among strangers.';
comment on column match_runs.left_out is 'Groups that share something and were too large to compare everybody in them.';

create table match_fingerprints (
  customer_id bigint primary key references customers on delete cascade,
  fingerprint bigint not null
);
comment on table match_fingerprints is 'What each record looked like when it was last compared, so that the nightly search looks only at those that have changed.';
comment on column match_fingerprints.customer_id is 'The customer.';
comment on column match_fingerprints.fingerprint is 'A hash of all that is compared.';

create table match_proposals (
  id bigint generated always as identity primary key,
  first_id bigint not null references customers on delete cascade,
  second_id bigint not null references customers on delete cascade,
  probability double precision not null check (probability between 0 and 1),
  evidence jsonb not null,
  same_system boolean not null,
  state text not null default 'proposed' check (state in ('proposed', 'merged', 'rejected', 'withdrawn')),
  found_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  unique (first_id, second_id),
  check (first_id < second_id)
);
create index match_proposals_second on match_proposals (second_id);
create index match_proposals_open on match_proposals (probability desc, id) where state = 'proposed';
comment on table match_proposals is 'Two records that are likely one person, until somebody decides. No word of the records is kept here: what is read is made from them anew.';
comment on column match_proposals.id is 'Our number for the proposal.';
comment on column match_proposals.first_id is 'The record with the lower number.';
comment on column match_proposals.second_id is 'The other one.';
comment on column match_proposals.probability is 'How likely they are one person, 0–1.';
comment on column match_proposals.evidence is 'How far each field agrees: {"family": "same", "birthday": "near"}; what one of them lacks is not there.';
comment on column match_proposals.same_system is 'Whether one system knows them by two references; such a pair is never merged without a person.';
comment on column match_proposals.state is 'proposed; merged or rejected by somebody; withdrawn when the records no longer look alike.';
comment on column match_proposals.found_at is 'When it was found, or found again because the records came to agree in more.';
comment on column match_proposals.decided_at is 'When it was decided.';
comment on column match_proposals.decided_by is 'Who decided.';

-- Whoever is erased is no longer compared, and nothing of them stays behind in a proposal.
create function forget_matches() returns trigger
  language plpgsql
  as $$
begin
  delete from match_fingerprints where customer_id = new.id;
  delete from match_proposals where first_id = new.id or second_id = new.id;
  return null;
end
$$;
comment on function forget_matches() is 'Removes an erased customer from what was found about duplicates.';
create trigger customers_erased_matches after update of erased_at on customers
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function forget_matches();
