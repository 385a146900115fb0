import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Identified } from '../access/rights.ts'
import { readThread } from '../ask/threads.ts'
import { noticePost } from '../present/blocks/notice.ts'
import { segmentLabels } from '../segments/segments.ts'
import type { Wish } from '../wishes/wish.ts'
import { readWish } from '../wishes/wishes.ts'
import { type AnswerRow, begunAnswer, latestAnswer, openAnswer, planOf, postedAnswer } from './answers.ts'
import type { Bot } from './bot.ts'
import type { Claim } from './claims.ts'
import { faultSentence } from './faults.ts'
import { attemptsAtMost } from './intake.ts'
import { posting } from './out.ts'
import { type Place, sharedSentence } from './places.ts'
import { always, answerStamp, findPosted, postMessage, postPrivately, respondWith } from './post.ts'
import { answerQuestion, askerIn } from './question.ts'
import { react, type Turn } from './turn.ts'
import { heed } from './wishes/heed.ts'
import { claimSentence } from './wishes/staff.ts'

/** Something said to us, or in a conversation of ours. */
export interface Said {
  readonly claim: Claim
  /** Without the mention. */
  readonly text: string
  readonly user: string
  readonly place: Place
  /** The conversation's name. */
  readonly thread: string
  /** The message; null for a command. */
  readonly askedTs: string | null
  /** Whether another organisation reads along, where Slack says it with the message itself. */
  readonly shared?: boolean | null
  /** Not addressed to us: colleagues may be talking to each other, and nobody wants a bot that answers that. */
  readonly unaddressed?: boolean
}

/** said → who says it → wish or question → reply, one after the other in each conversation */
export function converse(said: Said, bot: Bot, work: (turn: Turn) => Promise<void> = reply): Promise<void> {
  return bot.inOrder(said.thread, async () => {
    const turn = await turnOf(said, bot).catch((error: unknown) => lastResort(error, said, bot))
    if (turn) await finished(turn, said.claim, work)
  })
}

/** The sweep tries again what failed before it began; the last time, it is said. */
async function lastResort(error: unknown, said: Said, bot: Bot): Promise<null> {
  if (said.claim.attempt < attemptsAtMost || said.unaddressed) throw error
  await whisper(bot, said, faultSentence(error, bot.log))
  return null
}

/** Null when nothing is to be answered, or somebody was turned away. */
async function turnOf(said: Said, bot: Bot): Promise<Turn | null> {
  const { claim, user, place, thread, text } = said
  const identified = await bot.identifyUser(user)
  if (said.unaddressed && (identified.kind === 'refused' || !(await isMeantForUs(said, identified.asker, bot))))
    return null
  const refusal = await refusalOf(said, identified, bot)
  if (refusal !== null || identified.kind === 'refused') {
    await whisper(bot, said, refusal ?? '')
    await record(bot.shop.db, { actor: user, action: 'turned_away' })
    return null
  }
  const row = await openAnswer(bot.shop.db, {
    eventId: claim.key,
    thread,
    channel: place.channel,
    threadTs: place.kind === 'private' ? null : place.threadTs,
    askedTs: said.askedTs,
    askedBy: user,
    question: text,
  })
  if (await isAnswered(row, said, bot)) return null
  const out = posting(bot, place, {
    eventId: row.event_id,
    user,
    begun: row.message_ts,
    onBegun: (ts) => begunAnswer(bot.shop.db, row.id, ts),
  })
  const stillOurs = () => bot.claims.stillOurs(claim)
  return { bot, stillOurs, row, asker: identified.asker, user, place, thread, text, out }
}

async function refusalOf(said: Said, identified: Identified, bot: Bot): Promise<string | null> {
  if (said.shared ?? (await bot.isShared(said.place.channel))) return sharedSentence
  return identified.kind === 'refused' ? ((await claimed(said, bot)) ?? identified.sentence) : null
}

