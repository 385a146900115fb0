import { faultsOf } from '../../present/blocks/validate.ts'
import { tellChanged, tellMessage } from '../events.ts'
import { addMessage, changeMessage, findMessage } from '../messages.ts'
import { placeKey, type State, type Stream } from '../state.ts'
import { clearStatus } from '../statuses.ts'
import type { AnyBlock, Channel, Message, StreamTask } from '../types.ts'
import { type Answer, blocksFrom, invalidBlocks, isRefusal, joinedChannel, type Refusal, refuse } from './answers.ts'
import { type Arguments, jsonOf, textOf } from './arguments.ts'
import { LONGEST_MARKDOWN, ownMessage, withMetadata } from './chat.ts'
import type { Methods } from './method.ts'

const scopes = ['chat:write']

/** Slack ends a stream that was not stopped after five minutes, however often it was fed. */
const LIVES_MS = 5 * 60_000
/** Characters of a task's title. */
const LONGEST_TITLE = 256
const MOST_BLOCKS = 50

export const streams: Methods = {
  'chat.startStream': { scopes, required: ['channel', 'thread_ts'], run: start },
  'chat.appendStream': { scopes, required: ['channel', 'ts'], run: append },
  'chat.stopStream': { scopes, required: ['channel', 'ts'], run: stop },
}

/** begun → fed → stopped, or ended by itself; after that it takes no more. */
function start(state: State, args: Arguments): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const fault = recipientFault(channel, args)
  if (fault) return fault
  const stream = fed(state, { text: '', blocks: [], tasks: [], begunAt: state.now().getTime(), ended: false }, args)
  if (isRefusal(stream)) return stream
  const message = ownMessage(state, channel, { text: stream.text, blocks: shownBlocks(stream) }, args)
  clearStatus(state, channel.id, message.threadTs)
  state.streams.set(placeKey(channel.id, message.ts), stream)
  addMessage(state, { ...message, streaming: stream.tasks })
  tellMessage(state, channel, message)
  return { ok: true, channel: channel.id, ts: message.ts }
}

function recipientFault(channel: Channel, args: Arguments): Refusal | null {
  if (channel.kind === 'direct') return null
  if (!textOf(args, 'recipient_team_id')) return refuse('missing_recipient_team_id')
  return textOf(args, 'recipient_user_id') ? null : refuse('missing_recipient_user_id')
}

function append(state: State, args: Arguments): Answer {
  const found = running(state, args)
  if (isRefusal(found)) return found
  if (!args.markdown_text && !args.chunks) return refuse('no_text')
  const stream = fed(state, found.stream, args)
  if (isRefusal(stream)) return stream
  show(state, found.message, stream)
  return { ok: true, channel: found.channel.id, ts: found.message.ts }
}

function stop(state: State, args: Arguments): Answer {
  const found = running(state, args)
  if (isRefusal(found)) return found
  const stream = fed(state, found.stream, args)
  if (isRefusal(stream)) return stream
  const last = blocksFrom(state, 'message', args.blocks)
  if (isRefusal(last)) return last
  const clash = clashOf([...stream.blocks, ...last])
  if (clash) return clash
  const metadata = jsonOf(args, 'metadata') ?? found.message.metadata
  const message = ended(state, found.message, stream, last, metadata)
  tellChanged(state, found.channel, message, found.message)
  return { ok: true, channel: found.channel.id, ts: message.ts, message: withMetadata(state, message) }
}

/** What is wrong between blocks that came in several calls; their number is each call's own matter. */
function clashOf(blocks: readonly AnyBlock[]): Refusal | null {
  const faults = faultsOf('message', blocks).filter(({ pointer }) => pointer !== '/blocks')
  return faults.length > 0 ? invalidBlocks(faults) : null
}

function ended(
  state: State,
  { streaming: _, ...message }: Message,
  stream: Stream,
  last: readonly AnyBlock[],
  metadata?: unknown,
): Message {
  state.streams.set(placeKey(message.channel, message.ts), { ...stream, ended: true })
  const blocks = [...shownBlocks(stream), ...last]
  return changeMessage(state, { ...message, text: stream.text, blocks, ...(metadata ? { metadata } : {}) })
}

