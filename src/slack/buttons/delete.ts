import { deletedAnswer } from '../answers.ts'
import { forgetPlan } from '../forget.ts'
import { deleteMessage } from '../post.ts'
import { respondTo } from '../respond.ts'
import { type Click, tellClicker } from './click.ts'

/** An answer is taken away by whoever asked for it, or by a manager. */
export async function deleteClicked(click: Click): Promise<void> {
  const { bot, row, user, asker, message, respond } = click
  if (user !== row.asked_by && !asker.mayManage)
    return tellClicker(click, 'Only the person who asked or a manager can delete this answer.')
  if (message === null) await respondTo(respond, { delete_original: true })
  else await deleteMessage(bot, message)
  await deletedAnswer(bot.shop.db, row.id)
  await forgetPlan(row, bot)
}
