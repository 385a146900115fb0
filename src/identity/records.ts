import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { standsFor } from './nicknames.ts'

/**
 * An e-mail address or phone number that more customers than this have is a switchboard's, a shop's own or a made-up one:
 * it tells no two of them together.
 */
export const mostSharing = 10

/** Mailboxes of a house or a business, whoever reads them. */
const roles = [
  ...['info', 'sales', 'office', 'contact', 'admin', 'mail', 'hello', 'support', 'accounts', 'billing', 'orders'],
  ...['shop', 'store', 'service', 'reception', 'noreply', 'no-reply', 'none', 'na', 'test', 'family', 'home'],
]

/**
 * Lays every customer out as it is compared, in the transaction's own table `match_records`: names without accents and
 * punctuation, what e-mails and phones are matched by, the address in one line. `n` counts them from 1.
 */
export async function layOutRecords(trx: Kysely<Database>): Promise<number> {
  await layOutNicknames(trx)
  await layOutContacts(trx)
  await layOutNames(trx)
  await sql`
    create temp table match_records on commit drop as
    select row_number() over (order by c.id)::integer as n, c.id, names.given, names.family, names.nickname,
      (select array_agg(s.formal) from match_nicknames as s where s.name = split_part(names.given, ' ', 1)) as stands_for,
      e.keys as emails, p.keys as phones,
      c.birth_year, c.birth_month, c.birth_day,
      case when c.birth_day is not null and c.birth_month is not null and c.birth_year is not null
        then lpad(c.birth_year::text, 4, '0') || lpad(c.birth_month::text, 2, '0') || lpad(c.birth_day::text, 2, '0') end as birthday,
      a.address, substring(a.address from '\\d+') as house, substring(a.address from '[[:alpha:]]{4,}') as street,
      nullif(left(translate(lower(c.postal_code), ' -', ''), 12), '') as postal_code, names.city
    from customers as c
    join match_names as names on names.id = c.id
    left join match_contacts as e on e.customer_id = c.id and e.kind = 'email'
    left join match_contacts as p on p.customer_id = c.id and p.kind = 'phone'
    left join (
      select distinct on (customer_id) customer_id, left(${bare('coalesce(normalized, raw)')}, 120) as address
      from contact_points where kind = 'address' and valid
      order by customer_id, is_primary desc, id desc
    ) as a on a.customer_id = c.id
  `.execute(trx)
  await sql`alter table match_records add primary key (n)`.execute(trx)
  await sql`analyze match_records`.execute(trx)
  const { rows } = await sql<{ count: number }>`select count(*) as count from match_records`.execute(trx)
  return Number(rows[0]?.count ?? 0)
}

/** A record with a name in one piece is taken to begin with the given name. */
async function layOutNames(trx: Kysely<Database>): Promise<void> {
  await sql`
    create temp table match_names on commit drop as
    select id, left(nickname, 60) as nickname, left(city, 60) as city,
      coalesce(given, case when family is null then nullif(split_part(whole, ' ', 1), '') end) as given,
      coalesce(family, case when given is null then nullif(substring(whole from ' (.*)$'), '') end) as family
    from (
      select id, ${name('given_name')} as given, ${name('family_name')} as family, ${name('display_name')} as whole,
        ${bare('nickname')} as nickname, ${bare('city')} as city
      from customers where merged_into_id is null and erased_at is null
      offset 0
    ) as named
  `.execute(trx)
  await sql`analyze match_names`.execute(trx)
}

async function layOutNicknames(trx: Kysely<Database>): Promise<void> {
  const pairs = [...standsFor].flatMap(([name, formals]) => formals.map((formal) => [name, formal] as const))
  await sql`create temp table match_nicknames (name text, formal text) on commit drop`.execute(trx)
  await sql`create index on match_nicknames (name)`.execute(trx)
  await sql`
    insert into match_nicknames select * from unnest(${pairs.map(([name]) => name)}::text[], ${pairs.map(([, formal]) => formal)}::text[])
  `.execute(trx)
}

/** What e-mails and phones are matched by, the first one first; those of too many, and mailboxes of a house, say nothing. */
async function layOutContacts(trx: Kysely<Database>): Promise<void> {
  await sql`
    create temp table match_contacts on commit drop as
    select customer_id, kind, array_agg(match_key order by is_primary desc, id) as keys
    from contact_points as p
    where kind in ('email', 'phone') and valid and match_key is not null
    and not (kind = 'email' and split_part(match_key, '@', 1) = any (${roles}::text[]))
    and not exists (
      select from (
        select kind, match_key from contact_points
        join customers on customers.id = contact_points.customer_id
        where kind in ('email', 'phone') and match_key is not null
        and customers.merged_into_id is null and customers.erased_at is null
        group by kind, match_key having count(distinct customer_id) > ${mostSharing}
      ) as crowded
      where crowded.kind = p.kind and crowded.match_key = p.match_key
    )
    group by customer_id, kind
  `.execute(trx)
  await sql`create index on match_contacts (customer_id)`.execute(trx)
  await sql`analyze match_contacts`.execute(trx)
}

/** Lower case without accents and punctuation, words apart by one blank; null for nothing. */
function bare(column: string): RawBuilder<string> {
  const text = sql.raw(column)
  return sql`nullif(btrim(regexp_replace(plain_text(${text}), '[[:punct:][:space:]]+', ' ', 'g')), '')`
}

/** A name: apostrophes and dots vanish within it (“O’Brien” is “obrien”), hyphens part words. */
function name(column: string): RawBuilder<string> {
  const text = sql.raw(column)
  return sql`nullif(left(btrim(regexp_replace(translate(plain_text(${text}), '''’‘\`´.', ''), '[[:punct:][:space:]]+', ' ', 'g')), 60), '')`
}

/** All that is compared of a record, as one number. */
export const fingerprint = sql<number>`hashtextextended(concat_ws('|', 'v1', given, family, nickname, emails, phones,
  birth_year, birth_month, birth_day, address, postal_code, city), 0)`
