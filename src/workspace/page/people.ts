/// <reference lib="dom" />
import type { Channel, PageState, Person } from '../types.ts'
import { h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { current } from './state.ts'

/** The person's direct message with the app. */
export function directChannel(state: PageState): Channel | null {
  return state.channels.find(({ kind, hasApp }) => kind === 'direct' && hasApp) ?? null
}

export function isBot(id: string): boolean {
  return id === current().bot.id
}

/** A person's or the app's name; what the workspace itself says is under its own. */
export function nameOf(id: string): string {
  const { people, bot } = current()
  if (id === bot.id) return bot.name
  if (id === 'USLACKBOT') return 'Workspace'
  return people.find((person) => person.id === id)?.name ?? id
}

export function channelName(id: string): string {
  const channel = current().channels.find((each) => each.id === id)
  if (channel === undefined) return id
  return channel.kind === 'direct' ? current().bot.name : channel.name
}

/** A coloured square: the initials of a person, the sign of the app. */
export function avatar(id: string, size: 'small' | 'normal' | 'large' = 'normal'): VNode {
  if (isBot(id)) return h('span', { class: `avatar avatar-app avatar-${size}`, 'aria-hidden': 'true' }, icon('app'))
  return h('span', { class: `avatar avatar-${tintOf(id)} avatar-${size}`, 'aria-hidden': 'true' }, initials(nameOf(id)))
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('')
}

/** One of six tints, each person's own as long as they stay in the workspace. */
function tintOf(id: string): number {
  const index = current().people.findIndex((person) => person.id === id)
  return (index < 0 ? 5 : index) % 6
}

/** “@Dana Reyes”, marked where it is the reader. */
export function mention(id: string): VNode {
  const me = id === current().me.id
  return h('span', { class: me ? 'mention mention-me' : 'mention' }, `@${nameOf(id)}`)
}

/** The part of a title before the store: “Manager”. */
export function roleOf({ title }: Person): string {
  return title.split('·')[0]?.trim() ?? title
}

/** The part after it: “Lincoln Square”; their whole name where there is none. */
export function placeOf({ title, name }: Person): string {
  return title.split('·').slice(1).join('·').trim() || name
}
