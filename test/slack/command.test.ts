import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Message } from '../../src/workspace/types.ts'
import { actionsOf, counter, dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

async function ask(user: string, text: string): Promise<Message> {
  const waiting = story.whisper(user)
  await story.act(user, { kind: 'slash', channel: counter, command: '/ask', text })
  return waiting
}

test('what /ask answered can be gone on with, seen by the asker alone', async () => {
  const whisper = await ask(dana, 'top customers')
  const waiting = story.whisper(dana)
  await story.click(dana, whisper, 'answer_next_0')
  expect((await waiting).ephemeralTo).toBe(dana)
  expect(story.whispers(hank)).toEqual([])
})

test('it becomes a table in its place, and can be taken away', async () => {
  const whisper = await ask(dana, 'revenue by month this year')
  await story.click(dana, whisper, 'answer_view')
  const table = await story.workspace.waitFor('the table', () =>
    story
      .whispers(dana)
      .find(
        ({ blocks }) =>
          actionsOf(blocks).includes('answer_view') && !blocks.some(({ type }) => type === 'data_visualization'),
      ),
  )
  await story.click(dana, table, 'answer_delete')
  await story.workspace.waitFor('it to go', () => !story.whispers(dana).some(({ ts }) => ts === table.ts))
})

test('a manager sees contact details in it, and the others do not when it is posted', async () => {
  const whisper = await ask(dana, 'email of Ana')
  expect(textOf(whisper)).toContain('ana@mail.example')
  const before = story.workspace.messages(counter).length
  await story.click(dana, whisper, 'ask_post_here')
  const posted = await story.workspace.waitFor('the answer for everyone', () =>
    story.workspace
      .messages(counter)
      .slice(before)
      .find(({ ephemeralTo }) => !ephemeralTo),
  )
  expect(textOf(posted)).not.toContain('@mail.example')
  expect(actionsOf(posted.blocks)).toContain('answer_show')
})

test('what is posted from it begins a thread that goes on', async () => {
  const whisper = await ask(dana, 'top customers')
  const before = story.workspace.messages(counter).length
  await story.click(dana, whisper, 'ask_post_here')
  const posted = await story.workspace.waitFor('the answer for everyone', () =>
    story.workspace
      .messages(counter)
      .slice(before)
      .find(({ ephemeralTo }) => !ephemeralTo),
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(textOf(await story.ask(hank, 'only in Chicago', posted.ts))).toContain('in Chicago')
})

test('where we are not in the channel, posting it says how to invite us', async () => {
  const waiting = story.whisper(dana, 'C0BACK')
  await story.act(dana, { kind: 'slash', channel: 'C0BACK', command: '/ask', text: 'how many customers do we have' })
  const whisper = await waiting
  expect(textOf(whisper)).toContain('8')
  const told = story.whisper(dana, 'C0BACK')
  await story.click(dana, whisper, 'ask_post_here')
  expect(textOf(await told)).toContain('invite me')
})

test('in the direct message it is answered with a message that stays', async () => {
  const direct = story.workspace.directChannel(hank)
  await story.act(hank, { kind: 'slash', channel: direct, command: '/ask', text: 'top customers' })
  const answer = await story.workspace.waitFor('the answer', () =>
    story.workspace.messages(direct).find(({ user }) => user === story.workspace.botUserId),
  )
  expect(answer.ephemeralTo).toBeUndefined()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(textOf(await story.tell(hank, 'only in Chicago', answer.ts))).toContain('in Chicago')
})

test('who opens the direct message is offered questions that have an answer', async () => {
  await story.act(hank, { kind: 'open', tab: 'messages' })
  const prompts = await story.workspace.waitFor('the prompts', () => story.workspace.state(hank).prompts)
  expect(prompts.prompts).toHaveLength(4)
})
