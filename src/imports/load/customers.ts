import { type RawBuilder, sql } from 'kysely'
import { inBulk } from './bulk.ts'
import { count, type Loading, makeTable, merge, nextId, run, type Tally } from './merge.ts'

/**
 * Takes over the customers of the run: those that its files describe, and those that orders, interactions, notes and
 * campaigns only name. Two references of one system are never made one person here; that is for duplicates to propose.
 */
export async function loadCustomers(loading: Loading): Promise<Tally> {
  await findBuyers(loading)
  await knowProvisional(loading)
  await addNamedOnly(loading)
  const duplicates = await resolve(loading)
  await adopt(loading)
  const tally = await mergeCustomers(loading)
  await keepReferences(loading)
  await loadContacts(loading)
  await loadConsents(loading)
  await loadTags(loading)
  await loadAttributes(loading)
  await loadReferrals(loading)
  const changed = await count(
    loading.tx,
    sql`select count(distinct id) from customers_touched where id not in (select id from customers_in where is_new)`,
  )
  const known = await count(loading.tx, sql`select count(distinct id) from customers_in where not is_new`)
  return { new: tally.new, changed, unchanged: known - changed, duplicates }
}

/**
 * Orders that name their buyer by e-mail or phone instead of a reference get the reference of the customer of the same
 * system who has it; otherwise one is made from the address, which gives way once the system's own is known.
 */
async function findBuyers({ tx }: Loading): Promise<void> {
  await makeTable(
    tx,
    'buyers',
    sql`select system, email, phone, null::text as ref from in_orders
        where line_no = 1 and customer_ref is null and coalesce(email, phone) is not null
        group by system, email, phone`,
  )
  await makeTable(
    tx,
    'addresses',
    sql`select system, ref, c.kind, c.normalized, 0 as rank from in_customers
        cross join lateral jsonb_to_recordset(contacts) as c(kind text, normalized text, valid boolean)
        where c.valid and c.kind <> 'address' and not provisional
        union all
        select e.system, e.external_id, p.kind, p.normalized, 1 from contact_points as p
        join external_ids as e on e.customer_id = p.customer_id
        where p.valid and (p.kind, p.normalized) in (
          select 'email', email from buyers union all select 'phone', phone from buyers
          union all select c.kind, c.normalized from in_customers cross join lateral jsonb_to_recordset(contacts) as c(kind text, normalized text) where provisional
        )`,
  )
  await run(tx, sql`create index on addresses (system, kind, normalized)`)
  await run(
    tx,
    sql`update buyers as b set ref = coalesce(
          (select a.ref from addresses as a where a.system = b.system and a.kind = 'email' and a.normalized = b.email order by a.rank, a.ref limit 1),
          (select a.ref from addresses as a where b.email is null and a.system = b.system and a.kind = 'phone' and a.normalized = b.phone order by a.rank, a.ref limit 1),
          case when b.email is not null then 'email:' || b.email else 'phone:' || b.phone end)`,
  )
}

/** A buyer's e-mail and phone as one text: joins on it can be hashed, joins on "is not distinct from" cannot. */
export function buyerKey(alias: string): RawBuilder<string> {
  return sql`(coalesce(${sql.ref(`${alias}.email`)}, '') || ' ' || coalesce(${sql.ref(`${alias}.phone`)}, ''))`
}

/** A customer whose file has no reference is the one of the same system who has the e-mail or phone, if there is one. */
async function knowProvisional({ tx }: Loading): Promise<void> {
  await run(
    tx,
    sql`update in_customers as s set ref = found.ref, provisional = false
        from (
          select distinct on (i.file, i.line) i.file, i.line, a.ref
          from in_customers as i
          join addresses as a on a.system = i.system and i.ref = a.kind || ':' || a.normalized and a.ref <> i.ref
          where i.provisional
          order by i.file, i.line, a.rank, a.ref
        ) as found
        where s.file = found.file and s.line = found.line and s.provisional`,
  )
}

