import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { promptsFor } from '../prompts.ts'

/** Slack shows four at most. */
const digestPrompt = { title: 'Whom to contact today', message: 'my digest' }

/** Who opens the direct message is offered four things to begin with; colleagues their list of the day among them. */
export function registerOpened(app: App, bot: Bot): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'messages') return
    const identified = await bot.identifyUser(event.user)
    if (identified.kind === 'refused') return
    const [first, ...others] = await promptsFor(await bot.asking())
    if (!first) return
    await bot.client.assistant.threads.setSuggestedPrompts({
      channel_id: event.channel,
      title: 'Ask about customers and sales',
      prompts: identified.asker.staffId === null ? [first, ...others] : [first, ...others.slice(0, 2), digestPrompt],
    })
  })
}
