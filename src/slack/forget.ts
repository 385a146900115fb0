import { keepThread, readThread } from '../ask/threads.ts'
import { type AnswerRow, planOf } from './answers.ts'
import type { Bot } from './bot.ts'

/** The conversation as it was before that answer, if it was the last: nobody follows up on what is gone. */
export async function forgetPlan(row: AnswerRow, { shop }: Bot): Promise<void> {
  const plan = planOf(row)
  const thread = await readThread(shop.db, row.thread)
  const latest = thread.plans.at(-1)
  if (plan === null || latest === undefined || JSON.stringify(latest) !== JSON.stringify(plan)) return
  await keepThread(shop.db, row.thread, { plans: thread.plans.slice(0, -1), offered: [] }, row.asked_by)
}
