import { afterAll, beforeAll, expect, test } from 'vitest'
import { counter, dana, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

const question = 'top 3 customers'

test('blocks that Slack refuses are sent again in a plain form', async () => {
  story.workspace.inject('chat.postMessage', { kind: 'error', error: 'invalid_blocks' })
  const reply = await story.ask(dana, question)
  expect(reply.blocks.map(({ type }) => type)).not.toContain('data_table')
  expect(textOf(reply)).toContain('Ana')
})

test('when even those are refused, the sentence alone is', async () => {
  story.workspace.inject('chat.postMessage', { kind: 'error', error: 'invalid_blocks' }, 2)
  const reply = await story.ask(dana, question)
  expect(reply.blocks).toEqual([])
  expect(reply.text).toContain('customers')
})

test('a rate limit is waited out', async () => {
  story.workspace.inject('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 1 })
  expect(textOf(await story.ask(dana, question))).toContain('Ana')
})

test('a server error is tried again', async () => {
  story.workspace.inject('chat.postMessage', { kind: 'status', status: 500 })
  expect(textOf(await story.ask(dana, question))).toContain('Ana')
})

test('what Slack did although it said that it failed is not done again', async () => {
  story.workspace.inject('chat.postMessage', { kind: 'status', status: 500, done: true })
  const reply = await story.ask(dana, question)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(story.workspace.messages(counter, reply.threadTs ?? '')).toHaveLength(2)
})

test('what Slack did without ever answering is not done again', async () => {
  story.workspace.inject('chat.postMessage', { kind: 'hang', forMs: 11_500, done: true })
  const reply = await story.ask(dana, question)
  await new Promise((resolve) => setTimeout(resolve, 13_000))
  expect(story.workspace.messages(counter, reply.threadTs ?? '')).toHaveLength(2)
  const row = await story.shop.db
    .selectFrom('answers')
    .select('posted_at')
    .where('message_ts', '=', reply.ts)
    .executeTakeFirst()
  expect(row?.posted_at).toBeDefined()
})

test('a status that cannot be set does not matter', async () => {
  story.workspace.inject('assistant.threads.setStatus', { kind: 'error', error: 'missing_scope' })
  expect(textOf(await story.ask(dana, question))).toContain('Ana')
})

test('the bot comes back after Slack ended its connection', async () => {
  story.workspace.disconnect('refresh')
  await story.workspace.waitFor('the connection', () => story.workspace.connected)
  expect(textOf(await story.ask(dana, question))).toContain('Ana')
})
