import { messagesOf, threadOf } from '../messages.ts'
import { messagePayload } from '../payloads.ts'
import { channelScope } from '../scopes.ts'
import type { State } from '../state.ts'
import type { Channel, Message } from '../types.ts'
import {
  type Answer,
  directOf,
  invalidArguments,
  isRefusal,
  lacking,
  type Refusal,
  readableChannel,
  refuse,
  visibleChannel,
} from './answers.ts'
import { type Arguments, flagOf, textOf } from './arguments.ts'
import { withMetadata } from './chat.ts'
import type { Methods } from './method.ts'
import { pageOf } from './pages.ts'

export const conversations: Methods = {
  'conversations.info': { required: ['channel'], run: info },
  'conversations.open': { scopes: ['im:write'], run: open },
  'conversations.list': { scopes: ['channels:read', 'groups:read', 'im:read'], run: list },
  'conversations.members': { required: ['channel'], run: members },
  'conversations.history': { required: ['channel'], run: history },
  'conversations.replies': { required: ['channel', 'ts'], run: replies },
}

/** A channel as Slack describes it. */
export function channelPayload(state: State, channel: Channel): Record<string, unknown> {
  const direct = channel.kind === 'direct'
  return {
    id: channel.id,
    ...(direct ? { user: channel.members[0] } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: direct,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: false,
    is_general: channel.name === 'general',
    is_member: channel.hasApp,
    is_shared: channel.shared === true,
    is_ext_shared: channel.shared === true,
    is_org_shared: false,
    context_team_id: state.team.id,
    num_members: channel.members.length + (channel.hasApp ? 1 : 0),
  }
}

function seen(state: State, args: Arguments): Channel | Refusal {
  const channel = visibleChannel(state, textOf(args, 'channel'))
  return isRefusal(channel) ? channel : (lacking(state, channelScope(channel, 'read')) ?? channel)
}

function info(state: State, args: Arguments): Answer {
  const channel = seen(state, args)
  return isRefusal(channel) ? channel : { ok: true, channel: channelPayload(state, channel) }
}

function open(state: State, args: Arguments): Answer {
  const ids = textOf(args, 'users')?.split(',') ?? []
  const known = textOf(args, 'channel')
  if (ids.length !== 1 && !known) return invalidArguments('one user, or the channel')
  const channel = known ? state.channels.get(known) : directOf(state, ids[0] ?? '')
  if (!channel) return refuse(known ? 'channel_not_found' : 'user_not_found')
  return { ok: true, no_op: true, already_open: true, channel: { id: channel.id } }
}

const TYPES = { public: 'public_channel', private: 'private_channel', direct: 'im' } as const

/** The channels of the kinds that were asked for; public ones unless said. */
export function ofKinds(state: State, args: Arguments): readonly Channel[] {
  const types = (textOf(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim())
  return [...state.channels.values()].filter(
    ({ kind, hasApp }) => types.includes(TYPES[kind]) && (kind === 'public' || hasApp),
  )
}

function list(state: State, args: Arguments): Answer {
  const asked = ofKinds(state, args)
  const lack = asked.map((channel) => lacking(state, channelScope(channel, 'read'))).find((refusal) => refusal !== null)
  if (lack) return lack
  const page = pageOf(asked, args, 100)
  const channels = page.items.map((channel) => channelPayload(state, channel))
  return { ok: true, channels, response_metadata: page.response_metadata }
}

function members(state: State, args: Arguments): Answer {
  const channel = seen(state, args)
  if (isRefusal(channel)) return channel
  const page = pageOf(channel.hasApp ? [...channel.members, state.app.userId] : channel.members, args, 100)
  return { ok: true, members: page.items, response_metadata: page.response_metadata }
}

/** The newest first, without answers in threads. */
function history(state: State, args: Arguments): Answer {
  const channel = readableChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const roots = messagesOf(state, channel.id).filter(({ ts, threadTs }) => !threadTs || threadTs === ts)
  return listed(state, args, within(roots, args).toReversed())
}

/** The oldest first, the message that began the thread always among them. */
function replies(state: State, args: Arguments): Answer {
  const channel = readableChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const ts = textOf(args, 'ts') ?? ''
  const asked = messagesOf(state, channel.id).find((message) => message.ts === ts && !message.ephemeralTo)
  if (!asked) return refuse('thread_not_found')
  const thread = threadOf(state, channel.id, asked.threadTs ?? ts)
  const root = thread.filter((message) => message.ts === (asked.threadTs ?? ts))
  const answers = thread.filter((message) => message.ts !== (asked.threadTs ?? ts))
  return listed(state, args, [...root, ...within(answers, args)])
}

function within(messages: readonly Message[], args: Arguments): readonly Message[] {
  const oldest = textOf(args, 'oldest') ?? '0'
  const latest = textOf(args, 'latest') ?? '9999999999'
  const inclusive = flagOf(args, 'inclusive')
  return messages.filter(({ ts }) => {
    if (ts === oldest || ts === latest) return inclusive
    return ts > oldest && ts < latest
  })
}

function listed(state: State, args: Arguments, messages: readonly Message[]): Answer {
  const page = pageOf(
    messages.filter(({ ephemeralTo }) => !ephemeralTo),
    args,
    100,
  )
  const written = page.items.map((message) =>
    flagOf(args, 'include_all_metadata') ? withMetadata(state, message) : messagePayload(state, message),
  )
  return { ok: true, messages: written, has_more: page.hasMore, response_metadata: page.response_metadata }
}
