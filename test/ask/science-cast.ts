import { type Kysely, sql } from 'kysely'
import type { Estimates } from '../../src/ask/estimates.ts'
import type { Histories, SegmentHistory } from '../../src/catalog/histories.ts'
import type { Database } from '../../src/db/schema.ts'
import { today } from './cast.ts'

/** The run that the cast's estimates come from. */
export const scores: Estimates = { id: 7, asOf: today, refused: null, buyers: 6 }

const yearBack = { fromDay: '2025-11-16', dailyFrom: '2026-05-01', step: 'week', untilDay: today } as const
const historyOf = (segmentId: number): SegmentHistory => ({ segmentId, ...yearBack })

/** Known for a year back, until May week by week. */
export const histories: Histories = new Map([
  ['lapsed', historyOf(501)],
  ['champion', historyOf(502)],
  ['at_risk', historyOf(503)],
])

/** For `check` and `ask`, and for `compile`. */
export const scored = { scores, histories }
export const recorded = { scoreRun: scores.id, recorded: [501, 502, 503] }

/**
 * What is expected of the cast, and where they have been:
 *
 * - Ana: a champion from before the history begins until the end of July, then at risk, lapsed since Aug 5; likely gone
 * - Ben: lapsed for two weeks in October
 * - Dara: lapsed from before the history begins until she came back on Sep 27
 * - Gus: at risk from March on, a champion since his order of Nov 14
 */
export async function openScience(db: Kysely<Database>): Promise<void> {
  for (const text of statements) await sql.raw(text).execute(db)
}

const statements: readonly string[] = [
  `insert into score_runs (id, as_of, model, finished_at, has_scores) overriding system value values
    (6, '2026-11-15', 'test', '2026-11-15T03:00:00Z', true), (7, '${today}', 'test', '${today}T03:00:00Z', true)`,
  ...[
    ['A1', 0.2, 0.3, 0, 1, 120.5, 150, 0, 500],
    ['B1', 0.6, 0.4, 0, 1, 30, 50, 0, 120],
    ['D1', 0.45, 1.2, 0, 3, 25, 90, 0, 260],
    ['G1', 0.9, 2.5, 1, 5, 40, 400, 100, 900],
  ].flatMap(([ref, ...figures]) =>
    // The run of the day before says something else of everybody.
    [7, 6].map(
      (run) =>
        `insert into customer_scores (run_id, customer_id, chance_active, expected_orders_90d, expected_orders_low, expected_orders_high, expected_value_per_order, lifetime_value_12m, lifetime_value_low, lifetime_value_high) select ${run}, id, ${(run === 7 ? figures : figures.map(() => 1)).join(', ')} from customers where ref = '${ref}'`,
    ),
  ),
  `insert into segments (id, name, label, meaning, kind) overriding system value values
    (501, 'lapsed', 'lapsed', 'test', 'built_in'), (502, 'champion', 'champions', 'test', 'built_in'),
    (503, 'at_risk', 'at risk', 'test', 'built_in')`,
  `insert into segment_histories (segment_id, from_day, daily_from, until_day, step, meaning)
    select id, '${yearBack.fromDay}', '${yearBack.dailyFrom}', '${today}', 'week', 'test' from unnest(array[501, 502, 503]) id`,
  ...[
    ['A1', 502, '-infinity', '2026-08-01'],
    ['A1', 503, '2026-08-01', null],
    ['A1', 501, '2026-08-05', null],
    ['B1', 501, '2026-10-10', '2026-10-26'],
    ['D1', 501, '-infinity', '2026-09-27'],
    ['G1', 503, '2026-03-02', '2026-11-14'],
    ['G1', 502, '2026-11-14', null],
  ].map(
    ([ref, segment, from, to]) =>
      `insert into segment_memberships (segment_id, customer_id, valid_from, valid_to)
       select ${segment}, id, '${from}', ${to === null ? 'null' : `'${to}'`} from customers where ref = '${ref}'`,
  ),
]
