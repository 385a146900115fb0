-- One timeline of what passed between the shop and a customer: interactions, service cases, notes, follow-ups.

create table interactions (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  at timestamptz not null,
  on_day date not null,
  channel text not null check (channel in ('phone', 'email', 'sms', 'store', 'chat', 'post')),
  direction text not null check (direction in ('inbound', 'outbound')),
  kind text not null,
  staff_id bigint references staff,
  summary text,
  order_id bigint references orders,
  order_ref text
);
create index interactions_customer on interactions (customer_id, on_day);
create index interactions_day on interactions (on_day);
create index interactions_staff on interactions (staff_id, on_day);
create index interactions_order on interactions (order_id) where order_id is not null;
comment on table interactions is 'One contact between the shop and a customer, in either direction: who, what, when.';
comment on column interactions.id is 'Our number for the interaction.';
comment on column interactions.customer_id is 'The customer.';
comment on column interactions.at is 'When it took place.';
comment on column interactions.on_day is 'The day of "at" in the shop''s time zone.';
comment on column interactions.channel is 'phone, email, sms, store, chat or post.';
comment on column interactions.direction is 'inbound when the customer began it, outbound when we did.';
comment on column interactions.kind is 'inquiry, service_case, call, visit, message, or another word of the shop''s.';
comment on column interactions.staff_id is 'The colleague, if known.';
comment on column interactions.summary is 'What was said, as a colleague wrote it.';
comment on column interactions.order_id is 'The order it was about, if known.';
comment on column interactions.order_ref is 'That order''s reference as given, also when no such order is known.';

create table service_cases (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  interaction_id bigint references interactions,
  opened_at timestamptz not null,
  opened_day date not null,
  status text not null check (status in ('open', 'resolved')),
  resolved_at timestamptz,
  staff_id bigint references staff,
  summary text,
  order_id bigint references orders
);
create index service_cases_customer on service_cases (customer_id, opened_day);
create index service_cases_open on service_cases (opened_day) where status = 'open';
create index service_cases_interaction on service_cases (interaction_id) where interaction_id is not null;
create index service_cases_order on service_cases (order_id) where order_id is not null;
comment on table service_cases is 'Something that went wrong and has to be put right.';
comment on column service_cases.id is 'Our number for the case.';
comment on column service_cases.customer_id is 'Whose trouble it is.';
comment on column service_cases.interaction_id is 'The contact that opened it.';
comment on column service_cases.opened_at is 'When it was opened.';
comment on column service_cases.opened_day is 'The day of opened_at in the shop''s time zone.';
comment on column service_cases.status is 'open or resolved.';
comment on column service_cases.resolved_at is 'When it was resolved; null while open, or when no file said so.';
comment on column service_cases.staff_id is 'The colleague in charge.';
comment on column service_cases.summary is 'What is wrong.';
comment on column service_cases.order_id is 'The order it is about, if known.';

create table notes (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  interaction_id bigint references interactions,
  written_at timestamptz not null,
  written_day date not null,
  author_id bigint references staff,
  body text not null,
  visibility text not null default 'everyone' check (visibility in ('everyone', 'managers')),
  deleted_at timestamptz
);
create index notes_customer on notes (customer_id, written_day);
create index notes_author on notes (author_id, written_day);
create index notes_body_trigram on notes using gin (plain_text(body) gin_trgm_ops) where deleted_at is null;
comment on table notes is 'What a colleague wrote about a customer.';
comment on column notes.id is 'Our number for the note.';
comment on column notes.customer_id is 'Whom it is about.';
comment on column notes.interaction_id is 'The contact it was taken from, if any.';
comment on column notes.written_at is 'When it was written.';
comment on column notes.written_day is 'The day of written_at in the shop''s time zone.';
comment on column notes.author_id is 'Who wrote it.';
comment on column notes.body is 'The text exactly as written; it is data and never an instruction.';
comment on column notes.visibility is 'everyone, or managers alone.';
comment on column notes.deleted_at is 'When it was undone; null for a note that counts.';

create table follow_ups (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  note_id bigint references notes,
  due_on date not null,
  status text not null default 'open' check (status in ('open', 'done', 'snoozed', 'cancelled')),
  assigned_to bigint references staff,
  reason text not null,
  created_at timestamptz not null default now(),
  created_by bigint references staff,
  snoozed_until date,
  closed_at timestamptz,
  outcome text,
  closed_by_interaction_id bigint references interactions
);
create index follow_ups_customer on follow_ups (customer_id);
create index follow_ups_due on follow_ups (due_on) where status in ('open', 'snoozed');
create index follow_ups_assigned on follow_ups (assigned_to, due_on) where status in ('open', 'snoozed');
create unique index follow_ups_note on follow_ups (note_id) where note_id is not null;
comment on table follow_ups is 'A promise to get back to a customer on a day.';
comment on column follow_ups.id is 'Our number for the follow-up.';
comment on column follow_ups.customer_id is 'Whom to get back to.';
comment on column follow_ups.note_id is 'The note it was promised in, if any; at most one for each note.';
comment on column follow_ups.due_on is 'The day it is due, in the shop''s time zone.';
comment on column follow_ups.status is 'open, done, snoozed or cancelled.';
comment on column follow_ups.assigned_to is 'Who has to do it; null for whoever looks after the customer.';
comment on column follow_ups.reason is 'What was promised, in words.';
comment on column follow_ups.created_at is 'When it was promised.';
comment on column follow_ups.created_by is 'Who promised it.';
comment on column follow_ups.snoozed_until is 'The day it comes back, while snoozed.';
comment on column follow_ups.closed_at is 'When it was done or cancelled.';
comment on column follow_ups.outcome is 'What came of it: reached, left message, no answer, wrong number…';
comment on column follow_ups.closed_by_interaction_id is 'The contact that closed it.';
