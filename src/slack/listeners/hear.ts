import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { converse } from '../conversation.ts'
import { placeOf, threadKey } from '../places.ts'
import { plainWords } from '../words.ts'

/** A message as Slack tells of it. */
export interface Heard {
  readonly claim: Claim
  readonly user: string
  /** In Slack's markup. */
  readonly text: string
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | null
  /** Whether another organisation reads along; null where Slack does not say. */
  readonly shared: boolean | null
  /** By a mention or in a direct message. */
  readonly addressed: boolean
}

/** Answers in the message's thread; a message outside one begins its own. */
export async function hear(heard: Heard, bot: Bot): Promise<void> {
  const { claim, user, channel, ts } = heard
  const threadTs = heard.threadTs ?? ts
  const words = await plainWords(heard.text, bot.botUserId, bot.shop.db)
  // Who only calls us by name wants to know what we are good for.
  const text = words === '' && heard.addressed ? 'help' : words
  await converse(
    {
      claim,
      user,
      text,
      place: placeOf(channel, threadTs),
      thread: threadKey(bot.team, channel, threadTs),
      askedTs: ts,
      shared: heard.shared,
      unaddressed: !heard.addressed,
    },
    bot,
  )
}

/** What Slack says of the channel that the event is from; null where it says nothing. */
export const isSharedEvent = (body: object): boolean | null =>
  'is_ext_shared_channel' in body && typeof body.is_ext_shared_channel === 'boolean' ? body.is_ext_shared_channel : null