/** Customers that are only named: their record holds the reference, and what the order says of its buyer. */
async function addNamedOnly({ tx }: Loading): Promise<void> {
  await run(tx, sql`alter table in_customers add column named_only boolean not null default false`)
  await makeTable(
    tx,
    'named',
    sql`select *, ((customer_name is null)::int::bigint << 60) + (file::bigint << 44) + line as place from (
          select system, customer_ref as ref, file, line, customer_name, email, phone, city, region, postal_code, country from in_orders
          where line_no = 1 and customer_ref is not null
          union all
          select o.system, b.ref, file, line, customer_name, o.email, o.phone, city, region, postal_code, country
          from in_orders as o join buyers as b on b.system = o.system and ${buyerKey('b')} = ${buyerKey('o')}
          where o.line_no = 1 and o.customer_ref is null
          union all select system, customer_ref, file, line, null, null, null, null, null, null, null from in_interactions
          union all select system, customer_ref, file, line, null, null, null, null, null, null, null from in_notes
          union all select system, customer_ref, file, line, null, null, null, null, null, null, null from in_campaign_recipients
        ) as mentioned`,
  )
  await run(tx, sql`analyze in_customers`)
  await makeTable(
    tx,
    'named_only',
    sql`select n.* from named as n
        join (select system, ref, min(place) as place from named group by system, ref) as first using (system, ref, place)
        where not exists (select from in_customers as described where described.system = n.system and described.ref = n.ref)
        and not exists (select from external_ids as e where e.system = n.system and e.external_id = n.ref)`,
  )
  await run(
    tx,
    sql`insert into in_customers (file, line, system, ref, provisional, given_name, family_name, display_name, city, region, postal_code, country, contacts, consents, named_only)
        select file, line, system, ref, ref ~ '^(email|phone):', null, null, customer_name, city, region, postal_code, country,
          jsonb_path_query_array(jsonb_build_array(
            case when email is not null then jsonb_build_object('kind', 'email', 'raw', email, 'normalized', email, 'match_key', email, 'valid', true) end,
            case when phone is not null then jsonb_build_object('kind', 'phone', 'raw', phone, 'normalized', phone, 'match_key', phone, 'valid', true) end
          ), '$[*] ? (@ != null)'),
          '[]', true
        from named_only`,
  )
  await run(tx, sql`analyze in_customers`)
}

/**
 * Lays each row beside the record it belongs to. A record that was merged away leads to the one that stayed; a row that
 * is not the record's own (merged, or of a second system) adds to it, and fills only what is blank.
 */
async function resolve({ tx }: Loading): Promise<number> {
  await makeTable(
    tx,
    'known',
    sql`select e.system, e.external_id as ref, e.customer_id as id from external_ids as e
        where exists (select from in_customers as s where s.system = e.system and s.ref = e.external_id)
        or exists (select from named as n where n.system = e.system and n.ref = e.external_id)
        or exists (select from in_customers as s where s.referred_by = e.external_id and s.system = e.system)`,
  )
  await followMerges(tx, 'known')
  await run(tx, sql`create unique index on known (system, ref)`)
  await makeTable(
    tx,
    'customers_last',
    sql`select distinct on (s.system, s.ref) s.* from in_customers as s
        order by s.system, s.ref, s.named_only, s.file desc, s.line desc`,
  )
  const described = await count(tx, sql`select count(*) from in_customers where not named_only`)
  const kept = await count(tx, sql`select count(*) from customers_last where not named_only`)
  await forget(tx)
  return described - kept
}

async function followMerges(tx: Loading['tx'], table: string): Promise<void> {
  for (let hops = 0; hops < 20; hops++) {
    const moved = await run(
      tx,
      sql`update ${sql.table(table)} as k set id = c.merged_into_id from customers as c where c.id = k.id and c.merged_into_id is not null`,
    )
    if (moved === 0) return
  }
}

/**
 * Rows of people who asked to be forgotten are left out. Only keyed hashes of their references and addresses are known
 * (see src/customers/erasures.ts), so the run's own are hashed and compared.
 */
