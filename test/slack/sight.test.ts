import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeSettings } from '../../src/db/settings.ts'
import { actionsOf, counter, dana, hank, openStory, type Story, textOf, twoOfOneName } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
  await changeSettings(story.shop.db, { associate_scope: 'store' }, 'test')
  await twoOfOneName(story.shop.db)
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

/** Dana manages and sees all; Hank sees River Road. */
test('each asks with their own rights in one thread', async () => {
  const all = await story.ask(dana, 'top customers')
  expect(textOf(all)).toContain('Ana')
  const own = await story.ask(hank, 'top customers', all.threadTs)
  expect(textOf(own)).not.toContain('Ana')
})

test('who sees less gets their own view, and the message stays as it was', async () => {
  const reply = await story.ask(dana, 'revenue by month this year')
  const before = textOf(reply)
  const waiting = story.whisper(hank)
  await story.click(hank, reply, 'answer_view')
  const own = await waiting
  expect(own.blocks.some(({ type }) => type === 'data_visualization')).toBe(false)
  expect(textOf(story.now(reply) ?? reply)).toBe(before)
})

test('a question back that somebody else settles is answered with their rights', async () => {
  const reply = await story.ask(dana, 'orders of Ricci')
  await story.click(hank, reply, 'clarify_0')
  const answer = await story.workspace.waitFor('the answer', () => {
    const now = story.now(reply)
    return now && !actionsOf(now.blocks).includes('clarify_0') && now
  })
  const row = await story.shop.db
    .selectFrom('answers')
    .select(['kind', 'asked_by'])
    .where('message_ts', '=', answer.ts)
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ kind: 'answer', asked_by: dana })
  const asked = await story.shop.db.selectFrom('audit_log').select('actor').orderBy('id', 'desc').executeTakeFirst()
  expect(asked?.actor).toBe('hank@cast.example')
})

test('rights that were taken away are gone with the next question', async () => {
  expect(textOf(await story.tell(hank, 'how many customers do we have'))).toMatch(/[1-9]/)
  await story.shop.db.updateTable('staff').set({ active: false }).where('slack_user_id', '=', hank).execute()
  expect(textOf(await story.tell(hank, 'how many customers do we have'))).toContain('no longer on the staff')
  expect(story.whispers(hank, counter).length).toBeGreaterThan(0)
})
