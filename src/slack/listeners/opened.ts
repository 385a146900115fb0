import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { promptsFor } from '../prompts.ts'

/** Who opens the direct message is offered four questions to begin with. */
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
      prompts: [first, ...others],
    })
  })
}
