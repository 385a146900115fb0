import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { constructsToUse } from './coverage.ts'
import { openProject } from './project.ts'
import { savingShop } from './saved.ts'
import { expectNoDifference, otherOrder, sortsByCodePoint } from './searches.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const plans = Number(process.env.REGULARS_FUZZ ?? 10_000)
/** Another search each time; a seed repeats one. */
const seed = Number(process.env.REGULARS_FUZZ_SEED ?? Math.floor(Math.random() * 1_000_000))

test(`${plans} random plans say of random shops what plain loops say`, async ({ skip }) => {
  skip(!(await sortsByCodePoint(database)), otherOrder)
  const project = openProject(database)
  const { constructs } = await expectNoDifference(project, plans, seed)
  if (plans >= 10_000)
    expect(constructsToUse(project.catalog).filter((construct) => !constructs.has(construct))).toEqual([])
})

test(`${plans} random plans say the same where segments were saved`, async ({ skip }) => {
  skip(!(await sortsByCodePoint(database)), otherOrder)
  const project = openProject(database)
  await expectNoDifference(project, plans, seed, { shopOf: savingShop(project) })
})
