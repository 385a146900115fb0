import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dedupe } from '../../src/identity/dedupe.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { loadFebrl, personOf } from './febrl.ts'

const folder = `${process.env.REGULARS_TEST_DATA ?? ''}/data/febrl`
const there = existsSync(folder)
if (!there)
  console.warn('\n*** REGULARS_TEST_DATA is not set: THE MEASUREMENT OF DUPLICATES ON FEBRL IS LEFT OUT. ***\n')

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())

test.skipIf(!there)(
  'of 6,538 pairs in 5,000 dirty records nearly all are proposed, and nearly nothing else',
  { timeout: 120_000 },
  async () => {
    const { db } = shop
    await loadFebrl(db, `${folder}/dataset3.csv`)
    const report = await dedupe({ db, today: () => '2026-11-16', now: () => new Date() })
    const proposed = await db
      .selectFrom('match_proposals as p')
      .innerJoin('customers as one', 'one.id', 'p.first_id')
      .innerJoin('customers as other', 'other.id', 'p.second_id')
      .select(['one.ref as first', 'other.ref as second', 'p.probability'])
      .execute()
    const right = proposed.filter(({ first, second }) => personOf(first) === personOf(second)).length
    const truth = await pairsOfOne()
    console.info(
      `${report.customers} records, ${report.compared} pairs compared in ${report.seconds.toFixed(1)} s; precision ${(right / proposed.length).toFixed(4)}, recall ${(right / truth).toFixed(4)} (${right} of ${truth}), ${JSON.stringify(report.leftOut)}`,
    )
    expect(truth).toBe(6538)
    expect(right / proposed.length).toBeGreaterThanOrEqual(0.999)
    expect(right / truth).toBeGreaterThanOrEqual(0.97)
  },
)

async function pairsOfOne(): Promise<number> {
  const refs = await shop.db.selectFrom('customers').select('ref').execute()
  const sizes = new Map<string, number>()
  for (const { ref } of refs) sizes.set(personOf(ref), (sizes.get(personOf(ref)) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}
