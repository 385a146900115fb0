import { noticePost } from '../present/blocks/notice.ts'
import { context } from '../present/blocks/pieces.ts'
import { describeRecurrence } from '../schedules/recurrence-text.ts'
import {
  finishRun,
  type RunPost,
  renewRun,
  runPost,
  type ScheduleRun,
  type Stopped,
  stopRun,
} from '../schedules/runs.ts'
import { openAnswer } from './answers.ts'
import type { Bot } from './bot.ts'
import { slackError } from './faults.ts'
import { directChannel } from './files.ts'
import { placeOf, sharedSentence, threadKey } from './places.ts'
import {
  always,
  answerStamp,
  findPosted,
  type Posted,
  postMessage,
  type Rendering,
  type Stamp,
  type Target,
} from './post.ts'
import { answerPlanned } from './question.ts'
import type { Turn } from './turn.ts'

/** Long enough for one answer and its posting, with Slack's waits. */
const leaseMs = 120_000

/** What Slack says of a channel that nothing can be posted in any more. */
const unreachable = new Set(['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'])

/**
 * One scheduled answer, with its owner's rights of now, never posted twice. What cannot be mended by another try ends the
 * schedule; anything else is thrown, for the caller to try it again.
 */
export async function postSchedule(run: ScheduleRun, bot: Bot): Promise<void> {
  try {
    await post(run, bot)
  } catch (error) {
    if (!unreachable.has(slackError(error) ?? '')) throw error
    await stopped(run, 'I can no longer post where it goes. Invite me there, then resume it.', bot)
  }
}

async function post(run: ScheduleRun, bot: Bot): Promise<void> {
  const { db, now } = bot.shop
  const wanted = runPost(run, now())
  const identified = await bot.identifyUser(wanted.owner.userId)
  if (identified.kind === 'refused') return stopped(run, 'Its owner may not ask any more.', bot)
  const to = await targetOf(wanted, bot)
  if (await bot.isShared(to.channel)) return stopped(run, sharedSentence, bot)
  const stamp: Stamp = { event_type: 'regulars_schedule', event_payload: { schedule_run: wanted.stamp } }
  const before = wanted.mayBeThere ? await findPosted(bot, to, stamp) : null
  const posted = before ?? (await answered(run, wanted, to, stamp, identified.asker, bot))
  if (posted !== null) await finishRun(db, run, posted, now())
}

async function targetOf({ target, owner }: RunPost, bot: Bot): Promise<Target> {
  return target.kind === 'me' ? { channel: await directChannel(bot, owner.userId), threadTs: null } : target
}

/** As any other answer: it can be paged, exported and followed up on. */
async function answered(
  run: ScheduleRun,
  wanted: RunPost,
  to: Target,
  stamp: Stamp,
  asker: Turn['asker'],
  bot: Bot,
): Promise<Posted | null> {
  let posted: Posted | null = null
  const thread = threadKey(bot.team, to.channel, to.threadTs ?? wanted.stamp)
  const { userId } = wanted.owner
  const row = await openAnswer(bot.shop.db, {
    eventId: wanted.stamp,
    thread,
    ...to,
    askedTs: null,
    askedBy: userId,
    question: wanted.question,
  })
  const turn: Turn = {
    bot,
    stillOurs: () => renewRun(bot.shop.db, run, bot.shop.now(), leaseMs),
    row,
    asker,
    user: userId,
    place: placeOf(to.channel, to.threadTs),
    thread,
    text: wanted.question,
    out: {
      post: async (rendering) => {
        posted = await postMessage(bot, to, signed(rendering, run, wanted), stamp)
        return posted
      },
    },
  }
  await answerPlanned(turn, wanted.plan, undefined, wanted.view)
  return posted
}

/** Why this comes by itself, and how to end it. */
const signed =
  (rendering: Rendering, { schedule }: ScheduleRun, { lateness }: RunPost): Rendering =>
  (plain) => {
    const post = rendering(plain)
    const why = `Sent ${describeRecurrence(schedule.recurrence)}. To end it, say “delete schedule ${schedule.id}”.`
    return { ...post, blocks: [...post.blocks.slice(0, 49), context(lateness === null ? [why] : [lateness, why])] }
  }

async function stopped(run: ScheduleRun, because: string, bot: Bot): Promise<void> {
  await stopRun(bot.shop.db, run, because, bot.shop.now())
  await scheduleStopped({ schedule: run.schedule, because }, bot)
}

/** Nobody should wonder why a list no longer comes. Somebody who has left Slack cannot be told. */
export async function scheduleStopped({ schedule, because }: Stopped, bot: Bot): Promise<void> {
  const channel = await directChannel(bot, schedule.owner.userId)
  const sentence = `I have paused your scheduled answer ${schedule.id}, “${schedule.reading}”. ${because}`
  const stamp = answerStamp(`schedule-stopped-${schedule.id}-${bot.shop.now().getTime()}`)
  try {
    await postMessage(bot, { channel, threadTs: null }, always(noticePost(sentence)), stamp)
  } catch (error) {
    bot.log.info('an owner could not be told of a paused schedule', { error })
  }
}
