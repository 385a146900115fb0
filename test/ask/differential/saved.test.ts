import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../../src/access/asker.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { daysLater } from './calendar.ts'
import { search } from './harness.ts'
import { openProject } from './project.ts'
import { savingShop } from './saved.ts'
import { expectNoDifference, otherOrder, sortsByCodePoint } from './searches.ts'
import type { Shop } from './shop.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const seed = Number(process.env.REGULARS_FUZZ_SEED ?? 1)

test('saved segments, rules and lists, are in random plans what plain loops say they are', {
  timeout: 600_000,
}, async ({ skip }) => {
  skip(!(await sortsByCodePoint(database)), otherOrder)
  const project = openProject(database)
  const { constructs } = await expectNoDifference(project, 500, seed, { shopOf: savingShop(project) })
  const saved = ['saved_rule', 'saved_other', 'saved_deep', 'saved_list']
  expect(saved.filter((name) => constructs.has(`segment ${name}`))).toEqual(saved)
})

test('a list that somebody came to a day too late is found out', { timeout: 300_000 }, async ({ skip }) => {
  skip(!(await sortsByCodePoint(database)), otherOrder)
  const project = openProject(database, undefined, { askerOf: () => administrator, held: late })
  const report = await search(project, {
    plans: 2000,
    seed: 1,
    enough: 1,
    minimise: false,
    shopOf: savingShop(openProject(database)),
  })
  expect(report.differences[0] ?? 'no difference').toMatch(/why: (row|\d+ rows)/)
})

const late = (shop: Shop): Shop => ({
  ...shop,
  saved: (shop.saved ?? []).map((one) =>
    one.kind === 'rule'
      ? one
      : {
          ...one,
          members: one.members.map((member) => ({
            ...member,
            valid_from: daysLater(member.valid_from, 1),
            valid_to: member.valid_to === null ? null : daysLater(member.valid_to, 1),
          })),
        },
  ),
})
