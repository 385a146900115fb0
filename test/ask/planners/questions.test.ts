import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../../src/access/asker.ts'
import { ask } from '../../../src/ask/ask.ts'
import type { Plan } from '../../../src/ask/plan.ts'
import { emptyThread } from '../../../src/ask/threads.ts'
import { replyText } from '../../../src/present/text.ts'
import { questions } from './questions.ts'
import { openSamplePlanner, plansOf, type SamplePlanner } from './sample-planner.ts'
import { threads } from './threads.ts'

let sample: SamplePlanner
beforeAll(async () => {
  sample = await openSamplePlanner()
})
afterAll(() => sample[Symbol.asyncDispose]())

describe.each(Object.entries(questions))('questions about %s', (_kind, rows) => {
  test.each(rows)('%s', async (question, line) => {
    const planned = await sample.plan(question)
    expect(sample.line(planned)).toBe(line)
    expect(sample.issues(planned)).toEqual([])
  })
})

describe('a conversation', () => {
  test.each(threads)('that begins with “$first”', async ({ first, turns }) => {
    let plans: readonly Plan[] = plansOf(await sample.plan(first))
    expect(plans).toHaveLength(1)
    for (const [question, line] of turns) {
      const thread = { plans, offered: [] }
      const planned = await sample.plan(question, thread)
      expect(sample.line(planned), question).toBe(line)
      plans = [...plans, ...plansOf(planned)]
    }
  })
})

describe('a question that can mean two things is asked back about, with readings that differ and can be run', () => {
  test.each([
    'customers in Portland',
    'how many customers in Spokane',
    'sales in Tacoma',
    'revenue of the gravel bike this year',
    'show me Linh Tran',
    'orders of Linh Tran',
    'Ricci',
  ])('%s', async (question) => {
    const planned = await sample.plan(question)
    expect(planned.kind).toBe('clarify')
    const options = plansOf(planned).map((plan) => JSON.stringify(plan))
    expect(options.length).toBeGreaterThan(1)
    expect(new Set(options).size).toBe(options.length)
    expect(sample.issues(planned)).toEqual([])
  })
})

describe('from a question to what a person reads', () => {
  const printed = async (text: string): Promise<string> => {
    const reply = await ask({ text, asker: administrator, thread: emptyThread }, sample.asking)
    return replyText(reply, { currency: sample.asking.rules.currency, showSql: false })
  }

  test('a list', async () => {
    expect(await printed('top 3 customers by revenue in 2025')).toMatchInlineSnapshot(`
      "3 customers with the highest spend in 2025

      Customer  Name                 Spend
      ────────  ───────────────  ─────────
      R10298    Carol Langley    $3,700.81
      R10008    Yuki Tanabe      $3,573.96
      R10269    Vikram Malhotra  $3,533.87

      Revenue: Net: quantity kept × unit price − the discount on the kept quantity; no tax, no shipping. Walk-ins included.
      Dates: 2025 (Jan 1 – Dec 31, 2025).
      Orders up to Nov 15, 2026.
      Sample data: this shop is invented."
    `)
  })
  test('a number', async () => {
    expect(await printed('how many customers have lapsed')).toMatchInlineSnapshot(`
      "Number of customers who have lapsed

      Customers
      ─────────
            386

      Lapsed: Buyers whose silence is over 2 × their usual gap, counting a gap as at least 14 days.
      Customers: Customer records, with or without orders.
      Orders up to Nov 15, 2026.
      Sample data: this shop is invented."
    `)
  })
  test('a breakdown', async () => {
    expect(await printed('revenue by store in 2025')).toMatchInlineSnapshot(`
      "Revenue by store, 2025 (Jan 1 – Dec 31, 2025)

      Store         Revenue
      ────────  ───────────
      Portland  $111,016.98
      no store   $65,443.42
      Tacoma     $59,736.85
      Spokane    $38,214.15

      Revenue: Net: quantity kept × unit price − the discount on the kept quantity; no tax, no shipping. Walk-ins included.
      Dates: 2025 (Jan 1 – Dec 31, 2025).
      No store: Orders placed online, and any whose store is not on file.
      Orders up to Nov 15, 2026.
      Sample data: this shop is invented."
    `)
  })
  test('a share', async () => {
    expect(await printed('what percentage of buyers bought only once')).toMatchInlineSnapshot(`
      "Share of customers (one-time customers): buyers

      Share of customers (one-time customers)
      ───────────────────────────────────────
                                       18.6 %

      Buyers: At least one order.
      One-time customers: Exactly one order.
      Customers: Customer records, with or without orders.
      Orders up to Nov 15, 2026.
      Sample data: this shop is invented."
    `)
  })
  test('an empty answer says why', async () => {
    expect(await printed('customers from Hawaii who bought snowshoes')).toMatchInlineSnapshot(`
      "Customers who bought Snowshoes, in HI

      Nobody fits.

      Without “region HI” there are 22 customers.
      Without “orders (product Snowshoes)” there are 3 customers.
      Orders: Orders that are not cancelled and not refunded in full.
      Orders up to Nov 15, 2026.
      Sample data: this shop is invented."
    `)
  })
  test('a definition', async () => {
    expect(await printed('what does lapsed mean')).toMatchInlineSnapshot(`
      "What “lapsed” means

      Word    Meaning
      ──────  ────────────────────────────────────────────────────────────
      lapsed  Buyers whose silence is over 2 × their usual gap, counting a gap as at least 14 days."
    `)
  })
  test('a question back', async () => {
    expect(await printed('how many customers in Spokane')).toMatchInlineSnapshot(`
      "Spokane: the city they live in, or the store?
        1. Living in Spokane (185)
        2. Home store Spokane (261)"
    `)
  })
  test('a refusal names the word', async () => {
    expect(await printed('which customers are divorced')).toMatchInlineSnapshot(`
      "I do not know “divorced”.
      You could ask:
        which customers can we email
        which customers have no email
        which top customers are likely gone"
    `)
  })
})
