import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { followUps } from '../../src/digest/follow-ups.ts'
import { customerPageActions } from '../../src/present/blocks/customer.ts'
import { noteActions } from '../../src/present/blocks/notes.ts'
import type { Message, View } from '../../src/workspace/types.ts'
import { today } from '../ask/cast.ts'
import { asker } from '../support/askers.ts'
import { customer } from '../support/shop.ts'
import { formAfter, press, send, top } from './forms.ts'
import { actionsOf, counter, dana, gil, hank, openStory, type Story, textOf, twoOfOneName } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
  await twoOfOneName(story.shop.db)
  for (const name of ['Peter Rao', "Liam O'Shea", 'Vikram Desai']) await customer(story.shop.db, name, '2024-01-01')
  await refreshSummaries(story.shop.db)
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

const slash = async (user: string, text: string, command = '/note') => {
  const whisper = story.whisper(user)
  await story.act(user, { kind: 'slash', channel: counter, command, text })
  return whisper
}

const notes = async () => {
  const rows = await story.shop.db
    .selectFrom('notes')
    .innerJoin('customers', 'customers.id', 'notes.customer_id')
    .select(['customers.display_name as name', 'notes.body'])
    .where('notes.deleted_at', 'is', null)
    .where('notes.written_day', '=', '2026-11-16')
    .orderBy('notes.id')
    .execute()
  return rows.map(({ name, body }) => `${name}: ${body}`)
}

