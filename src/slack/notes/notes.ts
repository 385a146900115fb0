import type { App } from '@slack/bolt'
import type { Asker } from '../../access/asker.ts'
import { aboutWhom, theOnly } from '../../notes/about.ts'
import { keepDraft } from '../../notes/drafts.ts'
import { addNote } from '../../notes/notes.ts'
import type { Option } from '../../present/blocks/blocks.ts'
import { label, noteActions } from '../../present/blocks/notes.ts'
import type { Bot } from '../bot.ts'
import { option } from '../elements.ts'
import { asView } from '../manage/clicks.ts'
import { always, type Rendering } from '../post.ts'
import { plainWords } from '../words.ts'
import { answering } from './answering.ts'
import { askWhom } from './asking.ts'
import { registerChanges } from './changing.ts'
import { registerChoices } from './choosing.ts'
import { registerNewCustomer } from './creating.ts'
import { findFor } from './finding.ts'
import { noteForm } from './form.ts'
import { registerPromises } from './promising.ts'
import { registerShortcut } from './shortcut.ts'
import { shownNote } from './showing.ts'

/** command → note: `/note Ana Silva: …`, the form without words, and the shortcut on a message. */
export function registerNotes(app: App, bot: Bot): void {
  app.command('/note', async ({ ack, command, respond }) => {
    await ack()
    const text = (await plainWords(command.text ?? '', bot.botUserId, bot.shop.db)).trim()
    await answering(bot, command.user_id, respond, async (asker) => {
      const open = async (customer: Option | null) => {
        const view = noteForm(asker, { customer, back: { url: command.response_url, replace: false } })
        await bot.client.views.open({ trigger_id: command.trigger_id, view: asView(view) })
        return null
      }
      return text === '' ? open(null) : noted(bot, asker, command.user_id, text, open)
    })
  })
  app.options<'block_suggestion'>(noteActions.customer, async ({ ack, body }) => {
    await ack({ options: (await suggested(bot, body.user.id, body.value)) as never })
  })
  registerShortcut(app, bot)
  registerChoices(bot)
  registerNewCustomer(bot)
  registerChanges(bot)
  registerPromises(bot)
}

/** The note is kept when it is clear whom it is about; else it waits until one is chosen. A mere name opens the form. */
async function noted(
  bot: Bot,
  asker: Asker,
  userId: string,
  text: string,
  open: (customer: Option) => Promise<null>,
): Promise<Rendering | null> {
  const about = await aboutWhom(text, (said) => findFor(bot, asker, said))
  const { who, body, found, sure } = about
  const only = theOnly(found)
  if (only !== null && body === '') return open(option(label(only), String(only.id)))
  if (only === null || !sure) return always(askWhom(about, await keepDraft({ body, who }, userId, bot.shop.db)))
  const { today } = await bot.asking()
  const id = await addNote({ customerId: only.id, body }, asker, { today, now: bot.shop.now() }, bot.shop.db)
  return shownNote(bot, asker, id)
}

/** Whom somebody types the name of, for the list below the field. */
async function suggested(bot: Bot, userId: string, said: string) {
  const identified = await bot.identifyUser(userId)
  if (identified.kind === 'refused') return []
  const found = await findFor(bot, identified.asker, said)
  return found.map((each) => option(label(each), String(each.id)))
}
