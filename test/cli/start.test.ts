import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { runningPostmaster } from '../../src/db/postmaster.ts'
import type { PageState } from '../../src/workspace/types.ts'

const main = new URL('../../src/main.ts', import.meta.url).pathname

let home: string
const running: ChildProcess[] = []
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'regulars-start-'))
  // Root's folders in /tmp are closed; PostgreSQL runs as another user there.
  chmodSync(home, 0o755)
})
afterEach(() => {
  for (const program of running.splice(0)) program.kill('SIGKILL')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** `npm start`, without npm. */
interface Started {
  readonly program: ChildProcess
  /** What it has printed for people, remarks included. */
  readonly printed: () => string
  readonly ended: Promise<number | null>
}

function start(env: Readonly<Record<string, string>> = {}): Started {
  const program = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', main], {
    env: { PATH: process.env.PATH, REGULARS_HOME: home, PORT: '0', ...env },
  })
  running.push(program)
  let printed = ''
  for (const stream of [program.stdout, program.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      printed += `${line}\n`
    })
  return { program, printed: () => printed, ended: once(program, 'close').then(([code]) => code as number | null) }
}

/** The address that it says to open. */
async function opened({ program, printed }: Started): Promise<string> {
  while (program.exitCode === null) {
    const url = /^Open (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(printed())?.[1]
    if (url) return url
    await sleep(20)
  }
  throw new Error(`it ended with ${program.exitCode}: ${printed()}`)
}

const stateAt = async (url: string): Promise<PageState> => (await (await fetch(`${url}page/state`)).json()) as PageState

/** Asks in the direct message as the page does, as whom it begins with; gives what is in the answer's blocks. */
async function ask(url: string, text: string): Promise<string> {
  const { me, channels } = await stateAt(url)
  const channel = channels.find(({ kind }) => kind === 'direct')?.id
  const said = await fetch(`${url}page/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.replace(/\/$/, '') },
    body: JSON.stringify({ user: me.id, act: { kind: 'say', channel, text } }),
  })
  const { ts } = (await said.json()) as { ts?: string }
  for (let tries = 0; tries < 500; tries++) {
    const { messages, bot } = await stateAt(url)
    const answers = messages.filter(({ user, threadTs, streaming }) => user === bot.id && threadTs === ts && !streaming)
    if (answers.length > 0) return JSON.stringify(answers.map(({ blocks }) => blocks))
    await sleep(20)
  }
  throw new Error(`no answer to “${text}”`)
}

describe('npm start in an empty folder', () => {
  test('makes a shop, opens a page, answers, stops when told to, and answers again when started again', async () => {
    const first = start()
    const url = await opened(first)
    expect(first.printed()).toContain('making a sample shop first')
    expect(first.printed()).toMatch(/^Heron & Spoke: 1,200 customers\.$/m)
    const page = await fetch(url)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await ask(url, 'how many lapsed customers do we have')).toContain('Lapsed')
    first.program.kill('SIGTERM')
    expect(await first.ended, first.printed()).toBe(0)
    expect(first.printed()).toContain('what is under way is finished first')
    expect(runningPostmaster(join(home, 'postgres')), 'its database server').toBeNull()

    const second = start()
    const again = await opened(second)
    expect(second.printed()).not.toContain('making a sample shop')
    // The same words, of the same person, as the first message of a new workspace: no repetition of the one before.
    expect(await ask(again, 'how many lapsed customers do we have')).toContain('Lapsed')
    expect(await ask(again, 'revenue by store last year')).toContain('Tacoma')
    second.program.kill('SIGINT')
    expect(await second.ended, second.printed()).toBe(0)
  })
})

test('npm start with settings that cannot work says so in sentences', async () => {
  const started = start({ SLACK_BOT_TOKEN: 'xapp-1', PORT: '99999' })
  expect(await started.ended).toBe(1)
  expect(started.printed()).toMatch(/SLACK_BOT_TOKEN must be the Bot User OAuth Token of the Slack app/)
  expect(started.printed()).toMatch(/SLACK_BOT_TOKEN needs SLACK_APP_TOKEN/)
  expect(started.printed()).toMatch(/PORT must be a number up to 65535/)
  expect(started.printed()).not.toMatch(/^\s+at /m)
})
