import type { App, MessageShortcut } from '@slack/bolt'
import type { Asker } from '../../access/asker.ts'
import { aboutWhom, theOnly } from '../../notes/about.ts'
import type { NoteMessage } from '../../notes/message.ts'
import { longestNote } from '../../notes/notes.ts'
import type { Option } from '../../present/blocks/blocks.ts'
import { label } from '../../present/blocks/notes.ts'
import { cut } from '../../present/blocks/pieces.ts'
import type { Bot } from '../bot.ts'
import { option } from '../elements.ts'
import { slackError } from '../faults.ts'
import { asView } from '../manage/clicks.ts'
import { plainWords } from '../words.ts'
import { answering } from './answering.ts'
import { findFor } from './finding.ts'
import { noteForm } from './form.ts'

/** “Log as customer note” on a message: its words in the form, and who wrote it, when and where kept with the note. */
export function registerShortcut(app: App, bot: Bot): void {
  app.shortcut<MessageShortcut>('log_note', async ({ ack, shortcut, respond }) => {
    await ack()
    await answering(bot, shortcut.user.id, respond, async (asker) => {
      const [body, message] = await Promise.all([wordsOf(bot, shortcut), messageOf(bot, shortcut)])
      const back = shortcut.response_url ? { url: shortcut.response_url, replace: false } : null
      const customer = await namedIn(bot, asker, body)
      const view = noteForm(asker, { body: cut(body, longestNote), customer, message, back })
      await bot.client.views.open({ trigger_id: shortcut.trigger_id, view: asView(view) })
      return null
    })
  })
}

const wordsOf = (bot: Bot, { message }: MessageShortcut): Promise<string> =>
  plainWords(message.text ?? '', bot.botUserId, bot.shop.db)

/** The customer whom the message begins with, where that is clear: “Ana Silva was here …”. */
async function namedIn(bot: Bot, asker: Asker, body: string): Promise<Option | null> {
  const only = theOnly((await aboutWhom(body.slice(0, 200), (said) => findFor(bot, asker, said))).found)
  return only === null ? null : option(label(only), String(only.id))
}

async function messageOf(bot: Bot, { message, channel }: MessageShortcut): Promise<NoteMessage> {
  const [author, link] = await Promise.all([
    message.user ? authorOf(bot, message.user) : null,
    linkTo(bot, channel.id, message.ts),
  ])
  const at = message.ts ? new Date(Number(message.ts) * 1000).toISOString() : null
  return { author, at, link }
}

/** As colleagues know them; somebody whom Slack does not name stays unnamed. */
async function authorOf(bot: Bot, userId: string): Promise<string | null> {
  const { name } = await bot.profile(userId)
  return name === userId ? null : name
}

/** A message where the app is not has no link for it, which is no reason not to keep its words. */
async function linkTo(bot: Bot, channel: string, ts: string): Promise<string | null> {
  try {
    const { permalink } = await bot.client.chat.getPermalink({ channel, message_ts: ts })
    return permalink ?? null
  } catch (error) {
    bot.log.debug('a message has no link', { code: slackError(error) })
    return null
  }
}
