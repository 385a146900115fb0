import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asker, administrator } from '../../../src/access/asker.ts'
import { enforceScopes } from '../../../src/db/reading.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { search } from './harness.ts'
import { openProject } from './project.ts'
import { otherOrder, sortsByCodePoint } from './searches.ts'
import type { Shop } from './shop.ts'
import { sidesOf } from './sides.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await enforceScopes(database.db, true)
})
afterAll(() => database[Symbol.asyncDispose]())

const seed = Number(process.env.REGULARS_FUZZ_SEED ?? 1)

test('who sees one store’s or one colleague’s customers is answered as if there were no others', {
  timeout: 300_000,
}, async ({ skip }) => {
  skip(!(await sortsByCodePoint(database)), otherOrder)
  const project = openProject(database, undefined, { askerOf, held: ({ seed }) => sidesOf(seed).whole })
  const report = await search(project, {
    plans: 400,
    seed,
    enough: 5,
    minimise: false,
    shopOf: (each) => sidesOf(each).seen,
  })
  expect(report.differences.join('\n\n'), `to repeat: REGULARS_FUZZ_SEED=${seed}`).toBe('')
  expect(report.plans).toBe(400)
  expect(report.telling).toBeGreaterThan(100)
  const others = report.refused.filter((why) => !why.includes('ask a manager'))
  expect(others.length, others.slice(0, 10).join('\n')).toBeLessThan(40)
})

function askerOf({ seed, stores, staff }: Shop): Asker {
  const { scope } = sidesOf(seed)
  const own = scope.kind === 'owner' ? staff.find(({ id }) => id === scope.id) : undefined
  return {
    ...administrator,
    scope,
    storeName: scope.kind === 'store' ? (stores.find(({ id }) => id === scope.id)?.name ?? null) : null,
    staffEmail: own?.email ?? null,
    name: own?.name ?? administrator.name,
  }
}
