import type { App } from '@slack/bolt'
import type { Bot } from '../bot.ts'
import { registerAbsence } from './absence.ts'
import { registerOwnDigest } from './own-digest.ts'
import { registerReadings } from './readings.ts'
import { registerRules } from './rules.ts'
import { registerSchedules } from './schedules.ts'
import { registerSegments } from './segments.ts'
import { registerSettings } from './settings.ts'
import { registerStaff } from './staff.ts'

/** The forms in which the shop is run: staff, absences, settings, saved segments, scheduled answers, the digest. */
export function registerManage(_app: App, bot: Bot): void {
  registerStaff(bot)
  registerAbsence(bot)
  registerSettings(bot)
  registerSegments(bot)
  registerSchedules(bot)
  registerRules(bot)
  registerReadings(bot)
  registerOwnDigest(bot)
}
