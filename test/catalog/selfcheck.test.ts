import { expect, test } from 'vitest'
import { aliasesIn, buildCatalog, type Catalog, inReach } from '../../src/catalog/catalog.ts'
import { describeCatalog } from '../../src/catalog/describe.ts'
import { foreignKey, joins, keyFrom } from '../../src/catalog/joins.ts'
import { selfCheck } from '../../src/catalog/selfcheck.ts'
import type { EntityName, Field, Metric, Segment } from '../../src/catalog/types.ts'

const catalog = buildCatalog([{ key: 'interest', numeric: false }])

test('the catalogue does not contradict itself', () => {
  expect(selfCheck(catalog)).toEqual([])
})

const field = (more: Partial<Field>): Field => ({
  name: 'customer.x',
  entity: 'customer',
  label: 'X',
  type: 'text',
  alias: 'c',
  sql: 'c.city',
  meaning: 'X.',
  synonyms: [],
  ...more,
})
const metric = (more: Partial<Metric>): Metric => ({
  name: 'x',
  label: 'X',
  type: 'number',
  meaning: 'X.',
  synonyms: [],
  at: [{ entity: 'order', aggregate: 'count(*)', where: null, day: 'o.ordered_day' }],
  empty: 0,
  ...more,
})
const segment = (more: Partial<Segment>): Segment => ({
  name: 'x',
  label: 'x',
  meaning: 'X.',
  synonyms: [],
  sql: 'true',
  takes: [],
  ...more,
})

function withEntries({
  fields = [],
  metrics = [],
  segments = [],
}: {
  fields?: Field[]
  metrics?: Metric[]
  segments?: Segment[]
}): Catalog {
  const and = <T extends { readonly name: string }>(known: ReadonlyMap<string, T>, more: T[]) =>
    new Map([...known, ...more.map((one) => [one.name, one] as const)])
  return {
    ...catalog,
    fields: and(catalog.fields, fields),
    metrics: and(catalog.metrics, metrics),
    segments: and(catalog.segments, segments),
  }
}

test.each<[title: string, entries: Parameters<typeof withEntries>[0], fault: string]>([
  [
    'a field of a table its rows do not lead to',
    { fields: [field({ sql: 'o.net', alias: 'o' })] },
    'Field customer.x speaks of a table that customer does not lead to: o.net',
  ],
  [
    'a field said to be of another table',
    { fields: [field({ alias: 's' })] },
    'Field customer.x is said to be of s, and its SQL speaks of others.',
  ],
  [
    'a companion that does not exist',
    { fields: [field({ companion: 'customer.nothing' })] },
    'Field customer.x names the field customer.nothing, which does not exist.',
  ],
  [
    'a placeholder that nothing binds',
    { fields: [field({ sql: 'c.city = :town' })] },
    'Field customer.x speaks of :town, which nothing binds.',
  ],
  [
    'a metric over lines at the grain of orders',
    { metrics: [metric({ at: [{ entity: 'order', aggregate: 'sum(l.net)', where: null, day: null }] })] },
    'Metric x speaks of a table that order does not lead to: sum(l.net)',
  ],
  [
    'a segment of orders',
    { segments: [segment({ sql: 'o.net > 5' })] },
    'Segment x speaks of a table that customer does not lead to: o.net > 5',
  ],
  [
    'one word for two metrics',
    { metrics: [metric({ synonyms: ['turnover'] })] },
    '“turnover” means the metrics revenue and x.',
  ],
])('it says so: %s', (_, entries, fault) => {
  expect(selfCheck(withEntries(entries))).toEqual([fault])
})

test('every join follows a key to the one row that has it, so none multiplies', () => {
  for (const join of joins) {
    const unique = ['s', 'sc'].includes(join.alias) ? `${join.alias}.customer_id` : `${join.alias}.id`
    expect(join.on.split(' = ')).toContain(unique)
    expect(foreignKey(join)).toMatch(new RegExp(`^${join.from}\\.`))
  }
})

test('subqueries of the catalogue do not count as tables of the query around them', () => {
  expect(aliasesIn('exists (select 1 from order_lines bl where bl.order_id = o.id)')).toEqual(['o'])
  expect(aliasesIn("c.name = 'o.x'::text and s.units > 0")).toEqual(['c', 's'])
  expect(inReach('l', 'c.city')).toBe(true)
  expect(inReach('c', 'o.net')).toBe(false)
})

test.each<[from: 'l' | 'o' | 'c' | 'i' | 'x' | 'p', entity: EntityName, key: string | null]>([
  ['l', 'customer', 'o.customer_id'],
  ['l', 'order', 'l.order_id'],
  ['l', 'category', 'p.category_id'],
  ['o', 'store', 'o.store_id'],
  ['c', 'store', 'c.store_id'],
  ['o', 'staff', 'c.owner_id'],
  ['i', 'staff', 'i.staff_id'],
  ['x', 'customer', 'x.referrer_id'],
  ['c', 'order', null],
  ['p', 'customer', null],
])('rows of %s belong to a %s by %s', (from, entity, key) => {
  const wanted = catalog.entities.get(entity)
  expect(wanted && keyFrom(from, wanted)).toBe(key)
})

test('every word that can be asked about is described', () => {
  const words = describeCatalog(catalog)
  const described = new Set(words.map(({ name }) => name))
  for (const name of [...catalog.segments.keys(), ...catalog.metrics.keys(), ...catalog.terms.keys()])
    expect(described).toContain(name)
  for (const { meaning, label } of words) {
    expect(meaning).toMatch(/\.$/)
    expect(label.charAt(0)).toBe(label.charAt(0).toUpperCase())
  }
})
