-- What a scoring run says of each customer: estimates alone. RFM and stages are no part of it, because they are worked
-- out with each question from the summaries, by the numbers the shop has today.

alter table customer_scores
  drop column r,
  drop column f,
  drop column m,
  drop column rfm_segment,
  drop column stage,
  add column expected_orders_low integer check (expected_orders_low >= 0),
  add column expected_orders_high integer check (expected_orders_high >= expected_orders_low),
  add column expected_value_per_order numeric,
  add column lifetime_value_low numeric,
  add column lifetime_value_high numeric check (lifetime_value_high >= lifetime_value_low);
alter table customer_scores
  alter column chance_active set not null,
  alter column expected_orders_90d set not null,
  alter column expected_orders_low set not null,
  alter column expected_orders_high set not null;
comment on table customer_scores is 'What one scoring run estimates of one buyer. Kept for the two latest runs.';
comment on column customer_scores.chance_active is 'Chance that they still buy here, 0–1.';
comment on column customer_scores.expected_orders_90d is 'Orders expected in the next 90 days, several on one day counting once.';
comment on column customer_scores.expected_orders_low is 'With a chance of at least 8 in 10 their orders of these 90 days are from this number…';
comment on column customer_scores.expected_orders_high is '…to this one.';
comment on column customer_scores.expected_value_per_order is 'Net spend expected of each such order, in the shop''s currency; null where the run could not estimate values.';
comment on column customer_scores.lifetime_value_12m is 'Net spend expected in the next 365 days, in the shop''s currency, not discounted; null like the value.';
comment on column customer_scores.lifetime_value_low is 'With a chance of 8 in 10 their spend of these 365 days is from this amount…';
comment on column customer_scores.lifetime_value_high is '…to this one.';

alter table score_runs add column has_scores boolean not null default false;
comment on table score_runs is 'One scoring of all customers. Rows stay for ever, so that fits can be compared over time.';
comment on column score_runs.diagnostics is 'How well it fits: the shop''s history, the check against the purchases it was made from and against some that were held out. With “refused”, the sentence that says why nobody was scored.';
comment on column score_runs.has_scores is 'Whether its rows of customer_scores are still there.';
create index score_runs_usable on score_runs (as_of, id) where finished_at is not null;
drop index score_runs_as_of;

update reader_rights set columns = 'run_id, customer_id, chance_active, expected_orders_90d, expected_orders_low, expected_orders_high, expected_value_per_order, lifetime_value_12m, lifetime_value_low, lifetime_value_high'
where table_name = 'customer_scores';
update reader_rights set columns = columns || ', has_scores' where table_name = 'score_runs';
