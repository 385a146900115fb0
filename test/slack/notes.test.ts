import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteActions } from '../../src/present/blocks/notes.ts'
import { formAfter } from './forms.ts'
import { actionsOf, counter, dana, gil, hank, openStory, type Story, textOf, twoOfOneName } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
  await twoOfOneName(story.shop.db)
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
