import type { App, RespondFn } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { converse } from '../conversation.ts'
import { directChannel } from '../files.ts'
import { claimOf } from '../intake.ts'
import { type Place, placeOf, threadKey } from '../places.ts'
import { plainWords } from '../words.ts'

/** `/ask revenue by month`: answered to the asker alone, with a button that posts it for the others. */
export function registerCommand(app: App, bot: Bot): void {
  app.command('/ask', async ({ ack, command, context, respond }) => {
    await ack()
    const claim = claimOf(context)
    if (!claim) return
    const { channel_id: channel, user_id: user } = command
    const text = (await plainWords(command.text ?? '', bot.botUserId, bot.shop.db)) || 'help'
    const place = await placeOfCommand(channel, user, respond, bot)
    await converse({ claim, user, text, place, thread: threadKey(bot.team, channel, claim.key), askedTs: null }, bot)
  })
}

/** In our direct message an answer is a message like any other, and stays. */
export async function placeOfCommand(channel: string, user: string, respond: RespondFn, bot: Bot): Promise<Place> {
  const ours = channel.startsWith('D') && (await directChannel(bot, user)) === channel
  return ours ? placeOf(channel, null) : { kind: 'private', channel, user, respond }
}
