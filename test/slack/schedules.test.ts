import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimDueRuns, type ScheduleRun } from '../../src/schedules/runs.ts'
import { counter, dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

/** The run of the latest schedule, as the minute's tick claims it. */
async function due(): Promise<ScheduleRun> {
  const { db } = story.shop
  await db
    .updateTable('schedules')
    .set({ next_at: new Date(Date.now() - 60_000) })
    .where('state', '=', 'active')
    .execute()
  const { runs } = await claimDueRuns(db, new Date(), 60_000)
  const run = runs.at(-1)
  if (!run) throw new Error('nothing is due')
  return run
}

const inDirect = (user: string) =>
  story.workspace
    .messages(story.workspace.directChannel(user))
    .filter((message) => message.user === story.workspace.botUserId && message.threadTs === undefined)

test('“send me this every Monday at 9” is confirmed with the next time, and sent once', async () => {
  const reply = await story.tell(dana, 'top customers')
  const confirmed = textOf(await story.tell(dana, 'send me this every Monday at 9', reply.threadTs))
  expect(confirmed).toContain('every Monday at 9:00 AM')
  expect(confirmed).toContain('Next on')
  const run = await due()
  await story.app.postSchedule(run)
  expect(inDirect(dana).map(textOf)).toEqual([expect.stringContaining('Ana')])
  await story.app.postSchedule({ ...run, attempt: 2 })
  expect(inDirect(dana)).toHaveLength(1)
})

test('what is said below a scheduled answer follows up on it', async () => {
  const [sent] = inDirect(dana)
  expect(textOf(await story.tell(dana, 'only in Chicago', sent?.ts))).toContain('Chicago')
})

test('posted here, it follows the rules of the channel', async () => {
  const reply = await story.ask(dana, 'top 3 customers')
  await story.ask(dana, 'post this here every day at 8', reply.threadTs)
  const before = story.workspace.messages(counter).length
  await story.app.postSchedule(await due())
  const [posted] = story.workspace.messages(counter).slice(before)
  expect(posted && textOf(posted)).toContain('Ana')
})

test('schedules are listed, paused, resumed and deleted', async () => {
  const first = await story.tell(hank, 'how many customers do we have')
  const thread = first.threadTs
  await story.tell(hank, 'send me this every day at 7', thread)
  expect(textOf(await story.tell(hank, 'my schedules', thread))).toContain('every day at 7:00 AM')
  expect(textOf(await story.tell(hank, 'pause my schedule', thread))).toContain('is paused')
  expect(textOf(await story.tell(hank, 'resume my schedule', thread))).toContain('is sent again')
  expect(textOf(await story.tell(hank, 'delete my schedule', thread))).toContain('is deleted')
})

test('it stops when its owner may not ask any more, and says so', async () => {
  const first = await story.tell(hank, 'how many customers do we have')
  await story.tell(hank, 'send me this every day at 7', first.threadTs)
  const run = await due()
  await story.shop.db.updateTable('staff').set({ active: false }).where('slack_user_id', '=', hank).execute()
  await story.app.postSchedule(run)
  expect(inDirect(hank).map(textOf)).toEqual([expect.stringContaining('I have paused your scheduled answer')])
})
