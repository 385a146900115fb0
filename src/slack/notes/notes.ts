import type { App, MessageShortcut, RespondFn } from '@slack/bolt'
import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { addDays, isDay } from '../../ask/days.ts'
import { writeDay } from '../../ask/period-text.ts'
import type { Found } from '../../customers/find.ts'
import { addFollowUp } from '../../digest/follow-ups.ts'
import { UserError } from '../../errors.ts'
import { keepDraft, takeDraft } from '../../notes/drafts.ts'
import { dayMentioned, namesIn, typed } from '../../notes/note.ts'
import { addNote, deleteNote, editNote, mayChangeNote, readNote } from '../../notes/notes.ts'
import { choicePost, label, noteActions, notePost } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { datePicker, field, form, option, textInput } from '../elements.ts'
import { faultSentence } from '../faults.ts'
import { asView, type Click, onClick, tell } from '../manage/clicks.ts'
import { done, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { always, type Rendering, respondWith } from '../post.ts'
import { plainWords } from '../words.ts'
import { findFor } from './finding.ts'
import { noteForm, noteForms } from './form.ts'

/** command → note: `/note Ana Silva: …`, the form without words, and the shortcut on a message. */
export function registerNotes(app: App, bot: Bot): void {
  app.command('/note', async ({ ack, command, respond }) => {
    await ack()
    const text = (await plainWords(command.text ?? '', bot.botUserId, bot.shop.db)).trim()
    await answering(bot, command.user_id, respond, async (asker) => {
      if (text === '') return openForm(bot, command.trigger_id, asker, {})
      return noted(bot, asker, command.user_id, text)
    })
  })
  app.shortcut<MessageShortcut>('log_note', async ({ ack, shortcut, respond }) => {
    await ack()
    await answering(bot, shortcut.user.id, respond, (asker) =>
      openForm(bot, shortcut.trigger_id, asker, { body: quoted(shortcut), kind: 'message' }),
    )
  })
  app.options<'block_suggestion'>(noteActions.customer, async ({ ack, body }) => {
    await ack({ options: (await suggested(bot, body.user.id, body.value)) as never })
  })
  for (let at = 0; at < 8; at++) onClick(bot, `${noteActions.choose}_${at}`, (click) => chosen(bot, click))
  onClick(bot, noteActions.form, (click) => formFor(bot, click))
  onClick(bot, noteActions.edit, (click) => editForm(bot, click))
  onClick(bot, noteActions.undo, (click) => undone(bot, click))
  onClick(bot, noteActions.followUp, (click) => followUpOn(bot, click))
  onClick(bot, noteActions.followUpDay, (click) => followUpForm(bot, click))
  onForm(bot, noteForms.write, 'body', (sent) => written(bot, sent))
  onForm(bot, noteForms.edit, 'body', (sent) => edited(bot, sent))
  onForm(bot, noteForms.followUp, 'on', (sent) => followUpChosen(bot, sent))
}

/** Runs it with the person's rights of now, and always ends in something they see. */
async function answering(
  bot: Bot,
  userId: string,
  respond: RespondFn,
  work: (asker: Asker) => Promise<Rendering | null>,
): Promise<void> {
  const show = (rendering: Rendering) => respondWith(bot, respond, rendering)
  try {
    const identified = await bot.identifyUser(userId)
    if (identified.kind === 'refused') return await show(always(noticePost(identified.sentence)))
    const rendering = await work(identified.asker)
    if (rendering !== null) await show(rendering)
  } catch (error) {
    await show(always(noticePost(faultSentence(error, bot.log))))
  }
}

async function openForm(
  bot: Bot,
  trigger: string,
  asker: Asker,
  prefilled: Parameters<typeof noteForm>[1],
): Promise<null> {
  await bot.client.views.open({ trigger_id: trigger, view: asView(noteForm(asker, prefilled)) })
  return null
}

/** The note is kept when one customer fits; else it waits until one is chosen. */
async function noted(bot: Bot, asker: Asker, userId: string, text: string): Promise<Rendering> {
  const { who, body, found } = await aboutWhom(bot, asker, text)
  const [only] = found
  if (only?.exact && found.length === 1) return keptNote(bot, asker, only.id, body)
  const draft = await keepDraft(body, userId, bot.shop.db)
  return always(choicePost(who, found, draft))
}

interface About {
  readonly who: string
  readonly body: string
  readonly found: readonly Found[]
}

/** By the colon; without one, by the longest beginning that is somebody's name. */
async function aboutWhom(bot: Bot, asker: Asker, text: string): Promise<About> {
  const said = typed(text)
  if (said.who !== null) return { who: said.who, body: said.body, found: await findFor(bot, asker, said.who) }
  for (const { who, body } of namesIn(text)) {
    const found = await findFor(bot, asker, who)
    if (found.some(({ exact }) => exact)) return { who, body, found }
  }
  const [first] = namesIn(text).slice(-1)
  return { who: first?.who ?? text, body: text, found: [] }
}

async function keptNote(bot: Bot, asker: Asker, customerId: number, body: string): Promise<Rendering> {
  const { today } = await bot.asking()
  const id = await addNote({ customerId, body }, asker, { today, now: bot.shop.now() }, bot.shop.db)
  return shownNote(bot, asker, id, today)
}

async function shownNote(bot: Bot, asker: Asker, id: number, today: string): Promise<Rendering> {
  const note = await readNote(id, asker, bot.shop.db)
  return always(note ? notePost(note, dayMentioned(note.body, today)) : noticePost('The note is kept.'))
}

/** Two numbers of a button's value. */
const pair = (value: string): readonly [number, string] => {
  const [first = '', ...rest] = value.split(':')
  return [Number(first), rest.join(':')]
}

async function chosen(bot: Bot, { asker, userId, value, respond }: Click): Promise<void> {
  const [draft, customer] = pair(value)
  const body = await takeDraft(draft, userId, bot.shop.db)
  if (body === null) return tell(bot, userId, 'This note is kept already, or too old. Type it again.')
  if (!(await maySee(bot, asker, Number(customer))))
    return tell(bot, userId, 'There is no such customer among those you see.')
  await respondWith(bot, respond, await keptNote(bot, asker, Number(customer), body), { replace: true })
}

async function maySee(bot: Bot, { scope }: Asker, customerId: number): Promise<boolean> {
  const row = await bot.shop.db
    .selectFrom('customers')
    .select(['store_id', 'owner_id'])
    .where('id', '=', customerId)
    .where('merged_into_id', 'is', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (!row) return false
  return scope.kind === 'all' || (scope.kind === 'store' ? row.store_id : row.owner_id) === scope.id
}

async function formFor(bot: Bot, { asker, userId, value, open }: Click): Promise<void> {
  const body = await takeDraft(Number(value), userId, bot.shop.db)
  if (body === null) return tell(bot, userId, 'This note is kept already, or too old. Type it again.')
  await open(noteForm(asker, { body, draft: await keepDraft(body, userId, bot.shop.db) }))
}

async function suggested(bot: Bot, userId: string, said: string) {
  const identified = await bot.identifyUser(userId)
  if (identified.kind === 'refused') return []
  const found = await findFor(bot, identified.asker, said)
  return found.map((each) => option(label(each), String(each.id)))
}

/** The message with whose it is and where it stands. */
function quoted({ message }: MessageShortcut): string {
  const when = message.ts ? new Date(Number(message.ts) * 1000).toISOString().slice(0, 16).replace('T', ' ') : ''
  return `${message.text ?? ''}\n(Slack message${when === '' ? '' : ` of ${when} UTC`})`.trim()
}

const kinds = z.enum(['note', 'visit', 'call', 'message']).catch('note')
const memorySchema = z.object({ draft: z.number().nullable() })

async function written(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const customerId = Number(filled.value(noteActions.customer))
  if (!(await maySee(bot, asker, customerId)))
    return faulty({ [noteActions.customer]: 'There is no such customer among those you see.' })
  const { today } = await bot.asking()
  const note = {
    customerId,
    body: filled.value('body'),
    kind: kinds.parse(filled.value('kind')),
    visibility: filled.value('visibility') === 'managers' ? ('managers' as const) : ('everyone' as const),
  }
  const id = await addNote(note, asker, { today, now: bot.shop.now() }, bot.shop.db)
  const { draft } = memorySchema.parse(memory)
  if (draft !== null) await takeDraft(draft, userId, bot.shop.db)
  const kept = await readNote(id, asker, bot.shop.db)
  if (kept) await tell(bot, userId, notePost(kept, dayMentioned(kept.body, today)))
  return done
}

async function editForm(bot: Bot, { asker, value, open }: Click): Promise<void> {
  const note = await readNote(Number(value), asker, bot.shop.db)
  if (!note) throw new UserError('This note is no longer there.')
  if (!mayChangeNote(note, asker))
    throw new UserError(`Only ${note.author ?? 'its author'} and managers may change this note.`)
  await open(
    form({
      callbackId: noteForms.edit,
      title: 'Edit note',
      submit: 'Save',
      memory: { note: note.id },
      blocks: [field(`About ${note.name}`, { ...textInput('body', note.body, 3000), multiline: true })],
    }),
  )
}

const noteMemory = z.object({ note: z.number() })

async function edited(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const note = await editNote(noteMemory.parse(memory).note, filled.value('body'), asker, bot.shop.db)
  const { today } = await bot.asking()
  await tell(bot, userId, notePost(note, dayMentioned(note.body, today)))
  return done
}

async function undone(bot: Bot, { asker, value, respond }: Click): Promise<void> {
  const { today } = await bot.asking()
  const note = await deleteNote(Number(value), asker, { today, now: bot.shop.now() }, bot.shop.db)
  const post = noticePost(`The note about ${note.name} is taken back, and what was planned because of it.`)
  await respondWith(bot, respond, always(post), { replace: true })
}

async function followUpOn(bot: Bot, { asker, userId, value }: Click): Promise<void> {
  const [note, on] = pair(value)
  await promise(bot, asker, note, on)
  await tell(bot, userId, `I will remind you on ${writeDay(on)}. /followups lists it.`)
}

async function followUpForm(bot: Bot, { value, open }: Click): Promise<void> {
  const { today } = await bot.asking()
  await open(
    form({
      callbackId: noteForms.followUp,
      title: 'Follow-up',
      submit: 'Save',
      memory: { note: Number(value) },
      blocks: [field('Remind me on', datePicker('on', addDays(today, 7)))],
    }),
  )
}

async function followUpChosen(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const on = filled.value('on')
  const { today } = await bot.asking()
  if (!isDay(on) || on < today) return faulty({ on: 'Choose today or a day to come.' })
  await promise(bot, asker, noteMemory.parse(memory).note, on)
  return done
}

async function promise(bot: Bot, asker: Asker, noteId: number, on: string): Promise<void> {
  const note = await readNote(noteId, asker, bot.shop.db)
  if (!note) throw new UserError('This note is no longer there.')
  if (asker.staffId === null) throw new UserError('Follow-ups are for colleagues on the staff list.')
  await addFollowUp({ customerId: note.customerId, due: on, reason: note.body, noteId: note.id }, asker, bot.shop.db)
}
