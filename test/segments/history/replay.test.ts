import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, daysBetween } from '../../../src/ask/days.ts'
import { buildCatalog } from '../../../src/catalog/catalog.ts'
import { daysFrom } from '../../../src/segments/history/steps.ts'
import { attributeKeys, randomShop } from '../../ask/differential/database.ts'
import { openProject } from '../../ask/differential/project.ts'
import { randomFrom } from '../../ask/differential/random.ts'
import { withSavedSegments } from '../../ask/differential/saved.ts'
import type { Shop } from '../../ask/differential/shop.ts'
import { openRecordedShop, type RecordedShop, recordedNames, replayed } from './recorded-shop.ts'

let recorded: RecordedShop
beforeAll(async () => {
  recorded = await openRecordedShop()
})
afterAll(() => recorded[Symbol.asyncDispose]())

const seed = Number(process.env.REGULARS_FUZZ_SEED ?? 1)
/** Shops with some orders and a past of some weeks, from a seed on: one of years would take a minute each. */
function pastsFrom(first: number, count: number): readonly Shop[] {
  const found: Shop[] = []
  for (let at = first; found.length < count; at++) {
    const shop = randomShop(at)
    const days = shop.orders.map(({ ordered_day }) => ordered_day).sort()
    const past = daysBetween(days[0] ?? shop.today, shop.today)
    if (past > 15 && past < 130 && days.length > 4 && shop.customers.length > 3) found.push(shop)
  }
  return found
}

/** So many days of each shop are replayed: the ends and some between. */
const daysReplayed = 25

async function stretchOf(): Promise<readonly string[]> {
  const { rows } = await sql<{ from: string; until: string }>`
    select min(from_day) as from, max(until_day) as until from segment_histories
  `.execute(recorded.db)
  return daysFrom(rows[0]?.from ?? '', rows[0]?.until ?? '')
}

/** The days on which the history says something else than the replay, and how many members were compared. */
async function differences(shop: Shop, days: readonly string[]): Promise<{ found: object[]; compared: number }> {
  const names = await recordedNames(recorded.db)
  const found: object[] = []
  let compared = 0
  for (const day of days) {
    const [said, expected] = [await recorded.membersOn(day), replayed(shop, names, day)]
    compared += expected.length
    const missing = expected.filter((line) => !said.includes(line))
    const wrong = said.filter((line) => !expected.includes(line))
    if (missing.length > 0 || wrong.length > 0) found.push({ seed: shop.seed, day, expected: missing, said: wrong })
  }
  return { found, compared }
}

function someOf(days: readonly string[], seed: number): readonly string[] {
  return [...new Set([days[0] ?? '', days.at(-1) ?? '', ...randomFrom(seed).some(days, daysReplayed)])]
}

test('the history rebuilt says of each day what plain TypeScript says of the facts up to that day', {
  timeout: 300_000,
}, async () => {
  let compared = 0
  for (const shop of pastsFrom(seed, 6)) {
    await recorded.hold(shop)
    await recorded.record(shop.today)
    const result = await differences(shop, someOf(await stretchOf(), shop.seed))
    expect(result.found).toEqual([])
    compared += result.compared
  }
  expect(compared).toBeGreaterThan(500)
})

test('the history of segments that colleagues saved is rebuilt as well', { timeout: 300_000 }, async () => {
  const project = openProject({ ...recorded, reader: recorded.db }, buildCatalog(attributeKeys))
  let compared = 0
  for (const one of pastsFrom(seed + 10, 3)) {
    const given = withSavedSegments(one, project)
    const shop = {
      ...given,
      saved: (given.saved ?? []).filter(({ name }) => ['saved_rule', 'saved_other'].includes(name)),
    }
    await recorded.hold(shop)
    await recorded.record(shop.today)
    const result = await differences(shop, someOf(await stretchOf(), shop.seed))
    expect(result.found).toEqual([])
    compared += result.compared
  }
  expect(compared).toBeGreaterThan(100)
})

test('recording each night says what rebuilding at the end says', { timeout: 300_000 }, async () => {
  let compared = 0
  for (const shop of pastsFrom(seed, 3)) {
    const days = daysFrom(addDays(shop.today, -9), shop.today)
    await recorded.hold({ ...shop, today: days[0] ?? shop.today })
    for (const day of days) await recorded.record(day)
    const nightly = await membersOn(days)
    await sql`truncate segment_memberships`.execute(recorded.db)
    await recorded.record(shop.today)
    const known = await stretchOf()
    for (const day of days.filter((each) => known.includes(each))) {
      expect(nightly.get(day), `shop ${shop.seed}, ${day}`).toEqual(await recorded.membersOn(day))
      compared++
    }
  }
  expect(compared).toBeGreaterThan(20)
})

async function membersOn(days: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (const day of days) found.set(day, await recorded.membersOn(day))
  return found
}

test('recording the same day again changes nothing', async () => {
  const [shop = randomShop(seed)] = pastsFrom(seed + 20, 1)
  await recorded.hold(shop)
  await recorded.record(shop.today)
  const once = await recorded.written()
  await recorded.record(shop.today)
  expect(await recorded.written()).toEqual(once)
})
