import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Day } from '../db/schema.ts'
import { type FindingKind, type Kind, kinds } from './kinds.ts'
import { joined, on, sourceOn, thoroughly, within } from './source.ts'

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
  const wanted = kinds.filter(({ code }) => (kind === undefined ? code !== 'no_birthday' : code === kind))
  const conditions = wanted.map(({ sql: condition }) => sql`(${on(condition, today)})`)
  const flags = wanted.map(({ code }, at) => sql`${conditions[at]} as ${sql.ref(`is_${code}`)}`)
  const inStore = storeId === undefined ? sql`true` : sql`c.store_id is not distinct from ${storeId}`
  const query = sql<Omit<Worth, 'found' | 'spend'> & { spend: number | string } & Readonly<Record<string, unknown>>>`
    select first.*, stores.name as store, staff.name as owner,
      ${sql.join(wanted.map((each) => sql`${detailOf(each, today)} as ${sql.ref(each.code)}`))}
    from (
      select c.id, c.ref, c.display_name as name, s.net_spend as spend, ${sql.join(flags)}
      from ${source.from} ${joined(wanted, today)}
      where ${source.visible} and ${within(asker)} and ${inStore} and (${sql.join(conditions, sql` or `)})
      order by s.net_spend desc, c.id
      limit ${most} offset ${from}
    ) as first
    join ${source.from} on c.id = first.id
    left join stores on stores.id = c.store_id
    left join staff on staff.id = c.owner_id
    order by first.spend desc, first.id
  `
  const { rows } = await thoroughly(db, (trx) => query.execute(trx))
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
