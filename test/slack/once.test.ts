import { afterEach, expect, test } from 'vitest'
import type { SlackApp } from '../../src/slack/app.ts'
import { counter, dana, openStory, type Story, textOf } from './support.ts'

let story: Story | undefined
afterEach(async () => {
  await story?.[Symbol.asyncDispose]()
})

const replies = ({ workspace }: Story, ts: string) =>
  workspace.messages(counter, ts).filter(({ user }) => user === workspace.botUserId)

const settle = (ms = 400) => new Promise((resolve) => setTimeout(resolve, ms))

test('an event delivered five times more is answered once', async () => {
  story = await openStory()
  const reply = await story.ask(dana, 'how many customers do we have')
  await story.workspace.redeliver(5)
  await settle()
  expect(replies(story, reply.threadTs ?? '')).toHaveLength(1)
})

test('two bots at once answer once', async () => {
  story = await openStory()
  await story.start()
  const reply = await story.ask(dana, 'how many customers do we have')
  await story.workspace.redeliver(4)
  await settle()
  expect(replies(story, reply.threadTs ?? '')).toHaveLength(1)
})

test('what Slack sent is forgotten once it was dealt with', async () => {
  story = await openStory()
  await story.ask(dana, 'how many customers do we have')
  await settle(200)
  const open = await story.shop.db.selectFrom('event_deduplication').selectAll().where('body', 'is not', null).execute()
  expect(open).toEqual([])
})

/** A claim as a process leaves it that was killed while it worked on it. */
async function leftOpen({ shop, workspace }: Story, ts: string, text: string): Promise<void> {
  const event = { type: 'app_mention', user: dana, text, ts, channel: counter, event_ts: ts }
  const body = { type: 'event_callback', team_id: workspace.teamId, event_id: 'Ev0LEFT', event }
  await shop.db
    .insertInto('event_deduplication')
    .values({
      event_id: `message:${counter}:${ts}`,
      body: JSON.stringify(body),
      claimed_until: new Date(Date.now() - 1_000),
    })
    .execute()
}

test('what a crash left unanswered is answered after it, once', async () => {
  story = await openStory({ started: false })
  const text = `<@${story.workspace.botUserId}> how many customers do we have`
  const ts = await story.say(dana, text)
  await leftOpen(story, ts, text)
  const app: SlackApp = await story.start()
  await Promise.all([app.sweep(), app.sweep()])
  expect(replies(story, ts).map((reply) => textOf(reply).includes('8'))).toEqual([true])
})

test('what was answered just before the crash is not answered again', async () => {
  story = await openStory()
  const reply = await story.ask(dana, 'how many customers do we have')
  const ts = reply.threadTs ?? ''
  await settle(200)
  await story.shop.db.deleteFrom('event_deduplication').execute()
  await story.shop.db.updateTable('answers').set({ posted_at: null, message_ts: null }).execute()
  await leftOpen(story, ts, `<@${story.workspace.botUserId}> how many customers do we have`)
  await story.app.sweep()
  expect(replies(story, ts)).toHaveLength(1)
  const row = await story.shop.db.selectFrom('answers').select('message_ts').executeTakeFirstOrThrow()
  expect(row.message_ts).toBe(reply.ts)
})

test('what failed twice ends in a reference number', async () => {
  story = await openStory({ started: false })
  const text = `<@${story.workspace.botUserId}> how many customers do we have`
  const ts = await story.say(dana, text)
  await leftOpen(story, ts, text)
  await story.shop.db.updateTable('event_deduplication').set({ attempts: 2 }).execute()
  await (await story.start()).sweep()
  expect(replies(story, ts).map(textOf)).toEqual([
    expect.stringMatching(/^Something went wrong on our side\. Reference \w{6}\.$/),
  ])
})