async function forget(tx: Loading['tx']): Promise<void> {
  await run(tx, sql`create temp table forgotten (system text, ref text) on commit drop`)
  await run(
    tx,
    sql`insert into forgotten select k.system, k.ref from known as k join customers as c on c.id = k.id where c.erased_at is not null`,
  )
  const erasures = await count(tx, sql`select count(*) from erasures`)
  if (erasures > 0) {
    await run(
      tx,
      sql`with secret as (select value #>> '{}' as key from settings where key = 'erasure_key')
          insert into forgotten
          select s.system, s.ref from customers_last as s, secret
          where exists (select from erasures as e where e.system = s.system
            and e.external_id_hash = encode(sha256(convert_to(secret.key || ':' || s.system || ':' || s.ref, 'UTF8')), 'hex'))
          or exists (select from jsonb_to_recordset(s.contacts) as c(kind text, match_key text)
            join erasures as e on e.match_hash = encode(sha256(convert_to(secret.key || ':' || c.kind || ':' || c.match_key, 'UTF8')), 'hex')
            where c.kind <> 'address')`,
    )
  }
  await run(tx, sql`delete from customers_last as s using forgotten as f where f.system = s.system and f.ref = s.ref`)
  await run(tx, sql`delete from known as s using forgotten as f where f.system = s.system and f.ref = s.ref`)
}

/** A reference made from an e-mail or phone gives way when the system's own reference for the person arrives. */
async function adopt({ tx, batch }: Loading): Promise<void> {
  await makeTable(
    tx,
    'adopted',
    sql`select distinct on (e.customer_id) e.customer_id as id, s.system, s.ref, e.external_id as was
        from customers_last as s
        cross join lateral jsonb_to_recordset(s.contacts) as c(kind text, normalized text, valid boolean)
        join external_ids as e on e.system = s.system and e.external_id = c.kind || ':' || c.normalized
        where not s.provisional and c.valid and c.kind <> 'address'
        and not exists (select from known as k where k.system = s.system and k.ref = s.ref)
        order by e.customer_id, s.file, s.line`,
  )
  await followMerges(tx, 'adopted')
  await run(
    tx,
    sql`insert into known select distinct on (system, ref) system, ref, id from adopted order by system, ref, id`,
  )
  await run(
    tx,
    sql`with added as (
          insert into external_ids (customer_id, system, external_id) select id, system, ref from known
          where not exists (select from external_ids as e where e.system = known.system and e.external_id = known.ref) order by id returning id
        )
        insert into import_changes (batch_id, table_name, row_key) select ${batch}::bigint, 'external_ids', jsonb_build_object('id', id) from added order by id`,
  )
}

const DETAILS = [
  'given_name',
  'family_name',
  'display_name',
  'search_name',
  'nickname',
  'language',
  'source',
  'city',
  'region',
  'postal_code',
  'country',
] as const
const DERIVED = ['birth_month', 'birth_day', 'birth_year', 'owner_id', 'store_id', 'created_at', 'created_day'] as const

async function mergeCustomers(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'customers_in',
    sql`select coalesce(k.id, ${nextId('customers')}) as id, k.id is null as is_new, s.file, s.line, s.system, s.ref as own_ref,
          coalesce(t.system = s.system and t.ref in (s.ref, s.system || ':' || s.ref, a.was), true) as is_own, s.named_only,
          case when k.id is null or (t.system = s.system and t.ref = a.was) then
            case when taken.id is null then s.ref else s.system || ':' || s.ref end end as new_ref,
          s.given_name, s.family_name,
          coalesce(s.display_name, case when k.id is null then coalesce(split_part(jsonb_path_query_first(s.contacts, '$[*] ? (@.kind == "email")') ->> 'normalized', '@', 1), s.ref) end) as display_name,
          s.nickname, s.birth_month, s.birth_day, s.birth_year, s.language, s.source, s.city, s.region, s.postal_code, s.country,
          staff.id as owner_id, stores.id as store_id, s.created_at, s.consent_at, s.referred_by, s.contacts, s.consents, s.tags, s.attributes,
          coalesce(s.raw, '{}') || case when s.referred_by is null then '{}' else jsonb_build_object('referred_by', s.referred_by) end as raw
        from (select * from customers_last order by file, line) as s
        left join known as k on k.system = s.system and k.ref = s.ref
        left join customers as t on t.id = k.id
        left join customers as taken on taken.ref = s.ref and taken.id is distinct from k.id
        left join adopted as a on a.id = k.id and a.system = s.system and a.ref = s.ref
        left join staff on staff.email = s.owner_email
        left join stores on stores.name = s.store`,
  )
  await run(tx, sql`create index on customers_in (id)`)
  await setApart(tx)
  await run(tx, sql`create temp table customers_touched (id bigint) on commit drop`)
  await run(tx, sql`insert into known select system, own_ref, id from customers_in where is_new`)
  await makeTable(
    tx,
    'customers_rows',
    sql`select distinct on (i.id) i.id, i.is_new, i.new_ref as ref, case when i.is_new then i.system end as system,
          ${sql.join(DETAILS.map((name) => ownOrBlank(name)))},
          case when i.is_own or t.birth_month is null then i.birth_month end as birth_month,
          case when i.is_own or t.birth_month is null then i.birth_day end as birth_day,
          case when i.is_own or t.birth_month is null then i.birth_year end as birth_year,
          case when i.is_own or t.owner_id is null then i.owner_id end as owner_id,
          case when i.is_own or t.store_id is null then i.store_id end as store_id,
          case when i.is_own or t.created_at is null then i.created_at end as created_at,
          case when i.is_own or t.created_at is null then i.created_at::date end as created_day,
          case when i.is_own or i.is_new then coalesce(t.raw, '{}') || i.raw end as raw
        from (select *, plain_text(display_name) as search_name from customers_in) as i
        left join customers as t on t.id = i.id
        order by i.id, i.is_own desc, i.file, i.line`,
  )
  const columns = ['ref', 'system', ...DETAILS, ...DERIVED, 'raw']
  const tally = await merge(loading, 'customers', 'customers_rows', columns)
  await touchChanged(loading, 'customers')
  return tally
}

