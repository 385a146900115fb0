import type { Kysely } from 'kysely'
import { writeDay } from '../ask/period-text.ts'
import type { Config } from '../config.ts'
import { clock, dayOf } from '../context.ts'
import { migrationState } from '../db/migrate.ts'
import type { Database } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { latestRun } from '../models/scoring/latest-run.ts'
import type { Finding } from './checks.ts'

/** Scores change slowly; a night or two that were slept through do no harm. */
const freshDays = 2

const mend = 'npm run -s cli -- score; while the bot runs it does that every night.'

/** Whether the customers are scored, and how long ago. */
export const scores =
  (config: Config) =>
  async (db: Kysely<Database>): Promise<Finding> => {
    const subject = 'Scores'
    if ((await migrationState(db)).pending.length > 0) return { kind: 'note', subject, says: 'none yet' }
    const today = config.asOf ?? dayOf(clock(), (await readSettings(db)).timeZone)
    const run = await latestRun(db, today)
    if (run === null) return { kind: 'note', subject, says: 'nobody is scored yet', mend }
    const age = Math.round((Date.parse(today) - Date.parse(run.asOf)) / 86_400_000)
    const of = `as of ${writeDay(run.asOf)}${age === 0 ? '' : age === 1 ? ', a day ago' : `, ${age} days ago`}`
    if (age > freshDays) return { kind: 'note', subject, says: `old: ${of}`, mend }
    return run.refused === null
      ? { kind: 'good', subject, says: of }
      : { kind: 'note', subject, says: `nobody is scored ${of}. ${run.refused}` }
  }
