import { tellChanged, tellDeleted, tellMessage } from '../events.ts'
import { addMessage, changeMessage, findMessage, removeMessage } from '../messages.ts'
import { messagePayload } from '../payloads.ts'
import { placeKey, type State } from '../state.ts'
import { clearStatus } from '../statuses.ts'
import type { AnyBlock, Channel, Message } from '../types.ts'
import { type Answer, blocksFrom, invalidArguments, isRefusal, joinedChannel, type Refusal, refuse } from './answers.ts'
import { type Arguments, jsonOf, textOf, without } from './arguments.ts'
import type { Methods } from './method.ts'

/** Characters of a message's text, new and changed. */
const LONGEST_TEXT = 40_000
const LONGEST_CHANGED_TEXT = 4_000
/** Characters of `markdown_text` in one call. */
export const LONGEST_MARKDOWN = 12_000

const scopes = ['chat:write']

/** Arguments that the message itself has; `team_id` is Bolt's own addition. */
const ELSEWHERE = [
  ...['token', 'team_id', 'channel', 'user', 'thread_ts'],
  ...['text', 'markdown_text', 'blocks', 'metadata', 'chunks'],
]

export const chat: Methods = {
  'chat.postMessage': { scopes, required: ['channel'], run: postMessage },
  'chat.postEphemeral': { scopes, required: ['channel', 'user'], run: postEphemeral },
  'chat.update': { scopes, required: ['channel', 'ts'], run: update },
  'chat.delete': { scopes, required: ['channel', 'ts'], run: remove },
  'chat.getPermalink': { required: ['channel', 'message_ts'], run: permalink },
}

interface Content {
  readonly text: string
  readonly blocks: readonly AnyBlock[]
}

function contentOf(state: State, args: Arguments, longest: number): Content | Refusal {
  if (args.markdown_text !== undefined) return markdownOf(args)
  const text = textOf(args, 'text') ?? ''
  if (text.length > longest) return refuse('msg_too_long')
  const blocks = blocksFrom(state, 'message', args.blocks)
  if (isRefusal(blocks)) return blocks
  return { text, blocks }
}

function markdownOf(args: Arguments): Content | Refusal {
  if (args.text !== undefined || args.blocks !== undefined) return refuse('markdown_text_conflict')
  const text = textOf(args, 'markdown_text') ?? ''
  return text.length > LONGEST_MARKDOWN ? refuse('msg_too_long') : { text, blocks: [{ type: 'markdown', text }] }
}

const isEmpty = ({ text, blocks }: Content): boolean => text.trim() === '' && blocks.length === 0

/** A message of the app's own, before it is put anywhere. */
export function ownMessage(state: State, channel: Channel, content: Content, args: Arguments): Message {
  const threadTs = textOf(args, 'thread_ts')
  const metadata = jsonOf(args, 'metadata')
  return {
    ts: state.ids.ts(),
    channel: channel.id,
    user: state.app.userId,
    ...content,
    files: [],
    edited: false,
    reactions: [],
    options: without(args, ELSEWHERE),
    ...(threadTs ? { threadTs } : {}),
    ...(metadata ? { metadata } : {}),
  }
}

function postMessage(state: State, args: Arguments): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const content = contentOf(state, args, LONGEST_TEXT)
  if (isRefusal(content)) return content
  if (isEmpty(content)) return refuse('no_text')
  const fault = misplaced(args) ?? metadataFault(args)
  if (fault) return fault
  const message = addMessage(state, ownMessage(state, channel, content, args))
  clearStatus(state, channel.id, message.threadTs)
  tellMessage(state, channel, message)
  return { ok: true, channel: channel.id, ts: message.ts, message: withMetadata(state, message) }
}

function misplaced(args: Arguments): Refusal | null {
  const threadTs = textOf(args, 'thread_ts')
  return threadTs === undefined || /^\d{10}\.\d{6}$/.test(threadTs) ? null : refuse('invalid_thread_ts')
}

function metadataFault(args: Arguments): Refusal | null {
  if (args.metadata === undefined) return null
  const metadata = jsonOf(args, 'metadata') as Arguments | null | undefined
  const whole = typeof metadata?.event_type === 'string' && typeof metadata.event_payload === 'object'
  return whole ? null : refuse('invalid_metadata_format')
}

/** As `conversations.replies` shows it when asked for all metadata. */
export function withMetadata(state: State, message: Message): Arguments {
  return { ...messagePayload(state, message), ...(message.metadata ? { metadata: message.metadata } : {}) }
}

function postEphemeral(state: State, args: Arguments): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const user = textOf(args, 'user') ?? ''
  if (!channel.members.includes(user)) return refuse('user_not_in_channel')
  const content = contentOf(state, args, LONGEST_TEXT)
  if (isRefusal(content)) return content
  if (isEmpty(content)) return refuse('no_text')
  const message = addMessage(state, { ...ownMessage(state, channel, content, args), ephemeralTo: user })
  return { ok: true, message_ts: message.ts }
}

function update(state: State, args: Arguments): Answer {
  const found = ownPlace(state, args, { notOwn: 'cant_update_message', streaming: 'streaming_state_conflict' })
  if (isRefusal(found)) return found
  const { channel, message } = found
  const content = contentOf(state, args, LONGEST_CHANGED_TEXT)
  if (isRefusal(content)) return content
  if (args.text === undefined && args.blocks === undefined && args.markdown_text === undefined) return refuse('no_text')
  const blocks = args.blocks === undefined && args.markdown_text === undefined ? message.blocks : content.blocks
  if (isEmpty({ text: content.text, blocks })) return refuse('no_text')
  const metadata = jsonOf(args, 'metadata') ?? message.metadata
  const next = { ...message, text: content.text, blocks, edited: true, ...(metadata ? { metadata } : {}) }
  changeMessage(state, next)
  tellChanged(state, channel, next, message)
  return { ok: true, channel: channel.id, ts: message.ts, text: next.text, message: withMetadata(state, next) }
}

function remove(state: State, args: Arguments): Answer {
  const found = ownPlace(state, args, { notOwn: 'cant_delete_message', streaming: 'cant_delete_message' })
  if (isRefusal(found)) return found
  removeMessage(state, found.message)
  tellDeleted(state, found.channel, found.message)
  return { ok: true, channel: found.channel.id, ts: found.message.ts }
}

interface Place {
  readonly channel: Channel
  readonly message: Message
}

interface PlaceErrors {
  readonly notOwn: string
  readonly streaming: string
}

/** A message that the app itself wrote, for everybody to see, and that is not being streamed. */
function ownPlace(state: State, args: Arguments, errors: PlaceErrors): Place | Refusal {
  const channel = joinedChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const message = findMessage(state, channel.id, textOf(args, 'ts') ?? '')
  if (!message || message.ephemeralTo) return refuse('message_not_found')
  if (message.user !== state.app.userId) return refuse(errors.notOwn)
  const stream = state.streams.get(placeKey(channel.id, message.ts))
  return stream && !stream.ended ? refuse(errors.streaming) : { channel, message }
}

function permalink(state: State, args: Arguments): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const message = findMessage(state, channel.id, textOf(args, 'message_ts') ?? '')
  if (!message || message.ephemeralTo) return refuse('message_not_found')
  if (!state.origin) return invalidArguments('the workspace is not open')
  const path = `${channel.id}/p${message.ts.replace('.', '')}`
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : ''
  return { ok: true, channel: channel.id, permalink: `${state.origin}/archives/${path}${thread}` }
}
