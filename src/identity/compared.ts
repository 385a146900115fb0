import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../db/schema.ts'
import type { Proposal } from './proposals.ts'

/** One record as it is laid beside another. */
export interface Side {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly given: string | null
  readonly family: string | null
  readonly nickname: string | null
  readonly birthMonth: number | null
  readonly birthDay: number | null
  readonly birthYear: number | null
  readonly city: string | null
  readonly postalCode: string | null
  readonly store: string | null
  /** As they are written to; the first one first. */
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly addresses: readonly string[]
  readonly knownSince: Day | null
  readonly orders: number
  readonly lastOrder: Day | null
  /** Their latest order, contact or note of any kind; null for none. */
  readonly lastSeen: Day | null
}

/** A proposal with both records: the one that stays unless somebody says otherwise, then the other. */
export interface Comparison {
  readonly proposal: Proposal
  readonly stays: Side
  readonly goes: Side
}

/**
 * Lays the two records of each proposal side by side.
 *
 * The one that stays is the one that was alive last (by order, contact or note, else the one recorded last), so that of
 * two values the more recent one stands; of equals the one with more orders, then the older number.
 */
export async function compare(db: Kysely<Database>, proposals: readonly Proposal[]): Promise<readonly Comparison[]> {
  const sides = await readSides(
    db,
    proposals.flatMap(({ firstId, secondId }) => [firstId, secondId]),
  )
  return proposals.flatMap((proposal) => {
    const [one, other] = [sides.get(proposal.firstId), sides.get(proposal.secondId)]
    if (!one || !other) return []
    const [stays, goes] = livelier(one, other) ? [one, other] : [other, one]
    return [{ proposal, stays, goes }]
  })
}

function livelier(one: Side, other: Side): boolean {
  const ranks = (side: Side) => [side.lastSeen ?? side.knownSince ?? '', side.orders, -side.id] as const
  const [mine, theirs] = [ranks(one), ranks(other)]
  const at = mine.findIndex((rank, place) => rank !== theirs[place])
  return (mine[at] ?? 0) > (theirs[at] ?? 0)
}

/** Records by their numbers. */
export async function readSides(db: Kysely<Database>, ids: readonly number[]): Promise<ReadonlyMap<number, Side>> {
  const { rows } = await sql<Side>`
    select c.id, c.ref, c.display_name as name, c.given_name as given, c.family_name as family, c.nickname,
      c.birth_month as "birthMonth", c.birth_day as "birthDay", c.birth_year as "birthYear",
      c.city, c.postal_code as "postalCode", stores.name as store, c.created_day as "knownSince",
      coalesce(s.order_count, 0) as orders, s.last_order_day as "lastOrder",
      greatest(s.last_order_day, s.last_contacted_day, s.last_inbound_day,
        (select max(written_day) from notes where notes.customer_id = c.id and notes.deleted_at is null)) as "lastSeen",
      ${pointsOf('email')} as emails, ${pointsOf('phone')} as phones, ${pointsOf('address')} as addresses
    from customers as c
    left join stores on stores.id = c.store_id
    left join customer_summaries as s on s.customer_id = c.id
    where c.id = any (${[...new Set(ids)]}::bigint[]) order by c.id
  `.execute(db)
  return new Map(rows.map((row) => [Number(row.id), row]))
}

function pointsOf(kind: 'email' | 'phone' | 'address') {
  return sql`coalesce((select array_agg(coalesce(p.normalized, p.raw) order by p.is_primary desc, p.id) from contact_points as p
    where p.customer_id = c.id and p.kind = ${kind}), '{}'::text[])`
}
