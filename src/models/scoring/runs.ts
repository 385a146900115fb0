import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Database, Day } from '../../db/schema.ts'
import type { ShopFacts } from './buyers.ts'
import type { Parameters } from './estimate.ts'
import type { Fitted } from './fitted.ts'
import type { Written } from './write.ts'

/** The models and how they are used here; counts up when the same history would be estimated otherwise. */
export const modelVersion = 'MBG/NBD and Gamma-Gamma, version 1'

/** What a run came to. */
export type Outcome =
  | { readonly kind: 'scored'; readonly facts: ShopFacts; readonly fitted: Fitted; readonly written: Written }
  /** Nobody was scored, for a reason in a sentence; `fitted` where it got that far. */
  | { readonly kind: 'refused'; readonly reason: string; readonly facts: ShopFacts; readonly fitted: Fitted | null }

/** A run that nobody sees until it is finished. */
export async function beginRun(trx: Kysely<Database>, asOf: Day, now: Date): Promise<number> {
  const { id } = await trx
    .insertInto('score_runs')
    .values({ as_of: asOf, model: modelVersion, started_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** From now on questions use it; scores of runs that no question uses any more go. */
export async function finishRun(trx: Kysely<Database>, id: number, outcome: Outcome, now: Date): Promise<void> {
  await trx
    .updateTable('score_runs')
    .set({
      parameters: JSON.stringify(outcome.fitted ? parametersOf(outcome.fitted) : {}),
      diagnostics: JSON.stringify(diagnosticsOf(outcome)),
      finished_at: now,
      has_scores: outcome.kind === 'scored',
    })
    .where('id', '=', id)
    .execute()
  if (outcome.kind === 'scored') await dropOldScores(trx, id)
}

export const parametersOf = ({ purchases, values }: Fitted): Parameters => ({
  purchases: purchases.parameters,
  values: values?.parameters ?? null,
})

function diagnosticsOf(outcome: Outcome): Diagnostics {
  const { facts, fitted } = outcome
  return {
    ...(outcome.kind === 'refused' && { refused: outcome.reason }),
    ...(outcome.kind === 'scored' && { scored: outcome.written }),
    facts,
    fit: fitted && {
      customers: fitted.purchases.customers,
      logLikelihood: fitted.purchases.logLikelihood,
      inSample: fitted.inSample,
      holdOut: fitted.holdOut,
      values: fitted.values && { customers: fitted.values.customers, logLikelihood: fitted.values.logLikelihood },
      valuesFault: fitted.valuesFault,
      valueCorrelation: fitted.valueCorrelation,
    },
  }
}

/**
 * Scores are kept of the run just made and of the two that speak for the latest days; of several for one day, of the
 * last.
 */
async function dropOldScores(trx: Kysely<Database>, made: number): Promise<void> {
  await sql`
    with latest as (
      select distinct on (as_of) id from score_runs
      where has_scores and finished_at is not null
      order by as_of desc, id desc
      limit 2
    ),
    old as (
      update score_runs set has_scores = false
      where has_scores and id <> ${made} and id not in (select id from latest)
      returning id
    )
    delete from customer_scores where run_id in (select id from old)
  `.execute(trx)
}

const number = z.number()
const purchaseParameters = z.object({ r: number, alpha: number, a: number, b: number })
const valueParameters = z.object({ p: number, q: number, gamma: number })
const parameters = z.union([
  z.object({ purchases: purchaseParameters, values: valueParameters.nullable() }),
  z.object({}).transform(() => null),
])

const diagnostics = z.object({
  refused: z.string().optional(),
  scored: z.object({ customers: number, histories: number }).optional(),
  facts: z.object({
    buyers: number,
    daysOfHistory: number,
    daysSinceLastOrder: number.nullable(),
    withThreePurchaseDays: number,
    firstOrderDay: z.string().nullable(),
    lastOrderDay: z.string().nullable(),
  }),
  fit: z
    .object({
      customers: number,
      logLikelihood: number,
      inSample: z.object({
        actualRepeats: number,
        expectedRepeats: number,
        frequencies: z.array(z.object({ repeats: number, actual: number, expected: number })).readonly(),
      }),
      holdOut: z.object({
        weeks: number,
        customers: number,
        actual: number,
        predicted: number,
        correlation: number.nullable(),
        meanAbsoluteError: number,
        rangeCoverage: number,
      }),
      values: z.object({ customers: number, logLikelihood: number }).nullable(),
      valuesFault: z.string().nullable(),
      valueCorrelation: number.nullable(),
    })
    .nullable(),
})

/** What is kept of a run for ever. */
export type Diagnostics = z.infer<typeof diagnostics>

export interface Run {
  readonly id: number
  readonly asOf: Day
  readonly model: string
  readonly startedAt: Date
  readonly finishedAt: Date
  /** Null where nothing was fitted. */
  readonly parameters: Parameters | null
  readonly diagnostics: Diagnostics
}

/** A finished run as it was recorded. */
export async function readRun(db: Kysely<Database>, id: number): Promise<Run> {
  const row = await db.selectFrom('score_runs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  if (row.finished_at === null) throw new Error(`run ${id} is not finished`)
  return {
    id: row.id,
    asOf: row.as_of,
    model: row.model,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    parameters: parameters.parse(row.parameters),
    diagnostics: diagnostics.parse(row.diagnostics),
  }
}
