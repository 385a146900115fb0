import type { App, BlockAction, RespondFn } from '@slack/bolt'
import { noticePost } from '../../present/blocks/notice.ts'
import { answerById, planOf } from '../answers.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { converse } from '../conversation.ts'
import { faultSentence, slackError } from '../faults.ts'
import { claimOf } from '../intake.ts'
import { threadKey } from '../places.ts'
import { always, respondWith } from '../post.ts'
import { postHere } from '../post-here-button.ts'
import { answerPlanned } from '../question.ts'
import { isShownThere, tooOld } from './click.ts'

/** Runs the answer again for everybody's eyes and posts it to the channel. */
export function registerPostHere(app: App, bot: Bot): void {
  app.action<BlockAction>(postHere, async ({ ack, body, action, context, respond }) => {
    await ack()
    const claim = claimOf(context)
    if (!claim) return
    const id = ('value' in action && action.value) || ''
    const problem = await posted(id, body, claim, bot).catch((error: unknown) =>
      outside.has(slackError(error) ?? '') ? notThere : faultSentence(error, bot.log),
    )
    if (problem !== null) await tell(bot, respond, problem)
  })
}

const outside = new Set(['channel_not_found', 'not_in_channel'])
const notThere = 'I am not in this conversation. In a channel, invite me first: type /invite @Regulars.'

const tell = (bot: Bot, respond: RespondFn, sentence: string): Promise<void> =>
  respondWith(bot, respond, always(noticePost(sentence)))

/** Null when it was posted, else why not. */
async function posted(answerId: string, body: BlockAction, claim: Claim, bot: Bot): Promise<string | null> {
  const row = await answerById(bot.shop.db, answerId)
  const plan = row && isShownThere(row, body) ? planOf(row) : null
  if (!row || !plan) return tooOld
  const { channel } = await bot.client.conversations.info({ channel: row.channel })
  if (channel?.is_member === false) return notThere
  const place = { kind: 'channel', channel: row.channel, threadTs: null } as const
  const thread = threadKey(bot.team, row.channel, claim.key)
  const said = { claim, user: body.user.id, text: row.question, place, thread, askedTs: null }
  await converse(said, bot, (turn) => answerPlanned(turn, plan))
  return null
}
