import { afterAll, beforeAll, expect, test } from 'vitest'
import { counter, dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

const mention = (text: string) => `<@${story.workspace.botUserId}> ${text}`
const settle = () => new Promise((resolve) => setTimeout(resolve, 400))

test('a question that is corrected gets its answer corrected, in place', async () => {
  const ts = await story.say(dana, mention('top 3 customers'))
  const reply = await story.reply(counter, ts)
  await story.act(dana, { kind: 'edit', channel: counter, ts, text: mention('how many customers do we have') })
  const corrected = await story.workspace.waitFor('the correction', () => {
    const now = story.now(reply)
    return now && textOf(now).includes('was edited') && now
  })
  expect(textOf(corrected)).toContain('8')
  expect(story.workspace.messages(counter, ts)).toHaveLength(2)
})

test('it is left as it is once something was asked after it', async () => {
  const ts = await story.say(dana, mention('top 3 customers'))
  const reply = await story.reply(counter, ts)
  await story.ask(hank, 'how many', ts)
  await story.act(dana, { kind: 'edit', channel: counter, ts, text: mention('average order value') })
  await settle()
  expect(textOf(story.now(reply) ?? reply)).not.toContain('was edited')
})

test('who takes the question back takes the answer back', async () => {
  const ts = await story.say(dana, mention('top 3 customers'))
  const reply = await story.reply(counter, ts)
  await story.act(dana, { kind: 'remove', channel: counter, ts })
  await story.workspace.waitFor('the answer to go', () => story.now(reply) === undefined)
})

test('an answer is deleted by whoever asked or a manager, by nobody else', async () => {
  const reply = await story.ask(dana, 'top 3 customers')
  const refused = story.whisper(hank)
  await story.click(hank, reply, 'answer_delete')
  expect(textOf(await refused)).toContain('Only the person who asked')
  await story.click(dana, reply, 'answer_delete')
  await story.workspace.waitFor('the answer to go', () => story.now(reply) === undefined)
})
