import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../src/ask/days.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { act } from '../../src/digest/acting.ts'
import { noteActions } from '../../src/present/blocks/notes.ts'
import type { Message, View } from '../../src/workspace/types.ts'
import { today } from '../ask/cast.ts'
import { asker } from '../support/askers.ts'
import { customer } from '../support/shop.ts'
import { formAfter, send } from './forms.ts'
import { clickEntry, entryOf, posted, promise, showing, tick, told } from './mornings.ts'
import { actionsOf, dana, gil, hank, openStory, type Story, textOf } from './support.ts'

const refs = ['A1', 'B1', 'C1', 'D1', 'E1', 'F1', 'G1', 'KIM', 'LOU'] as const

let story: Story
beforeAll(async () => {
  story = await openStory()
  for (const name of ['Kim', 'Lou']) await customer(story.shop.db, name, '2024-01-01')
  await refreshSummaries(story.shop.db)
  for (const ref of refs) await promise(story, ref, 'dana@cast.example', `Call about the drill of ${ref}`)
  await tick(story)
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

const direct = (user: string) => posted(story, story.workspace.directChannel(user))

function digest(): Message {
  const [message] = direct(dana)
  if (!message) throw new Error('there is no digest')
  return message
}

const settle = (ms = 300) => new Promise((resolve) => setTimeout(resolve, ms))
const outcomes = (item: number) =>
  story.shop.db.selectFrom('outcomes').selectAll().where('item_id', '=', item).orderBy('id').execute()
const contacts = (ref: string) =>
  story.shop.db
    .selectFrom('interactions')
    .innerJoin('customers as c', 'c.id', 'interactions.customer_id')
    .select('summary')
    .where('c.ref', '=', ref)
    .where('on_day', '=', today)
    .execute()
const form = (item: number, action: string, choice?: string): Promise<View> =>
  formAfter(story, dana, () => clickEntry(story, dana, digest(), item, action, choice))

test('the digest comes as a direct message, once, with every promise and what can be done', async () => {
  await tick(story)
  expect(direct(dana)).toHaveLength(1)
  const text = textOf(digest())
  expect(text).toContain('Good morning, Dana: 9 customers for today')
  for (const ref of refs) expect(text).toContain(`Call about the drill of ${ref}`)
  expect(actionsOf(digest().blocks).slice(0, 5)).toEqual([
    'digest_done',
    'digest_later',
    'digest_note',
    'digest_page',
    'digest_more',
  ])
})

test('nobody else can reach an entry: not by its number from elsewhere, and not without rights', async () => {
  const item = await entryOf(story, 'A1')
  const other = await told(story, hank, () => story.tell(hank, 'help'))
  expect(other).not.toContain('drill')
  const [own] = story.workspace.messages(story.workspace.directChannel(hank))
  const refused = story.workspace.act(hank, {
    kind: 'click',
    in: { channel: digest().channel, ts: digest().ts },
    blockId: `digest:${item}`,
    actionId: 'digest_done',
  })
  expect(own).toBeDefined()
  expect((await refused).ok).toBe(false)
  expect(await outcomes(item)).toEqual([])
})

describe('done', () => {
  test.each([
    ['reached', 'A1', ': reached', 'Reached. '],
    ['left_message', 'B1', 'message left', 'Left a message. '],
    ['no_answer', 'C1', 'no answer', 'No answer. '],
    ['wrong_number', 'D1', 'wrong number', 'Wrong number. '],
  ])('%s is shown in the message and kept as a contact', async (kind, ref, shown, summary) => {
    const item = await entryOf(story, ref)
    await clickEntry(story, dana, digest(), item, 'digest_done', kind)
    await showing(story, digest(), shown)
    expect((await outcomes(item)).map((outcome) => outcome.kind)).toContain(kind)
    expect((await contacts(ref)).map((contact) => contact.summary ?? '')).toContainEqual(
      expect.stringMatching(new RegExp(`^${summary}`)),
    )
  })

  test('delivered again, a click does nothing and says nothing', async () => {
    const before = story.workspace.messages(digest().channel).length
    const item = await entryOf(story, 'D1')
    const known = [await contacts('D1'), await outcomes(item)]
    await story.workspace.redeliver(3)
    await settle()
    expect([await contacts('D1'), await outcomes(item)]).toEqual(known)
    expect(story.workspace.messages(digest().channel)).toHaveLength(before)
  })
})

test('a slip is taken back: the entry is open again in the message, and nothing is left of it', async () => {
  const item = await entryOf(story, 'A1')
  expect(textOf(digest())).not.toContain('drill of A1')
  await clickEntry(story, dana, digest(), item, 'digest_undo')
  await showing(story, digest(), 'Call about the drill of A1')
  expect([await outcomes(item), await contacts('A1')]).toEqual([[], []])
  await clickEntry(story, dana, digest(), item, 'digest_done', 'left_message')
  await showing(story, digest(), 'Ana: e-mail sent')
  await story.shop.db
    .updateTable('digest_items')
    .set({ closed_at: new Date('2026-11-01') })
    .where('id', '=', item)
    .execute()
  const said = await told(story, dana, () => clickEntry(story, dana, digest(), item, 'digest_undo'))
  expect(said).toContain('more than a day ago')
  expect(await contacts('A1')).toHaveLength(1)
})

test('how to reach somebody stands in the list of those who may see it', async () => {
  expect(textOf(digest())).toContain('Call (312) 555-0100: they agreed to calls.')
  const redraw = async (role: 'associate' | 'manager') => {
    await story.shop.db.updateTable('staff').set({ role }).where('email', '=', 'dana@cast.example').execute()
    await story.app.redrawDigests([await runOf(await entryOf(story, 'E1'))])
  }
  await redraw('associate')
  await showing(story, digest(), 'Call: they agreed to calls.')
  expect(textOf(digest())).not.toContain('555')
  await redraw('manager')
  await showing(story, digest(), 'Call (312) 555-0100')
})

test('a second click on what was done changes nothing and says so', async () => {
  const item = await entryOf(story, 'E1')
  const old = digest()
  await clickEntry(story, dana, old, item, 'digest_later', '1')
  await showing(story, digest(), 'again on Nov 17')
  const kept = await outcomes(item)
  const closed = await story.shop.db
    .selectFrom('digest_items')
    .select(['state', 'closed_at', 'closed_by'])
    .where('id', '=', item)
    .executeTakeFirstOrThrow()
  // Somebody whose screen still shows the menus, as after a lost update.
  await story.shop.db
    .updateTable('digest_items')
    .set({ state: 'open', closed_at: null, closed_by: null })
    .where('id', '=', item)
    .execute()
  await story.app.redrawDigests([await runOf(item)])
  await showing(story, digest(), 'Call about the drill of E1')
  await story.shop.db.updateTable('digest_items').set(closed).where('id', '=', item).execute()
  const said = await told(story, dana, () => clickEntry(story, dana, digest(), item, 'digest_done', 'reached'))
  expect(said).toContain('You have said already what came of it: nothing was changed.')
  expect(await outcomes(item)).toEqual(kept)
  await showing(story, digest(), 'again on Nov 17')
})

const runOf = async (item: number): Promise<number> => {
  const row = await story.shop.db.selectFrom('digest_items').select('run_id').where('id', '=', item).executeTakeFirst()
  return row?.run_id ?? 0
}

test('later on a date: a day that is over is refused in the form, another one is kept', async () => {
  const item = await entryOf(story, 'F1')
  const view = await form(item, 'digest_later', 'date')
  expect(await send(story, dana, view, { until: today })).toEqual({ until: 'Choose a day after today.' })
  expect(await send(story, dana, view, { until: addDays(today, 40) })).toEqual({})
  await showing(story, digest(), 'again on Dec 26')
  const [promised] = await story.shop.db
    .selectFrom('follow_ups')
    .select(['status', 'snoozed_until'])
    .where('reason', '=', 'Call about the drill of F1')
    .execute()
  expect(promised).toEqual({ status: 'snoozed', snoozed_until: addDays(today, 40) })
})

test('a note is kept with the customer, and the entry stays open', async () => {
  const item = await entryOf(story, 'G1')
  const view = await form(item, 'digest_note')
  expect(Object.values(await send(story, dana, view, { body: '' }))).toHaveLength(1)
  const shown = story.whisper(dana, digest().channel)
  expect(await send(story, dana, view, { body: 'Moves to Evanston in May' })).toEqual({})
  expect(actionsOf((await shown).blocks)).toEqual(expect.arrayContaining([noteActions.edit, noteActions.undo]))
  const notes = await story.shop.db
    .selectFrom('notes')
    .select(['body', 'author_id'])
    .where('body', 'like', 'Moves%')
    .execute()
  expect(notes).toHaveLength(1)
  expect(notes[0]?.author_id).not.toBeNull()
  expect(textOf(digest())).toContain('Call about the drill of G1')
})

test('the customer’s page comes in a thread of the direct message', async () => {
  const item = await entryOf(story, 'G1')
  await clickEntry(story, dana, digest(), item, 'digest_page')
  const root = await story.workspace.waitFor('the question', () =>
    story.workspace
      .messages(story.workspace.directChannel(dana))
      .find((message) => textOf(message).includes('You asked')),
  )
  const page = await story.reply(root.channel, root.ts)
  expect(textOf(page)).toContain('Gus')
  expect(textOf(page)).toContain('Moves to Evanston in May')
})

test('not relevant needs a word of why, and do not contact holds everywhere', async () => {
  const message = digest()
  const [kim, lou] = [await entryOf(story, 'KIM'), await entryOf(story, 'LOU')]
  const why = await formAfter(story, dana, () => clickEntry(story, dana, message, kim, 'digest_more', 'not_relevant'))
  expect(await send(story, dana, why, { why: ' ' })).toEqual({ why: 'Say why in a word or two.' })
  expect(await send(story, dana, why, { why: 'Has moved away' })).toEqual({})
  await showing(story, message, 'not relevant')
  const sure = await formAfter(story, dana, () =>
    clickEntry(story, dana, message, lou, 'digest_more', 'do_not_contact'),
  )
  expect(textOf(sure)).toContain('Lou')
  await send(story, dana, sure, {})
  await showing(story, message, 'not to be contacted')
  const row = await story.shop.db
    .selectFrom('customers')
    .select('do_not_contact')
    .where('ref', '=', 'LOU')
    .executeTakeFirst()
  expect(row?.do_not_contact).toBe(true)
  // Somebody closes the entry while the reason is being typed: the form stays, with the words in it.
  const gus = await entryOf(story, 'G1')
  const late = await formAfter(story, dana, () => clickEntry(story, dana, message, gus, 'digest_more', 'not_relevant'))
  const { db, now } = story.shop
  await act(gus, { kind: 'reached' }, await asker(db, 'hank@cast.example'), { today, now: now() }, db)
  expect(await send(story, dana, late, { why: 'Has a ladder of his own' })).toEqual({
    why: 'Hank Dombrowski was first: nothing was changed. What you wrote is not kept: copy it into a note if it matters, and cancel.',
  })
})

test('a digest whose message was deleted can be neither clicked nor brought back, and fails nothing', async () => {
  const [message, item] = [digest(), await entryOf(story, 'A1')]
  const { apiUrl, botToken } = story.workspace
  const deleted = await fetch(`${apiUrl}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: message.channel, ts: message.ts }),
  })
  expect(await deleted.json()).toMatchObject({ ok: true })
  await story.app.redrawDigests([await runOf(item)])
  await tick(story)
  expect(direct(dana)).toEqual([])
})

test('in the local workspace, which forgets its messages, it is brought back once as it stands, and can be clicked', async () => {
  await story.app.bringBackDigests()
  await story.app.bringBackDigests()
  expect(direct(dana)).toHaveLength(1)
  expect(textOf(digest())).toContain('Ana: e-mail sent')
  await clickEntry(story, dana, digest(), await entryOf(story, 'E1'), 'digest_undo')
  await showing(story, digest(), 'Call about the drill of E1')
})

test('somebody who is no colleague gets none', () => {
  expect(direct(gil)).toEqual([])
})

describe('asked for', () => {
  const firstLine = (message: Message) => textOf(message).split('\n')[0]

  test('one that is there moves down, as it stands now, and there is no second', async () => {
    const before = digest()
    expect(textOf(await story.tell(dana, 'show me today’s digest'))).toMatch(
      /below, as it stands now: \d+ of \d+ (?:is|are) open/,
    )
    expect(direct(dana)).toHaveLength(1)
    expect(digest().ts).not.toBe(before.ts)
    expect(firstLine(digest())).toBe(firstLine(before))
    expect(textOf(await story.ask(dana, 'my digest'))).toContain('is in our direct message')
  })

  test('without anybody to contact it says so', async () => {
    expect(textOf(await story.tell(hank, 'who should I call today?'))).toContain('nobody for you to contact today')
    expect(direct(hank)).toEqual([])
  })

  test('before its hour it comes at once, to somebody without a morning’s digest too, and not again at its hour', async () => {
    await story.shop.db
      .deleteFrom('digest_runs')
      .where('recipient', 'like', 'staff:%')
      .where('outcome', '=', 'empty')
      .execute()
    await customer(story.shop.db, 'Mia', '2024-01-01')
    await refreshSummaries(story.shop.db)
    await promise(story, 'MIA', 'hank@cast.example', 'Call about the ladder')
    expect(textOf(await story.tell(hank, 'my digest'))).toContain('Your digest of today is below: one customer.')
    expect(textOf(direct(hank)[0] as Message)).toContain('Call about the ladder')
    await tick(story)
    expect(direct(hank)).toHaveLength(1)
  })

  test('one that was given up in the morning is made anew', async () => {
    const { db } = story.shop
    const run = await db
      .selectFrom('digest_runs')
      .select(['id', 'posted_channel', 'message_ts'])
      .where('outcome', '=', 'posted')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    await db.deleteFrom('digest_items').where('run_id', '=', run.id).execute()
    await db
      .updateTable('digest_runs')
      .set({ outcome: 'failed', posted_channel: null, message_ts: null })
      .where('id', '=', run.id)
      .execute()
    const [old] = direct(hank)
    await story.app.redrawDigests([run.id])
    expect(old).toBeDefined()
    expect(textOf(await story.tell(hank, 'my digest'))).toContain('one customer')
    expect(textOf(direct(hank).at(-1) as Message)).toContain('Call about the ladder')
  })
})
