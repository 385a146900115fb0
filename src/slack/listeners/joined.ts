import type { App } from '@slack/bolt'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { claimOf } from '../intake.ts'
import { always, answerStamp, postMessage } from '../post.ts'
import { promptsFor } from '../prompts.ts'

/** A word when we are added to a channel. */
export function registerMembership(app: App, bot: Bot): void {
  app.event('member_joined_channel', async ({ event, context }) => {
    const claim = claimOf(context)
    if (!claim || event.user !== bot.botUserId) return
    if (await bot.isShared(event.channel)) return
    const [first] = await promptsFor(await bot.asking())
    const example = first?.message ?? 'who are our lapsed top customers'
    await postMessage(
      bot,
      { channel: event.channel, threadTs: null },
      always(
        noticePost(
          `I answer questions about our customers and sales. Mention me and ask, for example “${example}”. Contact details stay hidden here.`,
        ),
      ),
      answerStamp(claim.key),
    )
  })
}
