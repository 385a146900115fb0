import type { Bot } from '../bot.ts'
import { redrawDigest } from '../digest/post.ts'
import { slackError } from '../faults.ts'
import { deleteMessage } from '../post.ts'

const atOnce = 50
const triesAtMost = 10

/**
 * Takes away the messages that name somebody who was erased, and draws digests anew without them. What Slack does not
 * take now is tried again with the next sweep, and left after ten times: a channel may be gone.
 */
export async function clearMessages(bot: Bot): Promise<void> {
  const { db } = bot.shop
  const waiting = await db
    .selectFrom('messages_to_clear')
    .selectAll()
    .orderBy('tries')
    .orderBy('id')
    .limit(atOnce)
    .execute()
  for (const { id, run_id, channel, message_ts, tries } of waiting) {
    const work = run_id !== null ? redrawDigest(run_id, bot) : takeAway(bot, channel ?? '', message_ts ?? '')
    const isDone = await work.then(
      () => true,
      (error: unknown) => {
        bot.log.warn('a message was not cleared', { code: slackError(error), error })
        return tries + 1 >= triesAtMost
      },
    )
    if (isDone) await db.deleteFrom('messages_to_clear').where('id', '=', id).execute()
    else
      await db
        .updateTable('messages_to_clear')
        .set({ tries: tries + 1 })
        .where('id', '=', id)
        .execute()
  }
}

/** Where the bot is no longer, nothing of ours can be taken away. */
const outOfReach = new Set(['channel_not_found', 'not_in_channel', 'cant_delete_message', 'is_archived'])

async function takeAway(bot: Bot, channel: string, ts: string): Promise<void> {
  try {
    await deleteMessage(bot, { channel, ts })
  } catch (error) {
    if (!outOfReach.has(slackError(error) ?? '')) throw error
  }
}
