/// <reference lib="dom" />
import type { Message, PageState } from '../types.ts'
import { current, known } from './state.ts'
import { isDirect } from './where.ts'

/** The newest message each person has had before them, by channel. */
const seen = new Map<string, string>()

function key(person: string, channel: string): string {
  return `${person} ${channel}`
}

/** What is there when a person first looks is not new to them; what is in the open channel is read. */
export function markSeen(state: PageState): void {
  for (const { id } of state.channels) {
    const place = key(state.me.id, id)
    if (!seen.has(place) || isBefore(id)) seen.set(place, newest(state, id))
  }
}

/** Who looks at the app's Home tab does not see what it writes to them. */
function isBefore(channel: string): boolean {
  const { where } = known
  const isOpen = where.channel === channel && !(isDirect(channel) && where.tab === 'home')
  return isOpen && document.visibilityState === 'visible'
}

function newest({ messages }: PageState, channel: string): string {
  return messages.filter((message) => message.channel === channel).reduce((last, { ts }) => (ts > last ? ts : last), '')
}

/** How many messages of others came since the person last looked into a channel. */
export function unread(channel: string): number {
  const { me, messages } = current()
  const last = seen.get(key(me.id, channel)) ?? ''
  return messages.filter((message) => message.channel === channel && message.user !== me.id && message.ts > last).length
}

/** Those messages of `after` that were not there before. */
export function arrivals(after: PageState, before: PageState | null): readonly Message[] {
  if (before === null || before.me.id !== after.me.id) return []
  const old = new Set(before.messages.map(({ channel, ts }) => `${channel} ${ts}`))
  return after.messages.filter(({ channel, ts, user }) => user !== after.me.id && !old.has(`${channel} ${ts}`))
}
