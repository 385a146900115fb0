import type { Asker } from '../../access/asker.ts'
import { type Found, findCustomers } from '../../customers/find.ts'
import type { Bot } from '../bot.ts'

/** Whom a colleague means, their own store's customers first. */
export async function findFor(bot: Bot, asker: Asker, said: string): Promise<readonly Found[]> {
  const [{ today }, { timeZone, country }, storeId] = await Promise.all([
    bot.asking(),
    bot.settings(),
    storeOf(bot, asker),
  ])
  return findCustomers(bot.shop.reader, said, { scope: asker.scope, storeId, today, timeZone, country })
}

async function storeOf({ shop: { db } }: Bot, { staffId }: Asker): Promise<number | null> {
  if (staffId === null) return null
  const row = await db.selectFrom('staff').select('store_id').where('id', '=', staffId).executeTakeFirst()
  return row?.store_id ?? null
}
