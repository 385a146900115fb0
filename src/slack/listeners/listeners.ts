import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { registerButtons } from '../buttons/buttons.ts'
import { registerSavedSegments } from '../wishes/segments.ts'
import { registerCommand } from './command.ts'
import { registerMembership } from './joined.ts'
import { registerMentions } from './mention.ts'
import { registerMessages } from './message.ts'
import { registerOpened } from './opened.ts'

/** Everything that Slack can send us and that we answer; manifest.yml lists the same. */
export function registerListeners(app: App, bot: Bot): void {
  registerMentions(app, bot)
  registerMessages(app, bot)
  registerOpened(app, bot)
  registerMembership(app, bot)
  registerCommand(app, bot)
  registerButtons(app, bot)
  registerSavedSegments(app, bot)
}
