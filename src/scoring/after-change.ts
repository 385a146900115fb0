import type { Context } from '../context.ts'
import { type ScoreOptions, type ScoreReport, score } from './score.ts'

/**
 * Up to so many customers a shop is scored in the moment its facts have changed: at this size the past of its segments
 * takes half a minute to build, once. Above, nobody should wait for it.
 */
const scoredAtOnce = 20_000

/** Scores a shop whose facts have changed, or null where it is too large to do that while somebody waits. */
export async function scoreAfterChange(shop: Context, options: ScoreOptions = {}): Promise<ScoreReport | null> {
  const { customers } = await shop.db
    .selectFrom('customer_summaries')
    .select(shop.db.fn.countAll<number>().as('customers'))
    .executeTakeFirstOrThrow()
  return customers > scoredAtOnce ? null : score(shop, options)
}
