import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { record } from '../../access/audit.ts'
import { addDays, isDay } from '../../ask/days.ts'
import { type Act, type Acted, act } from '../../digest/acting.ts'
import { type EntryShown, entryShown } from '../../digest/entry.ts'
import { reachOf, readableReach } from '../../digest/reach.ts'
import { type Undone, undo } from '../../digest/undo.ts'
import { addNote } from '../../notes/notes.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import { digestActions } from '../../present/blocks/digest.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { openDraft } from '../drafts/drafts.ts'
import { datePicker, field, form, notice, section, textInput } from '../elements.ts'
import { askFor } from '../home/ask.ts'
import { showBack } from '../later.ts'
import { type Click, onClick, tell } from '../manage/clicks.ts'
import { done, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { backSchema } from '../notes/form.ts'
import { shownNote } from '../notes/showing.ts'
import { always, postPrivately } from '../post.ts'
import { redrawDigest } from './post.ts'

/** Everything that can be done about an entry of a digest. */
export function registerDigest(bot: Bot): void {
  onClick(bot, digestActions.done, (click) => outcome(bot, click))
  onClick(bot, digestActions.later, (click) => later(bot, click))
  onClick(bot, digestActions.more, (click) => more(bot, click))
  onClick(bot, digestActions.note, (click) => noteForm(bot, click))
  onClick(bot, digestActions.page, (click) => page(bot, click))
  onClick(bot, digestActions.undo, (click) => takeBack(bot, click))
  onClick(bot, digestActions.show, (click) => showContact(bot, click))
  onForm(bot, digestForms.date, 'until', (sent) => dateChosen(bot, sent))
  onForm(bot, digestForms.why, 'why', (sent) => whyGiven(bot, sent))
  onForm(bot, digestForms.doNotContact, 'sure', (sent) => notToBeContacted(bot, sent))
  onForm(bot, digestForms.note, 'body', (sent) => noteWritten(bot, sent))
}

/** The forms of a digest's entries, by their callback_id. */
export const digestForms = {
  date: 'digest_date_form',
  why: 'digest_why_form',
  doNotContact: 'digest_do_not_contact_form',
  note: 'digest_note_form',
} as const

const contacts = z.enum(['reached', 'left_message', 'no_answer', 'wrong_number'])

/** A button's value: the entry's number, and what was chosen. */
function read(value: string): { readonly item: number; readonly choice: string } {
  const [number = '', choice = ''] = value.split(':')
  return { item: Number(number), choice }
}

/**
 * The entry that was clicked. What a button carries is compared with where it is: no click reaches an entry of another
 * colleague's digest. For some minutes after a crash the message is not known: then it must be the clicker's own digest.
 */
async function clickedEntry(bot: Bot, { asker, message }: Click, item: number): Promise<EntryShown | null> {
  const entry = await entryShown(bot.shop.db, item, asker)
  if (!entry || message === null) return null
  const isThere =
    entry.message === null
      ? entry.staffId !== null && entry.staffId === asker.staffId
      : entry.message.channel === message.channel && entry.message.ts === message.ts
  return isThere ? entry : null
}

async function outcome(bot: Bot, click: Click): Promise<void> {
  const { item, choice } = read(click.value)
  if (!(await clickedEntry(bot, click, item))) return tell(bot, click.userId, gone)
  await closeEntry(bot, click, item, { kind: contacts.parse(choice) })
}

async function later(bot: Bot, click: Click): Promise<void> {
  const { item, choice } = read(click.value)
  const { today } = await bot.asking()
  if (choice !== 'date' && !(await clickedEntry(bot, click, item))) return tell(bot, click.userId, gone)
  if (choice !== 'date') return closeEntry(bot, click, item, { kind: 'snoozed', until: addDays(today, Number(choice)) })
  const view = form({
    callbackId: digestForms.date,
    title: 'Later',
    submit: 'Save',
    memory: { item },
    blocks: [field('Bring it up again on', datePicker('until', addDays(today, 14)))],
  })
  await openFor(bot, click, item, view)
}

async function more(bot: Bot, click: Click): Promise<void> {
  const { item, choice } = read(click.value)
  const entry = await clickedEntry(bot, click, item)
  if (choice === 'draft' && entry) return openDraft(bot, click, item)
  const view =
    choice === 'do_not_contact'
      ? form({
          callbackId: digestForms.doNotContact,
          title: 'Do not contact',
          submit: 'Do not contact',
          memory: { item },
          blocks: [
            section(
              `${entry?.name ?? 'This customer'} will be named in no digest and in no list of people to write to, until a manager takes it back.`,
            ),
          ],
        })
      : form({
          callbackId: digestForms.why,
          title: 'Not relevant',
          submit: 'Save',
          memory: { item },
          blocks: [
            field(`Why not ${entry?.name ?? 'this customer'}`, textInput('why', '', 300), {
              hint: 'They are not brought up again for the same reason.',
            }),
          ],
        })
  await openFor(bot, click, item, view)
}

/** Forms of entries that are gone or closed do not open. */
async function openFor(bot: Bot, click: Click, item: number, view: ModalView): Promise<void> {
  const entry = await clickedEntry(bot, click, item)
  await click.open(entry ? view : notice('Digest', gone))
}

const gone = 'This entry is no longer there, or its customer is not one of yours.'

async function noteForm(bot: Bot, click: Click): Promise<void> {
  const item = Number(click.value)
  const entry = await clickedEntry(bot, click, item)
  if (!entry) return click.open(notice('Digest', gone))
  await click.open(
    form({
      callbackId: digestForms.note,
      title: 'Note',
      submit: 'Save',
      memory: { item, back: click.responseUrl === null ? null : { url: click.responseUrl, replace: false } },
      blocks: [field(`About ${entry.name}`, { ...textInput('body', '', 3000), multiline: true })],
    }),
  )
}

async function page(bot: Bot, click: Click): Promise<void> {
  const { userId, value, claim } = click
  const entry = await clickedEntry(bot, click, Number(value))
  if (!entry) return tell(bot, userId, gone)
  if (claim) await askFor(userId, entry.name, claim, bot, { kind: 'customer', customer: entry.ref })
}

/** A slip: the entry is open again, for everybody. */
async function takeBack(bot: Bot, click: Click): Promise<void> {
  const item = Number(click.value)
  if (!(await clickedEntry(bot, click, item))) return tell(bot, click.userId, gone)
  const undone = await undo(item, click.asker, bot.shop.now(), bot.shop.db)
  if (undone.kind === 'undone' || undone.kind === 'open') return redrawDigest(undone.runId, bot)
  await tell(bot, click.userId, notUndone(undone))
}

function notUndone(undone: Exclude<Undone, { kind: 'undone' | 'open' }>): string {
  switch (undone.kind) {
    case 'by_itself':
      return 'This entry closed by itself: there is nothing to take back.'
    case 'not_theirs':
      return `Only ${undone.by ?? 'whoever said it'} or a manager can take that back.`
    case 'too_late':
      return 'That was more than a day ago, so it can no longer be taken back here. The customer’s page shows what holds now.'
    case 'merged':
      return 'The customer’s record was merged with another one since, so this can no longer be taken back here.'
    case 'gone':
      return gone
    default:
      return undone satisfies never
  }
}

/** “Show to me”: how to reach somebody, to the one who clicked and may see it, and to nobody else. */
async function showContact(bot: Bot, click: Click): Promise<void> {
  const { asker, message } = click
  const entry = await clickedEntry(bot, click, Number(click.value))
  const only = (sentence: string) =>
    message === null
      ? tell(bot, click.userId, sentence)
      : postPrivately(bot, { channel: message.channel, threadTs: null }, click.userId, always(noticePost(sentence)))
  if (!entry) return only(gone)
  if (!asker.maySeeContactDetails)
    return only('You may not see contact details here. A manager can show them, or change who may.')
  const [onFile, { country }] = await Promise.all([reachOf(bot.shop.db, [entry.customerId]), bot.settings()])
  const { phone, email, post } = readableReach(onFile, country).get(entry.customerId) ?? {}
  await record(bot.shop.db, { actor: asker.who, action: 'show_contact', subject: `customer ${entry.ref}` })
  const known = [phone, email, post].filter((each) => each !== undefined)
  await only(`${entry.name}: ${known.length > 0 ? known.join(' · ') : 'nothing that works is on file.'}`)
}

const memorySchema = z.object({ item: z.number(), back: backSchema.nullish() })

async function dateChosen(bot: Bot, sent: Sent): Promise<Outcome> {
  const until = sent.filled.value('until')
  if (!isDay(until) || until <= (await bot.asking()).today) return faulty({ until: 'Choose a day after today.' })
  return closed(bot, sent, { kind: 'snoozed', until })
}

/** Of an entry that somebody has closed meanwhile the words are left in the form: nothing said is lost. */
async function whyGiven(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const why = filled.value('why')
  if (why === '') return faulty({ why: 'Say why in a word or two.' })
  const said = await acted(bot, asker, memorySchema.parse(memory).item, { kind: 'not_relevant', why })
  const sentence = told(said, asker)
  if (sentence === null) return done
  return faulty({ why: `${sentence} What you wrote is not kept: copy it into a note if it matters, and cancel.` })
}

const notToBeContacted = (bot: Bot, sent: Sent): Promise<Outcome> => closed(bot, sent, { kind: 'do_not_contact' })

/** Shown to its writer below the list, with all that can be done about a note. */
async function noteWritten(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const body = filled.value('body')
  if (body === '') return faulty({ body: 'There is nothing to keep.' })
  const { item, back } = memorySchema.parse(memory)
  const entry = await entryShown(bot.shop.db, item, asker)
  if (!entry) return faulty({ body: gone })
  const { today } = await bot.asking()
  const id = await addNote({ customerId: entry.customerId, body }, asker, { today, now: bot.shop.now() }, bot.shop.db)
  await showBack(bot, userId, back?.url ?? null, await shownNote(bot, asker, id), { replace: false })
  return done
}

async function closed(bot: Bot, { asker, memory, userId }: Sent, what: Act): Promise<Outcome> {
  await closeEntry(bot, { asker, userId }, memorySchema.parse(memory).item, what)
  return done
}

/** The first to say something is heard; whoever is second is told. */
async function closeEntry(bot: Bot, { asker, userId }: Pick<Click, 'asker' | 'userId'>, item: number, what: Act) {
  const sentence = told(await acted(bot, asker, item, what), asker)
  if (sentence !== null) await tell(bot, userId, sentence)
}

/** The message shows it to everybody. */
async function acted(bot: Bot, asker: Asker, item: number, what: Act): Promise<Acted> {
  const { today } = await bot.asking()
  const done = await act(item, what, asker, { today, now: bot.shop.now() }, bot.shop.db)
  if (done.kind !== 'gone') await redrawDigest(done.runId, bot)
  return done
}

const byItself: ReadonlySet<string> = new Set(['ordered', 'solved'])

function told(acted: Acted, { name }: Asker): string | null {
  switch (acted.kind) {
    case 'done':
      return null
    case 'already':
      if (byItself.has(acted.state)) return 'This entry closed by itself: nothing was changed.'
      return acted.by === name
        ? 'You have said already what came of it: nothing was changed.'
        : `${acted.by ?? 'Somebody'} was first: nothing was changed.`
    case 'gone':
      return gone
    default:
      return acted satisfies never
  }
}
