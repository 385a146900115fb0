import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fixture, openFixture } from './fixture.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await openFixture()
})

afterAll(() => fixture[Symbol.asyncDispose]())

const get = (path: string) => fetch(`${fixture.url}${path}`)
const post = (body: string, type = 'application/json') =>
  fetch(`${fixture.url}page/act`, { method: 'POST', headers: { 'content-type': type }, body })

test('the page lets nothing run but its own files, and nobody frame it', async () => {
  const response = await get('')
  const policy = response.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(response.headers.get('x-frame-options')).toBe('DENY')
  expect(await response.text()).not.toMatch(/<script[^>]*>[^<]|<style|style=|onclick/)
})

describe('files of the page', () => {
  const folder = new URL('../../../src/workspace/page/', import.meta.url)
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  const own = ['handler.ts', 'assets.ts', 'acts.ts']

  test('are there to look at', () => expect(scripts.length).toBeGreaterThan(30))

  test.each(scripts.filter((path) => !own.includes(path)))('%s is served as JavaScript', async (path) => {
    const response = await get(`page/${path}`)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await response.text()).not.toMatch(/^(import|export) type |^export interface /m)
  })

  test.each([
    ...own,
    '../types.ts',
    '..%2ftypes.ts',
    'nothing.ts',
    'blocks',
    '../../main.ts',
    '',
  ])('nothing else is: %j', async (path) => {
    expect((await get(`page/${path}`)).status).toBe(404)
  })
})

describe('the state', () => {
  test('is that of the person asked for, and is kept nowhere', async () => {
    const response = await get('page/state?user=U0NOOR')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({ me: { id: 'U0NOOR' } })
  })

  test('is that of the first person where nobody is named', async () => {
    expect(await (await get('page/state')).json()).toMatchObject({ me: { id: 'U0DANA' } })
  })

  test('of nobody is a sentence', async () => {
    const response = await get('page/state?user=U0NOBODY')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ ok: false, error: 'There is nobody with this id in the workspace.' })
  })
})

test('each change is told once', async () => {
  const response = await get('page/events?user=U0DANA')
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  fixture.post({ channel: 'C0GENERAL', text: 'hello' })
  let heard = ''
  while (!heard.includes('version')) heard += (await reader?.read())?.value ?? ''
  await reader?.cancel()
  expect(heard.match(/^data: \{"version":\d+\}$/gm)).toHaveLength(1)
})

describe('what is done', () => {
  test('is done as the person named', async () => {
    const act = { kind: 'say', channel: 'C0GENERAL', text: 'hello' }
    const response = await post(JSON.stringify({ user: 'U0NOOR', act }))
    expect(await response.json()).toMatchObject({ ok: true, ts: expect.any(String) })
    expect(fixture.acts).toContainEqual({ user: 'U0NOOR', act })
  })

  test.each([
    ['no JSON', 'hello', 400],
    ['nothing that can be done', JSON.stringify({ user: 'U0NOOR', act: { kind: 'explode' } }), 400],
    [
      'something with more in it',
      JSON.stringify({ user: 'U0NOOR', act: { kind: 'close', view: 'V1', all: true } }),
      400,
    ],
    [
      'too much',
      JSON.stringify({ user: 'U0NOOR', act: { kind: 'say', channel: 'C', text: 'x'.repeat(300_000) } }),
      413,
    ],
  ])('is refused in a sentence when it is %s', async (_, body, status) => {
    const response = await post(body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ ok: false, error: expect.stringMatching(/^[A-Z].*\.$/) })
  })

  test('is not taken from a form of another site', async () => {
    const body = JSON.stringify({ user: 'U0NOOR', act: { kind: 'close', view: 'V1' } })
    expect((await post(body, 'text/plain')).status).toBe(415)
  })
})

describe('a file', () => {
  test('is a download, to those who see its message', async () => {
    const response = await get('page/files/F0CSV?user=U0DANA')
    expect(response.headers.get('content-disposition')).toContain('attachment; filename="lapsed-top-customers.csv"')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toBe('name\r\nAna Silva\r\n')
  })

  test('is not there for others', async () => {
    expect((await get('page/files/F0CSV?user=U0NOOR')).status).toBe(404)
  })
})
