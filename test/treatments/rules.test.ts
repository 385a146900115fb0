import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { changeRule, ensureRules, type RuleChange, readRules, ruleHistory } from '../../src/treatments/rules.ts'
import { triggers } from '../../src/treatments/triggers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await ensureRules(shop.db)
})
afterEach(async () => {
  await shop.db.deleteFrom('treatment_rule_changes').execute()
  await shop.db.deleteFrom('treatment_rules').execute()
  await ensureRules(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

const rule = async (code: string) => (await readRules(shop.db)).find((each) => each.code === code)

const refusal = async (code: string, change: RuleChange): Promise<string> => {
  const changed = await changeRule(shop.db, code, change, 'dana@example.com')
  if (changed.kind === 'changed') throw new Error('it was changed')
  return changed.sentence
}

test('a shop begins with a rule for each trigger, all on, the most pressing first', async () => {
  await ensureRules(shop.db)
  const rules = await readRules(shop.db)
  expect(rules.map(({ code }) => code)).toEqual(triggers.map(({ code }) => code))
  expect(rules.every(({ active, version }) => active && version === 1)).toBe(true)
  expect((await rule('product_check_in'))?.dials).toEqual({ window_days: 7 })
})

describe('a change', () => {
  test('of a dial holds, and the history keeps both versions and who did it', async () => {
    await changeRule(shop.db, 'product_check_in', { dials: { window_days: 10 } }, 'dana@example.com')
    await changeRule(shop.db, 'product_check_in', { active: false, contactGapDays: 21 }, 'terminal')
    const changed = await rule('product_check_in')
    expect(changed).toMatchObject({ dials: { window_days: 10 }, active: false, contactGapDays: 21, version: 3 })
    const history = await ruleHistory(shop.db, 'product_check_in')
    expect(history.map(({ version, changed_by }) => [version, changed_by])).toEqual([
      [3, 'terminal'],
      [2, 'dana@example.com'],
    ])
    expect(history[1]?.before).toEqual({ active: true, timing: {}, audience: {}, cap: {}, words: {} })
    expect(history[1]?.after).toEqual({ active: true, timing: { window_days: 10 }, audience: {}, cap: {}, words: {} })
    expect(await ruleHistory(shop.db, 'special_day')).toEqual([])
  })

  test('to nothing goes back to what is usual', async () => {
    await changeRule(
      shop.db,
      'product_check_in',
      { dials: { window_days: 10 }, contactGapDays: 3, stages: ['Loyalty'] },
      'x',
    )
    await changeRule(
      shop.db,
      'product_check_in',
      { dials: { window_days: null }, contactGapDays: null, stages: null },
      'x',
    )
    expect(await rule('product_check_in')).toMatchObject({
      dials: { window_days: 7 },
      contactGapDays: null,
      stages: null,
    })
  })

  test('of one thing leaves the others, and other rules, alone', async () => {
    await changeRule(shop.db, 'first_purchase_thanks', { dials: { until_days: 9 } }, 'x')
    await changeRule(shop.db, 'first_purchase_thanks', { dials: { from_days: 2 } }, 'x')
    expect((await rule('first_purchase_thanks'))?.dials).toEqual({ from_days: 2, until_days: 9 })
    expect((await rule('campaign_response'))?.dials).toEqual({ from_days: 2, until_days: 14 })
  })

  test('by two at once is made twice, one after the other', async () => {
    await Promise.all([
      changeRule(shop.db, 'first_purchase_thanks', { dials: { from_days: 2 } }, 'one'),
      changeRule(shop.db, 'first_purchase_thanks', { dials: { until_days: 9 } }, 'other'),
    ])
    expect(await rule('first_purchase_thanks')).toMatchObject({ dials: { from_days: 2, until_days: 9 }, version: 3 })
    expect((await ruleHistory(shop.db, 'first_purchase_thanks')).map(({ version }) => version)).toEqual([3, 2])
  })
})

describe('is refused with a sentence', () => {
  test.each<[string, string, RuleChange, string]>([
    ['an unknown rule', 'happy_hour', {}, 'There is no rule called happy_hour. They are: promised_follow_up, '],
    [
      'an unknown dial',
      'special_day',
      { dials: { window_days: 3 } },
      'special_day has no dial called window_days. It has ahead_days.',
    ],
    [
      'a dial where there is none',
      'data_gap',
      { dials: { days: 3 } },
      'data_gap has no dial called days. It has none.',
    ],
    [
      'below the least',
      'special_day',
      { dials: { ahead_days: -1 } },
      'ahead_days of special_day must be a whole number from 0 to 30, not -1.',
    ],
    [
      'above the most',
      'special_day',
      { dials: { ahead_days: 31 } },
      'ahead_days of special_day must be a whole number from 0 to 30, not 31.',
    ],
    [
      'half a day',
      'special_day',
      { dials: { ahead_days: 1.5 } },
      'ahead_days of special_day must be a whole number from 0 to 30, not 1.5.',
    ],
    ['not a number', 'special_day', { dials: { ahead_days: Number.NaN } }, 'must be a whole number'],
    [
      'a gap of two years',
      'special_day',
      { contactGapDays: 730 },
      'Days between contacts are a whole number from 0 to 365.',
    ],
    [
      'an unknown stage',
      'special_day',
      { stages: ['Friends'] },
      'There is no stage called Friends. They are: Prospecting, Consideration, Purchase, Connection, Loyalty.',
    ],
    ['no stage at all', 'special_day', { stages: [] }, 'A rule needs at least one stage.'],
    [
      'an end before the beginning',
      'first_purchase_thanks',
      { dials: { from_days: 9 } },
      'from_days (9) of first_purchase_thanks must not be more than until_days (5): it would never name anybody.',
    ],
  ])('%s', async (_, code, change, sentence) => {
    expect(await refusal(code, change)).toContain(sentence)
    expect((await readRules(shop.db)).every(({ version }) => version === 1)).toBe(true)
  })
})

test('a row with a trigger that this version does not know is left alone', async () => {
  await shop.db
    .insertInto('treatment_rules')
    .values({ code: 'from_the_future', label: 'Later', trigger: 'full_moon', changed_by: 'x' })
    .execute()
  expect((await readRules(shop.db)).map(({ code }) => code)).not.toContain('from_the_future')
  expect(await refusal('from_the_future', { active: false })).toContain('There is no rule called from_the_future.')
})

test('what was written into a row by hand is held within the bounds', async () => {
  await sql`update treatment_rules set timing = '{"ahead_days": 1e12, "moon": 3}', audience = '{"stages": "all"}', cap = '{"contact_gap_days": "x"}', words = '[]' where code = 'special_day'`.execute(
    shop.db,
  )
  await sql`update treatment_rules set timing = '{"window_days": 2.6}' where code = 'product_check_in'`.execute(shop.db)
  expect(await rule('special_day')).toMatchObject({
    dials: { ahead_days: 30 },
    stages: null,
    contactGapDays: null,
    words: {},
  })
  expect((await rule('product_check_in'))?.dials).toEqual({ window_days: 3 })
})
