import type { Bot } from '../bot.ts'
import { faultSentence } from '../faults.ts'
import { asView } from '../manage/clicks.ts'
import { claimHint } from './first-steps.ts'
import { homeFacts } from './read.ts'
import { homeView, refusedView } from './view.ts'

/**
 * Draws one person's Home tab anew, with their rights of now. A fault is shown there, with its reference number. One
 * drawing waits for the one before, so that the latest is the one that stays.
 */
export async function publishHome(bot: Bot, userId: string): Promise<void> {
  await bot.inOrder(`home:${userId}`, async () => {
    const view = await viewFor(bot, userId).catch((error: unknown) => refusedView(faultSentence(error, bot.log)))
    await bot.client.views.publish({ user_id: userId, view: asView(view) })
  })
}

async function viewFor(bot: Bot, userId: string) {
  const identified = await bot.identifyUser(userId)
  return identified.kind === 'refused'
    ? refusedView(identified.sentence, ...(await claimHint(bot, userId)))
    : homeView(await homeFacts(bot, identified.asker))
}
