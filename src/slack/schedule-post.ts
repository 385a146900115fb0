import type { Bot } from './bot.ts'

export async function postSchedule(_run: unknown, _bot: Bot): Promise<void> {}
