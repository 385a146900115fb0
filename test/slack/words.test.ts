import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mentions, plainWords, saidToAnother } from '../../src/slack/words.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await shop.db
    .insertInto('staff')
    .values({ email: 'hank@cast.example', name: 'Hank Dombrowski', slack_user_id: 'U0HANK' })
    .execute()
})
afterAll(() => shop[Symbol.asyncDispose]())

describe('what was typed is read as it is seen', () => {
  test.each([
    ['<@U0BOT> top customers', 'top customers'],
    ['<@U0BOT>: top customers', 'top customers'],
    ['hey <@U0BOT|regulars> top customers', 'hey top customers'],
    ['customers of <@U0HANK>', 'customers of Hank Dombrowski'],
    ['customers of <@U0NOBODY|lee>', 'customers of lee'],
    ['who is <mailto:ana@mail.example|ana@mail.example>', 'who is ana@mail.example'],
    ['look at <https://shop.example/x|shop.example>', 'look at shop.example'],
    ['in <#C0COUNTER|counter>', 'in counter'],
    ['<!here> top customers', 'top customers'],
    ['spent &gt; 100 &amp; bought', 'spent > 100 & bought'],
    ['&lt;@U0HANK&gt;', '<@U0HANK>'],
  ])('%s → %s', async (markup, words) => {
    expect(await plainWords(markup, 'U0BOT', shop.db)).toBe(words)
  })
})

test('who is spoken to stands at the beginning', () => {
  expect(saidToAnother('<@U0HANK> can you ring her', 'U0BOT')).toBe(true)
  expect(saidToAnother('<@U0BOT> can you', 'U0BOT')).toBe(false)
  expect(saidToAnother('customers of <@U0HANK>', 'U0BOT')).toBe(false)
  expect(mentions('hey <@U0BOT|regulars>', 'U0BOT')).toBe(true)
  expect(mentions('hey <@U0BOTH>', 'U0BOT')).toBe(false)
})
