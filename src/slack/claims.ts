import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Log } from '../log.ts'

/** The right to deal with one thing that Slack sent. */
export interface Claim {
  /** What makes it the same when it comes again: `message:C…:17…`, `action:…`. */
  readonly key: string
  /** 1 the first time; whoever takes it over after a crash has the next one. */
  readonly attempt: number
}

/** A claim that its owner let expire, with what Slack had sent. */
export interface Overdue {
  readonly claim: Claim
  readonly body: unknown
}

/**
 * What Slack delivered and who is dealing with it, in PostgreSQL: so that what is delivered twice, or to two bots, is
 * dealt with once, and what a crash interrupted is dealt with after it.
 */
export interface Claims extends Disposable {
  /** Null when it was taken before. The first key is the claim's; the others only mark the same thing. */
  take(keys: readonly [string, ...string[]], body: unknown): Promise<Claim | null>
  /** The next one that nobody works on any more, now ours. */
  takeOver(): Promise<Overdue | null>
  /** Whether it is still ours; if so, for another 15 seconds. */
  stillOurs(claim: Claim): Promise<boolean>
  /** Dealt with: what Slack sent is forgotten. */
  done(claim: Claim): Promise<void>
  /** It came to nothing here: another try may begin in a moment. */
  giveBack(claim: Claim): Promise<void>
  /** As if it had never come: a form that was refused is sent again under the same key. */
  release(claim: Claim): Promise<void>
}

const lease = sql<Date>`now() + interval '15 seconds'`
const renewEveryMs = 5_000

export function openClaims(db: Kysely<Database>, log: Log): Claims {
  const held = new Map<string, Claim>()
  const timer = setInterval(() => {
    renew(db, [...held.values()]).catch((error: unknown) => log.warn('claims could not be renewed', { error }))
  }, renewEveryMs)
  timer.unref()
  const keep = (claim: Claim): Claim => {
    held.set(claim.key, claim)
    return claim
  }
  return {
    take: async (keys, body) => ((await insert(db, keys, body)) ? keep({ key: keys[0], attempt: 1 }) : null),
    takeOver: async () => {
      const overdue = await takeOver(db, [...held.keys()])
      if (overdue) keep(overdue.claim)
      return overdue
    },
    stillOurs: async (claim) => (await renew(db, [claim])) > 0,
    done: async (claim) => {
      held.delete(claim.key)
      await finish(db, claim)
    },
    giveBack: async (claim) => {
      held.delete(claim.key)
      await sql`update event_deduplication set claimed_until = now() + interval '2 seconds'
        where event_id = ${claim.key} and attempts = ${claim.attempt}`.execute(db)
    },
    release: async (claim) => {
      held.delete(claim.key)
      await db.deleteFrom('event_deduplication').where('event_id', '=', claim.key).execute()
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** One statement, so that two bots cannot both see nothing there. */
async function insert(db: Kysely<Database>, keys: readonly [string, ...string[]], body: unknown): Promise<boolean> {
  const [key, ...marks] = keys
  const { rows } = await sql<{ event_id: string }>`
    with given (event_id, main) as (
      select ${key}::text, true union all select unnest(${marks}::text[]), false
    )
    insert into event_deduplication (event_id, body, claimed_until, handled_at)
    select event_id, case when main then ${body === null ? null : JSON.stringify(body)}::jsonb end,
      case when main then ${lease} end, case when not main then now() end
    from given
    where not exists (select from event_deduplication where event_id in (select event_id from given))
    order by main desc
    on conflict (event_id) do nothing
    returning event_id`.execute(db)
  return rows.some((row) => row.event_id === key)
}

/** Two sweepers pass each other by: the row that one looks at is skipped by the other. */
async function takeOver(db: Kysely<Database>, ours: readonly string[]): Promise<Overdue | null> {
  const { rows } = await sql<{ event_id: string; attempts: number; body: unknown }>`
    update event_deduplication set claimed_until = ${lease}, attempts = attempts + 1
    where event_id = (
      select event_id from event_deduplication
      where handled_at is null and body is not null and claimed_until < now() and event_id <> all(${[...ours]}::text[])
      order by claimed_until, event_id limit 1 for update skip locked
    )
    returning event_id, attempts, body`.execute(db)
  const row = rows[0]
  return row ? { claim: { key: row.event_id, attempt: row.attempts }, body: row.body } : null
}

/** How many of them are still ours: another attempt means that somebody else took it over. */
async function renew(db: Kysely<Database>, claims: readonly Claim[]): Promise<number> {
  if (claims.length === 0) return 0
  const { rows } = await sql`
    update event_deduplication as kept set claimed_until = ${lease}
    from unnest(${claims.map(({ key }) => key)}::text[], ${claims.map(({ attempt }) => attempt)}::int[]) as given (key, attempt)
    where kept.event_id = given.key and kept.attempts = given.attempt and kept.handled_at is null
    returning kept.event_id`.execute(db)
  return rows.length
}

async function finish(db: Kysely<Database>, { key, attempt }: Claim): Promise<void> {
  await db
    .updateTable('event_deduplication')
    .set({ handled_at: sql`now()`, body: null })
    .where('event_id', '=', key)
    .where('attempts', '=', attempt)
    .execute()
}
