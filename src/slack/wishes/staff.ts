import { setAbsence } from '../../access/absences.ts'
import { claim } from '../../access/claim.ts'
import type { Day } from '../../ask/days.ts'
import { writeDay } from '../../ask/period-text.ts'
import type { Bot } from '../bot.ts'
import type { Turn } from '../turn.ts'
import { tell } from './tell.ts'

/** “I am away from Monday to Friday”: the digest and scheduled answers know. */
export async function noteAbsence(turn: Turn, { from, to }: { readonly from: Day; readonly to: Day }): Promise<void> {
  const { bot, asker } = turn
  if (asker.staffId === null) return tell(turn, 'You are not on the staff list, so there is no absence to note.')
  await setAbsence({ staffId: asker.staffId, from, to }, asker, bot.shop.db)
  const days = from === to ? `on ${writeDay(from)}` : `from ${writeDay(from)} to ${writeDay(to)}`
  await tell(turn, `Noted: you are away ${days}. It can be ended on my Home tab.`)
}

/** “claim 482913”: the one who installed it becomes administrator. */
export const claimShop = async (turn: Turn, code: string): Promise<void> =>
  tell(turn, await claimSentence(code, turn.user, turn.bot))

export async function claimSentence(code: string, user: string, bot: Bot): Promise<string> {
  const claimed = await claim(code, await bot.profile(user), bot.shop.db)
  if (claimed.kind === 'refused') return claimed.sentence
  return `You are the administrator now, ${claimed.administrator.name}. My Home tab has the settings and the staff.`
}
