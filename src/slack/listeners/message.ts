import type { App, KnownEventFromType } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { saidByPerson } from '../incoming.ts'
import { claimOf } from '../intake.ts'
import { mentions, saidToAnother } from '../words.ts'
import { questionDeleted } from './deleted.ts'
import { questionEdited } from './edited.ts'
import { hear, isSharedEvent } from './hear.ts'

type MessageEvent = KnownEventFromType<'message'>

/** Direct messages, replies in threads that we answered in, and changes of what was asked. */
export function registerMessages(app: App, bot: Bot): void {
  app.event('message', async ({ event, body, context }) => {
    const claim = claimOf(context)
    if (!claim) return
    if (event.subtype === 'message_changed') return questionEdited(event, isSharedEvent(body), claim, bot)
    if (event.subtype === 'message_deleted') return questionDeleted(event, bot)
    if (saidByPerson(event.subtype)) await heardMessage(event, isSharedEvent(body), claim, bot)
  })
}

async function heardMessage(event: MessageEvent, shared: boolean | null, claim: Claim, bot: Bot): Promise<void> {
  if (!('user' in event) || !event.user || ('bot_id' in event && event.bot_id)) return
  const text = ('text' in event && event.text) || ''
  const threadTs = ('thread_ts' in event && event.thread_ts) || null
  const said = { claim, shared, user: event.user, text, channel: event.channel, ts: event.ts, threadTs }
  if (event.channel_type === 'im' || mentions(text, bot.botUserId)) return hear({ ...said, addressed: true }, bot)
  if (threadTs === null || saidToAnother(text, bot.botUserId)) return
  await hear({ ...said, addressed: false }, bot)
}
