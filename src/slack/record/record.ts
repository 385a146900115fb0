import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { registerAdding } from './adding.ts'
import { registerConfirming } from './confirming.ts'
import { registerEditing } from './editing.ts'

/** Customers' records: corrected in forms, and in conversation after a confirmation. */
export function registerRecord(app: App, bot: Bot): void {
  registerEditing(bot)
  registerConfirming(bot)
  registerAdding(app, bot)
}
