import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { converse } from '../conversation.ts'
import { claimOf } from '../intake.ts'
import { threadKey } from '../places.ts'
import { plainWords } from '../words.ts'

/** `/ask revenue by month`: answered to the asker alone, with a button that posts it for the others. */
export function registerCommand(app: App, bot: Bot): void {
  app.command('/ask', async ({ ack, command, context, respond }) => {
    await ack()
    const claim = claimOf(context)
    if (!claim) return
    const { channel_id: channel, user_id: user } = command
    const text = (await plainWords(command.text ?? '', bot.botUserId, bot.shop.db)) || 'help'
    const thread = threadKey(bot.team, channel, claim.key)
    await converse(
      { claim, user, text, place: { kind: 'private', channel, user, respond }, thread, askedTs: null },
      bot,
    )
  })
}
