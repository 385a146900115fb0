import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

/** The message once it shows something else. */
const changed = (message: Message, what: (text: string) => boolean) =>
  story.workspace.waitFor('the message to change', () => {
    const now = story.now(message)
    return now && what(textOf(now)) && now
  })

const settle = (ms = 300) => new Promise((resolve) => setTimeout(resolve, ms))

describe('below an answer', () => {
  test('a chart becomes a table and a chart again', async () => {
    const reply = await story.ask(dana, 'revenue by month this year')
    expect(reply.blocks.map(({ type }) => type)).toContain('data_visualization')
    await story.click(dana, reply, 'answer_view')
    const table = await story.workspace.waitFor('the table', () => {
      const now = story.now(reply)
      return now && !now.blocks.some(({ type }) => type === 'data_visualization') && now
    })
    await story.click(hank, table, 'answer_view')
    await story.workspace.waitFor('the chart', () =>
      story.now(reply)?.blocks.some(({ type }) => type === 'data_visualization'),
    )
  })

  test('a next step is answered in the thread, as if the clicker had asked', async () => {
    const reply = await story.ask(dana, 'top customers')
    await story.click(hank, reply, 'answer_next_0')
    const root = reply.threadTs ?? ''
    const next = await story.workspace.waitFor('the next answer', () => story.workspace.messages(counter, root)[2])
    expect(next.user).toBe(story.workspace.botUserId)
    const row = await story.shop.db
      .selectFrom('answers')
      .select('asked_by')
      .where('event_id', 'like', 'action:%answer_next_0:%')
      .executeTakeFirstOrThrow()
    expect(row.asked_by).toBe(hank)
  })

  test('an empty answer is loosened by a click', async () => {
    const reply = await story.ask(dana, 'customers in the city of Evanston tagged VIP')
    expect(actionsOf(reply.blocks)).toContain('answer_relax_0')
    await story.click(dana, reply, 'answer_relax_0')
    const root = reply.threadTs ?? ''
    await story.workspace.waitFor('the loosened answer', () => story.workspace.messages(counter, root)[2])
  })

  test('a verdict is kept and thanked for once', async () => {
    const reply = await story.ask(dana, 'top customers this year?')
    const thanks = story.whisper(hank)
    await story.click(hank, reply, 'answer_verdict', `${idIn(reply)}:wrong`)
    expect(textOf(await thanks)).toContain('Thank you')
    const before = story.whispers(hank).length
    await story.click(hank, reply, 'answer_verdict', `${idIn(reply)}:wrong`)
    await settle()
    expect(story.whispers(hank)).toHaveLength(before)
    const kept = await story.shop.db.selectFrom('saved_readings').select(['question', 'verdict', 'said_by']).execute()
    expect(kept).toEqual([{ question: 'top customers this year', verdict: 'wrong', said_by: 'hank@cast.example' }])
  })

  test('what a click finds gone is said', async () => {
    const reply = await story.ask(dana, 'top customers')
    await story.shop.db.updateTable('answers').set({ deleted_at: new Date() }).execute()
    const told = story.whisper(dana)
    await story.click(dana, reply, 'answer_csv')
    expect(textOf(await told)).toContain('too old')
  })
})

describe('taking it away', () => {
  test('a manager gets the table as a file in the thread', async () => {
    const reply = await story.ask(dana, 'top 3 customers')
    await story.click(dana, reply, 'answer_csv')
    const upload = await story.workspace.waitFor('the file', () =>
      story.workspace.messages(counter, reply.threadTs ?? '').find(({ files }) => files.length > 0),
    )
    const [file] = upload.files
    expect(story.workspace.fileContent(file?.id ?? '')?.toString()).toContain('Ana')
  })

  test('an associate is told that they may not', async () => {
    const reply = await story.ask(dana, 'top 3 customers')
    const told = story.whisper(hank)
    await story.click(hank, reply, 'answer_csv')
    expect(textOf(await told)).toContain('may not')
  })

  test('with contact details in it, it goes to the direct message', async () => {
    const reply = await story.ask(dana, 'which customers can we email')
    const told = story.whisper(dana)
    await story.click(dana, reply, 'answer_csv_for', ':email')
    expect(textOf(await told)).toContain('direct message')
    const upload = await story.workspace.waitFor('the file', () =>
      story.workspace.messages(story.workspace.directChannel(dana)).find(({ files }) => files.length > 0),
    )
    expect(story.workspace.fileContent(upload.files[0]?.id ?? '')?.toString()).toContain('ana@mail.example')
    const audited = await story.shop.db.selectFrom('audit_log').select('actor').where('action', '=', 'export').execute()
    expect(audited.length).toBeGreaterThan(0)
  })

  test('“export that” does the same', async () => {
    const reply = await story.tell(dana, 'top 3 customers')
    const answered = await story.tell(dana, 'export that', reply.threadTs)
    expect(answered).toBeDefined()
    await story.workspace.waitFor('the file', () =>
      story.workspace
        .messages(story.workspace.directChannel(dana), reply.threadTs)
        .find(({ files }) => files.length > 0),
    )
  })
})

