-- Roles for reading. Questions are answered by a role that can see only what questions are about:
--
--   regulars_reader                 every customer, no e-mail address, phone number or street
--   regulars_contact_reader         the same, with them
--   regulars_scoped_reader          only the customers of one store or one colleague
--   regulars_scoped_contact_reader  the same, with how to reach them
--
-- A scope is a setting of the transaction, regulars.scope: 'store:3' or 'owner:12'. Without one, a scoped reader sees
-- nothing. The policies are always there; row-level security is switched on by enforce_scopes() in the shops that limit
-- who sees whom. Elsewhere it would cost something for nothing: under any policy, even the constant true, PostgreSQL
-- plans comparisons of numeric and text without their statistics.

create function scope_id(kind text) returns bigint
  language sql stable parallel safe
  as $$
    select case when split_part(current_setting('regulars.scope', true), ':', 1) = kind
      then nullif(split_part(current_setting('regulars.scope', true), ':', 2), '')::bigint end
  $$;
comment on function scope_id(text) is 'The number in this transaction''s scope when the scope is of that kind, else null: scope_id(''store'') is 3 in ''store:3''.';

-- Which rows a scoped reader sees, table by table. The others hold nothing about one customer.
create function reader_scopes() returns table (table_name text, visible text)
  language sql immutable
  as $$
    values
      ('customers', 'store_id = scope_id(''store'') or owner_id = scope_id(''owner'')'),
      ('orders', 'customer_id in (select id from customers) or (customer_id is null and store_id = scope_id(''store''))'),
      ('order_lines', 'order_id in (select id from orders)'),
      ('referrals', 'referrer_id in (select id from customers) and referred_id in (select id from customers)'),
      ('contact_points', 'customer_id in (select id from customers)'),
      ('consents', 'customer_id in (select id from customers)'),
      ('external_ids', 'customer_id in (select id from customers)'),
      ('customer_tags', 'customer_id in (select id from customers)'),
      ('customer_attributes', 'customer_id in (select id from customers)'),
      ('interactions', 'customer_id in (select id from customers)'),
      ('service_cases', 'customer_id in (select id from customers)'),
      ('notes', 'customer_id in (select id from customers)'),
      ('follow_ups', 'customer_id in (select id from customers)'),
      ('campaign_recipients', 'customer_id in (select id from customers)'),
      ('customer_summaries', 'customer_id in (select id from customers)'),
      ('segment_memberships', 'customer_id in (select id from customers)'),
      ('customer_scores', 'customer_id in (select id from customers)')
  $$;
comment on function reader_scopes() is 'For each table about customers, the condition under which a scoped reader sees a row.';

-- Which columns questions may read. A table or column that is not here cannot be read by any reader.
create function reader_columns() returns table (role_name text, table_name text, columns text)
  language sql immutable
  as $$
    values
      ('regulars_reader', 'stores', 'id, name, city, region, country'),
      ('regulars_reader', 'staff', 'id, email, name, slack_user_id, role, store_id, active'),
      ('regulars_reader', 'categories', 'id, name'),
      ('regulars_reader', 'products', 'id, sku, name, category_id, brand, price, check_in_days, replenish_days, warranty_months'),
      ('regulars_reader', 'customers', 'id, ref, system, given_name, family_name, display_name, search_name, nickname, birth_month, birth_day, birth_year, language, source, city, region, postal_code, country, owner_id, store_id, created_at, created_day, do_not_contact, merged_into_id, erased_at'),
      ('regulars_reader', 'contact_points', 'id, customer_id, kind, valid, is_primary, verified_at'),
      ('regulars_contact_reader', 'contact_points', 'raw, normalized'),
      ('regulars_reader', 'consents', 'id, customer_id, channel, state, captured_at, recorded_at, source'),
      ('regulars_reader', 'current_consents', 'customer_id, channel, state'),
      ('regulars_reader', 'external_ids', 'id, customer_id, system, external_id'),
      ('regulars_reader', 'customer_tags', 'customer_id, tag'),
      ('regulars_reader', 'customer_attributes', 'id, customer_id, key, value, kind, source, observed_at'),
      ('regulars_reader', 'current_attributes', 'customer_id, key, value'),
      ('regulars_reader', 'orders', 'id, ref, system, customer_id, store_id, channel, status, ordered_at, ordered_day, currency, net, units, counts, shipping, tax'),
      ('regulars_reader', 'order_lines', 'id, order_id, line_no, product_id, quantity, unit_price, discount, refunded_quantity, units, net'),
      ('regulars_reader', 'interactions', 'id, customer_id, at, on_day, channel, direction, kind, staff_id, summary, order_id, order_ref'),
      ('regulars_reader', 'service_cases', 'id, customer_id, interaction_id, opened_at, opened_day, status, resolved_at, staff_id, summary, order_id'),
      ('regulars_reader', 'notes', 'id, customer_id, interaction_id, written_at, written_day, author_id, body, visibility, deleted_at'),
      ('regulars_reader', 'follow_ups', 'id, customer_id, note_id, due_on, status, assigned_to, reason, created_at, created_by, snoozed_until, closed_at, outcome'),
      ('regulars_reader', 'referrals', 'id, referrer_id, referred_id, referred_on, source, evidence'),
      ('regulars_reader', 'campaigns', 'id, ref, name, channel, started_on, ended_on'),
      ('regulars_reader', 'campaign_recipients', 'campaign_id, customer_id, sent_at, opened_at, clicked_at, responded_at, sent_day, opened_day, clicked_day, responded_day, holdout'),
      ('regulars_reader', 'customer_summaries', 'customer_id, order_count, purchase_days, net_spend, units, first_order_day, last_order_day, usual_gap_days, has_email, has_phone, has_address, email_consent, sms_consent, phone_consent, post_consent, referred_by_id, referral_count, successful_referrals, last_contacted_day, interaction_count, note_count, open_cases'),
      ('regulars_reader', 'summary_state', 'one, refreshed_at, latest_fact_day'),
      ('regulars_reader', 'segments', 'id, name, label, meaning, kind, owner_id, active, created_at'),
      ('regulars_reader', 'segment_memberships', 'id, segment_id, customer_id, valid_from, valid_to'),
      ('regulars_reader', 'score_runs', 'id, as_of, model, parameters, diagnostics, started_at, finished_at'),
      ('regulars_reader', 'customer_scores', 'run_id, customer_id, r, f, m, rfm_segment, stage, chance_active, expected_orders_90d, lifetime_value_12m')
  $$;