/** Two systems of one run may use one reference for two people; ours is the first one's alone. */
async function setApart(tx: Loading['tx']): Promise<void> {
  await run(
    tx,
    sql`update customers_in as i set new_ref = i.system || ':' || i.own_ref
        from (select new_ref, min(id) as first from customers_in where new_ref is not null group by new_ref having count(*) > 1) as several
        where several.new_ref = i.new_ref and i.id <> several.first`,
  )
}

function ownOrBlank(name: (typeof DETAILS)[number]) {
  const unnamed = name === 'display_name' || name === 'search_name' ? sql`false` : sql`t.${sql.ref(name)} is null`
  return sql`case when i.is_own or i.is_new or ${unnamed} then i.${sql.ref(name)} end as ${sql.ref(name)}`
}

/** Customers whose own row this run changed, read from what was kept for the undo. */
async function touchChanged({ tx, batch }: Loading, table: string): Promise<void> {
  await run(
    tx,
    sql`insert into customers_touched select (row_key ->> 'id')::bigint from import_changes where batch_id = ${batch} and table_name = ${table} and before is not null`,
  )
}

/** Inserts what new customers bring with them; of a million of them in bulk. */
async function makeMany(tx: Loading['tx'], table: string, statement: RawBuilder<unknown>): Promise<void> {
  const customers = await count(tx, sql`select count(*) from customers_in where is_new`)
  await inBulk(tx, table, customers, () => run(tx, statement))
}

/** Every reference of a new customer leads to it from now on. */
async function keepReferences({ tx }: Loading): Promise<void> {
  await makeMany(
    tx,
    'external_ids',
    sql`insert into external_ids (customer_id, system, external_id) select id, system, own_ref from customers_in where is_new order by id`,
  )
}

/**
 * Contact points: every address is kept, also one that cannot be used, so that "wrong" and "missing" stay apart. The
 * file's own first one becomes the primary, unless a person chose another.
 */
