import type { BlockAction, RespondFn } from '@slack/bolt'
import type { Asker } from '../../access/asker.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { type AnswerRow, stateOf } from '../answers.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { type Out, replacing, responding } from '../out.ts'
import { type Place, placeOf } from '../places.ts'
import { always, answerStamp, type Posted, postMessage, postPrivately, type Rendering, respondWith } from '../post.ts'

/** A click on something of an answer, by somebody whose rights of now are known. */
export interface Click {
  readonly bot: Bot
  readonly claim: Claim
  readonly row: AnswerRow
  readonly user: string
  readonly asker: Asker
  /** The message that was clicked; null when only one person sees it. */
  readonly message: Posted | null
  readonly respond: RespondFn
  readonly triggerId: string
}

/** The clicked message; null for an ephemeral one, which can be changed through the click's address alone. */
export function clickedMessage(body: BlockAction): Posted | null {
  const { container, channel, message } = body
  const ephemeral = container.is_ephemeral === true || (message && 'is_ephemeral' in message)
  const id: string | undefined = channel?.id ?? container.channel_id
  const ts: string | undefined = message?.ts ?? container.message_ts
  return ephemeral || id === undefined || ts === undefined ? null : { channel: id, ts }
}

/**
 * Whether that answer is shown where it was clicked, to that person: what a button carries is compared with where it is,
 * so that no click reaches an answer of another conversation, or what somebody else alone was shown.
 */
export function isShownThere(row: AnswerRow, { channel, container, user }: BlockAction): boolean {
  const where: unknown = channel?.id ?? container.channel_id
  return row.channel === where && (!stateOf(row).ephemeral || row.asked_by === user.id)
}

export const tooOld = 'This answer is too old for that, or it was deleted. Ask again.'

/** Where answers to the click go: into the thread, or to the clicker alone when the clicked one was theirs alone. */
export function placeOfClick({ row, message, user, respond }: Click): Place {
  if (stateOf(row).ephemeral || message === null) return { kind: 'private', channel: row.channel, user, respond }
  return placeOf(message.channel, row.thread_ts ?? message.ts)
}

/** Into the clicked message. */
export const intoMessage = ({ bot, message, respond }: Click): Out =>
  message === null ? responding(bot, respond, true) : replacing(bot, message)

/** To the clicker alone, beside the message; in a direct message everything is. */
export async function toClicker(click: Click, rendering: Rendering): Promise<void> {
  const { bot, row, user, claim } = click
  const place = placeOfClick(click)
  switch (place.kind) {
    case 'private':
      return respondWith(bot, click.respond, rendering)
    case 'channel':
      // Not below a message without replies: Slack shows nobody what only one person may see there.
      return postPrivately(bot, { channel: place.channel, threadTs: row.thread_ts }, user, rendering)
    case 'direct':
      return void (await postMessage(bot, place, rendering, answerStamp(`${claim.key}:told`)))
    default:
      return place satisfies never
  }
}

export const tellClicker = (click: Click, sentence: string): Promise<void> =>
  toClicker(click, always(noticePost(sentence)))
