import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../../db/schema.ts'

/** What became of the facts of days that are recorded already. */
export interface LateFacts {
  /** Days whose facts are not those that they were recorded with, ascending. */
  readonly changed: readonly Day[]
  readonly recorded: number
}

/**
 * Notices facts that came late: an order of last week imported today, an old one refunded, another time zone.
 *
 * A sum of hashes over the facts of each day stands for them. Facts without a day (a phone number, do-not-contact) and
 * consents are left out: what was known on a day when it was recorded stands.
 */
export async function lateFacts(trx: Kysely<Database>, from: Day, until: Day): Promise<LateFacts> {
  const { rows } = await sql<{ day: Day; changed: boolean }>`
    select coalesce(held.day, now.day) as day, held.facts is distinct from now.facts as changed
    from (${factsByDay(from, until)}) now
    full join segment_days held on held.day = now.day
    where coalesce(held.day, now.day) < ${until}::date
    order by 1
  `.execute(trx)
  return { changed: rows.flatMap(({ day, changed }) => (changed ? [day] : [])), recorded: rows.length }
}

/** Keeps what the facts of each day amount to now. */
export async function noteFacts(trx: Kysely<Database>, from: Day, until: Day): Promise<void> {
  await sql`
    with now as (${factsByDay(from, until)}),
    gone as (delete from segment_days where day not in (select day from now))
    insert into segment_days (day, facts) select day, facts from now
    on conflict (day) do update set facts = excluded.facts where segment_days.facts <> excluded.facts
  `.execute(trx)
}

/** Everything before the first day counts as the first day's. */
function factsByDay(from: Day, until: Day) {
  return sql`
    select greatest(coalesce(day, ${from}::date), ${from}::date) as day, sum(hash) as facts
    from (
      select ordered_day as day, hashint8extended(customer_id, hash_numeric_extended(net, ordered_day - date '2000-01-01')) as hash
      from orders where counts and customer_id is not null
      union all
      select on_day, hashint8extended(customer_id, on_day - date '2000-01-01') from interactions where direction = 'inbound'
      union all
      select responded_day, hashint8extended(customer_id, campaign_id) from campaign_recipients where responded_day is not null
      union all
      select referred_on, hashint8extended(referrer_id, referred_id) from referrals
    ) fact
    where day is null or day <= ${until}::date
    group by 1
  `
}
