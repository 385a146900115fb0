import type { App } from '@slack/bolt'
import type { Bot } from './bot.ts'
import { registerDigest } from './digest/acting.ts'
import { registerDrafts } from './drafts/drafts.ts'
import { registerFollowUps } from './follow-ups.ts'
import { registerHome } from './home/home.ts'
import { registerDuplicates } from './identity/duplicates.ts'
import { registerListeners } from './listeners/listeners.ts'
import { registerManage } from './manage/manage.ts'
import { registerCustomer } from './notes/customer.ts'
import { registerNotes } from './notes/notes.ts'
import { registerPrivacy } from './privacy/privacy.ts'
import { registerQuality } from './quality/quality.ts'
import { registerRecord } from './record/record.ts'

/** All that the app listens to; manifest.yml asks for exactly this. */
export function register(app: App, bot: Bot): void {
  registerListeners(app, bot)
  registerHome(app, bot)
  registerManage(app, bot)
  registerDigest(bot)
  registerDrafts(bot)
  registerFollowUps(app, bot)
  registerNotes(app, bot)
  registerCustomer(app, bot)
  registerRecord(app, bot)
  registerQuality(bot)
  registerDuplicates(bot)
  registerPrivacy(bot)
}
