import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { converse } from '../conversation.ts'
import { directChannel } from '../files.ts'
import { placeOf, threadKey } from '../places.ts'
import { always, answerStamp, postMessage } from '../post.ts'

/** Asks in somebody's place in their direct message, where the thread under it can go on. */
export async function askFor(userId: string, question: string, claim: Claim, bot: Bot): Promise<void> {
  const channel = await directChannel(bot, userId)
  const { ts } = await postMessage(
    bot,
    { channel, threadTs: null },
    always(noticePost(`You asked: ${question}`)),
    answerStamp(`${claim.key}:asked`),
  )
  const thread = threadKey(bot.team, channel, ts)
  await converse({ claim, text: question, user: userId, place: placeOf(channel, ts), thread, askedTs: null }, bot)
}
