import { setTimeout as wait } from 'node:timers/promises'
import type { RespondFn } from '@slack/bolt'
import type { Bot } from './bot.ts'
import { slackError } from './faults.ts'
import type { Place } from './places.ts'
import {
  answerStamp,
  findMessage,
  finishStream,
  type Posted,
  postMessage,
  type Rendering,
  respondWith,
  type Target,
  updateMessage,
} from './post.ts'

/** Where a reply goes when it is known. */
export interface Out {
  /** Null where Slack keeps no message: an answer that one person alone sees. */
  post(rendering: Rendering): Promise<Posted | null>
}

/** In the place of a message of ours. */
export const replacing = (bot: Bot, message: Posted): Out => ({
  post: async (rendering) => {
    await updateMessage(bot, message, rendering)
    return message
  },
})

/** To the person who clicked or typed a command, through the address that Slack gave for it. */
export const responding = (bot: Bot, respond: RespondFn, replace: boolean): Out => ({
  post: async (rendering) => {
    await respondWith(bot, respond, rendering, { replace })
    return null
  },
})

/** A status that Slack takes later than the answer would stay below it: the answer waits for it, but not for long. */
const statusPatienceMs = 1_000

export interface Awaited {
  readonly eventId: string
  readonly user: string
  /** A message that was begun: by now, or by a process that did not live to finish it. */
  readonly begun: string | null
  readonly onBegun: (ts: string) => Promise<void>
}

/** A new message; until it is there, the asker sees that somebody is at it. */
export function posting(bot: Bot, place: Place, awaited: Awaited): Out {
  if (place.kind === 'private') return responding(bot, place.respond, false)
  const { channel, threadTs } = place
  const stamp = answerStamp(awaited.eventId)
  if (threadTs === null) return { post: (rendering) => postMessage(bot, place, rendering, stamp) }
  const waiting = signOfLife(bot, { channel, threadTs }, place.kind === 'direct', awaited)
  return {
    post: async (rendering) => {
      const begun = await waiting.end()
      if (begun === null) return postMessage(bot, place, rendering, stamp)
      await finishStream(bot, { channel, ts: begun }, rendering, stamp)
      return { channel, ts: begun }
    },
  }
}

interface Waiting {
  /** The stream that was begun meanwhile; null when there was no need. */
  end(): Promise<string | null>
}

/** “is looking …” at once, and after a while a message that says how far it is. Neither is worth a fault. */
function signOfLife(bot: Bot, to: Target & { readonly threadTs: string }, direct: boolean, awaited: Awaited): Waiting {
  const status = bot.client.assistant.threads
    .setStatus({ channel_id: to.channel, thread_ts: to.threadTs, status: 'is looking …' })
    .catch(() => {})
  let streaming: Promise<string | null> = Promise.resolve(awaited.begun)
  const timer = setTimeout(() => {
    if (awaited.begun === null) streaming = beginStream(bot, to, direct, awaited)
  }, bot.streamAfterMs)
  return {
    end: async () => {
      clearTimeout(timer)
      await Promise.race([status, wait(statusPatienceMs, undefined, { ref: false })])
      return streaming
    },
  }
}

async function beginStream(
  bot: Bot,
  to: Target & { readonly threadTs: string },
  direct: boolean,
  { user, onBegun }: Awaited,
): Promise<string | null> {
  const { channel, threadTs } = to
  const begun = bot.shop.now()
  try {
    const { ts } = await bot.poster.chat.startStream({
      channel,
      thread_ts: threadTs,
      task_display_mode: 'timeline',
      ...(direct ? {} : { recipient_user_id: user, recipient_team_id: bot.team }),
      chunks: [
        { type: 'task_update', id: 'read', title: 'Read the question', status: 'complete' },
        { type: 'task_update', id: 'ask', title: 'Working out the answer', status: 'in_progress' },
      ],
    })
    if (ts) await onBegun(ts)
    return ts ?? null
  } catch (error) {
    bot.log.info('no stream was begun', { error })
    return slackError(error) === null ? begunAfterAll(bot, to, begun, onBegun).catch(() => null) : null
  }
}

/** Slack may begin a stream and fail to say so: then it stands in the thread, our only message without a stamp. */
async function begunAfterAll(bot: Bot, to: Target, since: Date, onBegun: Awaited['onBegun']): Promise<string | null> {
  const isIt: Parameters<typeof findMessage>[2] = ({ user, ts, metadata, files }) =>
    user === bot.botUserId && !metadata && !files && Number(ts) * 1_000 >= since.getTime() - 1_000
  const found = await findMessage(bot, to, isIt, since)
  if (found !== null) await onBegun(found.ts)
  return found?.ts ?? null
}
