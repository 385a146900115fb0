import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asker, administrator, inCompany } from '../../src/access/asker.ts'
import type { ListPlan, Plan } from '../../src/ask/plan.ts'
import { replyJson } from '../../src/ask/reply.ts'
import { asker, associate } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo } from './asking.ts'
import { openCast } from './cast.ts'
import {
  all,
  descending,
  field,
  first,
  is,
  issuesOf,
  list,
  measure,
  metric,
  missing,
  not,
  where,
} from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const answer = (plan: Plan, who: Asker = associate) => answerTo(plan, shop, {}, who)
const withEmail: ListPlan = list({
  where: all(is('customer.customer', 'A1')),
  columns: [field('customer.city'), field('customer.email'), field('customer.phone')],
})

describe('columns that the asker may not see', () => {
  test('are left out and named, and the rest is answered', async () => {
    const { columns, rows, withheld, notes, sql } = await answer(withEmail)
    expect(columns.map(({ name }) => name)).toEqual(['customer_ref', 'name', 'city'])
    expect(rows).toEqual([['A1', 'Ana', 'Chicago']])
    expect(withheld).toEqual(['E-mail', 'Phone'])
    expect(notes).toContainEqual({ kind: 'caveat', text: 'E-mail and phone are for managers.' })
    expect(sql).not.toContain('contact_points')
  })

  test('are there for managers, and then nothing is said', async () => {
    const { rows, withheld, notes } = await answer(withEmail, administrator)
    expect(rows).toEqual([['A1', 'Ana', 'Chicago', 'ana@mail.example', '+1 312 555 0100']])
    expect(withheld).toEqual([])
    expect(notes.some(({ text }) => text.includes('for managers'))).toBe(false)
  })

  test('are there for associates where the shop shows them to everyone', async () => {
    const hank = await asker(shop.db, 'hank@cast.example', { contactDetails: 'everyone' })
    expect((await answer(withEmail, hank)).withheld).toEqual([])
  })

  test('are hidden in company from managers too, with the way to see them', async () => {
    const { columns, withheld, notes } = await answer(withEmail, inCompany(administrator))
    expect(columns.map(({ name }) => name)).toEqual(['customer_ref', 'name', 'city'])
    expect(withheld).toEqual(['E-mail', 'Phone'])
    expect(notes).toContainEqual({
      kind: 'caveat',
      text: 'Hidden here; “Show to me” shows e-mail and phone to those who may see them.',
    })
  })

  test('leave the name when nothing else was asked for', async () => {
    const { rows, withheld, notes } = await answer({ ...withEmail, columns: [field('customer.email')] })
    expect(rows).toEqual([['A1', 'Ana']])
    expect(withheld).toEqual(['E-mail'])
    expect(notes).toContainEqual({ kind: 'caveat', text: 'E-mail is for managers.' })
  })

  test('are left out of a list of orders and its like, too', async () => {
    const { columns, withheld } = await answer(list({ entity: 'order', columns: [field('customer.email')] }))
    expect(columns.map(({ name }) => name)).toEqual(['order_ref'])
    expect(withheld).toEqual(['E-mail'])
  })

  test('are not in the printed reply but for its note', async () => {
    const printed = replyJson(await answer(withEmail))
    expect(printed).not.toHaveProperty('withheld')
    expect(printed.notes).toContain('E-mail and phone are for managers.')
  })
})

describe('nothing tells of them by another way', () => {
  test('an order by them falls back to the list’s own', async () => {
    const plan = list({ columns: [field('customer.email')], order: descending() })
    const { rows, reading } = await answer(plan)
    expect(rows.map((row) => row[0])).toEqual((await answer(list())).rows.map((row) => row[0]))
    expect(reading).toBe('Customers')
  })

  test('an order by something else beside them stays', async () => {
    const plan = list({
      columns: [field('customer.email'), field('customer.spend')],
      order: descending(1),
      limit: first(1),
    })
    expect((await answer(plan)).rows).toEqual([['A1', 'Ana', 610]])
  })

  const hidden = '“E-mail” is shown only to those who may see contact details.'
  test.each<[what: string, plan: Plan, issues: string[]]>([
    ['a filter on them', list({ where: all(where('customer.email', 'contains', ['ana'])) }), [hidden]],
    ['the opposite of one', list({ where: all(not(is('customer.email', 'ana@mail.example'))) }), [hidden]],
    [
      'the first few percent by them',
      list({
        columns: [field('customer.email')],
        order: descending(),
        limit: { count: null, percent: 10, offset: 0, per: null },
      }),
      [hidden],
    ],
    ['the first of each of them', list({ limit: first(1, { per: 'customer.email' }) }), [hidden]],
    [
      'a breakdown by them',
      measure([metric('customers')], { by: [field('customer.email')] }),
      ['Numbers cannot be broken down by “E-mail”.'],
    ],
    ['whether there are any is for everybody', list({ where: all(missing('customer.email')) }), []],
  ])('%s', (_, plan, issues) => {
    expect(issuesOf(plan, associate)).toEqual(issues)
  })
})

describe('a customer’s page', () => {
  test.each<[who: string, asker: Asker, note: string]>([
    ['an associate', associate, 'E-mail, phone and address are for managers.'],
    [
      'a channel',
      inCompany(administrator),
      'Hidden here; “Show to me” shows e-mail, phone and address to those who may see them.',
    ],
  ])('keeps them back from %s', async (_, who, note) => {
    const { rows, withheld, notes } = await answer({ kind: 'customer', customer: 'A1' }, who)
    expect(withheld).toEqual(['E-mail', 'Phone', 'Address'])
    expect(rows.map((row) => row[1])).not.toContain('E-mail')
    expect(JSON.stringify(rows)).not.toMatch(/mail\.example|555|1 Oak Street/)
    expect(notes).toContainEqual({ kind: 'caveat', text: note })
  })

  test('holds notes for managers only where nobody else looks on', async () => {
    const page = async (who: Asker) => JSON.stringify((await answer({ kind: 'customer', customer: 'B1' }, who)).rows)
    expect(await page(administrator)).toContain('Owes us money')
    expect(await page(inCompany(administrator))).not.toContain('Owes us money')
    expect(await page(associate)).not.toContain('Owes us money')
  })
})
