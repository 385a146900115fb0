import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { constructsToUse } from './coverage.ts'
import { openProject } from './project.ts'
import { expectNoDifference, otherOrder, sortsByCodePoint } from './searches.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const seed = Number(process.env.REGULARS_FUZZ_SEED ?? 1)

test('1,000 random plans say of random shops what plain loops say', { timeout: 300_000 }, async ({ skip }) => {
  skip(!(await sortsByCodePoint(database)), otherOrder)
  const project = openProject(database)
  const { constructs } = await expectNoDifference(project, 1000, seed)
  const wanted = constructsToUse(project.catalog)
  expect(wanted.filter((construct) => constructs.has(construct)).length).toBeGreaterThan(wanted.length * 0.97)
})
