import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../src/workspace/types.ts'
import { cityIs, customersWho, modelReply, puzzling } from '../ask/planners/model/model-shop.ts'
import { answering, type ModelServer, openModelServer } from '../support/model-server.ts'
import { formAfter, openHome, press, send } from './forms.ts'
import { clickEntry, entryOf, posted, promise, showing, tick } from './mornings.ts'
import { dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
let server: ModelServer
beforeAll(async () => {
  server = await openModelServer()
  story = await openStory({ started: false })
  Object.assign(story.shop, { openai: { baseUrl: server.url, model: 'test' } })
  story = { ...story, app: await story.start() }
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** The number of the answer that a message shows, as its buttons carry it. */
const idIn = ({ blocks }: Message): string => /"value":"(\d+):right"/.exec(JSON.stringify(blocks))?.[1] ?? ''

const chicago = answering(modelReply([customersWho(cityIs('Chicago'))]))

test('an answer of the model’s says so, and once confirmed it needs no model any more', async () => {
  server.does(chicago)
  const reply = await story.ask(dana, puzzling)
  expect(textOf(reply)).toContain('Read by a language model, which saw the question without names')
  expect(server.received).toHaveLength(1)
  const thanks = story.whisper(dana)
  await story.click(dana, reply, 'answer_verdict', `${idIn(reply)}:right`)
  expect(textOf(await thanks)).toContain('The same question is read like this from now on.')
  const again = await story.ask(hank, puzzling)
  expect(textOf(again)).toContain('Read as somebody here confirmed before.')
  expect(server.received).toHaveLength(1)
})

test('what colleagues say to each other in a thread of ours is not sent', async () => {
  const reply = await story.ask(dana, 'customers in Chicago')
  server.forget()
  await story.say(hank, 'kindly conjure some coffee before Ana drops by', { thread: reply.threadTs ?? reply.ts })
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(server.received).toEqual([])
})

test('a manager sees what was confirmed and rejected, and has it forgotten', async () => {
  const list = await formAfter(story, dana, async () =>
    press(story, dana, await openHome(story, dana), 'readings_list'),
  )
  expect(textOf(list)).toContain(`“${puzzling.toLowerCase()}”`)
  expect(textOf(list)).toMatch(/Confirmed by Dana Whitlock on .*, for everybody, used once\./)
  const emptied = await formAfter(story, dana, () => press(story, dana, list, 'reading_remove'))
  expect(textOf(emptied)).toContain('Nobody has said yet that an answer is right or wrong.')
})

describe('a draft for an entry of the digest', () => {
  let digest: Message
  let item: number
  beforeAll(async () => {
    await promise(story, 'A1', 'dana@cast.example')
    await tick(story)
    const [message] = posted(story, story.workspace.directChannel(dana))
    if (!message) throw new Error('there is no digest')
    digest = message
    item = await entryOf(story, 'A1')
    server.forget()
  })
  const form = () => formAfter(story, dana, () => clickEntry(story, dana, digest, item, 'digest_more', 'draft'))

  test('begins with the usual line; the model’s is filled in here, and kept only when somebody says so', async () => {
    const opened = await form()
    const usual = JSON.stringify(opened.blocks)
    expect(usual).toContain('Ana')
    expect(server.received).toEqual([])
    server.does(answering({ text: 'Hello {first}, {me} from {shop} here. How is everything with you?' }))
    const written = await formAfter(story, dana, () => press(story, dana, opened, 'draft_write'))
    expect(JSON.stringify(written.blocks)).toContain('Hello ana, Dana from Cast & Co here. How is everything with you?')
    expect(
      server.received.map(({ bytes }) => /\bana\b|cast & co|A1|dana/i.test(bytes.replaceAll('dana@cast.example', ''))),
    ).toEqual([false])
    expect(await send(story, dana, written, { draft_text: 'Hello Ana, shall we talk about the drill?' })).toEqual({})
    await showingAgain('Hello Ana, shall we talk about the drill?')
  })

  const showingAgain = async (words: string) => {
    const { opening } = await story.shop.db
      .selectFrom('digest_items')
      .select('opening')
      .where('id', '=', item)
      .executeTakeFirstOrThrow()
    expect(opening).toBe(words)
    await showing(story, digest, 'Ana')
  }

  test.each([
    ['promises', 'Hello {first}, 20 % off for you today.'],
    ['uses a fact that there is not', 'Hello {first}, how is {password}?'],
    ['greets nobody', 'Buy more from us.'],
    ['links somewhere', 'Hello {first}, see https://evil.example'],
  ])('that %s is none: the usual line is offered', async (_, text) => {
    server.does(answering({ text }))
    const opened = await form()
    const after = await formAfter(story, dana, () => press(story, dana, opened, 'draft_write'))
    expect(textOf(after)).toContain('This is the usual line.')
    expect(JSON.stringify(after.blocks)).not.toContain(text.slice(8, 20))
  })
})
