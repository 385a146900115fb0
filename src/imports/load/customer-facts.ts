import { type RawBuilder, sql } from 'kysely'
import { inBulk } from './bulk.ts'
import { choseFirst, correctedAttribute, repeatedNo } from './corrections.ts'
import { count, type Loading, makeTable, run } from './merge.ts'

/**
 * Contact points: every address is kept, also one that cannot be used, so that "wrong" and "missing" stay apart. The
 * file's own first one becomes the primary, unless a person chose another. One that a colleague took off stays off.
 */
export async function loadContacts({ tx, batch, source }: Loading): Promise<void> {
  await makeTable(
    tx,
    'contacts_in',
    sql`select distinct on (i.id, c.kind, coalesce(c.normalized, c.raw)) i.id as customer_id, i.is_new, i.is_own,
        c.kind, c.raw, c.normalized, c.match_key, c.valid,
          row_number() over (partition by i.id, c.kind
              order by i.is_own desc, i.file desc, i.line desc, c.valid desc, c.place) = 1 as is_first
        from customers_in as i
        cross join lateral rows from (jsonb_to_recordset(i.contacts) as (kind text, raw text, normalized text,
          match_key text, valid boolean)) with ordinality as c(kind, raw, normalized, match_key, valid, place)
        where not exists (select from removed_contacts as r where r.customer_id = i.id and r.kind = c.kind
          and r.value = case when c.valid then c.normalized else c.raw end)
        order by i.id, c.kind, coalesce(c.normalized, c.raw), i.is_own desc, i.file desc, i.line desc, c.place`,
  )
  await run(tx, sql`update contacts_in set normalized = null where not valid`)
  await makeMany(
    tx,
    'contact_points',
    sql`with made as (
          insert into contact_points (customer_id, kind, raw, normalized, match_key, valid, is_primary, source)
          select customer_id, kind, raw, normalized, match_key, valid,
            is_first and (is_new or not exists (select from contact_points as p
              where p.customer_id = i.customer_id and p.kind = i.kind and p.is_primary)), ${source}
          from contacts_in as i
          where is_new or not exists (select from contact_points as p where p.customer_id = i.customer_id
            and p.kind = i.kind and coalesce(p.normalized, p.raw) = coalesce(i.normalized, i.raw))
          order by customer_id, is_first desc, kind
          returning id, customer_id
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'contact_points', jsonb_build_object('id', made.id) from made
            where customer_id in (select id from customers_in where not is_new) order by made.id
        )
        insert into customers_touched select customer_id from made`,
  )
  await choosePrimary(tx, batch)
}

/** Where the file has another address for a known customer now, it becomes the primary in place of the file's old one. */
async function choosePrimary(tx: Loading['tx'], batch: number): Promise<void> {
  await makeTable(
    tx,
    'primaries',
    sql`select p.id, p.customer_id, p.id = wanted.id as is_primary
        from contacts_in as i
        join contact_points as wanted on wanted.customer_id = i.customer_id and wanted.kind = i.kind
          and coalesce(wanted.normalized, wanted.raw) = coalesce(i.normalized, i.raw)
        join contact_points as p on p.customer_id = i.customer_id and p.kind = i.kind
        where i.is_first and i.is_own and not i.is_new and not wanted.is_primary
          and p.is_primary <> (p.id = wanted.id)
        and not exists (select from contact_points as chosen where chosen.customer_id = i.customer_id
          and chosen.kind = i.kind and chosen.is_primary and chosen.source not like 'import %')
        and not ${choseFirst(sql`i.customer_id`, sql`i.kind`)}`,
  )
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key, before)
        select ${batch}::bigint, 'contact_points', jsonb_build_object('id', p.id), to_jsonb(p)
          from contact_points as p join primaries using (id)
        where not exists (select from import_changes as made where made.batch_id = ${batch}
          and made.table_name = 'contact_points' and made.row_key = jsonb_build_object('id', p.id))
        order by p.id`,
  )
  await run(tx, sql`update contact_points as p set is_primary = i.is_primary from primaries as i where i.id = p.id`)
  await run(tx, sql`insert into customers_touched select customer_id from primaries`)
}

/**
 * Consents are only ever added, and only where something changes. A yes never replaces a no, unless the file says that
 * it was given later; a blank says nothing. Of two rows for one person the no counts, and what a merged record agreed to
 * was decided with the merge: only a no, or a yes from after it, adds to that.
 */
export async function loadConsents({ tx, batch, source }: Loading): Promise<void> {
  await makeTable(
    tx,
    'consents_in',
    sql`select i.id as customer_id, bool_and(i.is_new) as is_new, c.channel, min(c.state) as state,
        max(i.consent_at) as captured_at, min(i.file) as file, min(i.line) as line
        from customers_in as i cross join lateral jsonb_to_recordset(i.consents) as c(channel text, state text)
        where i.is_own or c.state = 'no'
        or i.consent_at > (select max(merged_at) from merge_events where winner_id = i.id and undone_at is null)
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
          or (i.state = 'no' and n.state = 'yes' and not coalesce(i.captured_at < n.captured_at, false)
            and not ${repeatedNo})
          or (i.state = 'yes' and n.state = 'no' and i.captured_at > coalesce(n.captured_at, n.recorded_at))
          order by i.customer_id, i.channel
          returning id, customer_id
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'consents', jsonb_build_object('id', made.id) from made
            where customer_id in (select id from customers_in where not is_new) order by made.id
        )
        insert into customers_touched select customer_id from made`,
  )
}

/**
 * The file's tags are the customer's tags: one that is gone from the file is taken off, unless a merged record has it
 * or a colleague put it on; and one that a colleague took off stays off.
 */
export async function loadTags({ tx, batch }: Loading): Promise<void> {
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
          and not exists (select from tags_in as wanted where wanted.customer_id = t.customer_id
            and wanted.tag = t.tag)
          and not exists (select from decided_tags as d where d.customer_id = t.customer_id and d.tag = t.tag and d.is_on)
          and not exists (select from merged_into(t.customer_id) as other
            join customer_tags as theirs on theirs.customer_id = other and theirs.tag = t.tag)
          returning t.*
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key, before)
          select ${batch}::bigint, 'customer_tags', jsonb_build_object('customer_id', customer_id, 'tag', tag),
            to_jsonb(gone) from gone order by customer_id, tag
        )
        insert into customers_touched select customer_id from gone`,
  )
  await makeMany(
    tx,
    'customer_tags',
    sql`with made as (
          insert into customer_tags (customer_id, tag) select customer_id, tag from tags_in as i
          where not exists (select from decided_tags as d where d.customer_id = i.customer_id and d.tag = i.tag
            and not d.is_on)
          order by customer_id, tag
          on conflict do nothing returning customer_id, tag
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'customer_tags', jsonb_build_object('customer_id', customer_id, 'tag', tag)
          from made where customer_id in (select id from customers_in where not is_new) order by customer_id, tag
        )
        insert into customers_touched select customer_id from made`,
  )
}

