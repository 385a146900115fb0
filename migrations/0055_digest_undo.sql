-- What a click on a digest's entry changed, so that it can be taken back; whose digest a customer was eligible for.

alter table digest_items add column undo jsonb;
comment on column digest_items.undo is 'What a colleague''s click changed, by number and day, so that it can be taken back within a day; null where nobody clicked.';
comment on table outcomes is 'What came of a reason to contact somebody: one row for each reason of the entry. Rows stay, but for those of a click that was taken back; the audit log has both.';

alter table treatment_eligibilities add column run_id bigint references digest_runs on delete set null;
create index treatment_eligibilities_run on treatment_eligibilities (run_id) where run_id is not null;
comment on column treatment_eligibilities.run_id is 'The digest that named them, or would have; one that was never sent counts for neither arm.';
