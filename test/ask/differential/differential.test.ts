import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { search } from './harness.ts'
import { openProject } from './project.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const plans = Number(process.env.REGULARS_FUZZ ?? 1000)
const seed = Number(process.env.REGULARS_FUZZ_SEED ?? 1)

test(`${plans} random plans say of random shops what plain loops say (REGULARS_FUZZ_SEED=${seed})`, {
  timeout: 1_800_000,
}, async () => {
  const report = await search(openProject(database), plans, seed)
  console.log(`${report.plans} plans, ${report.refused.length} refused, ${report.telling} with something to tell`)
  expect(report.differences.join('\n\n')).toBe('')
})