async function loadContacts({ tx, batch, source }: Loading): Promise<void> {
  await makeTable(
    tx,
    'contacts_in',
    sql`select distinct on (i.id, c.kind, coalesce(c.normalized, c.raw)) i.id as customer_id, i.is_new, i.is_own, c.kind, c.raw, c.normalized, c.match_key, c.valid,
          row_number() over (partition by i.id, c.kind order by i.is_own desc, i.file desc, i.line desc, c.valid desc, c.place) = 1 as is_first
        from customers_in as i
        cross join lateral rows from (jsonb_to_recordset(i.contacts) as (kind text, raw text, normalized text, match_key text, valid boolean)) with ordinality as c(kind, raw, normalized, match_key, valid, place)
        order by i.id, c.kind, coalesce(c.normalized, c.raw), i.is_own desc, i.file desc, i.line desc, c.place`,
  )
  await run(tx, sql`update contacts_in set normalized = null where not valid`)
  await makeMany(
    tx,
    'contact_points',
    sql`with made as (
          insert into contact_points (customer_id, kind, raw, normalized, match_key, valid, is_primary, source)
          select customer_id, kind, raw, normalized, match_key, valid,
            is_first and (is_new or not exists (select from contact_points as p where p.customer_id = i.customer_id and p.kind = i.kind and p.is_primary)), ${source}
          from contacts_in as i
          where is_new or not exists (select from contact_points as p where p.customer_id = i.customer_id and p.kind = i.kind and coalesce(p.normalized, p.raw) = coalesce(i.normalized, i.raw))
          order by customer_id, is_first desc, kind
          returning id, customer_id
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'contact_points', jsonb_build_object('id', made.id) from made where customer_id in (select id from customers_in where not is_new) order by made.id
        )
        insert into customers_touched select customer_id from made`,
  )
  await choosePrimary(tx, batch)
}