comment on function reader_columns() is 'The columns that each reading role may select; the whole list of what a question can reach.';

-- Makes the roles where the login may, and gives them their rights where they exist. Roles belong to the whole server
-- and rights to this database, so this runs after every migration and may run any time: it changes nothing twice.
create function prepare_readers() returns boolean
  language plpgsql
  as $$
declare
  item record;
  name text;
begin
  foreach name in array array['regulars_reader', 'regulars_contact_reader', 'regulars_scoped_reader', 'regulars_scoped_contact_reader'] loop
    if not exists (select from pg_roles where rolname = name) then
      begin
        execute format('create role %I nologin', name);
      exception
        when duplicate_object or unique_violation then null;
        when insufficient_privilege then return false;
      end;
    end if;
  end loop;

  begin
    if not pg_has_role('regulars_contact_reader', 'regulars_reader', 'usage') then
      grant regulars_reader to regulars_contact_reader;
    end if;
    if not pg_has_role('regulars_scoped_reader', 'regulars_reader', 'usage') then
      grant regulars_reader to regulars_scoped_reader;
    end if;
    if not pg_has_role('regulars_scoped_contact_reader', 'regulars_scoped_reader', 'usage') then
      grant regulars_scoped_reader to regulars_scoped_contact_reader;
    end if;
    if not pg_has_role('regulars_scoped_contact_reader', 'regulars_contact_reader', 'usage') then
      grant regulars_contact_reader to regulars_scoped_contact_reader;
    end if;
    -- Since 16 a login that makes a role is its member, but may not yet take it.
    if not pg_has_role('regulars_scoped_contact_reader', case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end) then
      execute format('grant regulars_reader, regulars_contact_reader, regulars_scoped_reader, regulars_scoped_contact_reader to %I', current_user);
    end if;
  exception
    when insufficient_privilege then return false;
  end;

  for item in select * from reader_columns() loop
    execute format('grant select (%s) on %I to %I', item.columns, item.table_name, item.role_name);
  end loop;

  for item in select * from reader_scopes() loop
    execute format('drop policy if exists every_row on %I', item.table_name);
    execute format('drop policy if exists own_scope on %I', item.table_name);
    execute format(
      'create policy every_row on %I for select to regulars_reader using (%s)',
      item.table_name,
      case item.table_name
        when 'notes' then 'visibility = ''everyone'' or current_setting(''regulars.manager_notes'', true) = ''yes'''
        else 'true'
      end
    );
    execute format('create policy own_scope on %I as restrictive for select to regulars_scoped_reader using (%s)', item.table_name, item.visible);
  end loop;
  return true;
end
$$;
comment on function prepare_readers() is 'Makes the reading roles and gives them their rights; false when the login may not.';

-- Notes for managers are hidden in every shop.
alter table notes enable row level security;

create function enforce_scopes(enforce boolean) returns void
  language plpgsql
  as $$
declare
  item record;
begin
  for item in select table_name from reader_scopes() where table_name <> 'notes' loop
    execute format('alter table %I %s row level security', item.table_name, case when enforce then 'enable' else 'disable' end);
  end loop;
end
$$;
comment on function enforce_scopes(boolean) is 'Switches on, or off, that a scoped reader sees only the rows of their scope.';