/** Before there is an administrator, the one who knows the code is nobody yet. */
async function claimed({ text, thread, user }: Said, bot: Bot): Promise<string | null> {
  const wish = await wishIn(text, thread, bot)
  return wish?.kind === 'claim' ? claimSentence(wish.code, user, bot) : null
}

/** wish or question */
export async function reply(turn: Turn): Promise<void> {
  const wish = await wishIn(turn.text, turn.thread, turn.bot)
  if (wish) return heed(wish, turn)
  return answerQuestion(turn)
}

/**
 * Somebody waits for every turn: a fault ends in a sentence with a number under which the log has the rest. A fault after
 * the reply was posted is no reason for a second one: it is thrown, and the sweep finds the reply and writes it down.
 */
export async function finished(turn: Turn, claim: Claim, work: (turn: Turn) => Promise<void>): Promise<void> {
  let said = false
  const post: Turn['out']['post'] = async (rendering) => {
    const posted = await turn.out.post(rendering)
    said = true
    return posted
  }
  const watched = { ...turn, out: { post } }
  try {
    if (claim.attempt >= attemptsAtMost) throw new Error(`given up after ${claim.attempt} attempts`)
    await work(watched)
  } catch (error) {
    if (!said) await apologise(watched, error)
    else if (turn.place.kind !== 'private') throw error
  }
}

/** Says what went wrong. If that cannot be said either, it is thrown, and the sweep tries once more. */
async function apologise(turn: Turn, error: unknown): Promise<void> {
  const sentence = faultSentence(error, turn.bot.log)
  await react(turn, { kind: 'fault', rendering: always(noticePost(sentence)) })
}

/** Posted before: by us, or by a process that ended before it could write that down. */
async function isAnswered(row: AnswerRow, { claim, place }: Said, bot: Bot): Promise<boolean> {
  if (row.posted_at !== null) return true
  if (claim.attempt === 1 || place.kind === 'private') return false
  const found = await findPosted(bot, place, answerStamp(row.event_id), row.created_at)
  if (found === null) return false
  await postedAnswer(bot.shop.db, row.id, found.ts)
  return true
}

/** What it wishes, if it is a wish and no question. */
export async function wishIn(text: string, thread: string, bot: Bot): Promise<Wish | null> {
  const { db, now } = bot.shop
  const [latest, segments, settings, { today }] = await Promise.all([
    latestAnswer(db, thread, 'answer'),
    segmentLabels(db),
    bot.settings(),
    bot.asking(),
  ])
  const plan = latest && planOf(latest)
  return readWish(text, {
    hasAnswer: latest !== null,
    ...(plan?.kind === 'customer' && { customer: plan.customer }),
    segments,
    now: now(),
    timeZone: settings.timeZone,
    today,
  })
}

/** In a channel's thread without a mention: what can be answered, or is a wish beyond mere courtesy. */
async function isMeantForUs({ text, thread: name, place }: Said, asker: Asker, bot: Bot): Promise<boolean> {
  const wish = await wishIn(text, name, bot)
  if (wish) return !['help', 'greeting', 'thanks', 'unclear'].includes(wish.kind)
  const context = await bot.asking()
  const thread = await readThread(context.db, name)
  const planned = await context.planner.plan(text, thread, askerIn(asker, place))
  return planned.kind !== 'decline'
}

/** To that person alone where others look on. */
export async function whisper(
  bot: Bot,
  { place, user, claim, askedTs }: Pick<Said, 'place' | 'user' | 'claim' | 'askedTs'>,
  sentence: string,
): Promise<void> {
  const rendering = always(noticePost(sentence))
  switch (place.kind) {
    case 'private':
      return respondWith(bot, place.respond, rendering)
    case 'channel':
      // Below a message without replies Slack shows nobody what only one person may see.
      return postPrivately(
        bot,
        { ...place, threadTs: askedTs === place.threadTs ? null : place.threadTs },
        user,
        rendering,
      )
    case 'direct':
      return void (await postMessage(bot, place, rendering, answerStamp(claim.key)))
    default:
      return place satisfies never
  }
}