/** How the keys of attributes begin that say who somebody is, and not what they like. */
const DEMOGRAPHIC = '^(age|gender|sex|household|children|kids|income|occupation|profession|marital|education)'

/** Attributes are added with their source where the value is new. What the first file says is as old as the record. */
export async function loadAttributes({ tx, batch, source, now }: Loading): Promise<void> {
  await makeMany(
    tx,
    'customer_attributes',
    sql`with given as (
          select distinct on (i.id, pair ->> 0) i.id as customer_id, i.is_new, i.is_own, pair ->> 0 as key,
            pair ->> 1 as value, i.created_at
          from customers_in as i cross join lateral jsonb_array_elements(i.attributes) as pair
          where i.attributes is not null
          order by i.id, pair ->> 0, i.is_own desc, i.file desc, i.line desc
        ), made as (
          insert into customer_attributes (customer_id, key, value, kind, source, observed_at)
          select g.customer_id, g.key, g.value,
            case when g.key ~* ${DEMOGRAPHIC} then 'demographic' else 'preference' end,
            ${source}, case when a.value is null then coalesce(g.created_at, ${now}) else ${now} end
          from given as g left join current_attributes as a on a.customer_id = g.customer_id and a.key = g.key
            and not g.is_new
          where case when g.is_own then a.value is distinct from g.value else a.value is null end
          and not ${correctedAttribute}
          order by g.customer_id, g.key
          returning id, customer_id
        ), kept as (
          insert into import_changes (batch_id, table_name, row_key)
          select ${batch}::bigint, 'customer_attributes', jsonb_build_object('id', made.id) from made
            where customer_id in (select id from customers_in where not is_new) order by made.id
        )
        insert into customers_touched select customer_id from made`,
  )
}

/** Who sent whom, as far as both are known; a reference to somebody unknown stays in the row's raw columns. */
export async function loadReferrals({ tx, batch, source }: Loading): Promise<void> {
  await makeTable(
    tx,
    'referrals_in',
    sql`select distinct on (i.id) i.id as referred_id, i.is_new, k.id as referrer_id,
        i.created_at::date as referred_on
        from customers_in as i join known as k on k.system = i.system and k.ref = i.referred_by
        where k.id <> i.id
        and not exists (select from corrections as c where c.customer_id = i.id and c.field = 'referral')
        order by i.id, i.is_own desc, i.file desc, i.line desc`,
  )
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key, before)
        select ${batch}::bigint, 'referrals', jsonb_build_object('id', r.id), to_jsonb(r)
        from referrals as r join referrals_in as i using (referred_id) where r.referrer_id <> i.referrer_id
          and r.source like 'import %' order by r.id`,
  )
  await run(
    tx,
    sql`with moved as (
          update referrals as r set referrer_id = i.referrer_id from referrals_in as i
          where i.referred_id = r.referred_id and r.referrer_id <> i.referrer_id
            and r.source like 'import %' returning r.referred_id
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

/** Inserts what new customers bring with them; of a million of them in bulk. */
export async function makeMany(tx: Loading['tx'], table: string, statement: RawBuilder<unknown>): Promise<void> {
  const customers = await count(tx, sql`select count(*) from customers_in where is_new`)
  await inBulk(tx, table, customers, () => run(tx, statement))
}
