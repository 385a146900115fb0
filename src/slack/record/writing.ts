import type { Asker } from '../../access/asker.ts'
import type { Onlookers } from '../../present/blocks/record.ts'
import type { Writing } from '../../record/idea.ts'
import type { Bot } from '../bot.ts'

/** Who changes a record now, and how the shop counts. */
export async function writingBy(bot: Bot, by: Asker): Promise<Writing> {
  const [{ today }, { timeZone, country }] = await Promise.all([bot.asking(), bot.settings()])
  return { by, today, now: bot.shop.now(), timeZone, country }
}

/** Whom an address may be shown to: in a channel nobody, whoever asks. */
export const onlookers = (asker: Asker, channel: string | null): Onlookers => ({
  inCompany: channel !== null && !channel.startsWith('D'),
  maySeeContacts: asker.maySeeContactDetails,
})
