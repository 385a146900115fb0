import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { converse } from '../conversation.ts'
import { placeOf, threadKey } from '../places.ts'
import { always, answerStamp, postMessage } from '../post.ts'

/** Asks in somebody's place in their direct message, where the thread under it can go on. */
export async function askFor(userId: string, question: string, claim: Claim, bot: Bot): Promise<void> {
  const channel = await directChannel(userId, bot)
  const { ts } = await postMessage(
    bot,
    { channel, threadTs: null },
    always(noticePost(`You asked: ${question}`)),
    answerStamp(`${claim.key}:asked`),
  )
  const thread = threadKey(bot.team, channel, ts)
  await converse({ claim, text: question, user: userId, place: placeOf(channel, ts), thread, askedTs: null }, bot)
}

async function directChannel(userId: string, { client }: Bot): Promise<string> {
  const { channel } = await client.conversations.open({ users: userId })
  if (!channel?.id) throw new Error('conversations.open gave no channel')
  return channel.id
}
