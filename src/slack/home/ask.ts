import type { Plan } from '../../ask/plan.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { converse, reply } from '../conversation.ts'
import { directChannel } from '../files.ts'
import { placeOf, threadKey } from '../places.ts'
import { always, answerStamp, findPosted, postMessage } from '../post.ts'
import { answerPlanned } from '../question.ts'

/**
 * Asks in somebody's place in their direct message, where the thread under it can go on. With a plan nothing has to be read:
 * the question only says what it was.
 */
export async function askFor(
  userId: string,
  question: string,
  claim: Claim,
  bot: Bot,
  plan: Plan | null = null,
): Promise<void> {
  const channel = await directChannel(bot, userId)
  const to = { channel, threadTs: null }
  const stamp = answerStamp(`${claim.key}:asked`)
  const before = claim.attempt > 1 ? await findPosted(bot, to, stamp) : null
  const { ts } = before ?? (await postMessage(bot, to, always(noticePost(`You asked: ${question}`)), stamp))
  const thread = threadKey(bot.team, channel, ts)
  await converse(
    { claim, text: question, user: userId, place: placeOf(channel, ts), thread, askedTs: null },
    bot,
    plan === null ? reply : (turn) => answerPlanned(turn, plan),
  )
}
