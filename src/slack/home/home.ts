import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { onClick } from '../manage/clicks.ts'
import { askFor } from './ask.ts'
import { homeActions } from './names.ts'
import { publishHome } from './publish.ts'

/** The Home tab is drawn when it is opened, and its example questions are answered under Messages. */
export function registerHome(app: App, bot: Bot): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await publishHome(bot, event.user)
  })
  for (const action of homeActions)
    onClick(bot, action, async ({ userId, value, claim }) => {
      if (claim) await askFor(userId, value, claim, bot)
    })
}
