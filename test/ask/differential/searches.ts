import { sql } from 'kysely'
import { expect } from 'vitest'
import type { TestDatabase } from '../../support/database.ts'
import { constructsToUse } from './coverage.ts'
import { type Project, type Report, type Search, search } from './harness.ts'

/** Searches and says what was searched, with what it takes to repeat it. */
export async function expectNoDifference(
  project: Project,
  plans: number,
  seed: number,
  more: Pick<Search, 'shopOf'> = {},
): Promise<Report> {
  const report = await search(project, { plans, seed, enough: 5, minimise: true, ...more })
  const missing = constructsToUse(project.catalog).filter((construct) => !report.constructs.has(construct))
  const share = (count: number): string => `${((100 * count) / report.plans).toFixed(1)} %`
  console.log(
    `REGULARS_FUZZ_SEED=${seed}: ${report.plans} plans, ${share(report.refused.length)} refused, ${share(report.telling)} with something to tell; ${report.undecided} undecided; not used: ${missing.join(', ') || 'nothing'}`,
  )
  expect(report.differences.join('\n\n'), `to repeat: REGULARS_FUZZ_SEED=${seed}`).toBe('')
  expect(report.refused.length, report.refused.slice(0, 10).join('\n')).toBeLessThan(report.plans / 10)
  expect(report.undecided).toBeLessThan(Math.max(2, report.plans / 1000))
  expect(report.telling).toBeGreaterThan(report.plans / 2)
  return report
}

/**
 * Plain loops sort text by code point, as the database that comes along does; one named by DATABASE_URL may sort as a
 * dictionary does.
 */
export async function sortsByCodePoint({ db }: TestDatabase): Promise<boolean> {
  const { rows } = await sql<{ plainly: boolean }>`select 'B' < 'a' and 'a b' < 'aa' as plainly`.execute(db)
  return rows[0]?.plainly === true
}

export const otherOrder = 'This database does not sort text by code point'
