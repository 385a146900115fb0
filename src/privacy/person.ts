import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** One person with everything that tells them apart, over all records that were found to be theirs. */
export interface Person {
  /** The record that counts, then those merged into it. */
  readonly ids: readonly number[]
  readonly ref: string
  /** As lists show them. */
  readonly name: string
  /** Names of two words at least, in any order they may be written in. */
  readonly names: readonly string[]
  readonly emails: readonly string[]
  /** As they were given and in E.164. */
  readonly phones: readonly string[]
  /** Street addresses as they were given. */
  readonly addresses: readonly string[]
  /** Every reference in every system. */
  readonly references: readonly Reference[]
  /** Other customers of the same name: what is written about them stays. */
  readonly namesakes: readonly number[]
}

export interface Reference {
  readonly system: string
  readonly ref: string
}

interface Row {
  readonly id: number
  readonly ref: string
  readonly system: string
  readonly given_name: string | null
  readonly family_name: string | null
  readonly display_name: string
  readonly search_name: string
  readonly nickname: string | null
}

/** The person that a record is of, its merged records included; null where there is none, or they were erased. */
export async function personOf(db: Kysely<Database>, customerId: number): Promise<Person | null> {
  const records = await recordsOf(db, customerId)
  const [own] = records
  if (!own) return null
  const ids = records.map(({ id }) => id)
  const [points, references, namesakes] = await Promise.all([
    db.selectFrom('contact_points').selectAll().where('customer_id', 'in', ids).orderBy('id').execute(),
    db.selectFrom('external_ids').selectAll().where('customer_id', 'in', ids).orderBy('id').execute(),
    namesakesOf(db, records),
  ])
  const given = (kind: string): readonly string[] =>
    distinct(points.filter((point) => point.kind === kind).flatMap(({ raw, normalized }) => [raw, normalized]))
  return {
    ids,
    ref: own.ref,
    name: own.display_name,
    names: distinct(records.flatMap(namesIn)).filter((name) => /\S\s+\S/u.test(name)),
    emails: given('email'),
    phones: given('phone'),
    addresses: given('address'),
    references: [
      ...records.map(({ system, ref }) => ({ system, ref })),
      ...references.map(({ system, external_id }) => ({ system, ref: external_id })),
    ],
    namesakes,
  }
}

/** The record that stayed first, then all that were merged into it, however many merges away. */
async function recordsOf(db: Kysely<Database>, customerId: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with recursive up as (
      select id, merged_into_id from customers where id = ${customerId}
      union
      select c.id, c.merged_into_id from customers c join up on c.id = up.merged_into_id
    ),
    down as (
      select id from up where merged_into_id is null
      union
      select c.id from customers c join down on c.merged_into_id = down.id
    )
    select c.id, c.ref, c.system, c.given_name, c.family_name, c.display_name, c.search_name, c.nickname
    from customers c
    where c.id in (select id from down) and c.erased_at is null
    order by c.merged_into_id nulls first, c.id
  `.execute(db)
  return rows
}

/** “Ana Silva”, “Silva Ana”, “Silva, Ana”, and with the nickname. */
function namesIn({ given_name: given, family_name: family, display_name, nickname }: Row): readonly (string | null)[] {
  const full = [given, nickname].flatMap((first) =>
    first && family ? [`${first} ${family}`, `${family} ${first}`, `${family}, ${first}`] : [],
  )
  return [display_name, ...full]
}

async function namesakesOf(db: Kysely<Database>, records: readonly Row[]): Promise<readonly number[]> {
  const names = distinct(records.map(({ search_name }) => search_name))
  if (names.length === 0) return []
  const found = await db
    .selectFrom('customers')
    .select('id')
    .where('search_name', 'in', [...names])
    .where(
      'id',
      'not in',
      records.map(({ id }) => id),
    )
    .where('erased_at', 'is', null)
    .orderBy('id')
    .limit(1000)
    .execute()
  return found.map(({ id }) => id)
}

function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.flatMap((value) => (value?.trim() ? [value.trim()] : [])))]
}
