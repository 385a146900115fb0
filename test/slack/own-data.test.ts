import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteActions } from '../../src/present/blocks/notes.ts'
import { ownDataAction } from '../../src/present/blocks/privacy.ts'
import { qualityActions } from '../../src/present/blocks/quality.ts'
import { recordActions } from '../../src/present/blocks/record.ts'
import { recordQuality } from '../../src/quality/history.ts'
import { privacyActions } from '../../src/slack/privacy/names.ts'
import type { Message, View } from '../../src/workspace/types.ts'
import { formAfter, homeAfter, openHome, press, send } from './forms.ts'
import { actionsOf, dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
  await recordQuality(story.shop.db, '2026-11-16')
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

const told = (user: string, words: string): Promise<Message> =>
  story.workspace.waitFor(words, () =>
    story.workspace
      .messages(story.workspace.directChannel(user))
      .findLast((one) => textOf(one).includes(words) && !one.streaming),
  )

const idOf = async (ref: string): Promise<number> => {
  const { id } = await story.shop.db
    .selectFrom('customers')
    .select('id')
    .where('ref', '=', ref)
    .executeTakeFirstOrThrow()
  return id
}

test('the Home tab tells how good the data is, and its list is worked off in the direct message', async () => {
  const home = await openHome(story, dana)
  expect(textOf(home)).toMatch(/Data quality\n[\d.]+ of 100\nNo way to reach them: \d/)
  await press(story, dana, home, qualityActions.work)
  const list = await told(dana, 'Data worth putting right')
  expect(textOf(list)).toContain('Wrong e-mail address: “dara@mail.example” was reported as wrong')
  expect(actionsOf(list.blocks)).toContain(recordActions.edit)
  await story.click(dana, list, qualityActions.choose, 'no_birthday:0')
  await expect.poll(() => textOf(story.now(list) ?? list)).toContain('No birthday')
})

test('what somebody found right today is off the list at once, and is kept with who found it', async () => {
  const { db } = story.shop
  const eli = await idOf('E1')
  await db.updateTable('orders').set({ ordered_day: '2020-01-01' }).where('customer_id', '=', eli).execute()
  await db.updateTable('customers').set({ created_day: '2020-01-01' }).where('id', '=', eli).execute()
  await db
    .updateTable('customer_summaries')
    .set({ last_order_day: '2020-01-01' })
    .where('customer_id', '=', eli)
    .execute()
  const home = await openHome(story, dana)
  await press(story, dana, home, qualityActions.work)
  const list = await story.workspace.waitFor('the list with Eli', () =>
    story.workspace
      .messages(story.workspace.directChannel(dana))
      .findLast((one) => textOf(one).includes('Not confirmed for years: last heard of on Jan 1, 2020')),
  )
  await story.click(dana, list, qualityActions.confirm)
  await expect.poll(() => textOf(story.now(list) ?? list)).not.toContain('Eli')
  const points = await db.selectFrom('contact_points').select('verified_at').where('customer_id', '=', eli).execute()
  expect(points.every(({ verified_at }) => verified_at !== null)).toBe(true)
})

test('an associate sees the list without contact details, and no button to erase anybody', async () => {
  const home = await openHome(story, hank)
  expect(actionsOf(home.blocks)).not.toContain(privacyActions.erase)
  await press(story, hank, home, qualityActions.work)
  const list = await told(hank, 'Data worth putting right')
  expect(textOf(list)).toContain('Wrong e-mail address')
  expect(textOf(list)).not.toContain('dara@mail.example')
})

/** Chooses whom it is about, and sends the form. */
async function choose(form: View, ref: string): Promise<View> {
  const id = await idOf(ref)
  const blockId = String(form.blocks[0]?.block_id)
  const option = { text: { type: 'plain_text' as const, text: ref }, value: String(id) }
  return formAfter(story, dana, () =>
    story.act(dana, {
      kind: 'submit',
      view: form.id,
      values: { [blockId]: { [noteActions.customer]: { selected_option: option } } },
    }),
  )
}

test('a manager is sent all that is held about one customer, to read and for programs', async () => {
  const home = await openHome(story, dana)
  const form = await formAfter(story, dana, () => press(story, dana, home, privacyActions.export))
  const sure = await choose(form, 'A1')
  expect(textOf(sure)).toContain('All that is held about Ana (A1)')
  await formAfter(story, dana, () => send(story, dana, sure, {}))
  const files = await story.workspace.waitFor('both files', () => {
    const found = story.workspace
      .messages(story.workspace.directChannel(dana))
      .flatMap((message) => message.files ?? [])
      .filter(({ name }) => name.startsWith('held-about-a1'))
    return found.length === 2 ? found : undefined
  })
  expect(files.map(({ name }) => name)).toEqual(['held-about-a1-2026-11-16.txt', 'held-about-a1-2026-11-16.json'])
})

test('a customer is erased once their reference is typed, and the answers about them go from Slack', async () => {
  const ana = await idOf('A1')
  const answer = await story.ask(dana, 'tell me about Ana')
  expect(textOf(answer)).toContain('A1')
  const here = await formAfter(story, dana, () => story.click(dana, answer, ownDataAction, `erase:${ana}`))
  expect(textOf(here)).toContain('Type A1 to confirm')
  const home = await openHome(story, dana)
  const form = await formAfter(story, dana, () => press(story, dana, home, privacyActions.erase, '-'))
  const sure = await choose(form, 'A1')
  expect(textOf(sure)).toContain('Ana (A1): ')
  expect(await send(story, dana, sure, { typed: 'B1' })).toEqual({
    typed: 'Type the reference A1 to confirm. Nothing was erased.',
  })
  await homeAfter(story, dana, () => send(story, dana, sure, { typed: 'a1' }))
  await expect.poll(() => story.now(answer)).toBeUndefined()
  expect(await story.shop.db.selectFrom('customers').select('id').where('ref', '=', 'A1').execute()).toEqual([])
  expect(await story.shop.db.selectFrom('messages_to_clear').select('id').execute()).toEqual([])
  await expect.poll(async () => textOf(await openHome(story, dana))).toContain('Dana Whitlock erased a customer')
  const orders = await story.shop.db.selectFrom('orders').select('id').where('customer_id', 'is', null).execute()
  expect(orders.length).toBeGreaterThan(5)
})
