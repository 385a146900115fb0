import type { Asker } from '../../access/asker.ts'
import { type AnswerState, openAnswer, settleAnswer, stateOf } from '../answers.ts'
import { type Again, renderingOf, runAgain } from '../question.ts'
import { type Click, intoMessage, tellClicker, toClicker } from './click.ts'

/**
 * The same answer on another page or as a chart, run with the rights of whoever clicks. What the message shows changes
 * only if they see what the asker sees; anybody else gets their own view, for their eyes alone.
 */
export async function showAgain(click: Click, change: Partial<AnswerState> | 'on'): Promise<void> {
  const { bot, row, asker } = click
  const before = stateOf(row)
  const state = { ...before, ...(change === 'on' ? { page: before.page + 1 } : change) }
  const again = await runAgain(row, asker, bot)
  if (again === null) return tellClicker(click, 'There is nothing to show any more. Ask again.')
  if (!(await seesTheSame(click))) return showAlone(click, state, again)
  await settleAnswer(bot.shop.db, row.id, {
    kind: row.kind,
    plan: again.reply.kind === 'answer' ? again.reply.plan : null,
    state,
  })
  await intoMessage(click).post(renderingOf(again.reply, row.id, state, asker, again.context))
}

/** Whether what they would see is what the message shows now. */
async function seesTheSame({ bot, row, user, asker }: Click): Promise<boolean> {
  if (user === row.asked_by) return true
  const identified = await bot.identifyUser(row.asked_by)
  if (identified.kind === 'refused') return false
  return sight(identified.asker, stateOf(row).company) === sight(asker, stateOf(row).company)
}

/** What an answer depends on, of the person who asks. “My customers” depends on who it is. */
const sight = (asker: Asker, company: boolean): string =>
  JSON.stringify([asker.scope, company || asker.maySeeContactDetails, company || asker.maySeeManagerNotes])

/** A copy of its own, so that its buttons know what it shows. */
export async function showAlone(click: Click, state: AnswerState, { reply, context }: Again): Promise<void> {
  const { bot, row, user, asker, claim } = click
  const own = { ...state, ephemeral: true, postable: false }
  const copy = await openAnswer(bot.shop.db, {
    eventId: claim.key,
    thread: row.thread,
    channel: row.channel,
    threadTs: row.thread_ts,
    askedTs: null,
    askedBy: user,
    question: row.question,
  })
  await settleAnswer(bot.shop.db, copy.id, {
    kind: reply.kind,
    plan: reply.kind === 'answer' ? reply.plan : null,
    state: own,
  })
  await toClicker(click, renderingOf(reply, copy.id, own, asker, context))
}
