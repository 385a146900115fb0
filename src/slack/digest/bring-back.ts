import { addDays } from '../../ask/days.ts'
import type { Bot } from '../bot.ts'
import { always, findPosted, type Posted, postMessage } from '../post.ts'
import { drawnNow, stamped } from './post.ts'
import { reportPost, weekBefore } from './report.ts'

/**
 * Posts once more the latest digest of each recipient, and the latest report, where the place it was posted in no longer has
 * it: the local workspace forgets its messages when it stops, while the shop remembers what is open in them. They show how
 * their entries stand now. Never in a real Slack, where whoever deleted a message meant it.
 */
export async function bringBackDigests(bot: Bot): Promise<void> {
  const { today } = await bot.asking()
  const runs = await bot.shop.db
    .selectFrom('digest_runs')
    .distinctOn('recipient')
    .selectAll()
    .where('outcome', '=', 'posted')
    .where('day', '<=', today)
    .where('day', '>', addDays(today, -7))
    .orderBy('recipient')
    .orderBy('day', 'desc')
    .execute()
  for (const run of runs) {
    if (run.posted_channel === null) continue
    const to = { channel: run.posted_channel, threadTs: null }
    try {
      if (await findPosted(bot, to, stamped(run))) continue
      const rendering = run.recipient.startsWith('report:')
        ? always(await reportPost(weekBefore(run.day), bot))
        : await drawnNow(run, bot)
      if (rendering) await moveTo(run.id, await postMessage(bot, to, rendering, stamped(run)), bot)
    } catch (error) {
      bot.log.warn('a digest was not brought back', { digest: run.id, error })
    }
  }
}

/** From now on that message is the digest's. */
export async function moveTo(id: number, { channel, ts }: Posted, { shop: { db } }: Bot): Promise<void> {
  await db.updateTable('digest_runs').set({ posted_channel: channel, message_ts: ts }).where('id', '=', id).execute()
}
