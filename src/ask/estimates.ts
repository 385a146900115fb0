import type { Kysely } from 'kysely'
import type { Database, Day } from '../db/schema.ts'
import { type LatestRun, latestRun } from '../models/scoring/latest-run.ts'
import { readRun } from '../models/scoring/runs.ts'
import { writeNumber } from './amounts.ts'
import type { CheckedQuery } from './checked.ts'
import { partsOf } from './parts.ts'
import { writeDay } from './period-text.ts'
import type { Note } from './reply.ts'

/** The scoring run that a question takes its estimates from, and from how many buyers it made them. */
export interface Estimates extends LatestRun {
  readonly buyers: number
}

export async function estimatesOn(db: Kysely<Database>, today: Day): Promise<Estimates | null> {
  const run = await latestRun(db, today)
  return run && { ...run, buyers: (await readRun(db, run.id)).diagnostics.facts.buyers }
}

/** What to keep in mind of numbers that are no facts. */
export function estimateNotes(plan: CheckedQuery, scores: Estimates | null): readonly Note[] {
  const { fields, segments } = partsOf(plan)
  const estimates = fields.flatMap(({ estimate }) => estimate ?? [])
  if (scores === null || (estimates.length === 0 && !segments.some(({ segment }) => segment.estimated))) return []
  const ranged = plan.kind === 'list' && estimates.some(({ range }) => range !== undefined)
  return [{ kind: 'caveat', text: `${estimatedFrom(scores)}${ranged ? `; ${coverage}` : ''}.` }]
}

/** "Estimated on Nov 16, 2026 from the orders of 812 customers (MBG/NBD)" */
export const estimatedFrom = ({ asOf, buyers }: Estimates): string =>
  `Estimated on ${writeDay(asOf)} from the orders of ${writeNumber(buyers)} ${buyers === 1 ? 'customer' : 'customers'} (MBG/NBD)`

/** What ranges are, after the share of customers that they are made for. */
export const coverage = '8 in 10 customers stay within their range'
