import { hasAdministrator } from '../../access/claim.ts'
import { refusalOf } from '../../access/identify.ts'
import type { ShopSettings } from '../../db/settings.ts'
import type { Bot } from '../bot.ts'
import type { Freshness, HomeColleague } from './facts.ts'

/** What is still to be done, as long as it is; the order in which it is best done. */
export function firstStepsFor(
  freshness: Freshness,
  { timeZone }: ShopSettings,
  staff: readonly HomeColleague[],
): readonly string[] {
  const none = freshness.latestOrder === null
  return [
    ...(freshness.sample || none ? ['Bring in your own customers and orders: npm run -s cli -- import FOLDER'] : []),
    ...(timeZone === 'UTC'
      ? ['Say where your shop is, under Settings: its time zone decides where days begin and end.']
      : []),
    ...(staff.filter(({ active }) => active).length < 2 ? ['Add your colleagues, under Staff.'] : []),
  ]
}

/** How to become the administrator, for members of the shop's own Slack while there is none; else nothing. */
export async function claimHint({ shop, profile }: Bot, userId: string): Promise<readonly string[]> {
  if (refusalOf(await profile(userId)) !== null || (await hasAdministrator(shop.db))) return []
  return [
    'Nobody administers Regulars here yet. If you started it: its terminal shows a code. Write to me under Messages: “claim” and the code.',
  ]
}
