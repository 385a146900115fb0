import { sql } from 'kysely'
import { keepBorders } from '../catalog/kept-borders.ts'
import { type Context, dayOf } from '../context.ts'
import { readSettings } from '../db/settings.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { mergeAlone } from '../identity/automatic.ts'
import { dedupe } from '../identity/dedupe.ts'
import { runNightlyImports } from '../imports/nightly.ts'
import { localTime } from '../local-time.ts'
import { latestRun } from '../models/scoring/latest-run.ts'
import { noteQualityOnce, recordQuality } from '../quality/history.ts'
import { score } from '../scoring/score.ts'
import { tidy } from './tidying.ts'

/** When the night's work begins, by the shop's clocks; a night that was slept through is made up for in the morning. */
const beginsAt = '02:00'
/** A night's work that began so long ago and is not over has died with its process. */
const longest = sql`interval '3 hours'`

/**
 * Once a day, whichever process is first: imports the watched folders, looks for customers who are in twice, scores
 * the customers, writes down how good the data is, then tidies up. One part's fault leaves the others.
 */
export async function workAtNight(shop: Context): Promise<void> {
  const settings = await readSettings(shop.db)
  const now = shop.now()
  if (localTime(now, settings.timeZone).time < beginsAt) return
  const day = dayOf(now, settings.timeZone)
  if (!(await claim(shop, day, now))) return
  const tonight: Context = { ...shop, settings }
  await part('imports', tonight, async () => void (await runNightlyImports(tonight)))
  await part('summaries', tonight, () => summarise(tonight))
  await part('duplicates', tonight, () => findDuplicates(tonight))
  await part('scores', tonight, async () => void (await score(tonight)))
  await part('quality', tonight, () => recordQuality(shop.db, tonight.today()))
  await part('tidying', tonight, () => tidy(shop.db, settings, now))
  await shop.db
    .updateTable('job_runs')
    .set({ finished_at: shop.now() })
    .where('job', '=', 'nightly')
    .where('day', '=', day)
    .execute()
}

/** Those whose record has changed since the night before; what is beyond doubt is merged where the shop wants that. */
async function findDuplicates(shop: Context): Promise<void> {
  await dedupe(shop, { kind: 'changed' })
  if (shop.settings.mergeAutomatically) await mergeAlone(shop.db, 'nightly')
}

/**
 * Scores a shop that never was, or whose segments have no past yet, and looks for duplicates where nobody has: a new one is not to wait for the night. Cut short,
 * what was under way is as if it had not begun.
 */
export async function scoreForTheFirstTime(shop: Context): Promise<void> {
  const { db } = shop
  const settings = await readSettings(db)
  const customer = await db.selectFrom('customer_summaries').select('customer_id').limit(1).executeTakeFirst()
  if (customer === undefined) return
  await noteQualityOnce(db, shop.today())
  const recorded = await db.selectFrom('segment_histories').select('segment_id').limit(1).executeTakeFirst()
  if (recorded === undefined || (await latestRun(db, shop.today())) === null) await score({ ...shop, settings })
  const searched = await db.selectFrom('match_runs').select('id').limit(1).executeTakeFirst()
  if (searched === undefined) await findDuplicates({ ...shop, settings })
}

async function claim({ db }: Context, day: string, now: Date): Promise<boolean> {
  const row = await db
    .insertInto('job_runs')
    .values({ job: 'nightly', day, started_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['job', 'day'])
        .doUpdateSet({ started_at: now })
        .where('job_runs.finished_at', 'is', null)
        .where(sql<boolean>`job_runs.started_at < ${now}::timestamptz - ${longest}`),
    )
    .returning('job')
    .executeTakeFirst()
  return row !== undefined
}

async function part(name: string, { log }: Context, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.error('part of the night’s work failed', { part: name, error })
  }
}

/** Every change of facts brings the summaries along; only a database that never had any is without. What it changed in ranks is found again. */
async function summarise({ db, settings }: Context): Promise<void> {
  const state = await db.selectFrom('summary_state').select('refreshed_at').executeTakeFirst()
  if (state === undefined) await db.transaction().execute((trx) => refreshSummaries(trx))
  await keepBorders(db, settings.topPercent)
}
