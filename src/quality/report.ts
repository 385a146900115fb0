import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Day } from '../db/schema.ts'
import { type FindingKind, kinds } from './kinds.ts'
import { completeness, joined, on, sourceOn, thoroughly, within } from './source.ts'

export type Counts = Readonly<Record<FindingKind, number>>

/** How good the data about some customers is. */
export interface Quality {
  readonly customers: number
  /** 0–100: the mean completeness of the customers; null without any. */
  readonly score: number | null
  /** How many customers have each fault. */
  readonly findings: Counts
}

/** The same of one group: a store or a colleague; null for those who have none. */
export interface GroupQuality extends Quality {
  readonly id: number | null
  readonly name: string | null
}

/** What the score means, in one sentence. */
export const scoreMeaning = (): string =>
  `The score is the mean completeness of all customers, from 0 to 100. Completeness: ${completeness().meaning.replace(/^H/u, 'h')}`

/** How good the data is as of `today`, of those whom the asker sees. */
export async function quality(db: Kysely<Database>, today: Day, asker: Pick<Asker, 'scope'>): Promise<Quality> {
  const [whole] = await grouped(db, today, asker, null)
  return whole ?? { customers: 0, score: null, findings: noFindings }
}

/** By home store, those without one last. */
export function qualityByStore(
  db: Kysely<Database>,
  today: Day,
  asker: Pick<Asker, 'scope'>,
): Promise<readonly GroupQuality[]> {
  return grouped(db, today, asker, { key: sql`c.store_id`, names: sql`stores` })
}

/** By the colleague who looks after them; customers of nobody in particular are left out. */
export async function qualityByColleague(
  db: Kysely<Database>,
  today: Day,
  asker: Pick<Asker, 'scope'>,
): Promise<readonly GroupQuality[]> {
  const all = await grouped(db, today, asker, { key: sql`c.owner_id`, names: sql`staff` })
  return all.filter(({ id }) => id !== null)
}

interface Grouping {
  readonly key: RawBuilder<unknown>
  /** The table with the groups' names. */
  readonly names: RawBuilder<unknown>
}

type Row = { readonly id: number | null; readonly name: string | null; readonly customers: number } & Readonly<
  Record<string, unknown>
>

async function grouped(
  db: Kysely<Database>,
  today: Day,
  asker: Pick<Asker, 'scope'>,
  grouping: Grouping | null,
): Promise<readonly GroupQuality[]> {
  const source = await sourceOn(db, today)
  const counted = kinds.map(
    ({ code, sql: condition }) => sql`count(*) filter (where ${on(condition, today)})::int as ${sql.ref(code)}`,
  )
  const query = sql<Row>`
    select found.*, ${grouping ? sql`named.name` : sql`null`} as name
    from (
      select ${grouping?.key ?? sql`null::bigint`} as id, count(*)::int as customers,
        avg(${on(completeness().sql, today)}) * 100 as score, ${sql.join(counted)}
      from ${source.from} ${joined(kinds, today)}
      where ${source.visible} and ${within(asker)}
      group by 1
    ) as found
    ${grouping ? sql`left join ${grouping.names} as named on named.id = found.id` : sql``}
    order by ${grouping ? sql`named.name nulls last, found.id` : sql`found.id`}
  `
  const { rows } = await thoroughly(db, (trx) => query.execute(trx))
  return rows.map(groupOf)
}

const groupOf = (row: Row): GroupQuality => ({
  id: row.id,
  name: row.name,
  customers: row.customers,
  score: row.score === null ? null : rounded(Number(row.score)),
  findings: Object.fromEntries(kinds.map(({ code }) => [code, Number(row[code])])) as Counts,
})

/** The whole, by home store, and by colleague, of customers who were looked at already, with one more look at them. */
export async function groupsOf(trx: Kysely<Database>, looked: RawBuilder<unknown>): Promise<Groups> {
  const counted = kinds.map(
    ({ code }) => sql`count(*) filter (where ${sql.ref(`is_${code}`)})::int as ${sql.ref(code)}`,
  )
  const { rows } = await sql<Row & { readonly by: 'all' | 'store' | 'colleague' }>`
    select found.*, coalesce(found.store_id, found.owner_id) as id, coalesce(stores.name, staff.name) as name
    from (
      select case grouping(store_id, owner_id) when 1 then 'store' when 2 then 'colleague' else 'all' end as by,
        store_id, owner_id, count(*)::int as customers, avg(completeness) * 100 as score, ${sql.join(counted)}
      from ${looked}
      group by grouping sets ((), (store_id), (owner_id))
    ) as found
    left join stores on stores.id = found.store_id
    left join staff on staff.id = found.owner_id
    order by name nulls last, id
  `.execute(trx)
  const of = (by: string): readonly GroupQuality[] => rows.filter((row) => row.by === by).map(groupOf)
  return {
    whole: of('all')[0] ?? { customers: 0, score: null, findings: noFindings },
    stores: of('store'),
    colleagues: of('colleague').filter(({ id }) => id !== null),
  }
}

export interface Groups {
  readonly whole: Quality
  readonly stores: readonly GroupQuality[]
  readonly colleagues: readonly GroupQuality[]
}

const rounded = (score: number): number => Math.round(score * 10) / 10

/** Exactly the kinds there are. */
const noFindings = Object.fromEntries(kinds.map(({ code }) => [code, 0])) as Counts
