import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { addDays, isDay } from '../../ask/days.ts'
import { readTimeline } from '../../ask/one-timeline.ts'
import { type Survivor, survivorOf } from '../../customers/survivor.ts'
import { addFollowUp } from '../../digest/follow-ups.ts'
import { UserError } from '../../errors.ts'
import type { Block, ModalView } from '../../present/blocks/blocks.ts'
import { customerPageActions, eventList } from '../../present/blocks/customer.ts'
import { writeWeekday } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { plain, richText } from '../../present/blocks/pieces.ts'
import { shownEvent } from '../../present/customer-sheet.ts'
import type { Bot } from '../bot.ts'
import { button, datePicker, field, form, option, row, section, textInput } from '../elements.ts'
import { showBack } from '../later.ts'
import { type Click, onClick } from '../manage/clicks.ts'
import { done, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { always } from '../post.ts'
import { backSchema, noteForm } from './form.ts'

/** What can be done from a customer's page; rights are those of whoever clicks, at that moment. */
export function registerPage(bot: Bot): void {
  onClick(bot, customerPageActions.note, (click) => noteAbout(bot, click))
  onClick(bot, customerPageActions.followUp, (click) => followUpWith(bot, click))
  onClick(bot, customerPageActions.timeline, (click) => showTimeline(bot, click))
  onClick(bot, customerPageActions.timelineOn, (click) => turnTimeline(bot, click))
  onClick(bot, customerPageActions.timelineBack, (click) => turnTimeline(bot, click))
  onForm(bot, customerForms.followUp, 'on', (sent) => promised(bot, sent))
}

/** The form of a customer's page, by its callback_id. */
export const customerForms = { followUp: 'customer_follow_up_form' } as const

/** The customer of a page that may be days old, if the clicker may see them. */
async function customerOf(bot: Bot, { scope }: Asker, value: string): Promise<Survivor> {
  const found = await survivorOf(bot.shop.db, Number(value))
  const isSeen =
    found !== null && (scope.kind === 'all' || (scope.kind === 'store' ? found.storeId : found.ownerId) === scope.id)
  if (!isSeen) throw new UserError('There is no such customer among those you see.')
  return found
}

/** The answer to a form stands below the page, which stays as it is. */
const backTo = (url: string | null) => (url === null ? null : { url, replace: false })

async function noteAbout(bot: Bot, { asker, value, responseUrl, open }: Click): Promise<void> {
  const { id, name, ref } = await customerOf(bot, asker, value)
  await open(noteForm(asker, { customer: option(`${name} · ${ref}`, String(id)), back: backTo(responseUrl) }))
}

async function followUpWith(bot: Bot, { asker, value, responseUrl, open }: Click): Promise<void> {
  const { id, name } = await customerOf(bot, asker, value)
  const { today } = await bot.asking()
  await open(
    form({
      ...{ callbackId: customerForms.followUp, title: 'Follow-up', submit: 'Save' },
      memory: { customer: id, back: backTo(responseUrl) },
      blocks: [
        field(`Remind me about ${name} on`, datePicker('on', addDays(today, 7))),
        field('What about', textInput('why', '', 500), {
          hint: 'It comes in your digest of that morning; /followups lists it until it is done.',
        }),
      ],
    }),
  )
}

const memorySchema = z.object({ customer: z.number(), back: backSchema.nullable() })

async function promised(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const { customer, back } = memorySchema.parse(memory)
  const [on, why] = [filled.value('on'), filled.value('why')]
  const { today } = await bot.asking()
  if (!isDay(on) || on < today) return faulty({ on: 'Choose today or a day to come.' })
  if (why === '') return faulty({ why: 'Say what about, in a word or two.' })
  if (asker.staffId === null) throw new UserError('Follow-ups are for colleagues on the staff list.')
  const { id, name } = await customerOf(bot, asker, String(customer))
  await addFollowUp({ customerId: id, due: on, reason: why }, asker, bot.shop.db)
  const post = noticePost(`Follow-up with ${name} on ${writeWeekday(on)}: ${why}. /followups lists it.`)
  await showBack(bot, userId, back?.url ?? null, always(post), { replace: false })
  return done
}

/** To the clicker alone, and by their rights: a form of its own over the page. */
async function showTimeline(bot: Bot, { asker, value, open }: Click): Promise<void> {
  await open(await timelineView(bot, asker, await customerOf(bot, asker, value), 0))
}

async function turnTimeline(bot: Bot, { asker, value, replace }: Click): Promise<void> {
  const [id = '', from = ''] = value.split(':')
  await replace(await timelineView(bot, asker, await customerOf(bot, asker, id), Math.max(0, Number(from) || 0)))
}

const page = 30
/** A view may say a good deal more than a message, yet nobody reads on for ever. */
const longest = 400

async function timelineView(bot: Bot, asker: Asker, { id, name }: Survivor, from: number): Promise<ModalView> {
  const events = await readTimeline(id, { from, count: page + 1 }, asker, await bot.asking())
  const shown = events.slice(0, page).map((event) => shownEvent(event, (text) => text))
  const turns = [
    ...(from > 0
      ? [button(customerPageActions.timelineBack, '‹ Later', { value: `${id}:${Math.max(0, from - page)}` })]
      : []),
    ...(events.length > page
      ? [button(customerPageActions.timelineOn, 'Show more', { value: `${id}:${from + page}` })]
      : []),
  ]
  const blocks: readonly Block[] = [
    section(from === 0 ? `${name}, the latest first` : `${name}, from the ${from + 1}th on`),
    ...(shown.length === 0 ? [section('Nothing has happened yet.')] : [richText(eventList(shown, longest))]),
    ...(turns.length === 0 ? [] : [row(...turns)]),
  ]
  return { type: 'modal', title: plain('Timeline', 24), close: plain('Close', 24), blocks }
}
