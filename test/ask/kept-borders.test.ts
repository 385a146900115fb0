import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AskContext } from '../../src/ask/ask.ts'
import { findBorders, keepBorders, keptBorders } from '../../src/catalog/kept-borders.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answerTo } from './asking.ts'
import { openCast, today } from './cast.ts'
import { field, list, rules } from './plan-words.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => findBorders(shop.db, rules.topPercent))

const hold = async (): Promise<boolean> =>
  (await sql`select from ${sql.raw(keptBorders())}`.execute(shop.db)).rows.length > 0

describe('kept borders', () => {
  const changes = [
    ['is written about', false, sql`update customer_summaries set note_count = note_count + 1`],
    ['becomes known who has not bought', false, sql`update customer_summaries set units = 0 where order_count = 0`],
    ['spends more', true, sql`update customer_summaries set net_spend = net_spend + 1 where order_count = 1`],
    ['comes again', true, sql`update customer_summaries set last_order_day = last_order_day + 1 where order_count = 1`],
    ['buys at last', true, sql`update customer_summaries set order_count = 1 where order_count = 0`],
    ['is gone', true, sql`delete from customer_summaries where order_count = 1`],
    ['is one of all that are forgotten', true, sql`truncate customer_summaries`],
  ] as const
  test.each(changes)('when somebody %s, no longer hold: %s', async (_, isOver, change) => {
    await shop.db
      .transaction()
      .execute(async (trx) => {
        expect(await sql`select from ${sql.raw(keptBorders())}`.execute(trx)).toMatchObject({ rows: [{}] })
        await change.execute(trx)
        expect((await sql`select from ${sql.raw(keptBorders())}`.execute(trx)).rows).toHaveLength(isOver ? 0 : 1)
        throw new Error('undone')
      })
      .catch((error: Error) => expect(error.message).toBe('undone'))
    expect(await hold()).toBe(true)
  })

  test('found beside a change that is not finished do not outlive it', async () => {
    await shop.db.transaction().execute(async (trx) => {
      await sql`update customer_summaries set net_spend = net_spend + 1 where order_count = 1`.execute(trx)
      await findBorders(shop.db, rules.topPercent)
      expect(await hold()).toBe(true)
    })
    expect(await hold()).toBe(false)
    await refreshSummaries(shop.db)
  })

  test('are not made for a small shop', async () => {
    await sql`delete from rank_borders`.execute(shop.db)
    await keepBorders(shop.db, rules.topPercent)
    expect(await hold()).toBe(false)
  })
})

describe('whoever asks with kept borders', () => {
  const refs = ['A1', 'B1', 'C1', 'D1', 'G1', 'J1']
  const told = async (more: Partial<AskContext>) => {
    const answers = []
    for (const customer of refs) {
      answers.push((await answerTo({ kind: 'customer', customer }, shop, more)).rows)
      for (const segment of ['top', 'at_risk', 'champion', 'stage_loyalty'])
        answers.push((await answerTo(why(customer, segment), shop, more)).rows)
    }
    return answers
  }
  const why = (customer: string, segment: string) => ({ kind: 'why', customer, segment }) as const

  test('is told what everybody is told, also where they do not hold or are of another share', async () => {
    const plain = await told({})
    expect(JSON.stringify(plain)).toContain('at risk')
    expect(await told({ borders: 'kept' })).toEqual(plain)
    await findBorders(shop.db, 50)
    expect(await told({ borders: 'kept' })).toEqual(plain)
    await sql`update rank_borders set net_spend_1 = 0, net_spend_2 = 0, last_order_day_3 = null, top_spend = 0`.execute(
      shop.db,
    )
    expect(await told({ borders: 'kept' })).not.toEqual(plain)
    await sql`insert into rank_changes default values`.execute(shop.db)
    expect(await told({ borders: 'kept' })).toEqual(plain)
  })

  test('of a day before the latest fact is told who was what on that day', async () => {
    for (const day of [today, '2026-11-01', '2026-04-15', '2026-02-01']) {
      const past: Partial<AskContext> = { today: day, summaries: 'as_of' }
      const plan = list({ columns: ['customer.rfm', 'customer.stage'].map(field) })
      const { rows } = await answerTo(plan, shop, past)
      expect(rows.length).toBeGreaterThan(5)
      const pages = async (more: Partial<AskContext>) => {
        const found = []
        for (const [ref] of rows) {
          const page = await answerTo({ kind: 'customer', customer: String(ref) }, shop, { ...past, ...more })
          const value = (label: string) => page.rows.find(([, fact]) => fact === label)?.[2] ?? null
          found.push([ref, value('RFM segment'), value('Stage')])
        }
        return found
      }
      const expected = rows.map(([ref, ...rest]) => [ref, ...rest.slice(-2)])
      expect(await pages({}), day).toEqual(expected)
      expect(await pages({ borders: 'kept' }), day).toEqual(expected)
    }
  })
})
