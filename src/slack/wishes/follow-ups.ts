import { writeDay } from '../../ask/period-text.ts'
import { theOne } from '../../customers/find.ts'
import { addFollowUp } from '../../digest/follow-ups.ts'
import { UserError } from '../../errors.ts'
import type { Wish } from '../../wishes/wish.ts'
import { reportPost } from '../digest/report.ts'
import { shownFollowUps } from '../follow-ups.ts'
import { findFor } from '../notes/finding.ts'
import { always } from '../post.ts'
import { react, type Turn } from '../turn.ts'
import { tell } from './tell.ts'

/** “Remind me about Ana Silva on Friday”: it comes in the digest of that morning. */
export async function remind(turn: Turn, { who, on, what }: Extract<Wish, { kind: 'remind' }>): Promise<void> {
  const { bot, asker } = turn
  if (asker.staffId === null) return tell(turn, 'Reminders are for colleagues on the staff list.')
  try {
    const customer = theOne(who, await findFor(bot, asker, who))
    const reason = what ?? 'Get in touch.'
    await addFollowUp({ customerId: customer.id, due: on, reason }, asker, bot.shop.db)
    await tell(
      turn,
      `I will remind you about ${customer.name} on ${writeDay(on)}${what === null ? '' : `: ${what}`}. /followups lists it.`,
    )
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    await tell(turn, error.message)
  }
}

export async function listFollowUps(turn: Turn): Promise<void> {
  await react(turn, { kind: 'decline', rendering: await shownFollowUps(turn.bot, turn.asker, 'mine') })
}

/** For managers: what others did is not everybody's business. */
export async function digestReport(turn: Turn, wish: Extract<Wish, { kind: 'digest_report' }>): Promise<void> {
  if (!turn.asker.mayManage) return tell(turn, 'What the digests brought is for managers.')
  await react(turn, { kind: 'decline', rendering: always(await reportPost(wish, turn.bot, wish.about)) })
}
