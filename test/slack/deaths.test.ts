import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { Fault } from '../../src/workspace/types.ts'
import { counter, dana, hank, openStory, type Story } from './support.ts'

let story: Story | undefined
const running = new Set<ChildProcess>()
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await story?.[Symbol.asyncDispose]()
})

/** The app in a process of its own, which thinks a little about “top 3” and streams what takes longer. */
async function start({ database, workspace }: Story): Promise<ChildProcess> {
  const script = new URL('./bot-process.ts', import.meta.url).pathname
  const { apiUrl, botToken, appToken } = workspace
  const child = spawn(process.execPath, [script, database.url, apiUrl, botToken, appToken, '250', '100000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  if (!child.stdout) throw new Error('no output')
  await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  running.delete(child)
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** The same numbers for the same seed. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** What Slack may do to a call that posts; `done` means that it was carried out all the same. */
const faults: readonly Fault[] = [
  { kind: 'status', status: 500, done: true },
  { kind: 'status', status: 500 },
  { kind: 'rate_limited', retryAfterSeconds: 1 },
  { kind: 'error', error: 'internal_error' },
]

const rounds = 4

test('two processes that die at random answer each question once, whatever Slack does meanwhile', {
  timeout: 240_000,
}, async () => {
  story = await openStory({ started: false })
  const { workspace } = story
  const random = chance(7)
  const asked: { readonly channel: string; readonly ts: string }[] = []
  let [one, other] = await Promise.all([start(story), start(story)])
  for (let round = 0; round < rounds; round++) {
    const direct = workspace.directChannel(hank)
    const topic = random() < 0.5 ? 'top 3 customers' : 'how many customers do we have'
    const fault = faults[Math.floor(random() * 6)]
    if (fault) workspace.inject('chat.postMessage', fault)
    asked.push({ channel: counter, ts: await story.say(dana, `<@${workspace.botUserId}> ${topic}`) })
    void workspace.redeliver(1).catch(() => {})
    asked.push({ channel: direct, ts: await story.say(hank, topic, { channel: direct }) })
    void workspace.redeliver(2).catch(() => {})
    await wait(random() * 600)
    if (random() < 0.5) {
      await kill(one)
      one = await start(story)
    } else {
      await kill(other)
      other = await start(story)
    }
  }
  const said = ({ channel, ts }: (typeof asked)[number]) =>
    workspace.messages(channel, ts).filter(({ user, streaming }) => user === workspace.botUserId && !streaming)
  await workspace.waitFor('all answers', () => asked.every((question) => said(question).length > 0), 60_000)
  await wait(20_000)
  expect(asked.map((question) => said(question).length)).toEqual(asked.map(() => 1))
  const open = await story.shop.db
    .selectFrom('event_deduplication')
    .select('event_id')
    .where('body', 'is not', null)
    .execute()
  expect(open).toEqual([])
})
