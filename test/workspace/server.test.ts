import { request } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clock } from '../../src/context.ts'
import type { Workspace } from '../../src/workspace/types.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { call, channels, manifest, openTestWorkspace, people, stage } from './support.ts'

let workspace: Workspace
beforeAll(async () => {
  workspace = await openTestWorkspace()
})
afterAll(() => workspace[Symbol.asyncDispose]())

const portOf = (at: Workspace): number => Number(new URL(at.url).port)

function statusWith(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: portOf(workspace), path: '/api/auth.test', method: 'POST', headers },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

describe('only this machine’s own page and app are answered', () => {
  test.each<[what: string, headers: (port: number) => Record<string, string>, status: number]>([
    ['its address', (port) => ({ host: `127.0.0.1:${port}` }), 200],
    ['its name', (port) => ({ host: `localhost:${port}` }), 200],
    ['its own page', (port) => ({ host: `localhost:${port}`, origin: `http://localhost:${port}` }), 200],
    ['another name', (port) => ({ host: `shop.example.com:${port}` }), 403],
    ['no port', () => ({ host: 'localhost' }), 403],
    ['another site', (port) => ({ host: `127.0.0.1:${port}`, origin: 'https://example.com' }), 403],
    ['another port', (port) => ({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port + 1}` }), 403],
    ['no origin at all', (port) => ({ host: `127.0.0.1:${port}`, origin: 'null' }), 403],
    ['an image on another site', (port) => ({ host: `127.0.0.1:${port}`, 'sec-fetch-site': 'cross-site' }), 403],
  ])('%s', async (_, headers, status) => {
    expect(await statusWith(headers(portOf(workspace)))).toBe(status)
  })

  test('a socket from another site is refused', async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const port = portOf(workspace)
      const socket = connectSocket(port, '127.0.0.1', () =>
        socket.write(
          `GET /api/socket?ticket=x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: https://example.com\r\n` +
            'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
        ),
      )
      socket.once('data', (data) => resolve(String(data).split('\r\n')[0] ?? ''))
      socket.once('error', reject)
    })
    expect(status).toBe('HTTP/1.1 403 Forbidden')
  })

  test('nothing is heard on this machine’s other addresses', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of outside)
      await expect(fetch(`http://${address}:${portOf(workspace)}/`)).rejects.toThrow('fetch failed')
  })
})

test('a body of more than four megabytes is refused', async () => {
  const answer = await call(workspace, 'chat.postMessage', {
    channel: channels.general.id,
    text: 'x'.repeat(4_100_000),
  })
  expect(answer).toEqual({ ok: false, error: 'request_too_large' })
})

test('a body that is no JSON is refused', async () => {
  const response = await fetch(`${workspace.apiUrl}auth.test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${workspace.botToken}` },
    body: '{',
  })
  expect(await response.json()).toEqual({ ok: false, error: 'invalid_json' })
})

test('a file goes up in three steps, is shared in a thread, and comes down as it was', async () => {
  await using on = await stage(() => {})
  const said = await on.does(people.dana, { kind: 'say', channel: channels.general.id, text: 'CSV, please' })
  const content = 'customer_ref,spend\nC0042,1830.50\n€,1\n'
  await on.app.client.filesUploadV2({
    channel_id: channels.general.id,
    thread_ts: said.ok ? (said.ts ?? '') : '',
    filename: 'customers.csv',
    title: 'Lapsed top customers',
    initial_comment: 'Two rows',
    content,
  })
  const [message] = on.said()
  expect(message).toMatchObject({ text: 'Two rows', threadTs: said.ok ? said.ts : '' })
  expect(message?.files).toMatchObject([
    { name: 'customers.csv', title: 'Lapsed top customers', mimeType: 'text/csv', size: Buffer.byteLength(content) },
  ])
  expect(on.workspace.fileContent(message?.files[0]?.id ?? '')?.toString('utf8')).toBe(content)
})

test('a file of another length than announced is refused', async () => {
  const body = { filename: 'a.csv', length: 10 }
  const { upload_url: url } = await call(workspace, 'files.getUploadURLExternal', body)
  const response = await fetch(String(url), { method: 'POST', body: 'short' })
  expect(response.status).toBe(400)
})

test('an app told to slow down waits and tries again', async () => {
  await using on = await stage(() => {})
  on.workspace.inject('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 1 })
  const begun = clock().getTime()
  await on.app.client.chat.postMessage({ channel: channels.general.id, text: 'Patience' })
  expect(clock().getTime() - begun).toBeGreaterThan(900)
  expect(on.said().map(({ text }) => text)).toEqual(['Patience'])
})

test('a call that hangs answers late', async () => {
  await using on = await stage(() => {})
  on.workspace.inject('chat.postMessage', { kind: 'hang', forMs: 200 })
  const posting = on.app.client.chat.postMessage({ channel: channels.general.id, text: 'Late' })
  await expect(on.workspace.waitFor('the message', () => on.said()[0], 100)).rejects.toThrow('the message')
  await posting
  expect(on.said().map(({ text }) => text)).toEqual(['Late'])
})

test('a call that hangs is not carried out for an app that gave up', async () => {
  await using slow = await openTestWorkspace()
  slow.inject('chat.postMessage', { kind: 'hang', forMs: 150 })
  const posting = fetch(`${slow.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slow.botToken}` },
    body: new URLSearchParams({ channel: channels.general.id, text: 'Too late' }),
    signal: AbortSignal.timeout(50),
  })
  await expect(posting).rejects.toThrow('timeout')
  await wait(200)
  expect(slow.messages(channels.general.id)).toEqual([])
})

test('every change has its number, and listeners stop when they want to', async () => {
  const versions: number[] = []
  const stop = workspace.onChange((version) => versions.push(version))
  const before = workspace.state(people.dana.id).version
  await workspace.act(people.dana.id, { kind: 'say', channel: channels.general.id, text: 'one' })
  stop()
  await workspace.act(people.dana.id, { kind: 'say', channel: channels.general.id, text: 'two' })
  expect(versions).toEqual([before + 1])
})

test('a port that is taken is a fault when it was asked for, and passed over when none was', async () => {
  await expect(openTestWorkspace({ port: portOf(workspace) })).rejects.toThrow('EADDRINUSE')
  const bare = { manifest: manifest(), people: [people.dana], channels: [], teamName: 'Heron & Spoke' }
  await using first = await openWorkspace(bare)
  await using second = await openWorkspace(bare)
  for (const at of [first, second]) expect(portOf(at)).toSatisfy((port: number) => port >= 3_000 && port <= 3_020)
  expect(portOf(first)).not.toBe(portOf(second))
})

test('no two workspaces give the same number to an event, a view or a file', async () => {
  const numbers: unknown[] = []
  for (const _ of [1, 2]) {
    await using fresh = await openTestWorkspace()
    numbers.push((await call(fresh, 'files.getUploadURLExternal', { filename: 'a.csv', length: 1 })).file_id)
  }
  expect(new Set(numbers).size).toBe(2)
})
