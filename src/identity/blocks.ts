import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** A group of customers who share something and are too many to be compared with each other. */
export interface LeftOut {
  readonly what: string
  readonly groups: number
  readonly largest: number
}

interface Block {
  readonly what: string
  /** SQL over `match_records`: those for whom it is the same are compared; null for none. */
  readonly key: string
  /** What a group that is too large is divided by. */
  readonly finer: string
}

/** Names in other scripts have no soundex. */
const sound = (name: string): string => `coalesce(nullif(soundex(${name}), ''), left(${name}, 3))`

/**
 * Two records are compared when they share one of these. Each is loose, so that one wrong letter or digit does not part
 * what belongs together; and there are several, so that one wrong field does not.
 */
const blocks: readonly Block[] = [
  {
    what: 'a family name that sounds alike, and an initial',
    key: `${sound('family')} || left(given, 1)`,
    finer: `${sound('given')} || coalesce(left(postal_code, 3), '')`,
  },
  {
    what: 'both names, alike, in either order',
    key: `least(${sound('given')}, ${sound('family')}) || greatest(${sound('given')}, ${sound('family')})`,
    finer: `coalesce(postal_code, city, '')`,
  },
  {
    what: 'a postal code and the first letters of the family name',
    key: `postal_code || left(family, 2)`,
    finer: `coalesce(left(given, 1), '') || coalesce(house, '')`,
  },
  {
    what: 'a month of birth',
    key: `birth_year::text || '-' || birth_month::text`,
    finer: `left(coalesce(family, given), 1) || coalesce(left(given, 1), '')`,
  },
  {
    what: 'a birthday',
    key: `birth_month::text || '-' || birth_day::text || coalesce('-' || (birth_year / 100)::text, '')`,
    finer: `coalesce(left(given, 1), '') || coalesce(left(postal_code, 2), '')`,
  },
  {
    what: 'a given name and a city',
    key: `given || ' ' || city`,
    finer: `left(family, 1) || coalesce(house, '')`,
  },
  {
    what: 'a house number and the beginning of a street',
    key: `house || ' ' || left(street, 4)`,
    finer: `left(family, 3) || coalesce(postal_code, '')`,
  },
  {
    what: 'a given name that sounds alike, and a postal code',
    key: `${sound('given')} || postal_code`,
    finer: `left(family, 2) || coalesce(house, '')`,
  },
  { what: 'an address', key: `address`, finer: `left(family, 3) || coalesce(left(given, 1), '')` },
  { what: 'the end of a phone number', key: `right(key.phone, 6)`, finer: sound('family') },
  { what: 'an e-mail address', key: `key.email`, finer: sound('family') },
  { what: 'the first part of an e-mail address', key: `split_part(key.email, '@', 1)`, finer: sound('family') },
]

/**
 * So many pairs at most come of one block. In a small shop that is no limit; in a large one the smallest groups go first,
 * because what few share tells the most.
 */
const mostPairs = (customers: number): number => Math.max(200_000, 2 * customers)
/** A group of more than this is divided however small the shop. */
const largestGroup = 250

export interface Compared {
  readonly pairs: number
  readonly leftOut: readonly LeftOut[]
}

/**
 * Chooses the pairs worth comparing, into the transaction's own table `match_pairs` (a, b: numbers of `match_records`,
 * a < b). A group that is too large is divided once more; what is too large even then is left out, and is told.
 */
export async function choosePairs(trx: Kysely<Database>, customers: number, onlyChanged: boolean): Promise<Compared> {
  await sql`create temp table match_keys (block smallint, key bigint, n integer) on commit drop`.execute(trx)
  await sql`create temp table match_crowds (block smallint, size integer) on commit drop`.execute(trx)
  for (const [at, block] of blocks.entries()) await gather(trx, at, block, mostPairs(customers))
  await sql`analyze match_keys`.execute(trx)
  const changed = sql`(select n from match_changed)`
  await sql`
    create temp table match_pairs on commit drop as
    select distinct members[i] as a, members[j] as b
    from (
      select array_agg(n order by n) as members from match_keys group by block, key
      ${onlyChanged ? sql`having bool_or(n in ${changed})` : sql``}
    ) as groups
    cross join lateral generate_subscripts(members, 1) as i
    cross join lateral generate_series(i + 1, cardinality(members)) as j
    ${onlyChanged ? sql`where members[i] in ${changed} or members[j] in ${changed}` : sql``}
  `.execute(trx)
  const { rows } = await sql<{ count: number }>`select count(*) as count from match_pairs`.execute(trx)
  return { pairs: Number(rows[0]?.count ?? 0), leftOut: await crowds(trx) }
}

/** Everybody under what they have of a block, by its hash; groups of one are no use to anybody. */
async function gather(trx: Kysely<Database>, at: number, { key, finer }: Block, most: number): Promise<void> {
  await sql`
    create temp table match_named on commit drop as
    select distinct n, hashtextextended(${sql.raw(key)}, 0) as key,
      hashtextextended(concat(${sql.raw(key)}, '|', ${sql.raw(finer)}), 1) as finer
    from match_records ${keysOf(key)}
    where ${sql.raw(key)} is not null
  `.execute(trx)
  await sql`analyze match_named`.execute(trx)
  await sql`
    with ${affordable('key', sql`match_named`, most)},
    too_large as materialized (select n, finer from match_named where key in (select key from key_groups where not fits)),
    ${affordable('finer', sql`too_large`, most)},
    crowded as (insert into match_crowds select ${at}::smallint, size from finer_groups where not fits)
    insert into match_keys
    select ${at}::smallint, key, n from match_named where key in (select key from key_groups where fits)
    union all
    select ${at}::smallint, finer, n from too_large where finer in (select finer from finer_groups where fits)
  `.execute(trx)
  await sql`drop table match_named`.execute(trx)
}

/** The groups of two and more by that column, and whether all pairs of theirs and of smaller ones are few enough. */
function affordable(column: 'key' | 'finer', from: RawBuilder<unknown>, most: number) {
  const name = sql.ref(column)
  return sql`${sql.raw(`${column}_groups`)} as materialized (
    select ${name}, size, size <= ${largestGroup} and sum(size * (size - 1) / 2) over (order by size, ${name}) <= ${most} as fits
    from (select ${name}, count(*) as size from ${from} group by ${name} having count(*) > 1) as grouped
  )`
}

/** A customer has several phones and e-mails: a row for each. */
function keysOf(key: string) {
  if (key.includes('key.phone')) return sql`cross join lateral unnest(phones) as key (phone)`
  return key.includes('key.email') ? sql`cross join lateral unnest(emails) as key (email)` : sql``
}

async function crowds(trx: Kysely<Database>): Promise<readonly LeftOut[]> {
  const { rows } = await sql<{ block: number; groups: number; largest: number }>`
    select block, count(*) as groups, max(size) as largest from match_crowds group by block order by block
  `.execute(trx)
  return rows.map(({ block, groups, largest }) => ({
    what: blocks[block]?.what ?? '',
    groups: Number(groups),
    largest: Number(largest),
  }))
}
