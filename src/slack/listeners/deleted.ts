import type { KnownEventFromType } from '@slack/bolt'
import { answerTo, deletedAnswer } from '../answers.ts'
import type { Bot } from '../bot.ts'
import { forgetPlan } from '../forget.ts'
import { threadKey } from '../places.ts'
import { deleteMessage } from '../post.ts'

type MessageEvent = KnownEventFromType<'message'>
type Deleted = Extract<MessageEvent, { subtype: 'message_deleted' }>

/** Who takes the question back takes the answer back. */
export async function questionDeleted({ channel, deleted_ts, previous_message }: Deleted, bot: Bot): Promise<void> {
  const thread = previous_message && 'thread_ts' in previous_message ? previous_message.thread_ts : undefined
  await bot.inOrder(threadKey(bot.team, channel, thread ?? deleted_ts), async () => {
    const row = await answerTo(bot.shop.db, channel, deleted_ts)
    if (!row) return
    if (row.message_ts !== null) await deleteMessage(bot, { channel, ts: row.message_ts })
    await deletedAnswer(bot.shop.db, row.id)
    await forgetPlan(row, bot)
  })
}
