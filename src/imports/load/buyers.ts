import { type RawBuilder, sql } from 'kysely'
import { type Loading, makeTable, run } from './merge.ts'

/**
 * Orders that name their buyer by e-mail or phone instead of a reference get the reference of the customer of the same
 * system who has it; otherwise one is made from the address, which gives way once the system's own is known.
 */
export async function findBuyers({ tx }: Loading): Promise<void> {
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
          union all select c.kind, c.normalized from in_customers cross
            join lateral jsonb_to_recordset(contacts) as c(kind text, normalized text) where provisional
        )`,
  )
  await run(tx, sql`create index on addresses (system, kind, normalized)`)
  await run(
    tx,
    sql`update buyers as b set ref = coalesce(
          (select a.ref from addresses as a where a.system = b.system and a.kind = 'email'
            and a.normalized = b.email order by a.rank, a.ref limit 1),
          (select a.ref from addresses as a where b.email is null and a.system = b.system and a.kind = 'phone'
            and a.normalized = b.phone order by a.rank, a.ref limit 1),
          case when b.email is not null then 'email:' || b.email else 'phone:' || b.phone end)`,
  )
}

/** A buyer's e-mail and phone as one text: joins on it can be hashed, joins on "is not distinct from" cannot. */
export function buyerKey(alias: string): RawBuilder<string> {
  return sql`(coalesce(${sql.ref(`${alias}.email`)}, '') || ' ' || coalesce(${sql.ref(`${alias}.phone`)}, ''))`
}

/** A customer whose file has no reference is the one of the same system who has the e-mail or phone, if there is one. */
export async function knowProvisional({ tx }: Loading): Promise<void> {
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
export async function addNamedOnly({ tx }: Loading): Promise<void> {
  await run(tx, sql`alter table in_customers add column named_only boolean not null default false`)
  await makeTable(
    tx,
    'named',
    sql`select *, ((customer_name is null)::int::bigint << 60) + (file::bigint << 44) + line as place from (
          select system, customer_ref as ref, file, line, customer_name, email, phone, city, region, postal_code,
            country from in_orders
          where line_no = 1 and customer_ref is not null
          union all
          select o.system, b.ref, file, line, customer_name, o.email, o.phone, city, region, postal_code, country
          from in_orders as o join buyers as b on b.system = o.system and ${buyerKey('b')} = ${buyerKey('o')}
          where o.line_no = 1 and o.customer_ref is null
          union all select system, customer_ref, file, line, null, null, null, null, null, null, null
            from in_interactions
          union all select system, customer_ref, file, line, null, null, null, null, null, null, null from in_notes
          union all select system, customer_ref, file, line, null, null, null, null, null, null, null
            from in_campaign_recipients
        ) as mentioned`,
  )
  await run(tx, sql`analyze in_customers`)
  await makeTable(
    tx,
    'named_only',
    sql`select n.* from named as n
        join (select system, ref, min(place) as place from named
          group by system, ref) as first using (system, ref, place)
        where not exists (select from in_customers as described where described.system = n.system
          and described.ref = n.ref)
        and not exists (select from external_ids as e where e.system = n.system and e.external_id = n.ref)`,
  )
  await run(
    tx,
    sql`insert into in_customers (file, line, system, ref, provisional, given_name, family_name, display_name, city,
        region, postal_code, country, contacts, consents, named_only)
        select file, line, system, ref, ref ~ '^(email|phone):', null, null, customer_name, city, region,
          postal_code, country,
          jsonb_path_query_array(jsonb_build_array(
            case when email is not null then jsonb_build_object('kind', 'email', 'raw', email, 'normalized', email,
              'match_key', email, 'valid', true) end,
            case when phone is not null then jsonb_build_object('kind', 'phone', 'raw', phone, 'normalized', phone,
              'match_key', phone, 'valid', true) end
          ), '$[*] ? (@ != null)'),
          '[]', true
        from named_only`,
  )
  await run(tx, sql`analyze in_customers`)
}
