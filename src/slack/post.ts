import { setTimeout as wait } from 'node:timers/promises'
import type { RespondFn } from '@slack/bolt'
import {
  type KnownBlock,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api'
import type { Post } from '../present/blocks/blocks.ts'
import { faultsOf } from '../present/blocks/validate.ts'
import type { Bot } from './bot.ts'
import { slackError } from './faults.ts'
import { respondStatus, respondTo } from './respond.ts'

/** The post in its full form, or in the plain one that every Slack can show. */
export type Rendering = (plain: boolean) => Post

/** The same either way: sentences and buttons. */
export const always =
  (post: Post): Rendering =>
  () =>
    post

/** What a message of ours carries out of sight, so that it can be found again after a crash. */
export type Stamp =
  | { readonly event_type: 'regulars_answer'; readonly event_payload: { readonly event_id: string } }
  | { readonly event_type: 'regulars_schedule'; readonly event_payload: { readonly schedule_run: string } }
  | { readonly event_type: 'regulars_digest'; readonly event_payload: { readonly digest: string } }

export const answerStamp = (eventId: string): Stamp => ({
  event_type: 'regulars_answer',
  event_payload: { event_id: eventId },
})

/** Where a message goes; without a thread, to the channel itself. */
export interface Target {
  readonly channel: string
  readonly threadTs: string | null
}

export interface Posted {
  readonly channel: string
  readonly ts: string
}

/** No previews, no names made into mentions: all that is said is said as it stands. */
const asItStands = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const

export const threaded = (threadTs: string | null) => (threadTs === null ? {} : { thread_ts: threadTs })

/** Posts a message, exactly one however often Slack stumbles: before it tries again it looks for the stamp. */
export async function postMessage(bot: Bot, to: Target, rendering: Rendering, stamp: Stamp): Promise<Posted> {
  const begun = bot.shop.now()
  return inSomeForm(bot, rendering, (body) =>
    untilDone(
      async () => {
        const { channel, ts } = await bot.poster.chat.postMessage({
          channel: to.channel,
          ...threaded(to.threadTs),
          ...body,
          ...asItStands,
          metadata: stamp,
        })
        if (!ts) throw new Error('chat.postMessage gave no time stamp')
        return { channel: channel ?? to.channel, ts }
      },
      () => findPosted(bot, to, stamp, begun),
    ),
  )
}

/** Changes a message of ours. */
export async function updateMessage(bot: Bot, { channel, ts }: Posted, rendering: Rendering, stamp?: Stamp) {
  await inSomeForm(bot, rendering, (body) =>
    untilDone(() =>
      bot.poster.chat.update({
        channel,
        ts,
        ...body,
        parse: 'none',
        link_names: false,
        ...(stamp && { metadata: stamp }),
      }),
    ),
  )
}

/** Ends a stream with the blocks. One that Slack has ended already, or whose blocks it refuses, is changed instead. */
export async function finishStream(bot: Bot, message: Posted, rendering: Rendering, stamp: Stamp): Promise<void> {
  const post = rendering(false)
  const sound = faultsOf('message', post.blocks).length === 0
  const stop = (blocks: KnownBlock[] | undefined) =>
    untilDone(() => bot.poster.chat.stopStream({ ...message, ...(blocks && { blocks }), metadata: stamp }))
  try {
    await stop(sound ? bodyOf(post).blocks : undefined)
    if (sound) return
  } catch (error) {
    const refused = refusedBlocks(error)
    if (!refused && slackError(error) !== 'message_not_in_streaming_state') throw error
    if (refused) await stop(undefined)
  }
  await updateMessage(bot, message, rendering, stamp)
}

/** Shows it to one person in a channel; Slack keeps no such message. */
export async function postPrivately(bot: Bot, to: Target, user: string, rendering: Rendering): Promise<void> {
  await inSomeForm(bot, rendering, (body) =>
    untilDone(() =>
      bot.poster.chat.postEphemeral({
        channel: to.channel,
        user,
        ...threaded(to.threadTs),
        ...body,
        parse: 'none',
        link_names: false,
      }),
    ),
  )
}

/** Answers a command or a click through its own address: to that person alone, unless `inChannel`. */
export async function respondWith(
  bot: Bot,
  respond: RespondFn,
  rendering: Rendering,
  how: { readonly replace?: boolean; readonly inChannel?: boolean } = {},
): Promise<void> {
  await inSomeForm(bot, rendering, (body) =>
    untilDone(() =>
      respondTo(respond, {
        ...body,
        ...asItStands,
        response_type: how.inChannel ? 'in_channel' : 'ephemeral',
        replace_original: how.replace ?? false,
      }),
    ),
  )
}

/** Takes a message of ours away; one that is gone is gone. */
export async function deleteMessage(bot: Bot, { channel, ts }: Posted): Promise<void> {
  try {
    await untilDone(() => bot.poster.chat.delete({ channel, ts }))
  } catch (error) {
    if (slackError(error) !== 'message_not_found') throw error
  }
}

/** Our message with that stamp, in the thread or among the channel's latest, not older than `since`. */
export function findPosted(bot: Bot, to: Target, stamp: Stamp, since?: Date): Promise<Posted | null> {
  const wanted = JSON.stringify(stamp.event_payload)
  const isIt = ({ metadata }: Found) =>
    metadata?.event_type === stamp.event_type && JSON.stringify(metadata.event_payload) === wanted
  return findMessage(bot, to, isIt, since)
}

type Found = NonNullable<Awaited<ReturnType<WebClient['conversations']['history']>>['messages']>[number]

/** The message there that is the one, not older than `since`. */
export async function findMessage(
  bot: Bot,
  { channel, threadTs }: Target,
  isIt: (message: Found) => boolean,
  since?: Date,
): Promise<Posted | null> {
  // A minute for clocks that differ.
  const oldest = since && { oldest: String(Math.floor(since.getTime() / 1_000) - 60) }
  const where = { channel, include_all_metadata: true, limit: 200, ...oldest }
  try {
    const { messages = [] } = await untilDone(() =>
      threadTs === null
        ? bot.client.conversations.history(where)
        : bot.client.conversations.replies({ ...where, ts: threadTs }),
    )
    const found = messages.find(isIt)
    return found?.ts ? { channel, ts: found.ts } : null
  } catch (error) {
    const code = slackError(error)
    // Without having looked nothing is posted again.
    if (code === null || busy.has(code)) throw error
    bot.log.warn('could not look for a message', { code })
    return null
  }
}

interface Body {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Slack's answers to blocks that it does not take. */
const refusals = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'])

/** The full form; if that is faulty or refused, the plain one; if that is too, its sentence alone. */
async function inSomeForm<T>(bot: Bot, rendering: Rendering, send: (body: Body) => Promise<T>): Promise<T> {
  const forms = [() => rendering(false), () => rendering(true), () => ({ ...rendering(true), blocks: [] })]
  let refused: unknown
  for (const form of forms) {
    const post = form()
    const faults = faultsOf('message', post.blocks)
    if (faults.length > 0) {
      bot.log.error('blocks are faulty', { at: faults.map(({ pointer }) => pointer).slice(0, 5) })
      continue
    }
    try {
      return await send(bodyOf(post))
    } catch (error) {
      if (!refusedBlocks(error)) throw error
      refused = error
      bot.log.warn('slack refused blocks', { code: slackError(error), types: post.blocks.map(({ type }) => type) })
    }
  }
  throw refused ?? new Error('no form of the message can be sent')
}

/** The address of a click or command says with 400 alone that it does not take what it was sent. */
const refusedBlocks = (error: unknown): boolean => respondStatus(error) === 400 || refusals.has(slackError(error) ?? '')

/** An empty `text` is refused when there are no blocks, and silent for those who listen. */
const bodyOf = ({ text, blocks }: Post): Body => ({
  text: (text.trim() === '' ? 'Here is the answer.' : text).slice(0, 3_900),
  // Our own types of blocks; Slack's know neither data_table's readonly rows nor data_visualization.
  blocks: blocks as unknown as KnownBlock[],
})

const triesAtMost = 4
const longestWaitMs = 60_000

/** Tries again what Slack was too busy or too broken for. `done` tells whether an attempt succeeded after all. */
export async function untilDone<T>(
  send: () => Promise<T>,
  done: () => Promise<T | null> = async () => null,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send()
    } catch (error) {
      const waitMs = waitBefore(error, tries)
      if (waitMs === null || tries >= triesAtMost) throw error
      await wait(waitMs)
      const found = error instanceof WebAPIRateLimitedError ? null : await done()
      if (found !== null) return found
    }
  }
}

/** How long to wait before the next try; null when there is no sense in one. */
function waitBefore(error: unknown, tries: number): number | null {
  if (error instanceof WebAPIRateLimitedError) {
    const ms = error.retryAfter * 1_000
    return ms > longestWaitMs ? null : ms
  }
  const status = respondStatus(error) ?? 0
  const broken =
    error instanceof WebAPIRequestError ||
    status === 429 ||
    status >= 500 ||
    (error instanceof WebAPIHTTPError && error.statusCode >= 500) ||
    (error instanceof WebAPIPlatformError && busy.has(error.data.error))
  return broken ? 250 * 2 ** tries : null
}

const busy = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'])
