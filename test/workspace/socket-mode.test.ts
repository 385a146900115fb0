import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { channels, connect, manifest, openTestWorkspace, people, stage } from './support.ts'

const hello = { kind: 'say', channel: channels.general.id, text: '@Regulars hello' } as const

test('redelivery brings the same event_id with the number of the retry', async () => {
  const heard: string[] = []
  await using on = await stage((app) =>
    app.event('app_mention', async ({ body, context }) => void heard.push(`${body.event_id} ${context.retryNum}`)),
  )
  await on.does(people.dana, hello)
  await on.workspace.waitFor('the mention', () => heard.length === 1)
  await on.workspace.redeliver(3)
  await on.workspace.waitFor('the retries', () => heard.length === 4)
  const [id] = heard[0]?.split(' ') ?? []
  expect(heard).toEqual([0, 1, 2, 3].map((nth) => `${id} ${nth}`))
})

test('an event that nobody acknowledges comes again, at once and later, three times', async () => {
  const retries: (number | undefined)[] = []
  const setUp = (app: Parameters<Parameters<typeof stage>[0]>[0]) => {
    app.processEvent = async ({ retryNum }) => void retries.push(retryNum)
  }
  await using on = await stage(setUp, { acknowledgeWithinMs: 40 })
  await on.does(people.noor, { kind: 'say', channel: channels.back.id, text: 'hello' })
  await on.workspace.waitFor('all retries', () => retries.length === 4)
  await wait(500)
  expect(retries).toEqual([0, 1, 2, 3])
})

test('what is said while no app is connected arrives when one connects', async () => {
  await using workspace = await openTestWorkspace()
  await workspace.act(people.dana.id, hello)
  expect(workspace.connected).toBe(false)
  expect(workspace.state(people.dana.id).bot.connected).toBe(false)
  const heard: string[] = []
  const app = await connect(workspace, (it) =>
    it.event('app_mention', async ({ event }) => void heard.push(event.text)),
  )
  await workspace.waitFor('the mention', () => heard.length === 1)
  expect(workspace.state(people.dana.id).bot.connected).toBe(true)
  await app.stop()
})

test('an app that dies before it acknowledged leaves the event to the next one', async () => {
  await using workspace = await openTestWorkspace()
  const first = await connect(workspace, (app) => {
    app.processEvent = async () => workspace.disconnect('cut')
  })
  await workspace.act(people.noor.id, { kind: 'say', channel: channels.back.id, text: 'hello' })
  await workspace.waitFor('the end of the first', () => !workspace.connected)
  await first.stop()
  const heard: unknown[] = []
  const second = await connect(workspace, (app) =>
    app.event('message', async ({ context }) => void heard.push([context.retryNum, context.retryReason])),
  )
  await workspace.waitFor('the event', () => heard.length === 1)
  expect(heard).toEqual([[1, 'connection_failed']])
  await second.stop()
})

test.each([
  'refresh',
  'cut',
] as const)('after a %s the app comes back and hears what was said meanwhile', async (how) => {
  const heard: string[] = []
  await using on = await stage(
    (app) => app.event('app_mention', async ({ event }) => void heard.push(event.text)),
    {},
    200,
  )
  on.workspace.disconnect(how)
  await on.workspace.waitFor('the end of the connection', () => !on.workspace.connected)
  await on.does(people.dana, hello)
  await on.workspace.waitFor('the app to come back', () => on.workspace.connected)
  await on.workspace.waitFor('the mention', () => heard.length > 0)
  expect(heard).toHaveLength(1)
})

test('with two connections each event goes to one of them, in turn', async () => {
  const first: string[] = []
  const second: string[] = []
  await using on = await stage((app) => app.event('app_mention', async ({ event }) => void first.push(event.text)), {
    manifest: manifest({ events: ['app_mention'] }),
  })
  const other = await connect(on.workspace, (app) =>
    app.event('app_mention', async ({ event }) => void second.push(event.text)),
  )
  for (const nth of [1, 2, 3, 4]) {
    await on.does(people.dana, { kind: 'say', channel: channels.general.id, text: `@Regulars ${nth}` })
    await on.workspace.waitFor('the mention', () => first.length + second.length === nth)
  }
  expect(new Set([...first, ...second]).size).toBe(4)
  expect([first.length, second.length].every((count) => count > 0)).toBe(true)
  await other.stop()
})

test('a connection needs an address that was just handed out, and takes it once', async () => {
  await using workspace = await openTestWorkspace()
  const opened = await fetch(`${workspace.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.appToken}` },
  })
  const { url } = (await opened.json()) as { readonly url: string }
  expect(await firstWord(url)).toContain('"type":"hello"')
  expect(await firstWord(url)).toBe('closed')
  expect(await firstWord(url.replace(/ticket=.*/, 'ticket=mine'))).toBe('closed')
})

function firstWord(url: string): Promise<string> {
  const socket = new WebSocket(url)
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      resolve(String(data))
      socket.close()
    })
    socket.addEventListener('error', () => resolve('closed'))
  })
}
