import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { counter, dana, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory({
    streamAfterMs: 200,
    openPlanner: async (shop, catalog) => {
      const planner = await openOfflinePlanner(shop, catalog)
      return {
        plan: async (question, thread, asker) => {
          if (question.startsWith('top 3')) await wait(1_000)
          return planner.plan(question, thread, asker)
        },
      }
    },
  })
})
afterAll(() => story[Symbol.asyncDispose]())

const question = 'top 3 customers'

test('an answer that takes longer says what it is doing, and becomes the answer', async () => {
  const reply = await story.ask(dana, question)
  expect(story.workspace.calls('chat.startStream')).toHaveLength(1)
  expect(textOf(reply)).toContain('Ana')
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
