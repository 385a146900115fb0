-- Treatment rules with their dials, whom a rule found on which day, and who is left out at random.

alter table treatment_rules
  drop column priority,
  alter column trigger type text using trigger #>> '{}';
comment on column treatment_rules.trigger is 'What makes it apply: the name of a trigger that Regulars knows.';
comment on column treatment_rules.audience is 'Whom it may apply to: {"stages": […], "stores": […]}; what is missing is not limited.';
comment on column treatment_rules.timing is 'The trigger''s dials that the shop turned: {"window_days": 10}; what is missing has its default.';
comment on column treatment_rules.cap is 'How often at most: {"contact_gap_days": 21} for one customer; what is missing is the shop''s.';
comment on column treatment_rules.words is 'The shop''s own opening lines: {"spoken": …, "written": …}; what is missing comes from prompts/openings.md.';

drop table holdout_assignments;
create table treatment_eligibilities (
  rule_id bigint not null references treatment_rules,
  customer_id bigint not null references customers on delete cascade,
  occasion text not null,
  arm text not null check (arm in ('contact', 'holdout')),
  eligible_on date not null,
  primary key (rule_id, customer_id, occasion)
);
create index treatment_eligibilities_day on treatment_eligibilities (eligible_on, rule_id);
create index treatment_eligibilities_customer on treatment_eligibilities (customer_id);
comment on table treatment_eligibilities is 'Each customer that a rule found, once for each occasion, and the arm they are in: the effect of contacting is measured between the two. Promises and service cases have no arms and are not here.';
comment on column treatment_eligibilities.rule_id is 'The treatment rule.';
comment on column treatment_eligibilities.customer_id is 'The customer it found.';
comment on column treatment_eligibilities.occasion is 'What it was about: the order, the birthday''s year; the same text on any day.';
comment on column treatment_eligibilities.arm is 'contact or holdout, by a hash of rule and customer: it never changes.';
comment on column treatment_eligibilities.eligible_on is 'The first day on which the rule found them.';
