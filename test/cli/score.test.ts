import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Args, Command } from '../../src/cli/command.ts'
import { command } from '../../src/cli/score.ts'
import { scores } from '../../src/cli/score-check.ts'
import { scoreNow } from '../../src/cli/scoring.ts'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { UsageError } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { score } from '../../src/scoring/score.ts'
import { fillBuyers, randomBuyers, today } from '../scoring/shop.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
let shop: Context
const shopOn = (asOf: string) => openContext(readConfig({ DATABASE_URL: database.url }), { asOf, log: silentLog })
beforeAll(async () => {
  database = await testDatabase()
  shop = await shopOn(today)
  await fillBuyers(database.db, randomBuyers(5, 20))
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function call(of: Command, words: readonly string[], flags: Args['flags'] = {}, json = false) {
  const out: string[] = []
  const print = (text: string) => void out.push(text)
  await of.run(shop, { positionals: words, flags, json, as: undefined, print, say: () => {} })
  return out.join('\n')
}

const found = (asOf: string) => scores(readConfig({ REGULARS_AS_OF: asOf }))(database.db)

test('nobody is scored yet, says doctor, with the way to do it', async () => {
  expect(await found(today)).toMatchObject({
    kind: 'note',
    says: 'nobody is scored yet',
    mend: expect.stringMatching(/score/),
  })
})

describe('score', () => {
  test('says why nobody is scored in a shop with too little history', async () => {
    const said = await call(command, [])
    expect(said).toMatch(/^Nobody of 20 buyers is scored as of Jun 30, 2026\. There is too little history/)
    expect(said).toMatch(/\nSegments: \d+ brought up to date over \d+ days, \d+ entered, \d+ left\.\n/)
    expect(await found(today)).toMatchObject({
      kind: 'note',
      says: expect.stringMatching(/^nobody is scored as of Jun 30, 2026\. There is too/),
    })
  }, 60_000)

  test('takes no name without --explain, and says how it is meant', async () => {
    await expect(call(command, ['Ana', 'Silva'])).rejects.toThrow(UsageError)
    await expect(call(command, ['Ana', 'Silva'])).rejects.toMatchObject({
      hint: expect.stringContaining('--explain "Ana Silva"'),
    })
  })

  test('explains one customer, for people and for programs', async () => {
    expect(await call(command, ['Buyer', '7'], { explain: true })).toMatch(/^Buyer 7 · C0007 · as of Jun 30, 2026\n/)
    const json: unknown = JSON.parse(await call(command, ['C0007'], { explain: true }, true))
    expect(json).toMatchObject({ customer: 'C0007', figures: { name: 'Buyer 7' }, sections: expect.any(Array) })
  })

  test('explains the model', async () => {
    expect(await call(command, [], { explain: true })).toMatch(
      /^Scores of Jun 30, 2026\n\nRefused\n {2}There is too little/,
    )
  })
})

describe('scores', () => {
  test('of two days ago are fresh, older ones are not, says doctor', async () => {
    await fillBuyers(database.db, randomBuyers(5, 560))
    await score(shop, { history: false })
    expect(await found(today)).toMatchObject({ kind: 'good', says: 'as of Jun 30, 2026' })
    expect(await found('2026-07-02')).toMatchObject({ kind: 'good' })
    expect(await found('2026-07-03')).toMatchObject({ kind: 'note', says: 'old: as of Jun 30, 2026, 3 days ago' })
  })

  test('that fail after an import leave it as it is, and say what to run', async () => {
    const said: string[] = []
    const broken = { ...shop, today: () => 'no day' }
    expect(await scoreNow(broken, { json: false, print: () => {}, say: (text) => void said.push(text) })).toBeNull()
    expect(said).toEqual(['The customers could not be scored. Try again: npm run -s cli -- score'])
  })
})
