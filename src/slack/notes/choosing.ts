import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import { type Draft, type DraftDetails, keepDraft, readDraft, takeDraft } from '../../notes/drafts.ts'
import { noteKindSchema } from '../../notes/kinds.ts'
import { messageSchema } from '../../notes/message.ts'
import { addNote } from '../../notes/notes.ts'
import { mostChoices, noteActions } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { option } from '../elements.ts'
import { showBack } from '../later.ts'
import { type Click, onClick, tell } from '../manage/clicks.ts'
import { done, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { always, respondWith } from '../post.ts'
import { backSchema, noteForm, noteForms } from './form.ts'
import { shownNote } from './showing.ts'

/** A note that waits for its customer, or for a yes. */
export function registerChoices(bot: Bot): void {
  for (let at = 0; at < mostChoices; at++) onClick(bot, `${noteActions.choose}_${at}`, (click) => chosen(bot, click))
  onClick(bot, noteActions.keep, (click) => kept(bot, click))
  onClick(bot, noteActions.drop, (click) => dropped(bot, click))
  onClick(bot, noteActions.form, (click) => formFor(bot, click))
  onForm(bot, noteForms.write, 'body', (sent) => written(bot, sent))
}

const tooLate = 'This note is kept already, or too old, or somebody else’s. Type it again.'

async function chosen(bot: Bot, click: Click): Promise<void> {
  const [draft = '', customer = ''] = click.value.split(':')
  const waiting = await readDraft(Number(draft), click.userId, bot.shop.db)
  // Only a name was typed: what to note about them is still to be said.
  if (waiting?.body === '') return openForm(bot, click, Number(draft), { ...waiting, customerId: Number(customer) })
  await keep(bot, click, Number(draft), () => Number(customer))
}

const kept = (bot: Bot, click: Click): Promise<void> =>
  keep(bot, click, Number(click.value), ({ customerId }) => customerId)

/** Keeps the draft about that customer. A draft that cannot be kept is put back, so that nothing typed is lost. */
async function keep(
  bot: Bot,
  { asker, userId, respond }: Click,
  id: number,
  customerOf: (draft: Draft) => number | null,
): Promise<void> {
  const { db } = bot.shop
  const draft = await takeDraft(id, userId, db)
  const customerId = draft && customerOf(draft)
  if (draft === null || customerId === null) return tell(bot, userId, tooLate)
  const note = await keepNote(bot, asker, { ...draft, customerId }).catch(async (error: unknown) => {
    await keepDraft(draft, userId, db)
    throw error
  })
  await respondWith(bot, respond, await shownNote(bot, asker, note), { replace: true })
}

async function keepNote(bot: Bot, asker: Asker, note: Draft & { readonly customerId: number }): Promise<number> {
  const { today } = await bot.asking()
  return addNote(note, asker, { today, now: bot.shop.now() }, bot.shop.db)
}

async function dropped(bot: Bot, { userId, value, respond }: Click): Promise<void> {
  const draft = await takeDraft(Number(value), userId, bot.shop.db)
  if (draft === null) return tell(bot, userId, tooLate)
  await respondWith(bot, respond, always(noticePost('The note was not kept.')), { replace: true })
}

/** The form with what was typed. The draft stays until the form is sent: who closes it can still choose. */
async function formFor(bot: Bot, click: Click): Promise<void> {
  const id = Number(click.value)
  const draft = await readDraft(id, click.userId, bot.shop.db)
  if (draft === null) return tell(bot, click.userId, tooLate)
  await openForm(bot, click, id, draft)
}

async function openForm(bot: Bot, { asker, responseUrl, open }: Click, id: number, draft: Draft): Promise<void> {
  const back = responseUrl === null ? null : { url: responseUrl, replace: true }
  await open(noteForm(asker, { ...draft, customer: await named(bot, draft), draft: id, back }))
}

async function named(bot: Bot, { customerId }: DraftDetails) {
  if (customerId === null) return null
  const row = await bot.shop.db
    .selectFrom('customers')
    .select(['id', 'display_name', 'ref'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  return row ? option(`${row.display_name} · ${row.ref}`, String(row.id)) : null
}

const memorySchema = z.object({
  draft: z.number().nullable(),
  back: backSchema.nullable(),
  message: messageSchema.nullable().default(null),
})

async function written(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const { draft, back, message } = memorySchema.parse(memory)
  const customerId = Number(filled.value(noteActions.customer))
  const note = {
    ...{ customerId, body: filled.value('body'), kind: noteKindSchema.catch('note').parse(filled.value('kind')) },
    ...{ visibility: filled.value('visibility') === 'managers' ? ('managers' as const) : ('everyone' as const) },
    ...{ message, who: null },
  }
  if (!(customerId > 0)) return faulty({ [noteActions.customer]: 'Choose a customer.' })
  const id = await keepNote(bot, asker, note).catch((error: unknown) => {
    if (error instanceof UserError && error.message.includes('customer')) return error
    throw error
  })
  if (id instanceof UserError) return faulty({ [noteActions.customer]: id.message })
  if (draft !== null) await takeDraft(draft, userId, bot.shop.db)
  await showBack(bot, userId, back?.url ?? null, await shownNote(bot, asker, id), { replace: back?.replace ?? false })
  return done
}
