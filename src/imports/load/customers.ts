import { sql } from 'kysely'
import { addNamedOnly, findBuyers, knowProvisional } from './buyers.ts'
import { layOutCorrections, unlessCorrected } from './corrections.ts'
import { loadAttributes, loadConsents, loadContacts, loadReferrals, loadTags, makeMany } from './customer-facts.ts'
import { forget } from './forgotten.ts'
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
 * Lays each row beside the record it belongs to. A record that was merged away leads to the one that stayed; a row that
 * is not the record's own (merged, or of a second system) adds to it, and fills only what is blank.
 */
async function resolve({ tx }: Loading): Promise<number> {
  await makeTable(
    tx,
    'known',
    sql`select e.system, e.external_id as ref, e.customer_id as id,
          coalesce(e.own_customer_id, e.customer_id) as own_id from external_ids as e
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
      sql`update ${sql.table(table)} as k set id = c.merged_into_id from customers as c where c.id = k.id
          and c.merged_into_id is not null`,
    )
    if (moved === 0) return
  }
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
          where not exists (select from external_ids as e where e.system = known.system
            and e.external_id = known.ref) order by id returning id
        )
        insert into import_changes (batch_id, table_name, row_key) select ${batch}::bigint, 'external_ids',
          jsonb_build_object('id', id) from added order by id`,
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

/** A record that stands for merged ones too is known since the earliest of them. */
const mayDate = sql`(t.created_at is null or i.is_own and (i.created_at <= t.created_at
  or not exists (select from customers as other where other.merged_into_id = t.id)))`

async function mergeCustomers(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'customers_in',
    sql`select coalesce(k.id, ${nextId('customers')}) as id, k.id is null as is_new, s.file, s.line, s.system,
        s.ref as own_ref,
          coalesce(t.system = s.system and t.ref in (s.ref, s.system || ':' || s.ref, coalesce(a.was, s.ref)), true) as is_own,
              s.named_only,
          case when k.id is null or (t.system = s.system and t.ref = a.was) then
            case when taken.id is null then s.ref else s.system || ':' || s.ref end end as new_ref,
          s.given_name, s.family_name,
          coalesce(s.display_name, case when k.id is null
              then coalesce(split_part(jsonb_path_query_first(s.contacts,
              '$[*] ? (@.kind == "email")') ->> 'normalized', '@', 1), s.ref) end) as display_name,
          s.nickname, s.birth_month, s.birth_day, s.birth_year, s.language, s.source, s.city, s.region,
            s.postal_code, s.country,
          staff.id as owner_id, stores.id as store_id, s.created_at, s.consent_at, s.referred_by, s.contacts,
            s.consents, s.tags, s.attributes,
          coalesce(s.raw, '{}') || case when s.referred_by is null then '{}'
              else jsonb_build_object('referred_by', s.referred_by) end as raw
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
  await layOutCorrections(loading)
  await run(tx, sql`create temp table customers_touched (id bigint) on commit drop`)
  await run(tx, sql`insert into known select system, own_ref, id from customers_in where is_new`)
  await makeTable(
    tx,
    'customers_rows',
    sql`select distinct on (i.id) i.id, i.is_new, i.new_ref as ref, case when i.is_new then i.system end as system,
          ${sql.join(DETAILS.map((name) => ownOrBlank(name)))},
          ${sql.join(DERIVED.map((name) => derived(name)))},
          case when i.is_own or i.is_new then coalesce(t.raw, '{}') || i.raw end as raw
        from (select *, plain_text(display_name) as search_name from customers_in) as i
        left join customers as t on t.id = i.id
        left join corrected as k on k.customer_id = i.id
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
        from (select new_ref, min(id) as first from customers_in where new_ref is not null
          group by new_ref having count(*) > 1) as several
        where several.new_ref = i.new_ref and i.id <> several.first`,
  )
}

function ownOrBlank(name: (typeof DETAILS)[number]) {
  const unnamed = name === 'display_name' || name === 'search_name' ? sql`false` : sql`t.${sql.ref(name)} is null`
  const value = sql`case when i.is_own or i.is_new or ${unnamed} then i.${sql.ref(name)} end`
  return sql`${unlessCorrected(name, value)} as ${sql.ref(name)}`
}

function derived(name: (typeof DERIVED)[number]) {
  const given = name === 'created_day' ? sql`i.created_at::date` : sql`i.${sql.ref(name)}`
  return sql`${unlessCorrected(name, sql`case when ${mayTell(name)} then ${given} end`)} as ${sql.ref(name)}`
}

/** Day, month and year of a birthday belong together. */
function mayTell(name: (typeof DERIVED)[number]) {
  if (name === 'created_at' || name === 'created_day') return mayDate
  return sql`(i.is_own or t.${sql.ref(name.startsWith('birth') ? 'birth_month' : name)} is null)`
}

/** Customers whose own row this run changed, read from what was kept for the undo. */
async function touchChanged({ tx, batch }: Loading, table: string): Promise<void> {
  await run(
    tx,
    sql`insert into customers_touched select (row_key ->> 'id')::bigint from import_changes
        where batch_id = ${batch} and table_name = ${table} and before is not null`,
  )
}

/** Every reference of a new customer leads to it from now on. */
async function keepReferences({ tx }: Loading): Promise<void> {
  await makeMany(
    tx,
    'external_ids',
    sql`insert into external_ids (customer_id, system, external_id) select id, system, own_ref
        from customers_in where is_new order by id`,
  )
}
