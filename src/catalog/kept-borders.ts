import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { borderColumns, bordersAlongIndex } from './rfm.ts'
import { topBorder } from './segments.ts'

/** From so many customers on, finding the borders takes longer than looking whether the kept ones hold. */
const worthKeeping = 50_000

/** Any number, the same in every process: who holds it finds the borders, nobody waits for it. */
const keepingLock = 7_236_425

/**
 * The kept borders, as `kept`: no row where they may not be those that the statement would find itself. It sees both in
 * one snapshot: a change of ranks brings its row of `rank_changes` along in its own transaction.
 *
 * As of `day`, SQL for a day that is before the latest fact, they hold if nobody has bought or become a customer since.
 */
export function keptBorders(day?: string): string {
  const since =
    day === undefined
      ? ''
      : ` and not exists (select from customer_summaries later where later.last_order_day > ${day}) and not exists (select from customers newer where newer.created_day > ${day})`
  return `rank_borders kept where not exists (select from rank_changes)${since}`
}

/** What somebody has to have spent to be among the top, in the catalogue's manner: null where it is not kept for that share. */
export const topBorderKept = (percent: string, summaries: 'maintained' | 'as_of'): string =>
  `(select kept.top_spend from ${keptBorders(summaries === 'maintained' ? undefined : ':today')} and kept.top_percent = ${percent})`

/** Whether the shop is so large that borders are kept; by PostgreSQL's own estimate, which costs nothing. */
export async function bordersAreKept(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ customers: number }>`
    select reltuples::int as customers from pg_class where oid = 'customer_summaries'::regclass
  `.execute(db)
  return (rows[0]?.customers ?? 0) >= worthKeeping
}

/** Finds the borders of a large shop and keeps them, unless they are kept and hold for that share of top customers. */
export async function keepBorders(db: Kysely<Database>, topPercent: number): Promise<void> {
  if ((await bordersAreKept(db)) && !(await hold(db, topPercent))) await findBorders(db, topPercent)
}

/** Finds the borders and keeps them, unless somebody else is at it. */
export async function findBorders(db: Kysely<Database>, topPercent: number): Promise<void> {
  // Were the snapshot older than the lock, borders found before another change could be kept after those found with it.
  await db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (trx) => {
      if (await isFirst(trx)) await find(trx, topPercent)
    })
}

async function hold(db: Kysely<Database>, topPercent: number): Promise<boolean> {
  const { rows } = await sql`
    select from ${sql.raw(keptBorders())} and kept.top_percent = ${topPercent}::numeric
  `.execute(db)
  return rows.length > 0
}

async function isFirst(trx: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${keepingLock}) as locked`.execute(
    trx,
  )
  return rows[0]?.locked ?? false
}

/** One statement, so that the changes it takes away are just those that the borders are found with. */
async function find(trx: Kysely<Database>, topPercent: number): Promise<void> {
  const percent = sql`${topPercent}::numeric`
  const [before = '', after = ''] = topBorder.replaceAll(':summaries', 'customer_summaries').split(':percent')
  const topSpend = sql`${sql.raw(before)}${percent}${sql.raw(after)}`
  const borders = ['buyers', ...borderColumns.keys()].map((column) => sql.ref(column))
  const columns = sql.join([...borders, sql.ref('top_percent'), sql.ref('top_spend'), sql.ref('kept_at')])
  const found = sql.raw(bordersAlongIndex([...borderColumns.keys()], ['n.buyers']))
  await sql`
    with seen as (delete from rank_changes),
    fresh as (select ${sql.join(borders)}, ${percent} as top_percent, ${topSpend} as top_spend, now() as kept_at from (${found}) as found)
    insert into rank_borders (${columns})
    select ${columns} from fresh
    on conflict (one) do update set (${columns}) = (select ${columns} from fresh)
  `.execute(trx)
}
