import type { RespondFn } from '@slack/bolt'
import type { Asker } from '../../access/asker.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { faultSentence } from '../faults.ts'
import { always, type Rendering, respondWith } from '../post.ts'

/** Runs it with the person's rights of now, and always ends in something they see. */
export async function answering(
  bot: Bot,
  userId: string,
  respond: RespondFn,
  work: (asker: Asker) => Promise<Rendering | null>,
): Promise<void> {
  const show = (rendering: Rendering) => respondWith(bot, respond, rendering)
  try {
    const identified = await bot.identifyUser(userId)
    if (identified.kind === 'refused') return await show(always(noticePost(identified.sentence)))
    const rendering = await work(identified.asker)
    if (rendering !== null) await show(rendering)
  } catch (error) {
    await show(always(noticePost(faultSentence(error, bot.log))))
  }
}
