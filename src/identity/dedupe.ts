import { type Kysely, sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { choosePairs, type LeftOut } from './blocks.ts'
import type { Pattern } from './fields.ts'
import { patternOf } from './levels.ts'
import { estimate, judgeOf, type MatchModel, type PatternCount } from './model.ts'
import { keepProposals, type Likely, proposeFrom } from './proposals.ts'
import { fingerprint, layOutRecords } from './records.ts'

/** What a search for duplicates found. */
export interface DedupeReport {
  readonly kind: 'whole' | 'changed'
  readonly customers: number
  /** Customers whose record was compared: all, or those that have changed. */
  readonly looked: number
  /** Pairs compared field by field. */
  readonly compared: number
  /** Pairs that are likely one person. */
  readonly found: number
  /** Of those, pairs that were not proposed before. */
  readonly proposed: number
  readonly leftOut: readonly LeftOut[]
  readonly seconds: number
}

export type DedupePhase = 'reading' | 'comparing' | 'estimating' | 'saving'

export interface DedupeOptions {
  /** whole: everybody; changed: those whose record has changed since, and everybody where that is too many or too old. */
  readonly kind?: 'whole' | 'changed'
  readonly onProgress?: (phase: DedupePhase) => void
}

/**
 * records → pairs worth comparing → how far they agree → what that tells in this shop → proposals
 *
 * All of it happens beside the shop's work: nothing is locked but what is found, and nobody is merged.
 */
export async function dedupe(
  { db, today, now }: Pick<Context, 'db' | 'today' | 'now'>,
  { kind: wanted = 'whole', onProgress = () => {} }: DedupeOptions = {},
): Promise<DedupeReport> {
  const began = now()
  return db.transaction().execute(async (trx) => {
    await oneAtATime(trx)
    onProgress('reading')
    const customers = await layOutRecords(trx)
    const known = wanted === 'changed' ? await usableModel(trx, customers) : null
    const changed = known && (await layOutChanged(trx, customers))
    const kind = changed === null ? 'whole' : 'changed'
    onProgress('comparing')
    const { pairs, leftOut } = await choosePairs(trx, customers, kind === 'changed')
    await comparePairs(trx)
    onProgress('estimating')
    const model = (kind === 'changed' && known) || estimate(await observe(trx, customers))
    const likely = await likelyPairs(trx, model)
    onProgress('saving')
    const proposed = await keepProposals(trx, likely, kind)
    await keepFingerprints(trx)
    const finished = now()
    await trx
      .insertInto('match_runs')
      .values({
        ...{ kind, as_of: today(), started_at: began, finished_at: finished, customers, compared: pairs },
        ...{ found: likely.length, model: JSON.stringify(model), left_out: JSON.stringify(leftOut) },
      })
      .execute()
    return {
      ...{ kind, customers, looked: changed ?? customers, compared: pairs, found: likely.length, proposed, leftOut },
      seconds: (finished.getTime() - began.getTime()) / 1000,
    }
  })
}

/** Number of the advisory lock that a search holds. */
const searching = 7_236_433

async function oneAtATime(trx: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${searching}) as free`.execute(trx)
  if (!rows[0]?.free)
    throw new UserError('Duplicates are being looked for already.', 'Wait until that is done, then try again.')
  await sql`
    select set_config('work_mem', '64MB', true), set_config('jit', 'off', true), set_config('lock_timeout', '10s', true)
  `.execute(trx)
}

/** What the last search of everybody estimated, while the shop is still about the one it was; else null. */
async function usableModel(trx: Kysely<Database>, customers: number): Promise<MatchModel | null> {
  const run = await trx
    .selectFrom('match_runs')
    .select(['model', 'customers'])
    .where('kind', '=', 'whole')
    .where('started_at', '>', sql<Date>`now() - interval '30 days'`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!run || run.customers === 0 || Math.abs(customers / run.customers - 1) > 0.2) return null
  // Written by this folder alone, from a MatchModel.
  return { ...(run.model as MatchModel), customers }
}

/** Those whose record is not what it was when it was last compared; null where it is so many that all are looked at. */
async function layOutChanged(trx: Kysely<Database>, customers: number): Promise<number | null> {
  await sql`
    create temp table match_changed on commit drop as
    select r.n from match_records as r left join match_fingerprints as f on f.customer_id = r.id
    where f.fingerprint is distinct from ${fingerprint}
  `.execute(trx)
  await sql`alter table match_changed add primary key (n)`.execute(trx)
  const { rows } = await sql<{ count: number }>`select count(*) as count from match_changed`.execute(trx)
  const changed = Number(rows[0]?.count ?? 0)
  return changed > Math.max(100, customers / 5) ? null : changed
}

async function comparePairs(trx: Kysely<Database>): Promise<void> {
  await sql`
    create temp table match_compared on commit drop as
    select a.n as a, b.n as b, (${patternOf()})::integer as pattern
    from match_pairs as p join match_records as a on a.n = p.a join match_records as b on b.n = p.b
  `.execute(trx)
  await sql`drop table match_pairs`.execute(trx)
}

/** Pairs drawn at random; in a small shop all there are. The draw is the same each time. */
const drawn = 60_000

async function observe(trx: Kysely<Database>, customers: number) {
  const all = (customers * (customers - 1)) / 2
  const draw = (salt: string) => sql`1 + abs(hashtextextended(i || ${salt}, 0)) % ${customers}`
  const pairs =
    all <= drawn
      ? sql`select a.n as a, b.n as b from match_records as a join match_records as b on b.n > a.n`
      : sql`select ${draw('a')} as a, ${draw('b')} as b from generate_series(1, ${drawn}) as i`
  const random = await sql<PatternCount>`
    select (${patternOf()})::integer as pattern, count(*)::integer as pairs
    from (${pairs}) as p join match_records as a on a.n = p.a join match_records as b on b.n = p.b
    where a.n <> b.n
    group by 1 order by 1
  `.execute(trx)
  const candidates = await sql<PatternCount>`
    select pattern, count(*)::integer as pairs from match_compared group by pattern order by pattern
  `.execute(trx)
  return { random: random.rows, candidates: candidates.rows, customers }
}

/** The pairs that are likely one person, once the commonness of their names is taken into account. */
async function likelyPairs(trx: Kysely<Database>, model: MatchModel): Promise<readonly Likely[]> {
  const judge = judgeOf(model)
  const patterns = await sql<{ pattern: Pattern }>`select distinct pattern from match_compared`.execute(trx)
  const promising = patterns.rows.map(({ pattern }) => pattern).filter((pattern) => judge(pattern) >= proposeFrom)
  const average = (at: number) => model.u[at]?.[3] ?? 1
  const { rows } = await sql<{
    first: number
    second: number
    pattern: Pattern
    given: number
    family: number
    same_system: boolean
  }>`
    with borne as (
      select name, (count(*) filter (where is_given))::float8 / ${model.customers} as given,
        (count(*) filter (where not is_given))::float8 / ${model.customers} as family
      from (select given as name, true as is_given from match_records union all select family, false from match_records) as names
      where name is not null group by name
    )
    select least(a.id, b.id) as first, greatest(a.id, b.id) as second, c.pattern,
      coalesce(g.given, 0) as given, coalesce(f.family, 0) as family,
      exists (select from external_ids as one join external_ids as other on other.system = one.system
        and other.external_id <> one.external_id where one.customer_id = a.id and other.customer_id = b.id) as same_system
    from match_compared as c join match_records as a on a.n = c.a join match_records as b on b.n = c.b
    left join borne as g on g.name = a.given
    left join borne as f on f.name = a.family
    where c.pattern = any (${promising}::integer[])
    order by 1, 2
  `.execute(trx)
  return rows
    .map(({ first, second, pattern, given, family, same_system: sameSystem }) => ({
      ...{ first, second, pattern, sameSystem },
      probability: judge(pattern, {
        given: Math.max(1, given / average(0)),
        family: Math.max(1, family / average(1)),
      }),
    }))
    .filter(({ probability }) => probability >= proposeFrom)
}

async function keepFingerprints(trx: Kysely<Database>): Promise<void> {
  await sql`
    insert into match_fingerprints (customer_id, fingerprint)
    select r.id, ${fingerprint} from match_records as r
    left join match_fingerprints as f on f.customer_id = r.id
    where f.fingerprint is distinct from ${fingerprint}
    order by r.id
    on conflict (customer_id) do update set fingerprint = excluded.fingerprint
  `.execute(trx)
  await sql`delete from match_fingerprints where customer_id not in (select id from match_records)`.execute(trx)
}
