import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  actionsOf,
  counter,
  dana,
  gil,
  hank,
  openStory,
  type Story,
  shared,
  tess,
  textOf,
  twoOfOneName,
} from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

const bot = () => `<@${story.workspace.botUserId}>`

describe('asking', () => {
  test('a mention is answered in its thread with a table', async () => {
    const reply = await story.ask(dana, 'top 3 customers')
    expect(reply.blocks.map(({ type }) => type)).toContain('data_table')
    expect(textOf(reply)).toContain('Ana')
    expect(reply.options).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
      link_names: 'false',
    })
  })

  test('a direct message is answered in a thread under it', async () => {
    const reply = await story.tell(hank, 'how many customers do we have')
    expect(reply.threadTs).toBeDefined()
    expect(textOf(reply)).toContain('8')
  })

  test('a mention in the middle of the sentence is left out of the question', async () => {
    const ts = await story.say(dana, `hey ${bot()} how many customers do we have`)
    expect(textOf(await story.reply(counter, ts))).toContain('8')
  })

  test('/ask is answered to the asker alone, and to everyone when asked to', async () => {
    const before = story.workspace.messages(counter).length
    const waiting = story.whisper(dana)
    await story.act(dana, { kind: 'slash', channel: counter, command: '/ask', text: 'how many customers do we have' })
    const whisper = await waiting
    expect(textOf(whisper)).toContain('8')
    expect(story.whispers(hank)).toEqual([])
    await story.click(dana, whisper, 'ask_post_here')
    const posted = await story.workspace.waitFor('the answer for everyone', () =>
      story.workspace
        .messages(counter)
        .slice(before)
        .find(({ ephemeralTo, user }) => !ephemeralTo && user === story.workspace.botUserId),
    )
    expect(textOf(posted)).toContain('8')
  })

  test('/ask without a question explains itself', async () => {
    const waiting = story.whisper(hank)
    await story.act(hank, { kind: 'slash', channel: counter, command: '/ask', text: '' })
    const whisper = await waiting
    expect(actionsOf(whisper.blocks)).toContain('suggest_0')
  })
})

describe('going on in the thread', () => {
  test('a follow-up needs no mention', async () => {
    const first = await story.ask(dana, 'top customers')
    const root = first.threadTs ?? ''
    await story.say(hank, 'only in Chicago', { thread: root })
    const second = await story.workspace.waitFor('the follow-up', () => story.workspace.messages(counter, root)[3])
    expect(textOf(second)).toContain('Chicago')
  })

  test('a list asked for as a chart says what can be drawn instead', async () => {
    const list = await story.tell(dana, 'top 3 customers')
    expect(textOf(await story.tell(dana, 'as a chart', list.threadTs))).toContain('A list cannot be drawn.')
  })

  test('what colleagues say to each other there is left alone', async () => {
    const first = await story.ask(dana, 'top customers')
    const root = first.threadTs ?? ''
    await story.say(hank, 'lol I had no idea, will ring her tomorrow', { thread: root })
    await story.say(hank, `<@${dana}> how many customers do we have?`, { thread: root })
    await story.say(hank, 'thanks!', { thread: root })
    await story.ask(dana, 'how many customers do we have', root)
    expect(
      story.workspace.messages(counter, root).filter(({ user }) => user === story.workspace.botUserId),
    ).toHaveLength(2)
  })

  test('what is said in a channel without us is not even remembered', async () => {
    await story.say(hank, 'how many customers do we have')
    const thread = await story.say(hank, 'lunch?')
    await story.say(dana, 'how many customers are coming?', { thread })
    await story.ask(dana, 'top customers')
    const kept = await story.shop.db.selectFrom('event_deduplication').select('body').execute()
    expect(JSON.stringify(kept)).not.toContain('how many')
    expect(story.whispers(hank).map(textOf).join()).not.toContain('8')
  })

  test('a question back is answered by a click, in its place', async () => {
    await twoOfOneName(story.shop.db)
    const question = await story.ask(dana, 'show me Ricci')
    await story.click(hank, question, 'clarify_0')
    const answer = await story.workspace.waitFor('the answer', () => {
      const now = story.now(question)
      return now && !actionsOf(now.blocks).includes('clarify_0') && now
    })
    expect(textOf(answer)).toContain('Ricci')
  })

  test('or in words', async () => {
    const question = await story.ask(dana, 'show me Ricci')
    expect(textOf(await story.ask(dana, 'the second one', question.threadTs))).toContain('Ricci')
  })

  test('what nobody understands is declined with questions to click', async () => {
    const decline = await story.ask(dana, 'what will the weather be tomorrow')
    expect(actionsOf(decline.blocks)).toContain('suggest_0')
    await story.click(dana, decline, 'suggest_0')
    const root = decline.threadTs ?? ''
    const answer = await story.workspace.waitFor('the answer', () => story.workspace.messages(counter, root)[2])
    expect(answer.blocks.length).toBeGreaterThan(1)
  })
})

describe('who asks', () => {
  test('somebody who is nobody to the shop is told so alone', async () => {
    const waiting = story.whisper(gil)
    const ts = await story.say(gil, `${bot()} top customers`)
    expect(textOf(await waiting)).toContain('staff')
    expect(story.workspace.messages(counter, ts).filter(({ ephemeralTo }) => !ephemeralTo)).toHaveLength(1)
  })

  test('guests are refused, also in a direct message', async () => {
    expect(textOf(await story.tell(tess, 'top customers'))).toContain('guests')
  })

  test('nothing is answered where another organisation reads along', async () => {
    const waiting = story.whisper(dana, shared)
    await story.say(dana, `${bot()} top customers`, { channel: shared })
    expect(textOf(await waiting)).toContain('another organisation')
  })

  test('contact details stay hidden in a channel and are shown to who may see them', async () => {
    const reply = await story.ask(dana, 'email of Ana')
    expect(textOf(reply)).not.toContain('@mail.example')
    const refused = story.whisper(hank)
    await story.click(hank, reply, 'answer_show')
    expect(textOf(await refused)).toContain('may not see')
    const shown = story.whisper(dana)
    await story.click(dana, reply, 'answer_show')
    expect(textOf(await shown)).toContain('ana@mail.example')
    const audited = await story.shop.db
      .selectFrom('audit_log')
      .select('actor')
      .where('action', '=', 'show_contact')
      .execute()
    expect(audited).toEqual([{ actor: 'dana@cast.example' }])
  })

  test('a manager sees them in a direct message, an associate does not', async () => {
    expect(textOf(await story.tell(dana, 'email of Ana'))).toContain('ana@mail.example')
    expect(textOf(await story.tell(hank, 'email of Ana'))).not.toContain('@mail.example')
  })
})
