import { type Kysely, sql } from 'kysely'
import { readHistories } from '../../catalog/histories.ts'
import { loadCatalog } from '../../catalog/load.ts'
import type { Context } from '../../context.ts'
import type { Database, Day } from '../../db/schema.ts'
import { readSettings } from '../../db/settings.ts'
import { latestRun } from '../../models/scoring/latest-run.ts'
import { whatIsDue } from './due.ts'
import { noteLists, writeHistories } from './known.ts'
import { noteFacts } from './late.ts'
import type { Words } from './recorded.ts'
import { recordStays } from './stays.ts'

export interface RecordRequest {
  /** The day to record up to; it is recorded again the day after, once it is over. */
  readonly day: Day
  /** Days looked at so far, of how many. */
  readonly onProgress?: (done: number, of: number) => void
}

export interface RecordReport {
  /** Segments whose history was brought up to date. */
  readonly segments: number
  readonly entered: number
  readonly left: number
  /** Days that were looked at. */
  readonly days: number
}

/** Any number, the same in every process: who holds it records, the others wait. */
const RECORD_LOCK = 7_236_442

/**
 * Records who is in which segment, for every day that is not recorded yet and for the last one again, which was not over
 * then. A history begins with its past, rebuilt from the facts. All of it is written or nothing.
 *
 * It is made anew for a segment whose conditions or numbers have changed, so that no series mixes two meanings, and from
 * the day on that facts came late for, as far back as a night may reach.
 */
export async function recordSegments({ db }: Context, request: RecordRequest): Promise<RecordReport> {
  return alone(db, () =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((trx) => record(trx, request)),
  )
}

/** Waits for another process before looking at anything, so that what it wrote is seen. */
function alone<T>(db: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  return db.transaction().execute(async (holder) => {
    await sql`select pg_advisory_xact_lock(${RECORD_LOCK})`.execute(holder)
    return work()
  })
}

async function record(trx: Kysely<Database>, { day, onProgress }: RecordRequest): Promise<RecordReport> {
  const words = await openWords(trx, day)
  const { parts, from } = await whatIsDue(trx, words, day)
  const report = { segments: 0, entered: 0, left: 0, days: 0 }
  const of = parts.reduce((sum, { days }) => sum + days.length, 0)
  for (const part of parts) {
    const moved = await recordStays(trx, part, words, () => {
      report.days++
      onProgress?.(report.days, of)
    })
    await writeHistories(trx, part, day)
    report.segments += part.segments.length
    report.entered += moved.entered
    report.left += moved.left
  }
  if (parts.length > 0) {
    await noteLists(trx, day)
    await noteFacts(trx, from, day)
  }
  return report
}

/** What conditions are read with, on days of the shop's own zone. */
async function openWords(trx: Kysely<Database>, day: Day): Promise<Words> {
  const rules = await readSettings(trx)
  await sql`select set_config('TimeZone', ${rules.timeZone}, true), set_config('work_mem', '256MB', true)`.execute(trx)
  await holdTemporaryTables(trx)
  const run = await latestRun(trx, day)
  return {
    rules,
    catalog: await loadCatalog(trx),
    // How many buyers stand behind the estimates is for readers of answers.
    scores: run && { ...run, buyers: 0 },
    histories: await readHistories(trx),
  }
}

/**
 * Room to hold the temporary tables of a large shop in memory. A connection that has used such tables before keeps what it
 * has: then it takes longer.
 */
async function holdTemporaryTables(trx: Kysely<Database>): Promise<void> {
  await sql`
    do $$ begin
      perform set_config('temp_buffers', '512MB', true);
    exception when others then null;
    end $$
  `.execute(trx)
}
