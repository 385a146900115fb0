import type { KnownEventFromType } from '@slack/bolt'
import { context } from '../../present/blocks/pieces.ts'
import { type AnswerRow, answerTo, latestAnswer } from '../answers.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { finished, reply } from '../conversation.ts'
import { forgetPlan } from '../forget.ts'
import { type Out, replacing } from '../out.ts'
import { placeOf, threadKey } from '../places.ts'
import type { Rendering } from '../post.ts'
import { mentions, plainWords } from '../words.ts'
import { hear } from './hear.ts'

type MessageEvent = KnownEventFromType<'message'>
type Changed = Extract<MessageEvent, { subtype: 'message_changed' }>

/** Who corrects the question gets the answer corrected, in its place, as long as nothing was said after it. */
export async function questionEdited(event: Changed, shared: boolean | null, claim: Claim, bot: Bot): Promise<void> {
  const { channel, message, previous_message: before } = event
  const text = textOf(message)
  // Slack also sends this when it adds a preview: nothing was edited then.
  if (text === null || (before && textOf(before) === text) || !('user' in message) || !message.user) return
  if (message.user === bot.botUserId || ('bot_id' in message && message.bot_id)) return
  const user = message.user
  const threadTs = ('thread_ts' in message && message.thread_ts) || message.ts
  const thread = threadKey(bot.team, channel, threadTs)
  const row = await bot.inOrder(thread, () => answerTo(bot.shop.db, channel, message.ts))
  if (row) {
    if (shared ?? (await bot.isShared(channel))) return
    return bot.inOrder(thread, () => answerAnew(row, text, user, claim, bot))
  }
  const addressed = event.channel_type === 'im' || mentions(text, bot.botUserId)
  if (addressed) await hear({ claim, user, text, channel, ts: message.ts, threadTs, shared, addressed }, bot)
}

const textOf = (message: object): string | null =>
  'text' in message && typeof message.text === 'string' ? message.text : null

async function answerAnew(row: AnswerRow, markup: string, user: string, claim: Claim, bot: Bot): Promise<void> {
  const { db } = bot.shop
  const latest = await latestAnswer(db, row.thread)
  if (latest?.id !== row.id || row.message_ts === null) return
  const identified = await bot.identifyUser(user)
  if (identified.kind === 'refused') return
  await forgetPlan(row, bot)
  const text = await plainWords(markup, bot.botUserId, db)
  await db
    .updateTable('answers')
    .set({ question: text, kind: 'pending', plan: null })
    .where('id', '=', row.id)
    .execute()
  const turn = {
    bot,
    stillOurs: () => bot.claims.stillOurs(claim),
    row: { ...row, kind: 'pending' as const, plan: null, question: text },
    asker: identified.asker,
    user,
    place: placeOf(row.channel, row.thread_ts),
    thread: row.thread,
    text,
    out: sayingSo(replacing(bot, { channel: row.channel, ts: row.message_ts })),
  }
  await finished(turn, claim, reply)
}

const sayingSo = (out: Out): Out => ({ post: (rendering) => out.post(edited(rendering)) })

const edited =
  (rendering: Rendering): Rendering =>
  (plain) => {
    const post = rendering(plain)
    return {
      ...post,
      blocks: [...post.blocks.slice(0, 49), context(['The question was edited; this answers it as it stands now.'])],
    }
  }