/** Ends a stream as Slack does when its time is over: what it said stays. */
export function expireStream(state: State, channel: string, ts: string): void {
  const message = findMessage(state, channel, ts)
  const stream = state.streams.get(placeKey(channel, ts))
  if (message && stream && !stream.ended) ended(state, message, stream, [])
}

interface Running {
  readonly channel: Channel
  readonly message: Message
  readonly stream: Stream
}

function running(state: State, args: Arguments): Running | Refusal {
  const channel = joinedChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const message = findMessage(state, channel.id, textOf(args, 'ts') ?? '')
  if (!message) return refuse('message_not_found')
  if (message.user !== state.app.userId) return refuse('message_not_owned_by_app')
  const stream = state.streams.get(placeKey(channel.id, message.ts))
  if (stream && state.now().getTime() - stream.begunAt > LIVES_MS) expireStream(state, channel.id, message.ts)
  const current = state.streams.get(placeKey(channel.id, message.ts))
  return current && !current.ended ? { channel, message, stream: current } : refuse('message_not_in_streaming_state')
}

function show(state: State, message: Message, stream: Stream): void {
  state.streams.set(placeKey(message.channel, message.ts), stream)
  changeMessage(state, { ...message, text: stream.text, blocks: shownBlocks(stream), streaming: stream.tasks })
}

/** Words and blocks in one message: the words come first. */
function shownBlocks({ text, blocks }: Stream): readonly AnyBlock[] {
  return text !== '' && blocks.length > 0 ? [{ type: 'markdown', text }, ...blocks] : blocks
}

/** The stream after the chunks of one call. */
function fed(state: State, stream: Stream, args: Arguments): Stream | Refusal {
  const markdown = textOf(args, 'markdown_text') ?? ''
  if (markdown.length > LONGEST_MARKDOWN) return refuse('msg_too_long')
  const chunks = args.chunks === undefined ? [] : jsonOf(args, 'chunks')
  if (!Array.isArray(chunks)) return refuse('invalid_chunks')
  const begin: Stream | Refusal = { ...stream, text: stream.text + markdown }
  return chunks.reduce<Stream | Refusal>((so, chunk) => (isRefusal(so) ? so : withChunk(state, so, chunk)), begin)
}

function withChunk(state: State, stream: Stream, chunk: Arguments): Stream | Refusal {
  switch (chunk?.type) {
    case 'markdown_text':
      return { ...stream, text: stream.text + String(chunk.text ?? '') }
    case 'task_update':
      return withTask(stream, chunk)
    case 'plan_update':
      return typeof chunk.title === 'string' ? stream : refuse('invalid_chunks')
    case 'blocks':
      return withBlocks(state, stream, chunk)
    default:
      return refuse('invalid_chunks')
  }
}

const STATUSES: readonly unknown[] = ['pending', 'in_progress', 'complete', 'error']

/** A task's title and status replace the earlier ones; its details are added to them. */
function withTask(stream: Stream, chunk: Arguments): Stream | Refusal {
  if (typeof chunk.id !== 'string' || !STATUSES.includes(chunk.status)) return refuse('invalid_chunks')
  const before = stream.tasks.find(({ id }) => id === chunk.id)
  const title = typeof chunk.title === 'string' ? chunk.title : before?.title
  if (title === undefined || title.length > LONGEST_TITLE) return refuse('invalid_chunks')
  const details = [before?.details, chunk.details].filter((text) => typeof text === 'string').join('')
  const task: StreamTask = {
    id: chunk.id,
    title,
    status: chunk.status as StreamTask['status'],
    ...(details ? { details } : {}),
  }
  const tasks = before ? stream.tasks.map((other) => (other.id === task.id ? task : other)) : [...stream.tasks, task]
  return { ...stream, tasks }
}

function withBlocks(state: State, stream: Stream, chunk: Arguments): Stream | Refusal {
  const blocks = blocksFrom(state, 'message', chunk.blocks)
  if (isRefusal(blocks)) return blocks
  const all = [...stream.blocks, ...blocks]
  return all.length > MOST_BLOCKS ? refuse('invalid_blocks') : { ...stream, blocks: all }
}
