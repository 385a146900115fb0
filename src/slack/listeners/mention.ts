import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { claimOf } from '../intake.ts'
import { hear, isSharedEvent } from './hear.ts'

/** “@Regulars who are our lapsed top customers” */
export function registerMentions(app: App, bot: Bot): void {
  app.event('app_mention', async ({ event, body, context }) => {
    const { user, text, channel, ts, thread_ts } = event
    const claim = claimOf(context)
    if (claim && user)
      await hear(
        { claim, user, text, channel, ts, threadTs: thread_ts ?? null, shared: isSharedEvent(body), addressed: true },
        bot,
      )
  })
}
