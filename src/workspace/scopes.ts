import type { Manifest } from './manifest.ts'
import type { Channel } from './types.ts'

/** Each list is “one of these is enough”; the first is the one that Slack names as needed. */
export type Scopes = readonly string[]

export function holdsOne(manifest: Manifest, scopes: Scopes): boolean {
  return scopes.length === 0 || scopes.some((scope) => manifest.scopes.includes(scope))
}

const FAMILIES = { public: 'channels', private: 'groups', direct: 'im' } as const

/** What looking at a channel, or reading its messages, needs: `channels:read`, `groups:history` … */
export function channelScope(channel: Channel, right: 'read' | 'history' | 'write'): Scopes {
  return [`${FAMILIES[channel.kind]}:${right}`]
}

const EVENT_SCOPES: Readonly<Record<string, Scopes>> = {
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  member_joined_channel: ['channels:read', 'groups:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
}

/** Whether the app hears of an event: it subscribes to it and holds the scope that the event needs. */
export function hears(manifest: Manifest, event: string): boolean {
  return manifest.events.includes(event) && holdsOne(manifest, EVENT_SCOPES[event] ?? [])
}