/** Where the file's address of a known customer is another one now, it becomes the primary in place of the file's old one. */
async function choosePrimary(tx: Loading['tx'], batch: number): Promise<void> {
  await makeTable(
    tx,
    'primaries',
    sql`select p.id, p.customer_id, p.id = wanted.id as is_primary
        from contacts_in as i
        join contact_points as wanted on wanted.customer_id = i.customer_id and wanted.kind = i.kind and coalesce(wanted.normalized, wanted.raw) = coalesce(i.normalized, i.raw)
        join contact_points as p on p.customer_id = i.customer_id and p.kind = i.kind
        where i.is_first and i.is_own and not i.is_new and not wanted.is_primary and p.is_primary <> (p.id = wanted.id)
        and not exists (select from contact_points as chosen where chosen.customer_id = i.customer_id and chosen.kind = i.kind and chosen.is_primary and chosen.source not like 'import %')`,
  )
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key, before)
        select ${batch}::bigint, 'contact_points', jsonb_build_object('id', p.id), to_jsonb(p) from contact_points as p join primaries using (id)
        where not exists (select from import_changes as made where made.batch_id = ${batch} and made.table_name = 'contact_points' and made.row_key = jsonb_build_object('id', p.id))
        order by p.id`,
  )
  await run(tx, sql`update contact_points as p set is_primary = i.is_primary from primaries as i where i.id = p.id`)
  await run(tx, sql`insert into customers_touched select customer_id from primaries`)
}

/**
 * Consents are only ever added, and only where something changes. A yes never replaces a no, unless the file says that
 * it was given later; a blank says nothing. Of two rows for one person the no counts.
 */
async function loadConsents({ tx, batch, source }: Loading): Promise<void> {
  await makeTable(
    tx,
    'consents_in',
    sql`select i.id as customer_id, bool_and(i.is_new) as is_new, c.channel, min(c.state) as state, max(i.consent_at) as captured_at, min(i.file) as file, min(i.line) as line
        from customers_in as i cross join lateral jsonb_to_recordset(i.consents) as c(channel text, state text)
        group by i.id, c.channel`,
  )
  await makeTable(
    tx,
    'consents_now',
    sql`select distinct on (c.customer_id, c.channel) c.* from consents as c
        where c.customer_id in (select customer_id from consents_in where not is_new)
        order by c.customer_id, c.channel, c.id desc`,
  )
  await makeMany(
    tx,
    'consents',
    sql`with made as (
          insert into consents (customer_id, channel, state, captured_at, source)
          select i.customer_id, i.channel, i.state, i.captured_at, ${source}
          from consents_in as i left join consents_now as n using (customer_id, channel)
          where n.state is null
          or (i.state = 'no' and n.state = 'yes' and not coalesce(i.captured_at < n.captured_at, false))
          or (i.state = 'yes' and n.state = 'no' and i.captured_at > coalesce(n.captured_at, n.recorded_at))
          order by i.customer_id, i.channel
          returning id, customer_id
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'consents', jsonb_build_object('id', made.id) from made where customer_id in (select id from customers_in where not is_new) order by made.id
        )
        insert into customers_touched select customer_id from made`,
  )
}

/** The file's tags are the customer's tags: one that is gone from the file is taken off. */
async function loadTags({ tx, batch }: Loading): Promise<void> {
  await makeTable(
    tx,
    'tags_in',
    sql`select distinct i.id as customer_id, i.is_new, tag
        from customers_in as i cross join lateral jsonb_array_elements_text(i.tags) as tag where i.tags is not null`,
  )
  await run(
    tx,
    sql`with gone as (
          delete from customer_tags as t using customers_in as i
          where i.id = t.customer_id and not i.is_new and i.is_own and i.tags is not null
          and not exists (select from tags_in as wanted where wanted.customer_id = t.customer_id and wanted.tag = t.tag)
          returning t.*
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key, before)
          select ${batch}::bigint, 'customer_tags', jsonb_build_object('customer_id', customer_id, 'tag', tag), to_jsonb(gone) from gone order by customer_id, tag
        )
        insert into customers_touched select customer_id from gone`,
  )
  await makeMany(
    tx,
    'customer_tags',
    sql`with made as (
          insert into customer_tags (customer_id, tag) select customer_id, tag from tags_in order by customer_id, tag
          on conflict do nothing returning customer_id, tag
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'customer_tags', jsonb_build_object('customer_id', customer_id, 'tag', tag)
          from made where customer_id in (select id from customers_in where not is_new) order by customer_id, tag
        )
        insert into customers_touched select customer_id from made`,
  )
}

/** Attributes are added with their source where the value is new. What the first file says is as old as the record. */
async function loadAttributes({ tx, batch, source, now }: Loading): Promise<void> {
  await makeMany(
    tx,
    'customer_attributes',
    sql`with given as (
          select distinct on (i.id, pair ->> 0) i.id as customer_id, i.is_new, pair ->> 0 as key, pair ->> 1 as value, i.created_at
          from customers_in as i cross join lateral jsonb_array_elements(i.attributes) as pair
          where i.attributes is not null
          order by i.id, pair ->> 0, i.is_own desc, i.file desc, i.line desc
        ), made as (
          insert into customer_attributes (customer_id, key, value, kind, source, observed_at)
          select g.customer_id, g.key, g.value,
            case when g.key ~* '^(age|gender|sex|household|children|kids|income|occupation|profession|marital|education)' then 'demographic' else 'preference' end,
            ${source}, case when a.value is null then coalesce(g.created_at, ${now}) else ${now} end
          from given as g left join current_attributes as a on a.customer_id = g.customer_id and a.key = g.key and not g.is_new
          where a.value is distinct from g.value
          order by g.customer_id, g.key
          returning id, customer_id
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'customer_attributes', jsonb_build_object('id', made.id) from made where customer_id in (select id from customers_in where not is_new) order by made.id
        )
        insert into customers_touched select customer_id from made`,
  )
}

/** Who sent whom, as far as both are known; a reference to somebody unknown stays in the row's raw columns. */
async function loadReferrals({ tx, batch, source }: Loading): Promise<void> {
  await makeTable(
    tx,
    'referrals_in',
    sql`select distinct on (i.id) i.id as referred_id, i.is_new, k.id as referrer_id, i.created_at::date as referred_on
        from customers_in as i join known as k on k.system = i.system and k.ref = i.referred_by
        where k.id <> i.id
        order by i.id, i.is_own desc, i.file desc, i.line desc`,
  )
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key, before)
        select ${batch}::bigint, 'referrals', jsonb_build_object('id', r.id), to_jsonb(r)
        from referrals as r join referrals_in as i using (referred_id) where r.referrer_id <> i.referrer_id and r.source like 'import %' order by r.id`,
  )
  await run(
    tx,
    sql`with moved as (
          update referrals as r set referrer_id = i.referrer_id from referrals_in as i
          where i.referred_id = r.referred_id and r.referrer_id <> i.referrer_id and r.source like 'import %' returning r.referred_id
        ), made as (
          insert into referrals (referrer_id, referred_id, referred_on, source)
          select referrer_id, referred_id, referred_on, ${source} from referrals_in order by referred_id
          on conflict (referred_id) do nothing returning id, referred_id
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'referrals', jsonb_build_object('id', made.id) from made order by made.id
        )
        insert into customers_touched select referred_id from moved union all select referred_id from made`,
  )
}
