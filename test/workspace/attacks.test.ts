import { request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handlePage } from '../../src/workspace/page/handler.ts'
import type { Workspace } from '../../src/workspace/types.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { call, channels, manifest, people } from './support.ts'

let workspace: Workspace
let listening = 0
beforeAll(async () => {
  workspace = await openWorkspace(
    { manifest: manifest(), people: Object.values(people), channels: Object.values(channels), teamName: 'T', port: 0 },
    (incoming, response, at) => handlePage(incoming, response, counting(at)),
  )
})
afterAll(() => workspace[Symbol.asyncDispose]())

/** The workspace, with a count of those who listen for changes. */
const counting = (at: Workspace): Workspace =>
  new Proxy(at, {
    get(target, name) {
      if (name !== 'onChange') return Reflect.get(target, name)
      return (listener: (version: number) => void) => {
        listening++
        const stop = target.onChange(listener)
        return () => {
          listening--
          stop()
        }
      }
    },
  })

const port = (): number => Number(new URL(workspace.url).port)

/** The first line of the answer to what is sent as it stands. */
function rawStatus(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port(), '127.0.0.1', () => socket.write(text))
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => resolve('closed'))
  })
}

const host = () => `Host: 127.0.0.1:${port()}\r\n`

test.for([
  '/page/../../../../../etc/passwd',
  '/page/%2e%2e/%2e%2e/server.ts',
  '/page/..%2f..%2fserver.ts',
  '/page/handler.ts',
  '/page/../workspace.ts',
  '/page/files/../../../../etc/passwd',
  '/page/files/..%2f..%2f..%2fetc%2fpasswd',
  '/page/files/F%00',
  '/page/constructor',
  '/page/__proto__',
  '/page/%',
  '//',
])('%s brings no file', async (path) => {
  const status = await rawStatus(`GET ${path} HTTP/1.1\r\n${host()}Connection: close\r\n\r\n`)
  expect(status).toMatch(/ (400|403|404|500) /)
})

test('another Host or none is refused', async () => {
  expect(await rawStatus('GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toContain('403')
  expect(await rawStatus('GET / HTTP/1.0\r\n\r\n')).toContain('403')
})

test('a body that is too long is refused with a sentence, and what follows is answered', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(
      {
        port: port(),
        host: '127.0.0.1',
        path: '/page/act',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': 3_000_000 },
      },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    sent.on('error', reject)
    sent.end('x'.repeat(3_000_000))
  })
  expect(status).toBe(413)
  expect((await fetch(workspace.url)).status).toBe(200)
})

test('browsers that go away are forgotten', async () => {
  const leaving = new AbortController()
  const address = `${workspace.url}page/events?user=${people.dana.id}`
  await Promise.all(Array.from({ length: 40 }, () => fetch(address, { signal: leaving.signal })))
  expect(listening).toBe(40)
  leaving.abort()
  for (let tries = 0; listening > 0 && tries < 100; tries++) await wait(20)
  expect(listening).toBe(0)
})

test('2,000 messages with tables take little memory', { timeout: 60_000 }, async () => {
  const elements = [{ type: 'text', text: 'A line of a table with a name and a number\n'.repeat(60) }]
  const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements }] }]
  const first = await call(workspace, 'chat.postMessage', { channel: channels.general.id, text: 'x', blocks })
  expect(first).toMatchObject({ ok: true })
  global.gc?.()
  const before = process.memoryUsage().heapUsed
  for (let at = 0; at < 2_000; at++)
    await call(workspace, 'chat.postMessage', { channel: channels.general.id, text: `message ${at}`, blocks })
  global.gc?.()
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6
  expect(megabytes).toBeLessThan(150)
})
