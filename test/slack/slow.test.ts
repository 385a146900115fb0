import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenPlanner } from '../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { counter, dana, openStory, type Story, textOf } from './support.ts'

/** Thinks about “top 3” for a second. */
const slowly: OpenPlanner = async (shop, catalog) => {
  const planner = await openOfflinePlanner(shop, catalog)
  return {
    plan: async (question, thread, asker) => {
      if (question.startsWith('top 3')) await wait(1_000)
      return planner.plan(question, thread, asker)
    },
  }
}

let story: Story
beforeAll(async () => {
  story = await openStory({ streamAfterMs: 200, openPlanner: slowly })
})
afterAll(() => story[Symbol.asyncDispose]())

const question = 'top 3 customers'

test('an answer that takes longer says what it is doing, and becomes the answer', async () => {
  const reply = await story.ask(dana, question)
  expect(story.workspace.calls('chat.startStream')).toHaveLength(1)
  expect(textOf(reply)).toContain('Ana')
  expect(story.workspace.messages(counter, reply.threadTs ?? '')).toHaveLength(2)
})

test('a stream that Slack began, and said that it failed, becomes the answer', async () => {
  story.workspace.inject('chat.startStream', { kind: 'status', status: 500, done: true })
  const reply = await story.ask(dana, question)
  expect(textOf(reply)).toContain('Ana')
  await wait(300)
  expect(story.workspace.messages(counter, reply.threadTs ?? '')).toHaveLength(2)
})

test('a stream that Slack ended meanwhile is changed into the answer', async () => {
  story.workspace.inject('chat.stopStream', { kind: 'error', error: 'message_not_in_streaming_state' })
  const ts = await story.say(dana, `<@${story.workspace.botUserId}> ${question}`)
  const reply = await story.workspace.waitFor('the answer', () =>
    story.workspace
      .messages(counter, ts)
      .find(({ user, blocks }) => user === story.workspace.botUserId && textOf({ blocks }).includes('Ana')),
  )
  expect(story.workspace.messages(counter, ts)).toHaveLength(2)
  expect(textOf(reply)).toContain('Ana')
})

test('where no stream can be begun, the answer comes all the same', async () => {
  story.workspace.inject('chat.startStream', { kind: 'error', error: 'not_allowed_token_type' })
  expect(textOf(await story.ask(dana, question))).toContain('Ana')
})

test('blocks that Slack refuses at the end of a stream are sent again in a plain form', async () => {
  story.workspace.inject('chat.stopStream', { kind: 'error', error: 'invalid_blocks' })
  story.workspace.inject('chat.update', { kind: 'error', error: 'invalid_blocks' })
  const ts = await story.say(dana, `<@${story.workspace.botUserId}> ${question}`)
  const reply = await story.workspace.waitFor('the answer', () =>
    story.workspace
      .messages(counter, ts)
      .find(({ user, blocks }) => user === story.workspace.botUserId && textOf({ blocks }).includes('Ana')),
  )
  expect(reply.blocks.map(({ type }) => type)).not.toContain('data_table')
})

test('told to stop, it finishes what is under way', async () => {
  await using own = await openStory({ started: false, openPlanner: slowly })
  const app = await own.start()
  const ts = await own.say(dana, `<@${own.workspace.botUserId}> ${question}`)
  await own.workspace.waitFor('it to be at work', () => own.workspace.calls('assistant.threads.setStatus').length > 0)
  await app[Symbol.asyncDispose]()
  const replies = own.workspace.messages(counter, ts).filter(({ user }) => user === own.workspace.botUserId)
  expect(replies.map((reply) => textOf(reply).includes('Ana'))).toEqual([true])
  await own.workspace.waitFor('it to be gone', () => !own.workspace.connected)
})
