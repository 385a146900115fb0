import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** The customers with these numbers, both ends among them. */
export interface Part {
  readonly from: number
  readonly to: number
}

const everybody: Part = { from: 0, to: Number.MAX_SAFE_INTEGER }

/** Measured at a million, where parts take two thirds of the time; below this a morning takes little anyway. */
const worthParting = 100_000

/** Customers of long ago have more to look through than new ones: two lanes take four parts in turn. */
const quarters = [1, 2, 3]
const lanes = 2

/** Everybody, in quarters where the shop is large: what is found for a customer rests on that customer's own rows. */
export async function partsOf(db: Kysely<Database>): Promise<readonly Part[]> {
  const { rows } = await sql<{ borders: readonly string[] | null }>`
    select array_agg((
      select id from customers order by id offset every.count * quarter / 4 limit 1) order by quarter) as borders
    from (select count(*) from customers having count(*) >= ${worthParting}) every
    cross join unnest(${quarters}::int[]) quarter
  `.execute(db)
  return between((rows[0]?.borders ?? []).map(Number))
}

/** The parts that these numbers begin, and the one before them. */
export const between = (borders: readonly number[]): readonly Part[] =>
  [everybody.from, ...borders].map((from, at) => ({ from, to: (borders[at] ?? everybody.to + 1) - 1 }))

/** What the work gives for each part, in the order of the parts; so many at the same time that two cores are busy. */
export async function eachPart<Found>(
  parts: readonly Part[],
  work: (part: Part) => Promise<Found>,
): Promise<readonly Found[]> {
  const waiting = parts.entries()
  const done: Found[] = []
  const lane = async () => {
    for (const [at, part] of waiting) done[at] = await work(part)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return done
}

/** A reason as one part's search gives it. */
export interface FoundInPart {
  readonly rule: string
  readonly customerId: number
  readonly dueOn: string
  readonly recipient: number | null
  readonly atStake: number
  /** Of each customer's first reason; null of the others. */
  readonly place: number | null
  /** They have a promise or a case: all of those are kept. */
  readonly isPressing: boolean
}

/**
 * Of each colleague's customers the first `most` of each rule, as one search over all parts would have placed them. Whoever
 * is among the first of all was among the first of their part, so nobody is missing.
 */
export function firstOf<Found extends FoundInPart>(
  parts: readonly (readonly Found[])[],
  most: number,
): readonly Found[] {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  const all = parts.flat()
  const lists = Map.groupBy(
    all.filter(({ place }) => place !== null),
    ({ recipient, rule }) => `${recipient}:${rule}`,
  )
  const first = [...lists.values()].flatMap((list) => list.toSorted(byPlace).slice(0, most))
  const kept = new Set(first.map(({ customerId }) => customerId))
  return all.filter(({ customerId, isPressing }) => isPressing || kept.has(customerId))
}

const byPlace = (one: FoundInPart, other: FoundInPart): number =>
  other.atStake - one.atStake ||
  (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0) ||
  one.customerId - other.customerId
