import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { counter, dana, openStory, type Story, textOf } from './support.ts'

let story: Story | undefined
const running: ChildProcess[] = []
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await story?.[Symbol.asyncDispose]()
})

/** The app in a process of its own, that thinks so long about “top 3”. */
async function start({ database, workspace }: Story, thinkingMs: number): Promise<ChildProcess> {
  const script = new URL('./bot-process.ts', import.meta.url).pathname
  const { apiUrl, botToken, appToken } = workspace
  const child = spawn(process.execPath, [script, database.url, apiUrl, botToken, appToken, String(thinkingMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  if (!child.stdout) throw new Error('no output')
  await once(child.stdout, 'data')
  return child
}

test('killed in the middle of an answer and started again, it answers once', async () => {
  story = await openStory({ started: false })
  const { workspace, shop } = story
  const first = await start(story, 60_000)
  const ts = await story.say(dana, `<@${workspace.botUserId}> top 3 customers`)
  await workspace.waitFor('it to be at work', () => workspace.calls('assistant.threads.setStatus').length > 0)
  first.kill('SIGKILL')
  await once(first, 'exit')
  // Fifteen seconds later.
  await shop.db
    .updateTable('event_deduplication')
    .set({ claimed_until: new Date(Date.now() - 1) })
    .execute()
  await start(story, 0)
  await start(story, 0)
  const replies = () => workspace.messages(counter, ts).filter(({ user }) => user === workspace.botUserId)
  await workspace.waitFor('the answer', () => replies().length > 0)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(replies().map((reply) => textOf(reply).includes('Ana'))).toEqual([true])
})

test('a conversation goes on after a restart', async () => {
  story = await openStory({ started: false })
  const { workspace } = story
  const first = await start(story, 0)
  const reply = await story.ask(dana, 'top customers')
  first.kill('SIGKILL')
  await once(first, 'exit')
  await start(story, 0)
  expect(textOf(await story.ask(dana, 'only in Chicago', reply.threadTs))).toContain('in Chicago')
  expect(workspace.connected).toBe(true)
})
