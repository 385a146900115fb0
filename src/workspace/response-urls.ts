import { tellChanged, tellDeleted, tellMessage } from './events.ts'
import { addMessage, changeMessage, findMessage, removeMessage } from './messages.ts'
import type { ReplyAddress, State } from './state.ts'
import type { AnyBlock, Message } from './types.ts'
import { blocksFrom, isRefusal, type Refusal } from './web-api/answers.ts'

const LIVES_MS = 30 * 60_000
const USES = 5
const KEPT = 1_000

/** A `response_url`: the app may answer through it five times within thirty minutes. */
export function issueReplyAddress(state: State, channel: string, user: string, messageTs: string | null): string {
  const token = state.ids.next('R') + crypto.randomUUID()
  const expiresAt = state.now().getTime() + LIVES_MS
  state.replyAddresses.set(token, { channel, user, messageTs, usesLeft: USES, expiresAt })
  for (const old of [...state.replyAddresses.keys()].slice(0, -KEPT)) state.replyAddresses.delete(old)
  return `${state.origin}/api/respond/${token}`
}

type Body = Readonly<Record<string, unknown>>

/** What the app posted to a `response_url`. */
export function answerReply(state: State, token: string, body: Body): Refusal | { readonly ok: true } {
  const address = state.replyAddresses.get(token)
  if (!address || state.now().getTime() > address.expiresAt) return { ok: false, error: 'expired_url' }
  if (address.usesLeft === 0) return { ok: false, error: 'used_url' }
  const blocks = blocksFrom(state, 'message', body.blocks)
  if (isRefusal(blocks)) return blocks
  state.replyAddresses.set(token, { ...address, usesLeft: address.usesLeft - 1 })
  return carryOut(state, address, body, blocks)
}

function carryOut(
  state: State,
  address: ReplyAddress,
  body: Body,
  blocks: readonly AnyBlock[],
): Refusal | { readonly ok: true } {
  const original = address.messageTs ? findMessage(state, address.channel, address.messageTs) : undefined
  if (body.delete_original === true) return original ? deleteOriginal(state, original) : { ok: true }
  if (typeof body.text !== 'string' && blocks.length === 0) return { ok: false, error: 'no_text' }
  if (body.replace_original === true && original) return replaceOriginal(state, original, body, blocks)
  say(state, address.channel, address.user, body, blocks)
  return { ok: true }
}

function deleteOriginal(state: State, original: Message): { readonly ok: true } {
  removeMessage(state, original)
  const channel = state.channels.get(original.channel)
  if (channel) tellDeleted(state, channel, original)
  return { ok: true }
}

function replaceOriginal(
  state: State,
  original: Message,
  body: Body,
  blocks: readonly AnyBlock[],
): { readonly ok: true } {
  const text = typeof body.text === 'string' ? body.text : ''
  const message = changeMessage(state, { ...original, text, blocks, edited: original.ephemeralTo === undefined })
  const channel = state.channels.get(original.channel)
  if (channel) tellChanged(state, channel, message, original)
  return { ok: true }
}

/** A message of the app in answer to a command or click: to the person alone unless it says `in_channel`. */
export function say(state: State, channelId: string, user: string, body: Body, blocks: readonly AnyBlock[]): Message {
  const { text, blocks: _, thread_ts: threadTs, ...options } = body
  const message = addMessage(state, {
    ts: state.ids.ts(),
    channel: channelId,
    user: state.app.userId,
    text: typeof text === 'string' ? text : '',
    blocks,
    files: [],
    edited: false,
    reactions: [],
    options,
    ...(typeof threadTs === 'string' ? { threadTs } : {}),
    ...(body.response_type === 'in_channel' ? {} : { ephemeralTo: user }),
  })
  const channel = state.channels.get(channelId)
  if (channel) tellMessage(state, channel, message)
  return message
}
