import { type Kysely, sql } from 'kysely'
import type { Context } from '../context.ts'
import { type CopySession, copyTransaction } from '../db/database.ts'
import type { Database, Day } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { tooLittleHistory } from '../models/gate.ts'
import {
  gatherBuyers,
  heldOut,
  type ShopFacts,
  sampledHistories,
  sampledValues,
  shopFacts,
} from '../models/scoring/buyers.ts'
import { fitShop, heldOutDays } from '../models/scoring/fitted.ts'
import { beginRun, finishRun, type Outcome, parametersOf } from '../models/scoring/runs.ts'
import { writeScores } from '../models/scoring/write.ts'
import { type RecordReport, recordSegments } from '../segments/history/record.ts'

/** What a scoring is at. */
export interface ScoreProgress {
  readonly phase: 'reading' | 'fitting' | 'scoring' | 'saving' | 'segments'
  readonly done: number
  /** Null where it cannot be said. */
  readonly total: number | null
}

export interface ScoreOptions {
  /** False leaves the segments' history, which takes longer the first time, to the next scoring. */
  readonly history?: boolean
  readonly onProgress?: (progress: ScoreProgress) => void
}

/** What came of a scoring. */
export interface ScoreReport {
  readonly runId: number
  /** The day the scores speak of. */
  readonly asOf: Day
  /** Why nobody was scored, in a sentence; null where they were. */
  readonly refused: string | null
  readonly buyers: number
  readonly scored: number
  /** How many different purchase histories they have. */
  readonly histories: number
  /** Who entered and left which segment since the day before; null where that was left out. */
  readonly segments: RecordReport | null
  readonly seconds: number
}

/** summaries → histories → enough of them? → fit → tried on what was held out → scores → segments' history */
export async function score(
  shop: Context,
  { history = true, onProgress = () => {} }: ScoreOptions = {},
): Promise<ScoreReport> {
  const began = performance.now()
  const day = shop.today()
  await ensureSummaries(shop.db)
  const { runId, outcome } = await copyTransaction(shop.db, async (session) => {
    await prepare(session.trx, shop.settings.timeZone)
    const runId = await beginRun(session.trx, day, shop.now())
    const outcome = await scored(session, runId, day, onProgress)
    await finishRun(session.trx, runId, outcome, shop.now())
    return { runId, outcome }
  })
  const inHistory = (done: number, total: number) => onProgress({ phase: 'segments', done, total })
  const segments = history ? await recordSegments(shop, { day, onProgress: inHistory }) : null
  return { ...reportOf(runId, day, outcome), segments, seconds: (performance.now() - began) / 1000 }
}

/** Everything in one transaction: what is interrupted was never there, and the scores of before stay. */
async function scored(
  session: CopySession,
  runId: number,
  day: Day,
  onProgress: (progress: ScoreProgress) => void,
): Promise<Outcome> {
  const { trx } = session
  onProgress({ phase: 'reading', done: 0, total: null })
  await gatherBuyers(trx, day)
  const facts = await shopFacts(trx, day)
  const tooLittle = tooLittleHistory(facts)
  if (tooLittle !== null) return { kind: 'refused', reason: tooLittle, facts, fitted: null }

  onProgress({ phase: 'fitting', done: 0, total: null })
  const { fitted, fault } = await fittedTo(trx, day, facts)
  if (fault !== null) return { kind: 'refused', reason: fault, facts, fitted }

  const total = await distinctHistories(trx)
  const written = await writeScores(session, runId, parametersOf(fitted), (done) =>
    onProgress({ phase: done < total ? 'scoring' : 'saving', done, total }),
  )
  return { kind: 'scored', facts, fitted, written }
}

/** What is fitted from is let go before anybody is scored: memory holds one or the other. */
async function fittedTo(trx: Kysely<Database>, day: Day, { daysOfHistory }: ShopFacts) {
  const days = heldOutDays(daysOfHistory)
  return fitShop({
    histories: await sampledHistories(trx),
    values: await sampledValues(trx),
    watched: await heldOut(trx, day, days),
    heldOutDays: days,
  })
}

/** Any number, the same in every process: who holds it is scoring. */
const scoringLock = 7_236_441

/** One scoring at a time; days are the shop's, and a large shop is no reason to give up half-way. */
async function prepare(trx: Kysely<Database>, timeZone: string): Promise<void> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${scoringLock}) as free, set_config('TimeZone', ${timeZone}, true),
      set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
  `.execute(trx)
  if (!rows[0]?.free)
    throw new UserError(
      'The customers are being scored by another process.',
      'Wait until it is done; then its scores hold.',
    )
}

/** Every change of facts brings the summaries along; only a database that never had any is without. */
async function ensureSummaries(db: Kysely<Database>): Promise<void> {
  const state = await db.selectFrom('summary_state').select('refreshed_at').executeTakeFirst()
  if (state === undefined) await db.transaction().execute((trx) => refreshSummaries(trx))
}

async function distinctHistories(trx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from scoring_buyers group by repeats, recency_days, age_days) as histories
  `.execute(trx)
  return rows[0]?.count ?? 0
}

function reportOf(runId: number, asOf: Day, outcome: Outcome): Omit<ScoreReport, 'segments' | 'seconds'> {
  const { customers, histories } = outcome.kind === 'scored' ? outcome.written : { customers: 0, histories: 0 }
  const refused = outcome.kind === 'refused' ? outcome.reason : null
  return { runId, asOf, refused, buyers: outcome.facts.buyers, scored: customers, histories }
}
