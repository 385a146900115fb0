import { z } from 'zod'
import { editNote, undoEdit } from '../../notes/edit.ts'
import { noteKindSchema } from '../../notes/kinds.ts'
import { changeable, deleteNote } from '../../notes/notes.ts'
import { noteActions } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { option } from '../elements.ts'
import { showBack } from '../later.ts'
import { type Click, onClick } from '../manage/clicks.ts'
import { done, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { always, respondWith } from '../post.ts'
import { backSchema, editForm, noteForms } from './form.ts'
import { drawnNote } from './showing.ts'

/** Edit, Undo of a change, Undo of the note. */
export function registerChanges(bot: Bot): void {
  onClick(bot, noteActions.edit, (click) => edit(bot, click))
  onClick(bot, noteActions.undo, (click) => takeBack(bot, click))
  onClick(bot, noteActions.undoEdit, (click) => takeChangeBack(bot, click))
  onForm(bot, noteForms.edit, 'body', (sent) => edited(bot, sent))
}

async function edit(bot: Bot, { asker, value, responseUrl, open }: Click): Promise<void> {
  const note = await changeable(Number(value), asker, bot.shop.db)
  const customer = option(`${note.name} · ${note.ref}`, String(note.customerId))
  await open(
    editForm(asker, note, { customer, back: responseUrl === null ? null : { url: responseUrl, replace: true } }),
  )
}

const memorySchema = z.object({ note: z.number(), version: z.number(), back: backSchema.nullable() })

async function edited(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const { note: id, version, back } = memorySchema.parse(memory)
  const customerId = Number(filled.value(noteActions.customer))
  const visibility = filled.value('visibility')
  const change = {
    body: filled.value('body'),
    kind: noteKindSchema.catch('note').parse(filled.value('kind')),
    ...(customerId > 0 && { customerId }),
    ...(visibility === ''
      ? {}
      : { visibility: visibility === 'managers' ? ('managers' as const) : ('everyone' as const) }),
  }
  const { body: before } = await changeable(id, asker, bot.shop.db)
  const note = await editNote(id, version, change, asker, bot.shop.now(), bot.shop.db)
  await showBack(bot, userId, back?.url ?? null, await drawnNote(bot, note, { edited: true, before }), {
    replace: true,
  })
  return done
}

async function takeChangeBack(bot: Bot, { asker, value, respond }: Click): Promise<void> {
  const [id = '', version = ''] = value.split(':')
  const { body: before } = await changeable(Number(id), asker, bot.shop.db)
  const note = await undoEdit(Number(id), Number(version), asker, bot.shop.now(), bot.shop.db)
  await respondWith(bot, respond, await drawnNote(bot, note, { edited: true, before }), { replace: true })
}

async function takeBack(bot: Bot, { asker, value, respond }: Click): Promise<void> {
  const { today } = await bot.asking()
  const { note, keptPromise } = await deleteNote(Number(value), asker, { today, now: bot.shop.now() }, bot.shop.db)
  const rest = keptPromise
    ? 'The follow-up was done already: that contact stays on record.'
    : 'Nothing that was planned because of it is left.'
  await respondWith(bot, respond, always(noticePost(`The note about ${note.name} is taken back. ${rest}`)), {
    replace: true,
  })
}
