import type { Asker } from '../../access/asker.ts'
import type { Bot } from '../bot.ts'
import type { HomeSchedule } from './facts.ts'

/** The answers that come to the asker by themselves, and those that they post in channels. */
export async function homeSchedules(_bot: Bot, _asker: Asker): Promise<readonly HomeSchedule[]> {
  return []
}
