import { deliver } from './deliveries.ts'
import { messagePayload, viewPayload } from './payloads.ts'
import { hears } from './scopes.ts'
import type { EventPayload, State } from './state.ts'
import type { Channel, Message } from './types.ts'

type Event = Readonly<Record<string, unknown>> & { readonly type: string }

/** What the app hears of: who wrote decides whether `redeliver` repeats it. */
export function tell(state: State, channel: Channel | null, events: readonly Event[], byPerson: boolean): void {
  const payloads = events.map((event) => envelopeOf(state, channel, event))
  if (byPerson && payloads.length > 0) state.lastEvents = payloads
  for (const payload of payloads) void deliver(state, payload)
}

function envelopeOf(state: State, channel: Channel | null, event: Event): EventPayload {
  const id = state.ids.next('Ev')
  return {
    token: 'workspace',
    team_id: state.team.id,
    context_team_id: state.team.id,
    context_enterprise_id: null,
    api_app_id: state.app.id,
    event,
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(state.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: state.team.id,
        user_id: state.app.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.shared === true,
    event_context: `4-${id}`,
  }
}

/** A new message: `app_mention` for a mention, and the message itself where the app is subscribed; both may come. */
export function tellMessage(state: State, channel: Channel, message: Message): void {
  if (message.ephemeralTo) return
  const own = message.user === state.app.userId
  const events = [...mentionEvents(state, channel, message), ...messageEvents(state, channel, message)]
  tell(state, channel, events, !own)
}

function mentionEvents(state: State, channel: Channel, message: Message): readonly Event[] {
  if (message.user === state.app.userId || !message.text.includes(`<@${state.app.userId}>`)) return []
  if (channel.kind === 'direct' || !channel.hasApp || !hears(state.manifest, 'app_mention')) return []
  return [{ ...messageEvent(state, channel, message), type: 'app_mention' }]
}

function messageEvents(state: State, channel: Channel, message: Message): readonly Event[] {
  if (!hearsMessages(state, channel)) return []
  const subtype = message.files.length > 0 ? { subtype: 'file_share' } : {}
  return [{ ...messageEvent(state, channel, message), type: 'message', channel_type: channelType(channel), ...subtype }]
}

function messageEvent(state: State, channel: Channel, message: Message): Record<string, unknown> {
  return { ...messagePayload(state, message), channel: channel.id, event_ts: message.ts }
}

const EVENTS = { public: 'message.channels', private: 'message.groups', direct: 'message.im' } as const

function hearsMessages(state: State, channel: Channel): boolean {
  return channel.hasApp && hears(state.manifest, EVENTS[channel.kind])
}

const channelType = ({ kind }: Channel): string => ({ public: 'channel', private: 'group', direct: 'im' })[kind]

export function tellChanged(state: State, channel: Channel, message: Message, previous: Message): void {
  if (message.ephemeralTo || !hearsMessages(state, channel)) return
  const ts = state.ids.ts()
  const event = {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: channel.id,
    channel_type: channelType(channel),
    message: messagePayload(state, message),
    previous_message: messagePayload(state, previous),
    ts,
    event_ts: ts,
  }
  tell(state, channel, [event], message.user !== state.app.userId)
}

export function tellDeleted(state: State, channel: Channel, previous: Message): void {
  if (previous.ephemeralTo || !hearsMessages(state, channel)) return
  const ts = state.ids.ts()
  const event = {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    channel: channel.id,
    channel_type: channelType(channel),
    deleted_ts: previous.ts,
    previous_message: messagePayload(state, previous),
    ts,
    event_ts: ts,
  }
  tell(state, channel, [event], previous.user !== state.app.userId)
}

/** Somebody opened the app; the Home tab comes along once it was published. */
export function tellHomeOpened(state: State, user: string, channel: string, tab: 'home' | 'messages'): void {
  if (!hears(state.manifest, 'app_home_opened')) return
  const home = state.homes.get(user)
  const view = tab === 'home' && home ? { view: viewPayload(state, home) } : {}
  const event = { type: 'app_home_opened', user, channel, tab, event_ts: state.ids.ts(), ...view }
  tell(state, null, [event], true)
}

export function tellJoined(state: State, channel: Channel, user: string, inviter: string): void {
  if (!channel.hasApp || !hears(state.manifest, 'member_joined_channel')) return
  const kind = channel.kind === 'private' ? 'G' : 'C'
  const place = { channel: channel.id, channel_type: kind, team: state.team.id }
  tell(state, channel, [{ type: 'member_joined_channel', user, inviter, ...place, event_ts: state.ids.ts() }], true)
}
