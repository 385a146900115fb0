import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Day } from '../db/schema.ts'
import { type FindingKind, type Kind, kinds } from './kinds.ts'
import { joined, on, type Source, sourceOn, thoroughly, within } from './source.ts'

/** A customer whose data wants putting right. */
export interface Worth {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly store: string | null
  readonly owner: string | null
  /** What they have spent so far: what is worth most comes first. */
  readonly spend: number
  readonly found: readonly Found[]
}

export interface Found {
  readonly kind: FindingKind
  /** “Wrong phone number: “555-01””; without contact details for those who may not see them. */
  readonly sentence: string
}

export interface WorklistOptions {
  /** One kind alone; all of them but birthdays otherwise, which nearly everybody lacks. */
  readonly kind?: FindingKind | undefined
  readonly storeId?: number | null | undefined
  readonly most: number
  /** Places to leave out, for the next page. */
  readonly from?: number
}

/** Those whose data is worth putting right, by what they have spent; whom the asker may not see is not there. */
export async function worklist(
  db: Kysely<Database>,
  today: Day,
  asker: Pick<Asker, 'scope' | 'maySeeContactDetails'>,
  { kind, storeId, most, from = 0 }: WorklistOptions,
): Promise<readonly Worth[]> {
  const source = await sourceOn(db, today)
  const wanted = wantedOf(kind)
  const conditions = wanted.map(({ sql: condition }) => sql`(${on(condition, today)})`)
  const flags = wanted.map(({ code }, at) => sql`${conditions[at]} as ${sql.ref(`is_${code}`)}`)
  const inStore = storeId === undefined ? sql`true` : sql`c.store_id is not distinct from ${storeId}`
  const first = sql`
    select c.id, s.net_spend as spend, ${sql.join(flags)}
    from ${source.from} ${joined(wanted, today)}
    where ${source.visible} and ${within(asker)} and ${inStore} and (${sql.join(conditions, sql` or `)})
    order by s.net_spend desc, c.id
    limit ${most} offset ${from}`
  return thoroughly(db, (trx) => told(trx, first, wanted, source, asker))
}

/** The same among customers who were looked at already. */
export function worklistOf(
  trx: Kysely<Database>,
  looked: RawBuilder<unknown>,
  source: Source,
  asker: Pick<Asker, 'maySeeContactDetails'>,
  { kind, most }: Pick<WorklistOptions, 'kind' | 'most'>,
): Promise<readonly Worth[]> {
  const wanted = wantedOf(kind)
  const flags = wanted.map(({ code }) => sql.ref(`is_${code}`))
  const first = sql`
    select id, spend, ${sql.join(flags)}
    from ${looked} where ${sql.join(flags, sql` or `)} order by spend desc, id limit ${most}`
  return told(trx, first, wanted, source, asker)
}

const wantedOf = (kind: FindingKind | undefined): readonly Kind[] =>
  kinds.filter(({ code }) => (kind === undefined ? code !== 'no_birthday' : code === kind))

async function told(
  trx: Kysely<Database>,
  first: RawBuilder<unknown>,
  wanted: readonly Kind[],
  { from, today }: Source,
  asker: Pick<Asker, 'maySeeContactDetails'>,
): Promise<readonly Worth[]> {
  const { rows } = await sql<
    Omit<Worth, 'found' | 'spend'> & { spend: number | string } & Readonly<Record<string, unknown>>
  >`
    select c.id, c.ref, c.display_name as name, first.spend, stores.name as store, staff.name as owner,
      ${sql.join(wanted.map((each) => sql`${detailOf(each, today)} as ${sql.ref(each.code)}`))}
    from (${first}) as first
    join ${from} on c.id = first.id
    left join stores on stores.id = c.store_id
    left join staff on staff.id = c.owner_id
    order by first.spend desc, first.id
  `.execute(trx)
  return rows.map(({ id, ref, name, store, owner, spend, ...details }) => ({
    ...{ id, ref, name, store, owner, spend: Number(spend) },
    found: wanted.flatMap((each) => foundIn(each, details[each.code], asker)),
  }))
}

/** Null where the customer does not have the fault; '' where there is nothing to add to its label. */
function detailOf({ code, detail }: Kind, today: Day) {
  const what = detail === null ? sql`''` : sql`coalesce(${on(detail, today)}, '')`
  return sql`case when ${sql.ref(`first.is_${code}`)} then ${what} end`
}

function foundIn(
  { code, label, showsContact }: Kind,
  detail: unknown,
  { maySeeContactDetails }: Pick<Asker, 'maySeeContactDetails'>,
): readonly Found[] {
  if (typeof detail !== 'string') return []
  const hidden = detail === '' || (showsContact && !maySeeContactDetails)
  return [{ kind: code, sentence: hidden ? label : `${label}: ${detail}` }]
}
