-- What a language model was asked for, and how its server wants to be asked.

create table model_uses (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  day date not null,
  who text not null,
  purpose text not null check (purpose in ('question', 'draft')),
  model text not null,
  calls integer not null default 0,
  input_tokens integer not null default 0,
  cached_tokens integer not null default 0,
  output_tokens integer not null default 0,
  ms integer not null default 0,
  outcome text not null default 'open'
);
create index model_uses_budget on model_uses (day, who);
comment on table model_uses is 'One question or draft that was sent to the language model; the budget of each person and day is counted here.';
comment on column model_uses.id is 'Counts up.';
comment on column model_uses.at is 'When it was sent.';
comment on column model_uses.day is 'The shop''s day it counts for.';
comment on column model_uses.who is 'Who asked, as in the audit log.';
comment on column model_uses.purpose is 'A question to be read, or a message to be drafted.';
comment on column model_uses.model is 'The model''s name.';
comment on column model_uses.calls is 'How many requests it took, with repair and retry.';
comment on column model_uses.input_tokens is 'Tokens sent, as the server counts them, those from its cache included.';
comment on column model_uses.cached_tokens is 'Tokens of these that the server had in its cache.';
comment on column model_uses.output_tokens is 'Tokens received.';
comment on column model_uses.ms is 'Milliseconds from the first request to the last answer.';
comment on column model_uses.outcome is 'What came of it: plan, clarify, unanswerable, or why there was none; open while it is under way.';

create table model_servers (
  server text primary key,
  way text not null check (way in ('schema', 'tool', 'object')),
  limit_name text not null check (limit_name in ('max_completion_tokens', 'max_tokens')),
  learned_at timestamptz not null default now()
);
comment on table model_servers is 'How a model''s server wants to be asked, found out once.';
comment on column model_servers.server is 'Address and model.';
comment on column model_servers.way is 'How it is told the form of the answer: a JSON schema, a tool to call, or in the prompt.';
comment on column model_servers.limit_name is 'What it calls the limit on the answer''s length.';
comment on column model_servers.learned_at is 'When that was found out.';
