import type { App, BlockAction, RespondFn } from '@slack/bolt'
import { type AnswerAction, answerActions, readAction } from '../../present/blocks/actions.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { answerById } from '../answers.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { faultSentence } from '../faults.ts'
import { claimOf } from '../intake.ts'
import { sharedSentence } from '../places.ts'
import { always, respondWith } from '../post.ts'
import { type Click, clickedMessage, isShownThere, tooOld } from './click.ts'
import { exportAnswer } from './csv.ts'
import { deleteClicked } from './delete.ts'
import { followUp, takeOption } from './follow.ts'
import { registerPostHere } from './post-here.ts'
import { openSegmentForm, registerSegmentForms } from './segment.ts'
import { showToMe } from './show.ts'
import { showAgain } from './show-again.ts'
import { keepVerdict } from './verdict.ts'

/** Everything that can be clicked in an answer. */
export function registerButtons(app: App, bot: Bot): void {
  app.action<BlockAction>(answerActions, async ({ ack, body, action, respond, context }) => {
    await ack()
    const claim = claimOf(context)
    const read = readAction(action)
    if (claim && read) await clicked(read, body, respond, claim, bot)
  })
  registerPostHere(app, bot)
  registerSegmentForms(app, bot)
}

/** who clicks → what they may → what it does; it always ends in something they see */
async function clicked(action: AnswerAction, body: BlockAction, respond: RespondFn, claim: Claim, bot: Bot) {
  const say = (sentence: string) => respondWith(bot, respond, always(noticePost(sentence)))
  try {
    const user = body.user.id
    const [row, identified] = await Promise.all([answerById(bot.shop.db, action.answerId), bot.identifyUser(user)])
    if (identified.kind === 'refused') return await say(identified.sentence)
    if (!row || !isShownThere(row, body)) return await say(tooOld)
    if (await bot.isShared(row.channel)) return await say(sharedSentence)
    const message = clickedMessage(body)
    await act(action, { bot, claim, row, user, asker: identified.asker, message, respond, triggerId: body.trigger_id })
  } catch (error) {
    await say(faultSentence(error, bot.log)).catch((again: unknown) =>
      bot.log.error('not even the reference could be posted', { error: again }),
    )
  }
}

async function act(action: AnswerAction, click: Click): Promise<void> {
  switch (action.kind) {
    case 'view':
      return showAgain(click, { view: action.view, page: 0 })
    case 'page':
      return showAgain(click, { page: action.page })
    case 'more':
      return showAgain(click, 'on')
    case 'clarify':
      return takeOption(click, action.at)
    case 'next':
    case 'relax':
    case 'suggest':
      return followUp(click, action.kind, action.at)
    case 'show':
      return showToMe(click)
    case 'delete':
      return deleteClicked(click)
    case 'verdict':
      return keepVerdict(click, action.verdict)
    case 'csv':
      return exportAnswer(click, action.channel)
    case 'segment':
      return openSegmentForm(click)
    default:
      return action satisfies never
  }
}
