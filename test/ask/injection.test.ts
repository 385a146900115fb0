import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { check } from '../../src/ask/check.ts'
import { compile } from '../../src/ask/compile.ts'
import { reading } from '../../src/ask/reading.ts'
import { buildCatalog } from '../../src/catalog/catalog.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { openCast, today } from './cast.ts'
import {
  all,
  any,
  bought,
  catalog,
  days,
  descending,
  facts,
  field,
  first,
  is,
  list,
  measure,
  metric,
  over,
  rules,
  segment,
  unrecorded,
  unscored,
  where,
} from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const attempts: readonly string[] = [
  "'; drop table customers; --",
  "' or '1'='1",
  '"; drop table customers; --',
  "x' union select email from staff --",
  '$1); delete from orders; select (1',
  "\\'; drop table customers; --",
  "E'\\\\'; commit; drop table customers",
  '/* */ ; truncate orders',
  '-- \n drop table customers',
  "%' or true or '%' like '%",
  '{"$ne": null}',
  '$' + '{7*7} #{7*7} {{7*7}}',
  ':today; drop table customers',
  ':summaries',
  '::text; select pg_sleep(10)',
  'x\u0000y',
  '\ud800',
  '＇; drop table customers',
  "'||(select raw from contact_points limit 1)||'",
  'c.ref; drop table customers',
]

/** Plans with the text in every place that holds one. */
function plansWith(text: string): readonly unknown[] {
  return [
    list({ where: all(is('customer.city', text)) }),
    list({ where: all(is('customer.city', text, 'x')) }),
    list({ where: all(where('customer.name', 'contains', [text])) }),
    list({ where: all(is('customer.tag', text)) }),
    list({ where: all(is('customer.customer', text)) }),
    list({ where: all(is('customer.attribute.interest', text)) }),
    list({ where: all(is(text, 'x')) }),
    list({ where: all(where('customer.created_day', 'at_least', [text])) }),
    list({ where: all(where('customer.birthday', 'between', [text, text])) }),
    list({ where: [any(is('customer.city', text), segment('heavy', { category: text }))] }),
    list({ where: all(segment(text)) }),
    list({ where: all(bought([is('product.product', text), is('product.category', text)])) }),
    list({ where: all(facts(text, 'at_least', 1)) }),
    list({ columns: [field(text)] }),
    list({ columns: [field('customer.spend')], order: descending(), limit: first(1, { per: text }) }),
    list({ entity: 'note', where: all(where('note.text', 'contains', [text])) }),
    list({ entity: 'order', where: all(is('order.products', text)) }),
    measure([metric(text)]),
    measure([metric('revenue')], { by: [field(text)] }),
    measure([metric('revenue')], { by: [{ kind: 'segment', segment: 'heavy', percent: null, category: text }] }),
    measure([metric('revenue')], { period: days(text, null) }),
    measure([metric('revenue')], { by: [{ ...over('month'), grain: text } as never] }),
    measure([{ kind: 'aggregate', aggregate: text as never, field: 'customer.spend', where: [] }]),
    { kind: 'customer', customer: text },
    { kind: 'definition', term: text },
    { ...list(), entity: text },
    { kind: text },
  ]
}

test.each(
  attempts.map((text) => [text]),
)('%j is refused or stays a value, wherever it stands in a plan', async (text) => {
  let ran = 0
  for (const plan of plansWith(text)) {
    const checked = check(plan, { catalog, asker: administrator, today, rules, ...unscored })
    if (!checked.ok || (checked.plan.kind !== 'list' && checked.plan.kind !== 'measure')) continue
    const { sql: compiled, parameters } = compile(checked.plan, {
      catalog,
      today,
      rules,
      ...unrecorded,
      summaries: 'maintained',
      rowCap: 10,
    })
    expect(compiled).not.toContain(text)
    expect(reading(checked.plan, { today, rules })).not.toBe('')
    // Half a surrogate pair is no text in UTF-8; the driver sends what stands for it.
    await shop.reader.executeQuery(CompiledQuery.raw(compiled, [...parameters]))
    ran++
  }
  // A zero byte is no text for PostgreSQL, so check refuses it everywhere.
  expect(ran > 0 || text.includes('\0')).toBe(true)
  expect((await sql<{ count: number }>`select count(*) as count from customers`.execute(shop.db)).rows[0]?.count).toBe(
    10,
  )
})

test('the name of a customer attribute is a value too, and quoted as a column', async () => {
  const key = 'x"; drop table customers; --'
  const own = buildCatalog([{ key, numeric: false }])
  for (const plan of [
    measure([metric('customers')], { by: [field(`customer.attribute.${key}`)] }),
    list({ columns: [field(`customer.attribute.${key}`)] }),
  ]) {
    const checked = check(plan, { catalog: own, asker: administrator, today, rules, ...unscored })
    if (!checked.ok || (checked.plan.kind !== 'list' && checked.plan.kind !== 'measure'))
      throw new Error('does not check')
    const { sql: compiled, parameters } = compile(checked.plan, {
      catalog: own,
      today,
      rules,
      ...unrecorded,
      summaries: 'maintained',
      rowCap: 10,
    })
    expect(parameters).toContain(key)
    expect(compiled).toContain('"x""; drop table customers; --"')
    await shop.reader.executeQuery(CompiledQuery.raw(compiled, [...parameters]))
  }
})

test('a comment in the SQL holds none of the plan', () => {
  const { sql: compiled } = compile(
    (() => {
      const checked = check(list({ where: all(is('customer.city', 'x\n; drop table customers')) }), {
        catalog,
        asker: administrator,
        today,
        rules,
        ...unscored,
      })
      if (!checked.ok || checked.plan.kind !== 'list') throw new Error('does not check')
      return checked.plan
    })(),
    { catalog, today, rules, ...unrecorded, summaries: 'maintained', rowCap: 10 },
  )
  expect(compiled).not.toContain('drop')
})
