import { sql } from 'kysely'
import type { CopySession } from '../../db/database.ts'
import { type HistoryRow, historyOf } from './buyers.ts'
import { type Estimate, estimator, type Parameters } from './estimate.ts'

/** So many histories are held in memory, and estimated without a pause for anything else. */
const chunk = 5_000

export interface Written {
  readonly customers: number
  /** How many different histories they have: each is estimated once. */
  readonly histories: number
}

/**
 * Scores every gathered buyer: each history once, here, and then each customer by joining, in PostgreSQL, where the
 * money is added.
 */
export async function writeScores(
  session: CopySession,
  runId: number,
  parameters: Parameters,
  onProgress: (histories: number) => void = () => {},
): Promise<Written> {
  const { trx } = session
  await makeEstimates(session, parameters, onProgress)
  const { rows } = await sql<{ histories: number }>`select count(*) as histories from scoring_estimates`.execute(trx)
  const gamma = parameters.values?.gamma ?? 0
  const money = (multiple: string) =>
    sql`round(((${gamma}::float8 + buyers.repeat_spend::float8) * ${sql.ref(multiple)})::numeric, 4)`
  const inserted = await sql`
    insert into customer_scores (
      run_id, customer_id, chance_active, expected_orders_90d, expected_orders_low, expected_orders_high,
      expected_value_per_order, lifetime_value_12m, lifetime_value_low, lifetime_value_high
    )
    select ${runId}::bigint, buyers.customer_id, chance_active, orders, orders_low, orders_high,
      ${money('per_order')}, ${money('value')}, ${money('value_low')}, ${money('value_high')}
    from scoring_buyers as buyers
    join scoring_estimates as estimates
      on estimates.repeats = buyers.repeats
      and estimates.age_days = buyers.age_days
      and estimates.recency_days = buyers.recency_days
  `.execute(trx)
  await sql`analyze customer_scores`.execute(trx)
  return { customers: Number(inserted.numAffectedRows ?? 0), histories: rows[0]?.histories ?? 0 }
}

async function makeEstimates(
  { trx, copy }: CopySession,
  parameters: Parameters,
  onProgress: (histories: number) => void,
): Promise<void> {
  await sql`
    create temporary table scoring_estimates (
      repeats integer, recency_days integer, age_days integer,
      chance_active float8, orders float8, orders_low integer, orders_high integer,
      per_order float8, value float8, value_low float8, value_high float8
    ) on commit drop
  `.execute(trx)
  await sql`
    declare scoring_histories no scroll cursor for
    select repeats, recency_days, age_days from scoring_buyers group by 1, 2, 3 order by repeats, age_days, recency_days
  `.execute(trx)
  const estimateOf = estimator(parameters)
  for (let done = 0; ; ) {
    const { rows } = await sql<HistoryRow>`fetch ${sql.lit(chunk)} from scoring_histories`.execute(trx)
    if (rows.length === 0) break
    await copy('copy scoring_estimates from stdin', [rows.map((row) => line(row, estimateOf(historyOf(row)))).join('')])
    done += rows.length
    onProgress(done)
  }
  await sql`close scoring_histories`.execute(trx)
  await sql`analyze scoring_estimates`.execute(trx)
}

/** A row of the temporary table in the text format of `copy`. */
function line(row: HistoryRow, { chanceActive, orders, ordersLow, ordersHigh, money }: Estimate): string {
  const amounts = money === null ? ['\\N', '\\N', '\\N', '\\N'] : [money.perOrder, money.value, money.low, money.high]
  const fields = [row.repeats, row.recency_days, row.age_days, chanceActive, orders, ordersLow, ordersHigh, ...amounts]
  return `${fields.join('\t')}\n`
}