describe('saved segments', () => {
  const form = async (user: string, reply: Message) => {
    await story.click(user, reply, 'answer_segment')
    return story.workspace.waitFor('the form', () => story.workspace.state(user).views.at(-1))
  }
  const named = (value: string) => ({ segment_name: { segment_name: { type: 'plain_text_input', value } } })

  test('are saved under a name by a form, and used in the next question', async () => {
    const reply = await story.ask(dana, 'top customers')
    const view = await form(dana, reply)
    const told = story.whisper(dana)
    await story.act(dana, { kind: 'submit', view: view.id, values: named('Friends of the house') })
    expect(textOf(await told)).toContain('“Friends of the house” is saved')
    expect(textOf(await story.ask(dana, 'how many customers in Friends of the house'))).toMatch(/\b[1-9]/)
  })

  test('a name that exists is asked about before it is replaced', async () => {
    const reply = await story.ask(dana, 'customers in the city of Chicago')
    const view = await form(dana, reply)
    await story.act(dana, { kind: 'submit', view: view.id, values: named('Friends of the house') })
    const replace = await story.workspace.waitFor('the question', () =>
      story.workspace.state(dana).views.find(({ title }) => title === 'Replace the segment?'),
    )
    const told = story.whisper(dana)
    await story.act(dana, { kind: 'submit', view: replace.id, values: {} })
    expect(textOf(await told)).toContain('now means')
  })

  test('a name that cannot be is refused in the form, and another one is taken', async () => {
    const reply = await story.ask(dana, 'top customers')
    const view = await form(dana, reply)
    await story.act(dana, { kind: 'submit', view: view.id, values: named('lapsed') })
    const again = await story.workspace.waitFor('the error', () => {
      const now = story.workspace.state(dana).views.at(-1)
      return now && Object.keys(now.errors).length > 0 && now
    })
    const told = story.whisper(dana)
    await story.act(dana, { kind: 'submit', view: again.id, values: named('Winter list') })
    expect(textOf(await told)).toContain('“Winter list” is saved')
  })

  test('are saved, listed, renamed and deleted by saying so', async () => {
    const reply = await story.tell(dana, 'top customers')
    const thread = reply.threadTs
    expect(textOf(await story.tell(dana, 'save this as Autumn guests', thread))).toContain('“Autumn guests” is saved')
    expect(textOf(await story.tell(dana, 'my segments', thread))).toContain('Autumn guests')
    expect(textOf(await story.tell(dana, 'rename Autumn guests to Spring guests', thread))).toContain('“Spring guests”')
    const question = await story.tell(dana, 'delete the segment Spring guests', thread)
    await story.click(dana, question, 'saved_segment_delete')
    await changed(question, (text) => text.includes('is deleted'))
  })
})

describe('wishes', () => {
  test('a chart, the query, help, hello and thanks', async () => {
    const reply = await story.tell(dana, 'revenue by month this year')
    const thread = reply.threadTs
    expect(textOf(await story.tell(dana, 'as a table', thread))).toContain('Revenue')
    expect(textOf(await story.tell(dana, 'show me the query', thread))).toContain('select')
    expect(textOf(await story.tell(dana, 'help', thread))).toContain('Cast & Co')
    expect(textOf(await story.tell(dana, 'hello', thread))).toContain('Hello')
    expect(textOf(await story.tell(dana, 'thanks', thread))).toContain('welcome')
  })

  test('being away is noted', async () => {
    expect(textOf(await story.tell(hank, 'I am away tomorrow'))).toContain('you are away')
  })
})

/** The answer's number, as its buttons carry it. */
function idIn({ blocks }: Message): string {
  const found = /"value":"(\d+)/.exec(JSON.stringify(blocks))
  return found?.[1] ?? ''
}
