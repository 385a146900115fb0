/// <reference lib="dom" />
import { act, load } from './connection.ts'
import { directChannel } from './people.ts'
import { known, redraw, type Where } from './state.ts'

/** `#U1`, `#U1/C1`, `#U1/C1/1763.42`, `#U1/D1/home`, `#U1/D1/new` */
export function readHash(hash: string): Where {
  const [person = '', channel, last] = hash.replace(/^#/, '').split('/').map(decodeURIComponent)
  return {
    person,
    channel: channel || null,
    tab: last === 'home' ? 'home' : 'messages',
    thread: last === undefined || last === 'home' || last === 'new' ? null : last,
  }
}

function writeHash({ person, channel, tab, thread }: Where): string {
  const last = tab === 'home' ? 'home' : (thread ?? (isDirect(channel) ? 'new' : null))
  return `#${[person, channel, channel === null ? null : last].filter((part) => part !== null).join('/')}`
}

/** Whether a channel is the one with the app. */
export function isDirect(channel: string | null): boolean {
  return known.state?.channels.some(({ id, kind }) => id === channel && kind === 'direct') ?? false
}

/** Goes somewhere else in the workspace; what is not given stays. */
export function go(next: Partial<Where>, how: 'push' | 'replace' = 'push'): void {
  const before = known.where
  known.where = { ...before, ...next }
  known.popup = null
  known.below = null
  const hash = writeHash(known.where)
  if (hash !== location.hash) history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hash)
  arrive(before)
}

/** After the address changed by itself: back, forward, or by hand. */
export function follow(): void {
  const before = known.where
  const next = readHash(location.hash)
  known.where = { ...next, person: next.person || before.person }
  arrive(before)
}

function arrive(before: Where): void {
  const { person, channel, tab } = known.where
  redraw()
  if (person !== before.person) void load(true)
  else if (channel !== before.channel || tab !== before.tab) opened()
}

/** Tells the app that its Home or Messages tab was opened, as Slack does each time. */
export function opened(): void {
  if (isDirect(known.where.channel)) void act({ kind: 'open', tab: known.where.tab })
}

/** Opens a channel; with the app, its latest conversation goes on. */
export function openChannel(id: string, how: 'push' | 'replace' = 'push'): void {
  go({ channel: id, tab: 'messages', thread: isDirect(id) ? latestConversation(id) : null }, how)
}

/** The first message of the conversation with the app that was begun last. */
export function latestConversation(channel: string): string | null {
  const roots = known.state?.messages.filter((message) => message.channel === channel && isRoot(message)) ?? []
  // What only one person sees has no thread to go on in.
  return roots.findLast(({ ephemeralTo }) => ephemeralTo === undefined)?.ts ?? null
}

export function isRoot({ ts, threadTs }: { readonly ts: string; readonly threadTs?: string }): boolean {
  return threadTs === undefined || threadTs === ts
}

/** Becomes somebody else; the channel stays if they are in it too. */
export function become(person: string): void {
  const { where, state } = known
  const channel = state?.channels.find(({ id }) => id === where.channel)
  if (channel !== undefined && channel.kind !== 'direct' && channel.members.includes(person)) go({ person })
  else go({ person, channel: null, thread: null, tab: where.tab })
}

/** Once the state of a new person is here: a place that exists for them. */
export function settle(): void {
  const { where, state, narrow } = known
  if (state === null) return
  const exists = state.channels.some(({ id }) => id === where.channel)
  if (exists && isDirect(where.channel) && /^#[^/]*\/[^/]*$/.test(location.hash))
    openChannel(where.channel ?? '', 'replace')
  if (exists || (where.channel === null && narrow && arrived)) return
  arrived = true
  const direct = directChannel(state)
  const thread = direct === null || where.tab === 'home' ? null : latestConversation(direct.id)
  go({ channel: direct?.id ?? state.channels[0]?.id ?? null, thread }, 'replace')
}

let arrived = false
