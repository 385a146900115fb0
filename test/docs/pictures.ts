import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { PageState } from '../../src/workspace/types.ts'
import { launchChromium } from '../support/chromium.ts'
import { printedOn } from './terminal.ts'

/** Takes the README's pictures of the real page over the sample shop, by hand: node test/docs/pictures.ts */
const folder = new URL('../../.github/pictures/', import.meta.url).pathname

/** GitHub's readers are on all kinds of lines. */
const bytesAtMost = 300_000

/** shop → page → what people say → pictures */
async function takePictures(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'regulars-pictures-'))
  chmodSync(home, 0o755)
  mkdirSync(folder, { recursive: true })
  const { program, url } = await startShop(home)
  try {
    await using browser = await launchChromium()
    // The digest first: it is the only message then.
    for (const scene of scenes.toSorted(
      (one, other) => Number(one.question !== null) - Number(other.question !== null),
    ))
      await take(scene, browser, url)
  } finally {
    program.kill('SIGTERM')
    await once(program, 'exit')
    rmSync(home, { recursive: true, force: true })
  }
}

interface Scene {
  readonly name: string
  /** Of the three people: the administrator, the manager, the associate. */
  readonly asker: 0 | 1 | 2
  /** Null for what is there by itself: the digest. */
  readonly question: string | null
  /** What the page waits for before it is taken. */
  readonly shows: string
  readonly page: BrowserContextOptions
}

const scenes: readonly Scene[] = [
  {
    name: 'answer',
    asker: 1,
    question: 'lapsed top customers of the Tacoma store',
    shows: '.data-table',
    page: { viewport: { width: 1080, height: 1000 }, deviceScaleFactor: 1.25 },
  },
  {
    name: 'chart',
    asker: 1,
    question: 'revenue by month this year',
    shows: '.chart svg',
    page: { viewport: { width: 1080, height: 720 }, deviceScaleFactor: 1.25 },
  },
  {
    name: 'digest',
    asker: 0,
    question: null,
    shows: 'text=Good morning',
    page: { viewport: { width: 1080, height: 860 }, deviceScaleFactor: 1.25 },
  },
  {
    name: 'phone',
    asker: 2,
    question: 'how many lapsed customers per store',
    shows: '.chart svg',
    page: { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5, colorScheme: 'dark' },
  },
]

/** A question in the direct message, and the page with its answer. */
async function take({ name, asker, question, shows, page: options }: Scene, browser: Browser, url: string) {
  const user = (await stateAt(url)).people.filter(({ title }) => title !== '')[asker]?.id ?? ''
  const channel = (await stateAt(url, user)).channels.find(({ kind }) => kind === 'direct')?.id ?? ''
  const thread = question === null ? '' : `/${await asked(question, url, user, channel)}`
  const page = await browser.newPage({ ...options, reducedMotion: 'reduce' })
  await page.goto(`${url}#${user}/${channel}${thread}`)
  await page.waitForSelector(shows)
  await picture(page, name)
}

/** Gives the thread, once the answer stands in it. */
async function asked(question: string, url: string, user: string, channel: string): Promise<string> {
  const ts = await say(url, user, channel, question)
  await answered(url, user, ts)
  return ts
}

async function picture(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`)
  await page.waitForTimeout(500)
  await page.screenshot({ path, animations: 'disabled' })
  await page.close()
  const bytes = statSync(path).size
  process.stdout.write(`${name}.png: ${Math.round(bytes / 1000)} kB\n`)
  if (bytes > bytesAtMost) throw new Error(`${name}.png is larger than ${bytesAtMost / 1000} kB`)
}

async function startShop(home: string): Promise<{ readonly program: ChildProcess; readonly url: string }> {
  const main = new URL('../../src/main.ts', import.meta.url).pathname
  const { PATH } = process.env
  const env = { PATH, REGULARS_HOME: home, PORT: '0', REGULARS_AS_OF: printedOn }
  // The digest is there at whatever hour the pictures are taken.
  const cli = new URL('../../src/cli.ts', import.meta.url).pathname
  for (const words of [
    ['sample'],
    ['settings', 'set', 'digest_time=00:00', 'digest_until=23:59', 'working_days=1,2,3,4,5,6,7'],
  ])
    execFileSync(process.execPath, [cli, ...words], { env, stdio: 'ignore' })
  const program = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: program.stdout })) {
    const url = /^Open (http\S+)/.exec(line)?.[1]
    if (url) return { program, url }
  }
  throw new Error('the shop did not open')
}

async function stateAt(url: string, user = ''): Promise<PageState> {
  return (await (await fetch(`${url}page/state?user=${user}`)).json()) as PageState
}

/** Gives the message's time stamp. */
async function say(url: string, user: string, channel: string, text: string): Promise<string> {
  const response = await fetch(`${url}page/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, act: { kind: 'say', channel, text } }),
  })
  const { ts } = (await response.json()) as { ts?: string }
  if (!ts) throw new Error(`“${text}” was not said`)
  return ts
}

async function answered(url: string, user: string, thread: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { messages, bot } = await stateAt(url, user)
    if (messages.some((one) => one.threadTs === thread && one.user === bot.id && !one.streaming)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('there was no answer')
}

await takePictures()
