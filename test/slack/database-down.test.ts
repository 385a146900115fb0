import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKysely } from '../../src/db/database.ts'
import { counter, dana, openStory, type Story } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

/** As a restart of the database does it: every connection is cut, whatever it is doing. */
async function cutConnections(): Promise<void> {
  const admin = openKysely(story.database.url, 1)
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
    .execute(admin)
    .finally(() => admin.destroy())
}

test('each question gets one reply, however often the database goes away meanwhile', async () => {
  const { workspace, app } = story
  const asked: string[] = []
  const mention = `<@${workspace.botUserId}> how many customers do we have`
  for (let at = 0; at < 8; at++) {
    asked.push(await story.say(dana, mention))
    await wait(15 * at)
    await cutConnections()
  }
  const replies = (ts: string) => workspace.messages(counter, ts).filter(({ user }) => user === workspace.botUserId)
  const deadline = Date.now() + 45_000
  while (asked.some((ts) => replies(ts).length === 0) && Date.now() < deadline) {
    await app.sweep().catch(() => {})
    await workspace.redeliver().catch(() => {})
    await wait(500)
  }
  await wait(1_000)
  expect(asked.map((ts) => replies(ts).length)).toEqual(asked.map(() => 1))
})
