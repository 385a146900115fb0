import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import type { AnswerColumn } from '../../src/ask/reply.ts'
import { type RunLimits, run, standardLimits } from '../../src/ask/run.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { openCast } from './cast.ts'
import { rules } from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const column = (name: string, type: AnswerColumn['type']): AnswerColumn => ({ name, label: name, type })
const asked = (
  sql: string,
  columns: AnswerColumn[] = [column('a', 'text')],
  limits: Partial<RunLimits> = {},
  asker = administrator,
) =>
  run({ sql, parameters: [] }, columns, { reader: shop.reader, rules, asker, limits: { ...standardLimits, ...limits } })

test('values come out in the answer’s types: numbers once, days as text', async () => {
  const columns = [
    column('m', 'money'),
    column('n', 'number'),
    column('p', 'percent'),
    column('d', 'date'),
    column('b', 'boolean'),
    column('t', 'text'),
    column('x', 'money'),
  ]
  const result = await asked(
    "select 0.1::numeric + 0.2 as m, count(*) as n, 1::numeric / 3 as p, date '2026-11-15' as d, true as b, 'é' as t, null::numeric as x",
    columns,
  )
  expect(result).toMatchObject({
    kind: 'rows',
    rows: [[0.3, 1, 0.3333333333333333, '2026-11-15', true, 'é', null]],
    truncated: false,
  })
})

test.each([
  ['writes', 'delete from orders'],
  ['two statements', 'select 1 as a; delete from orders'],
  ['leaving the transaction', 'commit; delete from orders'],
  ['a table that is not for questions', 'select actor as a from audit_log'],
  ['what a customer’s file said', 'select raw::text as a from customers'],
])('%s cannot be run, whoever asks', async (_, text) => {
  await expect(asked(text)).rejects.toThrow()
})

test('contact details are refused by PostgreSQL itself to those who may not see them', async () => {
  const text = 'select raw as a from contact_points'
  expect(await asked(text)).toMatchObject({ kind: 'rows' })
  await expect(asked(text, undefined, {}, { ...administrator, maySeeContactDetails: false })).rejects.toThrow(
    'permission denied',
  )
})

test('notes for managers are hidden by PostgreSQL itself once the shop limits who sees what', async () => {
  const result = await asked(
    'select body as a from notes order by id',
    undefined,
    {},
    { ...administrator, maySeeManagerNotes: true },
  )
  expect(result.kind === 'rows' && result.rows).toHaveLength(2)
})

test('a statement that takes too long is stopped, and said so', async () => {
  expect(await asked('select pg_sleep(5)::text as a', undefined, { timeoutMs: 100 })).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('was stopped'),
  })
})

test('a statement that would read too much is not begun', async () => {
  const result = await asked(
    'select count(*)::text as a from order_lines a, order_lines b, order_lines c, order_lines d',
    undefined,
    { maximumCost: 100 },
  )
  expect(result).toMatchObject({ kind: 'refused', reason: expect.stringContaining('Narrow it') })
})

test('days are those of the shop’s time zone', async () => {
  expect(await asked("select current_setting('TimeZone') as a")).toMatchObject({ rows: [['America/Chicago']] })
})
