import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCatalog, type Catalog } from '../../../src/catalog/catalog.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { attributeKeys } from './database.ts'
import { search } from './harness.ts'
import { fieldMeanings, metricMeanings, segmentMeanings } from './meanings.ts'
import { openProject } from './project.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const catalog = buildCatalog(attributeKeys)

/** The catalogue with one piece of its SQL written wrong wherever it stands. */
function misspelt(right: string, wrong: string): Catalog {
  const text = JSON.stringify([...catalog.entities, ...catalog.fields, ...catalog.metrics, ...catalog.segments])
  expect(text, 'the catalogue still says so').toContain(JSON.stringify(right).slice(1, -1))
  const rewritten = <T>(entries: ReadonlyMap<T, object>): Map<never, never> =>
    new Map(
      JSON.parse(
        JSON.stringify([...entries]).replaceAll(JSON.stringify(right).slice(1, -1), JSON.stringify(wrong).slice(1, -1)),
      ),
    )
  return {
    ...catalog,
    entities: rewritten(catalog.entities),
    fields: rewritten(catalog.fields),
    metrics: rewritten(catalog.metrics),
    segments: rewritten(catalog.segments),
  }
}

test('the plain loops know every word of the catalogue', () => {
  const words = (entries: Iterable<{ readonly name: string; readonly scored?: boolean }>): string[] =>
    [...entries].filter(({ scored }) => !scored).map(({ name }) => name)
  const fields = words(catalog.fields.values()).filter((name) => !name.startsWith('customer.attribute.'))
  expect(fields.toSorted()).toEqual(Object.keys(fieldMeanings).toSorted())
  expect(words(catalog.metrics.values()).toSorted()).toEqual(Object.keys(metricMeanings).toSorted())
  expect(words(catalog.segments.values()).toSorted()).toEqual(Object.keys(segmentMeanings).toSorted())
})

test.each([
  { what: 'orders that do not count', right: 'o.counts and l.units > 0', wrong: 'l.units > 0' },
  { what: 'customers that were merged away', right: 'c.merged_into_id is null and c.erased_at', wrong: 'c.erased_at' },
  { what: 'calls dated after today', right: 'i.on_day <= :today', wrong: 'true' },
  { what: 'the last of the top customers', right: 's.net_spend >= (select', wrong: 's.net_spend > (select' },
  {
    what: 'hours in the wrong zone',
    right: 'o.ordered_at at time zone :zone',
    wrong: "o.ordered_at at time zone 'UTC'",
  },
])('a catalogue that gets $what wrong is found out', { timeout: 120_000 }, async ({ right, wrong }) => {
  const report = await search(openProject(database, misspelt(right, wrong)), {
    plans: 2000,
    seed: 1,
    enough: 1,
    minimise: false,
  })
  expect(report.differences[0] ?? 'no difference').toMatch(/why: (row|\d+ rows)/)
})
