import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from '../../src/log.ts'
import { counter, dana, gil, hank, openStory, type Story, shared, tess } from './support.ts'

let story: Story
let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'regulars-log-'))
  story = await openStory({
    openPlanner: async (context, catalog) => {
      const { openOfflinePlanner } = await import('../../src/ask/planners/open.ts')
      const planner = await openOfflinePlanner(context, catalog)
      return {
        plan: async (question, thread, asker) => {
          if (question.includes('explode')) JSON.parse(`${question} of Ana ana@mail.example`)
          return planner.plan(question, thread, asker)
        },
      }
    },
  })
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

/** Customers’ names and how to reach them, and words of the questions below. */
const personal =
  /\b(Ana|Ben|Chlo|Dara|Gus)\b|mail\.example|555 ?0100|Oak Street 1|secretword|CEDAR|loyal|gil@elsewhere|tess@guest/

test('a session with every kind of fault leaves nobody’s name and no question in the logs', {
  timeout: 60_000,
}, async () => {
  const { workspace, shop } = story
  const asked = async (user: string, text: string) => {
    await story.say(user, `<@${workspace.botUserId}> ${text}`)
    await wait(250)
  }
  for (const text of [
    'email of Ana',
    'why is Ana lapsed',
    'secretword of Ana',
    'explode the secretword',
    'notes of Ana',
  ])
    await asked(dana, text)
  workspace.inject('chat.postMessage', { kind: 'error', error: 'invalid_blocks' })
  await asked(dana, 'customers called Ana')
  workspace.inject('chat.postMessage', { kind: 'error', error: 'channel_not_found' })
  await asked(dana, 'orders of Ben')
  workspace.inject('users.info', { kind: 'status', status: 500 }, 5)
  await asked(gil, 'orders of Gus secretword')
  await asked(tess, 'secretword')
  await story.say(dana, `<@${workspace.botUserId}> secretword Ana`, { channel: shared })
  const reply = await story.tell(dana, 'which customers can we email')
  await story.click(dana, reply, 'answer_csv')
  await story.tell(dana, 'save this as secretword people', reply.threadTs)
  await story.tell(dana, 'send me this every monday at 9', reply.threadTs)
  await story.tell(hank, 'claim 123456')
  await wait(6_000)
  const log = openLog(home, 'debug', () => new Date(), 'test')
  for (const { level, message, details } of story.log) log[level as 'info'](message, details)
  const written = await readFile(join(home, 'regulars.log'), 'utf8')
  expect(written.split('\n').length).toBeGreaterThan(2)
  expect(written.split('\n').filter((line) => personal.test(line))).toEqual([])
  const audits = await shop.db.selectFrom('audit_log').selectAll().orderBy('id').execute()
  expect(audits.length).toBeGreaterThan(5)
  expect(audits.map((line) => JSON.stringify(line)).filter((line) => personal.test(line))).toEqual([])
  // What Slack could not be asked about is tried again by the sweep, so that it takes its time.
  const kept = async () => {
    await story.app.sweep()
    return shop.db.selectFrom('event_deduplication').selectAll().where('body', 'is not', null).execute()
  }
  await expect.poll(kept, { timeout: 30_000 }).toEqual([])
  expect(workspace.messages(counter).length).toBeGreaterThan(0)
})