test('/note keeps the note, shows it to its writer alone, and offers the day it speaks of', async () => {
  const shown = await slash(hank, 'Ben: asked about cable locks, call Friday')
  expect(textOf(shown)).toContain('Noted about Ben (B1)')
  expect(textOf(shown)).toContain('Follow up on Fri, Nov 20, 2026')
  expect(await notes()).toContain('Ben: asked about cable locks, call Friday')
  await story.click(hank, shown, `${noteActions.followUp}_0`)
  await expect
    .poll(() => textOf(story.now(shown) ?? { blocks: [] }))
    .toContain('Follow-up on Fri, Nov 20, 2026: it comes in that morning’s digest')
  const promises = await story.shop.db
    .selectFrom('follow_ups')
    .select(['due_on', 'reason'])
    .where('note_id', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .execute()
  expect(promises).toEqual([{ due_on: '2026-11-20', reason: 'asked about cable locks, call Friday' }])
})

test('of several who fit one is chosen, once', async () => {
  const asked = await slash(dana, 'Ricci: likes espresso')
  expect(textOf(asked)).toContain('Lena Ricci')
  expect(textOf(asked)).toContain('Marco Ricci')
  expect(await notes()).not.toContain('Lena Ricci: likes espresso')
  await story.click(dana, asked, `${noteActions.choose}_0`)
  await expect.poll(notes).toContain('Lena Ricci: likes espresso')
})

test('undo takes it back', async () => {
  const shown = await slash(dana, 'Eli: a slip of the keyboard')
  expect(await notes()).toContain('Eli: a slip of the keyboard')
  await story.click(dana, shown, noteActions.undo)
  await expect.poll(notes).not.toContain('Eli: a slip of the keyboard')
})

test('a name that nobody bears keeps nothing and says so', async () => {
  const before = await notes()
  const shown = await slash(dana, 'Zzyzx Qwfp: hello')
  expect(textOf(shown)).toContain('There is no customer “Zzyzx Qwfp”')
  expect(actionsOf(shown.blocks)).toContain(noteActions.form)
  expect(await notes()).toEqual(before)
})

test('without words the form finds the customer as they are typed', async () => {
  const form = await formAfter(story, dana, () =>
    story.act(dana, { kind: 'slash', channel: counter, command: '/note', text: '' }),
  )
  const blockId = String(form.blocks[0]?.block_id)
  const found = await story.workspace.act(dana, {
    kind: 'suggest',
    in: { view: form.id },
    blockId,
    actionId: noteActions.customer,
    value: 'cleo ch',
  })
  expect(found.ok && found.options).toEqual([])
  const typed = await story.workspace.act(dana, {
    kind: 'suggest',
    in: { view: form.id },
    blockId,
    actionId: noteActions.customer,
    value: 'dar',
  })
  expect(typed.ok && typed.options?.map(({ text }) => text.text)).toEqual([expect.stringContaining('Dara')])
})

test('a stranger keeps no notes', async () => {
  const before = await notes()
  const shown = await slash(gil, 'Ben: hello')
  expect(textOf(shown)).not.toContain('Noted')
  expect(await notes()).toEqual(before)
})

test('/customer shows the page to its asker alone, and asks where several fit', async () => {
  expect(textOf(await slash(dana, 'Ana', '/customer'))).toContain('A1')
  const asked = await slash(dana, 'Ricci', '/customer')
  expect(textOf(asked)).toContain('Whose page?')
})

const kept = (body: string) =>
  story.shop.db
    .selectFrom('notes')
    .innerJoin('customers', 'customers.id', 'notes.customer_id')
    .selectAll('notes')
    .select('customers.ref')
    .where('notes.body', '=', body)
    .where('notes.deleted_at', 'is', null)
    .executeTakeFirst()
const now = (message: Message) => textOf(story.now(message) ?? { blocks: [] })
const idOf = async (ref: string) =>
  (await story.shop.db.selectFrom('customers').select('id').where('ref', '=', ref).executeTakeFirstOrThrow()).id

/** The form as it would be sent with these fields filled in; a customer by our number. */
async function fill(user: string, view: View, filled: Readonly<Record<string, string>>): Promise<View | undefined> {
  const values = Object.fromEntries(
    Object.entries(filled).map(([name, value]) => {
      const block = view.blocks.find(({ element }) => (element as { action_id?: string })?.action_id === name)
      const type = (block?.element as { type?: string }).type
      const option = { selected_option: { text: { type: 'plain_text', text: value }, value } }
      return [String(block?.block_id), { [name]: type?.endsWith('select') ? option : { value } }]
    }),
  )
  await story.act(user, { kind: 'submit', view: view.id, values })
  return story.workspace.state(user).views.find(({ id }) => id === view.id)
}

test('a note is edited where it stands; who comes second is told, and the change is taken back with a click', async () => {
  const message = await slash(hank, 'Eli: wants a bell')
  const form = await formAfter(story, hank, () => story.click(hank, message, noteActions.edit))
  expect(await send(story, hank, form, { body: 'wants a brass bell' })).toEqual({})
  await expect.poll(() => now(message)).toContain('Changed: the note about Eli')
  expect(now(message)).toContain('wants a brass bell')
  const second = await formAfter(story, hank, () => story.click(hank, story.now(message) ?? message, noteActions.edit))
  await story.click(hank, story.now(message) ?? message, noteActions.undoEdit)
  await expect.poll(() => now(message)).not.toContain('brass')
  const late = await fill(hank, second, { body: 'wants a bronze bell' })
  expect(Object.values(late?.errors ?? {})).toEqual([
    expect.stringContaining('Hank Dombrowski changed this note meanwhile. It now says: “wants a bell”'),
  ])
  await story.act(hank, { kind: 'close', view: second.id })
})

test('a message is logged with who wrote it, when and where, its customer found in it, and the page shows that', async () => {
  const ts = await story.say(dana, 'Ben was here & loves <b>locks</b>, back Friday')
  const form = await formAfter(story, hank, () =>
    story.act(hank, { kind: 'shortcut', callbackId: 'log_note', channel: counter, ts }),
  )
  expect(JSON.stringify(form.blocks)).toContain('Ben · Evanston · B1')
  expect(textOf(form)).toContain('From a Slack message by Dana Whitlock.')
  const whisper = story.whisper(hank)
  await fill(hank, form, { [noteActions.customer]: String(await idOf('B1')), body: 'loves locks', kind: 'visit' })
  expect(textOf(await whisper)).toContain('Noted about Ben (B1), a visit')
  const note = await kept('loves locks')
  expect(note).toMatchObject({ ref: 'B1', message_author: 'Dana Whitlock' })
  expect(note?.message_link).toContain(`/archives/${counter}/p`)
  expect(note?.message_at?.getTime()).toBe(Math.round(Number(ts) * 1000))
  const page = await slash(dana, 'Ben', '/customer')
  expect(textOf(page)).toContain('In the shop, from a message by Dana Whitlock: loves locks')
})

test('a note dictated in a conversation is kept after a yes of the one who said it, and of nobody else', async () => {
  const before = await notes()
  const asked = await story.ask(hank, 'log that Ben called about cable locks')
  expect(textOf(asked)).toContain('Shall I keep this about Ben (B1), as a call from them?')
  expect(await notes()).toEqual(before)
  await story.click(dana, asked, noteActions.keep)
  await story.workspace.waitFor('the refusal', () =>
    story.workspace
      .messages(story.workspace.directChannel(dana))
      .find((one) => textOf(one).includes('somebody else’s')),
  )
  expect(await notes()).toEqual(before)
  await story.click(hank, asked, noteActions.keep)
  await expect.poll(() => now(asked)).toContain('Noted about Ben (B1), a call from them')
  expect((await kept('called about cable locks'))?.interaction_id).not.toBeNull()
  const dropped = await story.ask(hank, 'note for Ben: never mind')
  await story.click(hank, dropped, noteActions.drop)
  await expect.poll(() => now(dropped)).toContain('not kept')
  expect(await kept('never mind')).toBeUndefined()
})

test('a note about somebody unknown makes the customer too, unless the number is somebody’s already', async () => {
  await story.shop.db
    .updateTable('contact_points')
    .set({ match_key: '+13125550100' })
    .where('normalized', '=', '+13125550100')
    .execute()
  const asked = await slash(hank, 'Zork Blatt: new in town')
  const form = await formAfter(story, hank, () => story.click(hank, asked, noteActions.create))
  const filled = { given: 'Zork', family: 'Blatt', body: 'new in town' }
  const refused = await send(story, hank, form, { ...filled, phone: '(312) 555-0100' })
  expect(Object.values(refused)).toEqual([expect.stringContaining('has this already')])
  expect(await send(story, hank, form, { ...filled, phone: '' })).toEqual({})
  await expect.poll(() => now(asked)).toContain('Noted about Zork Blatt (H')
  expect(await slash(dana, 'Blatt Zork', '/customer').then(textOf)).toContain('Note: new in town')
})

test('what is for managers stays with them: on the page, its timeline and the list of follow-ups', async () => {
  const view = await formAfter(story, dana, () =>
    story.act(dana, { kind: 'slash', channel: counter, command: '/note', text: '' }),
  )
  const whisper = story.whisper(dana)
  const filled = { body: 'credit is stretched', visibility: 'managers', kind: 'call' }
  await fill(dana, view, { [noteActions.customer]: String(await idOf('E1')), ...filled })
  const message = await whisper
  expect(textOf(message)).toContain('for managers alone')
  const day = await formAfter(story, dana, () => story.click(dana, message, noteActions.followUpDay))
  await send(story, dana, day, { on: '2026-11-20' })
  await expect.poll(() => now(message)).toContain('Follow-up on Fri, Nov 20, 2026')
  expect(textOf(await slash(dana, 'Eli', '/customer'))).toContain('credit is stretched')
  const seen = await slash(hank, 'Eli', '/customer')
  expect(textOf(seen)).toContain('Called them')
  expect(textOf(seen)).not.toContain('credit')
  const timeline = await formAfter(story, hank, () => story.click(hank, seen, customerPageActions.timeline))
  expect(textOf(timeline)).toContain('wants a bell')
  expect(textOf(timeline)).not.toContain('credit')
  await story.act(hank, { kind: 'close', view: timeline.id })
  const asked = await story.tell(hank, 'open follow-ups')
  expect(textOf(asked)).toContain('Nov 20, 2026')
  expect(textOf(asked)).not.toContain('credit')
  const all = { today, timeZone: 'America/Chicago', all: true }
  expect(
    JSON.stringify(await followUps(story.shop.db, await asker(story.shop.db, 'hank@cast.example'), all)),
  ).not.toContain('credit')
})

test('in a channel nobody’s number is read, not even one in a note; “Show to me” shows it to those who may see it', async () => {
  await slash(dana, 'Ana: reach her at 312 555 0199 <!channel>')
  const page = await story.ask(dana, 'tell me about Ana')
  expect(textOf(page)).toContain('reach her at (number) <!channel>')
  expect(textOf(page)).not.toMatch(/555|ana@mail/)
  const whisper = story.whisper(dana, page.channel)
  await story.click(dana, page, 'answer_show')
  expect(textOf(await whisper)).toContain('ana@mail.example')
  await story.click(hank, page, customerPageActions.note)
  const form = await story.workspace.waitFor('the form', () => top(story.workspace.state(hank).views))
  expect(JSON.stringify(form.blocks)).toContain('Ana · A1')
  await story.act(hank, { kind: 'close', view: form.id })
})

test('a note as long and as wild as may be is kept, shown and told on the page as it stands', async () => {
  const wild = `=HYPERLINK("http://x") <!channel> *b* \u202e\u05d0\u05d1 😀 ${'long '.repeat(590)}`
    .slice(0, 2990)
    .trim()
  const message = await slash(dana, `Ben: ${wild}`)
  expect(textOf(message)).toContain('=HYPERLINK("http://x") <!channel> *b*')
  expect((await kept(wild))?.ref).toBe('B1')
  expect(message.text).not.toContain('<!channel>')
  const page = await slash(dana, 'Ben', '/customer')
  expect(textOf(page)).toContain('<!channel> *b*')
  await story.click(dana, message, noteActions.undo)
  await expect.poll(() => now(message)).toContain('taken back')
})

test('the page’s timeline goes on where it ends', async () => {
  const ben = await idOf('B1')
  const rows = Array.from({ length: 40 }, (_, at) => ({
    ...{ customer_id: ben, at: `2025-03-01T12:00:00Z`, on_day: `2025-03-01`, channel: 'phone' as const },
    ...{ direction: 'inbound' as const, kind: 'call', summary: `call number ${at}` },
  }))
  await story.shop.db.insertInto('interactions').values(rows).execute()
  const page = await slash(dana, 'Ben', '/customer')
  const first = await formAfter(story, dana, () => story.click(dana, page, customerPageActions.timeline))
  expect(textOf(first)).not.toContain('call number 0\n')
  const second = await formAfter(story, dana, () => press(story, dana, first, customerPageActions.timelineOn))
  expect(textOf(second)).toContain('call number 0')
  await story.act(dana, { kind: 'close', view: second.id })
})

test.each([
  [
    'Peter Jackson wants a generator',
    'There is no customer “Peter Jackson”. Did you mean:',
    'Peter Rao',
    'wants a generator',
  ],
  ['liam oshea wants a ladder', 'There is no customer “liam oshea”. Did you mean:', "Liam O'Shea", 'wants a ladder'],
  ['Vikram desay wants a rake', 'There is no customer “Vikram desay”. Did you mean:', 'Vikram Desai', 'wants a rake'],
  ['Peter wants a spade', 'Did you mean Peter Rao?', 'Peter Rao', 'wants a spade'],
  ['Peter Wants a hose', 'Did you mean Peter Rao?', 'Peter Rao', 'Wants a hose'],
  ['Peter Friday pickup', 'Did you mean Peter Rao?', 'Peter Rao', 'Friday pickup'],
  ['Peter 3 rakes', 'Did you mean Peter Rao?', 'Peter Rao', '3 rakes'],
  [
    'Peter Rao Jackson wants a saw',
    'There is no customer “Peter Rao Jackson”. Did you mean:',
    'Peter Rao',
    'wants a saw',
  ],
])('without a colon nobody is taken for another silently: %s', async (text, question, name, body) => {
  const before = await notes()
  const asked = await slash(hank, text)
  expect(textOf(asked)).toContain(question)
  expect(textOf(asked)).toContain(name)
  expect(textOf(asked)).toContain(`“${body}”`)
  expect(actionsOf(asked.blocks)).toEqual(expect.arrayContaining([noteActions.create, noteActions.drop]))
  expect(await notes()).toEqual(before)
  await story.click(hank, asked, `${noteActions.choose}_0`)
  await expect.poll(notes).toContain(`${name}: ${body}`)
})

test.each([
  ['Peter Rao wants a drill', 'Peter Rao: wants a drill'],
  ['rao peter wants a cart', 'Peter Rao: wants a cart'],
  ['Peter Rao, asked for Maria', 'Peter Rao: asked for Maria'],
  ['B1 likes dogs', 'Ben: likes dogs'],
])('a whole name or a reference needs no colon: %s', async (text, note) => {
  expect(textOf(await slash(hank, text))).toContain('Noted about')
  expect(await notes()).toContain(note)
})

test('a name and nothing else opens the form with the customer; of several one is chosen first', async () => {
  const before = await notes()
  for (const [text, option] of [
    ['Vikram Desai', 'Vikram Desai · '],
    ['Eli', 'Eli · '],
  ] as const) {
    const form = await formAfter(story, hank, () =>
      story.act(hank, { kind: 'slash', channel: counter, command: '/note', text }),
    )
    expect(JSON.stringify(form.blocks)).toContain(option)
    await story.act(hank, { kind: 'close', view: form.id })
  }
  const asked = await slash(hank, 'Ricci')
  expect(textOf(asked)).toContain('Lena Ricci')
  const form = await formAfter(story, hank, () => story.click(hank, asked, `${noteActions.choose}_0`))
  expect(JSON.stringify(form.blocks)).toContain('Marco Ricci · ')
  expect(await notes()).toEqual(before)
  expect(await send(story, hank, form, { body: 'prefers tea' })).toEqual({})
  await expect.poll(notes).toContain('Marco Ricci: prefers tea')
})

test('another day in a changed note is offered for its follow-up, which stays until somebody says so', async () => {
  const message = await slash(hank, 'Eli: call Friday about the bell')
  await story.click(hank, message, `${noteActions.followUp}_0`)
  await expect.poll(() => now(message)).toContain('Follow-up on Fri, Nov 20, 2026')
  const form = await formAfter(story, hank, () => story.click(hank, story.now(message) ?? message, noteActions.edit))
  expect(await send(story, hank, form, { body: 'call Thursday about the bell' })).toEqual({})
  await expect.poll(() => now(message)).toContain('The follow-up stays on Fri, Nov 20, 2026.')
  expect(now(message)).toContain('Move it to Thu, Nov 19, 2026')
  await story.click(hank, story.now(message) ?? message, `${noteActions.followUp}_0`)
  await expect.poll(() => now(message)).toContain('Follow-up on Thu, Nov 19, 2026')
  expect(now(message)).not.toContain('stays on')
})
