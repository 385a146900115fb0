import { changed, placeKey, type State } from './state.ts'
import type { Message } from './types.ts'

/** Older messages of a channel are forgotten. */
export const KEPT_MESSAGES = 2_000

export function messagesOf(state: State, channel: string): readonly Message[] {
  return state.messages.get(channel) ?? []
}

export function findMessage(state: State, channel: string, ts: string): Message | undefined {
  return messagesOf(state, channel).find((message) => message.ts === ts)
}

/** A thread as it is read: the message that began it, then the answers. */
export function threadOf(state: State, channel: string, threadTs: string): readonly Message[] {
  return messagesOf(state, channel).filter((message) => message.ts === threadTs || message.threadTs === threadTs)
}

export function addMessage(state: State, message: Message): Message {
  if (message.threadTs && message.threadTs !== message.ts) markRoot(state, message.channel, message.threadTs)
  keep(state, message.channel, [...messagesOf(state, message.channel), message])
  changed(state)
  return message
}

function markRoot(state: State, channel: string, ts: string): void {
  const root = findMessage(state, channel, ts)
  if (root && !root.threadTs) replace(state, { ...root, threadTs: ts })
}

export function changeMessage(state: State, message: Message): Message {
  replace(state, message)
  changed(state)
  return message
}

/** Takes a message away; one that has answers leaves a stone where it was, as in Slack. */
export function removeMessage(state: State, message: Message): void {
  const answered = messagesOf(state, message.channel).some(
    (other) => other.threadTs === message.ts && other.ts !== message.ts && !other.ephemeralTo,
  )
  if (answered) replace(state, tombstone(message))
  else
    keep(
      state,
      message.channel,
      messagesOf(state, message.channel).filter(({ ts }) => ts !== message.ts),
    )
  state.streams.delete(placeKey(message.channel, message.ts))
  changed(state)
}

function tombstone({ ts, channel }: Message): Message {
  const text = 'This message was deleted.'
  const nothing = { blocks: [], files: [], reactions: [], options: {}, edited: false }
  return { ts, channel, threadTs: ts, user: 'USLACKBOT', text, ...nothing }
}

function replace(state: State, message: Message): void {
  const others = messagesOf(state, message.channel)
  state.messages.set(
    message.channel,
    others.map((other) => (other.ts === message.ts ? message : other)),
  )
}

function keep(state: State, channel: string, messages: readonly Message[]): void {
  for (const { ts } of messages.slice(0, -KEPT_MESSAGES)) state.streams.delete(placeKey(channel, ts))
  state.messages.set(channel, messages.slice(-KEPT_MESSAGES))
}
