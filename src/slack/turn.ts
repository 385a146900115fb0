import type { Asker } from '../access/asker.ts'
import type { Plan } from '../ask/plan.ts'
import { type AnswerRow, type AnswerState, postedAnswer, settleAnswer } from './answers.ts'
import type { Bot } from './bot.ts'
import type { Out } from './out.ts'
import { type Place, threadKey } from './places.ts'
import type { Posted, Rendering } from './post.ts'

/** One thing that somebody asked of us, and where the reply goes. */
export interface Turn {
  readonly bot: Bot
  /** Whether the matter is still this process's: one that was too slow has lost it to another. */
  readonly stillOurs: () => Promise<boolean>
  readonly row: AnswerRow
  /** With their own rights; `inCompany` is applied where others look on. */
  readonly asker: Asker
  /** The Slack user, `U…`. */
  readonly user: string
  readonly place: Place
  /** The conversation's name. */
  readonly thread: string
  /** What was said, without the mention. */
  readonly text: string
  readonly out: Out
}

export interface Reaction {
  readonly kind: AnswerRow['kind']
  readonly plan?: Plan | null
  readonly state?: Partial<AnswerState>
  readonly rendering: Rendering
}

/** Keeps what it is, says it, and keeps that it was said. */
export async function react({ bot, stillOurs, row, place, out }: Turn, { kind, plan, state, rendering }: Reaction) {
  await settleAnswer(bot.shop.db, row.id, { kind, plan: plan ?? null, state: { ...baseState(place), ...state } })
  return deliver({ bot, stillOurs, row, out }, rendering)
}

/** Posts what was settled before; not if another process has taken the matter over because this one was too slow. */
export async function deliver(
  { bot, stillOurs, row, out }: Pick<Turn, 'bot' | 'stillOurs' | 'row' | 'out'>,
  rendering: Rendering,
): Promise<Posted | null> {
  if (!(await stillOurs())) return null
  const posted = await out.post(rendering)
  await postedAnswer(bot.shop.db, row.id, posted?.ts ?? null)
  return posted
}

export const baseState = (place: Place): AnswerState => ({
  view: 'table',
  page: 0,
  company: place.kind === 'channel',
  ephemeral: place.kind === 'private',
  postable: place.kind === 'private',
})

/** The conversation that begins with a message of ours. */
export const threadUnder = (bot: Bot, { channel, ts }: Posted): string => threadKey(bot.team, channel, ts)
