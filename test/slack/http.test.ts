import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { startSlack } from '../../src/slack/app.ts'
import { counter, dana, openStory, type Story, textOf } from './support.ts'

const signingSecret = 'a secret of the test'
let story: Story | undefined
afterEach(async () => {
  await story?.[Symbol.asyncDispose]()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** As Slack sends it. */
function send(port: number, body: unknown, secret = signingSecret): Promise<Response> {
  const text = JSON.stringify(body)
  const at = String(Math.floor(Date.now() / 1_000))
  const signature = createHmac('sha256', secret).update(`v0:${at}:${text}`).digest('hex')
  return fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signature}`,
    },
    body: text,
  })
}

test('with a signing secret alone, it answers over HTTP, once', async () => {
  story = await openStory({ started: false })
  const { workspace, shop } = story
  const { botToken, apiUrl, teamId, botUserId } = workspace
  const port = await freePort()
  await using _ = await startSlack(shop, { botToken, signingSecret, port, apiUrl, streamAfterMs: 30_000 })
  const text = `<@${botUserId}> how many customers do we have`
  const ts = await story.say(dana, text)
  const event = { type: 'app_mention', user: dana, text, ts, channel: counter, event_ts: ts }
  const body = { type: 'event_callback', team_id: teamId, event_id: 'Ev1', event, authorizations: [] }
  const statuses = await Promise.all([send(port, body), send(port, body), send(port, body)])
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(textOf(await story.reply(counter, ts))).toContain('8')
  expect(workspace.messages(counter, ts)).toHaveLength(2)
  expect((await send(port, body, 'another secret')).status).toBe(401)
  const joined = { type: 'member_joined_channel', user: botUserId, channel: counter, event_ts: '1.1' }
  const again = { ...body, event_id: 'Ev2', event: joined }
  await Promise.all([send(port, again), send(port, again)])
  const greeting = await workspace.waitFor('the greeting', () =>
    workspace.messages(counter).find(({ user, threadTs }) => user === botUserId && threadTs === undefined),
  )
  expect(textOf(greeting)).toContain('Mention me and ask')
})

test('a token that does not work is said with what to do', async () => {
  story = await openStory({ started: false })
  const { apiUrl, botToken } = story.workspace
  const wrong = startSlack(story.shop, { botToken: 'xoxb-wrong', appToken: 'xapp-wrong', apiUrl })
  await expect(wrong).rejects.toThrow('Slack does not know the bot token')
  const half = startSlack(story.shop, { botToken, appToken: 'xapp-wrong', apiUrl })
  await expect(half).rejects.toThrow('Slack does not accept the app token')
})
