import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromiumPath, launchChromium } from '../support/chromium.ts'
import { timed } from './measure.ts'

/** How long somebody waits who tries it out. Milliseconds. */
export interface OpeningSpeed {
  /** `npm start` in an empty folder until it says “Open …”, the sample shop and the database server included. */
  readonly firstMs: number
  /** The same once the data is there, the fastest of three. */
  readonly againMs: number
  /** From opening the address until one can type, the fastest of three; null without a Chromium. */
  readonly pageMs: number | null
}

/** With a database and a shop of their own under `folder`. */
export async function openingSpeed(folder: string): Promise<OpeningSpeed> {
  const home = join(folder, 'opening')
  const first = await timed(() => start(home))
  await stop(first.value.program)
  const again: number[] = []
  let pageMs: number | null = null
  for (let round = 0; round < 3; round++) {
    const { ms, value } = await timed(() => start(home))
    again.push(ms)
    if (round === 2 && chromiumPath !== null) pageMs = await pageLoad(value.url)
    await stop(value.program)
  }
  return { firstMs: first.ms, againMs: Math.min(...again), pageMs }
}

interface Started {
  readonly program: ChildProcess
  readonly url: string
}

async function start(home: string): Promise<Started> {
  // Neither tokens nor a database of the machine's owner.
  const { PATH, HOME } = process.env
  // In a group of its own, so that npm and what it starts are stopped together.
  const program = spawn('npm', ['start'], {
    env: { PATH, HOME, REGULARS_HOME: home, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  for await (const line of createInterface({ input: program.stdout })) {
    const url = /^Open (http\S+)/.exec(line)?.[1]
    if (url) return { program, url }
  }
  throw new Error('npm start ended before it opened anything')
}

async function stop(program: ChildProcess): Promise<void> {
  process.kill(-(program.pid ?? 0), 'SIGTERM')
  await once(program, 'exit')
}

async function pageLoad(url: string): Promise<number> {
  await using browser = await launchChromium()
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const page = await browser.newPage()
    const { ms } = await timed(async () => {
      await page.goto(url)
      await page.waitForSelector('.main .composer-field')
    })
    times.push(ms)
  }
  return Math.min(...times)
}
