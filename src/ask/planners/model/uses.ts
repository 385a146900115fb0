import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../../../db/schema.ts'
import type { ShopSettings } from '../../../db/settings.ts'
import type { Spent } from './talk.ts'

export interface NewUse {
  readonly day: Day
  readonly who: string
  readonly purpose: 'question' | 'draft'
  readonly model: string
}

/**
 * Counts one more use, if the person's budget of the day has room for it; null where it has not. Counting and adding are one
 * step, so that two questions at once do not both take the last place.
 */
export async function beginUse(db: Kysely<Database>, use: NewUse, atMost: number): Promise<number | null> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('model_uses'), hashtext(${use.who}))`.execute(trx)
    const { uses } = await trx
      .selectFrom('model_uses')
      .select((each) => each.fn.countAll<number>().as('uses'))
      .where('day', '=', use.day)
      .where('who', '=', use.who)
      .executeTakeFirstOrThrow()
    if (Number(uses) >= atMost) return null
    const { id } = await trx.insertInto('model_uses').values(use).returning('id').executeTakeFirstOrThrow()
    return id
  })
}

/** What it came to and what it took. */
export async function endUse(
  db: Kysely<Database>,
  id: number,
  { calls, tokens }: Spent,
  { ms, outcome }: { readonly ms: number; readonly outcome: string },
): Promise<void> {
  const { input, cached, output } = tokens
  const counted = {
    calls,
    input_tokens: input,
    cached_tokens: cached,
    output_tokens: output,
    ms: Math.round(ms),
    outcome,
  }
  await db.updateTable('model_uses').set(counted).where('id', '=', id).execute()
}

/** What the model was used for from a day on, in all. */
export interface UseTotals {
  readonly uses: number
  readonly calls: number
  readonly input: number
  readonly cached: number
  readonly output: number
  /** Uses that came to a plan, a question back or a draft. */
  readonly useful: number
}

export async function useTotals(db: Kysely<Database>, since: Day): Promise<UseTotals> {
  const { rows } = await sql<UseTotals>`
    select count(*)::integer as uses, coalesce(sum(calls), 0)::integer as calls,
      coalesce(sum(input_tokens), 0)::float8 as input, coalesce(sum(cached_tokens), 0)::float8 as cached,
      coalesce(sum(output_tokens), 0)::float8 as output,
      (count(*) filter (where outcome in ('plan', 'clarify', 'draft', 'unanswerable')))::integer as useful
    from model_uses where day >= ${since}::date`.execute(db)
  const [totals] = rows
  return totals ?? { uses: 0, calls: 0, input: 0, cached: 0, output: 0, useful: 0 }
}

/** What was used after a row of the table, and the last row there is; for measuring what a run of questions took. */
export async function usesSince(
  db: Kysely<Database>,
  after = Number.MAX_SAFE_INTEGER,
): Promise<UseTotals & { readonly last: number }> {
  const { rows } = await sql<UseTotals & { readonly last: number }>`
    select count(*) filter (where id > ${after})::integer as uses,
      coalesce(sum(calls) filter (where id > ${after}), 0)::integer as calls,
      coalesce(sum(input_tokens) filter (where id > ${after}), 0)::float8 as input,
      coalesce(sum(cached_tokens) filter (where id > ${after}), 0)::float8 as cached,
      coalesce(sum(output_tokens) filter (where id > ${after}), 0)::float8 as output,
      0 as useful, coalesce(max(id), 0)::float8 as last
    from model_uses`.execute(db)
  const [totals] = rows
  return totals ?? { uses: 0, calls: 0, input: 0, cached: 0, output: 0, useful: 0, last: 0 }
}

export type Prices = Pick<ShopSettings, 'modelInputPrice' | 'modelCachedPrice' | 'modelOutputPrice'>

/** In dollars; null where no price is set. What the server had in its cache costs less, if its price is known. */
export function costOf(
  { input, cached, output }: { readonly input: number; readonly cached: number; readonly output: number },
  { modelInputPrice, modelCachedPrice, modelOutputPrice }: Prices,
): number | null {
  if (modelInputPrice === 0 && modelOutputPrice === 0) return null
  const cachedPrice = modelCachedPrice === 0 ? modelInputPrice : modelCachedPrice
  return ((input - cached) * modelInputPrice + cached * cachedPrice + output * modelOutputPrice) / 1_000_000
}
