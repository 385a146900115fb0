import type { Asker } from '../../access/asker.ts'
import { type Found, findCustomers, storeOf } from '../../customers/find.ts'
import type { Bot } from '../bot.ts'

/** Whom a colleague means, their own store's customers first. */
export async function findFor(bot: Bot, asker: Asker, said: string): Promise<readonly Found[]> {
  const [{ today }, { timeZone, country }, storeId] = await Promise.all([
    bot.asking(),
    bot.settings(),
    storeOf(asker.staffId, bot.shop.db),
  ])
  return findCustomers(bot.shop.reader, said, { scope: asker.scope, storeId, today, timeZone, country })
}
