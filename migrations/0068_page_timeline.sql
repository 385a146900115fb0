-- A customer's page tells what came of a digest's suggestions as well.

insert into reader_rights (role_name, table_name, columns) values
  ('regulars_reader', 'outcomes', 'id, item_id, customer_id, rule_id, kind, until_day, reason, interaction_id, staff_id, on_day, at'),
  ('regulars_reader', 'treatment_rules', 'id, code, label');

insert into reader_visibility (table_name, visible) values
  ('outcomes', 'customer_id in (select id from customers)');
