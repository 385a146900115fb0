import type { App, BlockAction } from '@slack/bolt'
import { noticePost } from '../../present/blocks/notice.ts'
import { answerById, planOf } from '../answers.ts'
import type { Bot } from '../bot.ts'
import { converse } from '../conversation.ts'
import { faultSentence, slackError } from '../faults.ts'
import { claimOf } from '../intake.ts'
import { placeOf, threadKey } from '../places.ts'
import { always, respondWith } from '../post.ts'
import { postHere } from '../post-here-button.ts'
import { answerPlanned } from '../question.ts'

const notThere = 'I am not in this channel. Invite me first: type /invite @Regulars.'

/** Runs the answer again for everybody's eyes and posts it to the channel. */
export function registerPostHere(app: App, bot: Bot): void {
  app.action<BlockAction>(postHere, async ({ ack, body, action, context, respond }) => {
    await ack()
    const claim = claimOf(context)
    const id = 'value' in action ? action.value : undefined
    const row = id === undefined ? null : await answerById(bot.shop.db, id)
    const plan = row && planOf(row)
    if (!claim || !row || !plan) return
    const user = body.user.id
    const say = (sentence: string) => respondWith(bot, respond, always(noticePost(sentence)))
    try {
      const { channel } = await bot.client.conversations.info({ channel: row.channel })
      if (channel?.is_member === false) return await say(notThere)
      const place = placeOf(row.channel, null)
      const thread = threadKey(bot.team, row.channel, claim.key)
      await converse({ claim, user, text: row.question, place, thread, askedTs: null }, bot, (turn) =>
        answerPlanned(turn, plan),
      )
    } catch (error) {
      const outside = ['channel_not_found', 'not_in_channel'].includes(slackError(error) ?? '')
      await say(outside ? notThere : faultSentence(error, bot.log))
    }
  })
}
