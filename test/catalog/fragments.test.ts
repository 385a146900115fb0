import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { check } from '../../src/ask/check.ts'
import { operationsOf } from '../../src/ask/check-values.ts'
import { compile } from '../../src/ask/compile.ts'
import type { FieldFilter, ListPlan, MeasurePlan } from '../../src/ask/plan.ts'
import { evidence } from '../../src/catalog/evidence.ts'
import type { Field } from '../../src/catalog/types.ts'
import { openCast, today } from '../ask/cast.ts'
import { all, catalog, days, field, list, measure, metric, over, rules, segment, where } from '../ask/plan-words.ts'
import { openScience, recorded, scored } from '../ask/science-cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  await openScience(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

/** Runs it as a question would be; null where check has something against it. */
async function rowsOf(
  plan: ListPlan | MeasurePlan,
  summaries: 'maintained' | 'as_of' = 'maintained',
): Promise<number | null> {
  const checked = check(plan, { catalog, asker: administrator, today, rules, ...scored })
  if (!checked.ok || (checked.plan.kind !== 'list' && checked.plan.kind !== 'measure')) return null
  const { sql: text, parameters } = compile(checked.plan, {
    catalog,
    today,
    rules,
    ...recorded,
    summaries,
    rowCap: 100,
  })
  const { rows } = await shop.reader.executeQuery(CompiledQuery.raw(text, [...parameters])).catch((error: Error) => {
    throw new Error(`${error.message}\n${text}`)
  })
  return rows.length
}

const dimensions = [...catalog.fields.values()].filter((each) => !each.contact && (!each.many || each.spread))
const metrics = [...catalog.metrics.values()]

describe('every fragment of the catalogue runs on the real database', () => {
  test.each(metrics.map(({ name }) => [name] as const))('%s, by every dimension within its reach', async (name) => {
    const plans = [
      measure([metric(name)]),
      measure([metric(name)], { period: days('2026-01-01', '2026-12-01') }),
      ...dimensions.map((dimension) => measure([metric(name)], { by: [field(dimension.name)] })),
      ...(['day', 'week', 'month', 'quarter', 'year'] as const).map((grain) =>
        measure([metric(name)], { by: [over(grain)] }),
      ),
      measure([metric(name)], { by: [{ kind: 'segment', segment: 'lapsed', percent: null, category: null }] }),
    ]
    let ran = 0
    for (const plan of plans) if ((await rowsOf(plan)) !== null) ran++
    expect(ran).toBeGreaterThan(0)
  })

  test.each([
    'customer',
    'order',
    'product',
    'category',
    'store',
    'staff',
    'campaign',
    'interaction',
    'case',
    'note',
    'follow_up',
  ] as const)('a list of %s with every column, as of now and as of a day', async (entity) => {
    const columns = [...catalog.fields.values()].map((each) => field(each.name))
    const fitting = columns.filter(
      (column) =>
        check(list({ entity, columns: [column] }), { catalog, asker: administrator, today, rules, ...scored }).ok,
    )
    expect(fitting.length).toBeGreaterThan(0)
    for (let at = 0; at < fitting.length; at += 30) {
      expect(await rowsOf(list({ entity, columns: fitting.slice(at, at + 30) }))).not.toBeNull()
      expect(await rowsOf(list({ entity, columns: fitting.slice(at, at + 30) }), 'as_of')).not.toBeNull()
    }
  })

  // Stays are only ever asked for by the names of their segments.
  test.each(
    [...catalog.fields.values()]
      .filter((each) => each.name !== ofLapsed.field)
      .map((each) => [each.name, each] as const),
  )('%s, by every operation, as it is and negated', async (_, each) => {
    for (const op of operationsOf(each)) {
      const filter = filterOn(each, op)
      const entity = [...catalog.entities.values()].find((one) => one.name === each.entity)?.name ?? 'customer'
      const root = (
        entity === 'line' || entity === 'recipient' || entity === 'referral' || entity === 'stay' ? null : entity
      ) as ListPlan['entity'] | null
      const plans = [filter, { ...filter, not: true }].map((one) =>
        root
          ? list({ entity: root, where: all(one) })
          : measure([metric(factsOf(entity))], { where: all(one, ...(entity === 'stay' ? [ofLapsed] : [])) }),
      )
      for (const plan of plans) expect(await rowsOf(plan)).not.toBeNull()
    }
  })

  test.each(
    [...catalog.segments.values()].map((each) => [each.name, each] as const),
  )('the segment %s and what is behind it', async (name, each) => {
    const category = each.takes.includes('category') ? 'Garden' : null
    for (const summaries of ['maintained', 'as_of'] as const) {
      const members = await rowsOf(list({ where: all(segment(name, { category })) }), summaries)
      const others = await rowsOf(list({ where: all(segment(name, { category, not: true })) }), summaries)
      expect((members ?? 0) + (others ?? 0)).toBe(8)
    }
  })

  test('every segment that can be asked about has its evidence', () => {
    const asked = [...catalog.segments.values()].filter((each) => !each.takes.includes('category'))
    expect(asked.map(({ name }) => name).filter((name) => !(name in evidence))).toEqual([])
  })
})

const ofLapsed = where('stay.segment', 'is', ['lapsed'])

/** A number over rows that no list is of. */
const factsOf = (entity: string): string => ({ recipient: 'sent', stay: 'segment_entries' })[entity] ?? 'units'

function filterOn(each: Field, op: FieldFilter['op']): FieldFilter {
  const listed = Array.isArray(each.values) ? each.values[0]?.value : undefined
  const value =
    listed ??
    { key: 'A1', text: 'x', number: 3, money: 9.5, percent: 0.5, date: '2026-03-01', monthday: '02-29', boolean: true }[
      each.type
    ]
  const count = op === 'between' ? 2 : op === 'missing' || op === 'in' ? 0 : 1
  return where(
    each.name,
    op,
    Array.from({ length: count }, () => value),
    op === 'in' ? days('2026-01-01', '2026-07-01') : null,
  )
}

test('an erased and a merged customer are in no list', async () => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from customers`.execute(shop.db)
  expect(rows[0]?.count).toBe(10)
  expect(await rowsOf(list())).toBe(8)
})
