/// <reference lib="dom" />
import type { Channel, PageState } from '../types.ts'
import { composer } from './composer.ts'
import { conversation } from './conversation.ts'
import { type Child, h, type VNode } from './h.ts'
import { home } from './home.ts'
import { icon } from './icons.ts'
import { statusLine, withDays } from './messages.ts'
import { avatar, nameOf } from './people.ts'
import { presence } from './sidebar.ts'
import { current, known } from './state.ts'
import { unread } from './unread.ts'
import { go, isRoot, latestConversation } from './where.ts'

/** The pane in the middle: a channel, or the app with its two tabs. */
export function channelPane(): VNode {
  const state = current()
  const channel = state.channels.find(({ id }) => id === known.where.channel)
  if (channel === undefined)
    return h('main', { class: 'main', key: 'none' }, h('p', { class: 'empty' }, 'Choose a channel.'))
  const direct = channel.kind === 'direct'
  return h(
    'main',
    {
      class: 'main',
      key: `main:${channel.id}`,
      'aria-label': direct ? state.bot.name : channel.name,
      'data-region': true,
    },
    head(channel),
    direct && tabs(channel),
    banner(state),
    direct ? (known.where.tab === 'home' ? home() : conversation(channel)) : messages(channel),
  )
}

function head(channel: Channel): VNode {
  const { bot } = current()
  const direct = channel.kind === 'direct'
  const sign = direct ? avatar(bot.id, 'small') : icon(channel.kind === 'private' ? 'lock' : 'hash')
  return h(
    'header',
    { class: 'pane-head' },
    known.narrow &&
      h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': 'Back to the channels',
          onclick: () => go({ channel: null, thread: null }),
        },
        icon('back'),
      ),
    h(
      'div',
      { class: 'pane-title' },
      h('h1', {}, sign, direct ? bot.name : channel.name),
      direct ? presence() : h('span', { class: 'pane-subtitle' }, membersText(channel)),
    ),
  )
}

function membersText({ members, hasApp }: Channel): string {
  const people = `${members.length} ${members.length === 1 ? 'person' : 'people'}`
  return hasApp ? `${people} and ${current().bot.name}` : people
}

function tabs(channel: Channel): VNode {
  const news = unread(channel.id)
  const tab = (name: 'home' | 'messages', text: string, after?: Child) => {
    const selected = known.where.tab === name
    const thread = name === 'home' ? null : latestConversation(channel.id)
    const props = { role: 'tab', type: 'button', 'aria-selected': String(selected), tabindex: selected ? '0' : '-1' }
    return h('button', { class: 'tab', ...props, onclick: () => go({ tab: name, thread }) }, text, after)
  }
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': 'The app' },
    tab('home', 'Home'),
    tab('messages', 'Messages', news > 0 && h('span', { class: 'count', 'aria-label': `${news} new` }, news)),
  )
}

function banner({ bot }: PageState): Child {
  const text = !known.online
    ? 'The workspace does not answer. It is being tried again.'
    : !bot.connected
      ? `${bot.name} is not connected, so nobody answers yet. It comes back by itself.`
      : null
  return text !== null && h('div', { class: 'banner', role: 'status', key: 'banner' }, icon('warning'), text)
}

function messages(channel: Channel): Child {
  const list = current().messages.filter((message) => message.channel === channel.id && isRoot(message))
  return [
    h(
      'div',
      { class: 'messages scroll', key: `list:${channel.id}`, 'data-scroll': true },
      h(
        'div',
        { class: 'beginning', key: 'beginning' },
        h('h2', {}, channel.kind === 'private' ? icon('lock') : '# ', channel.name),
        h('p', {}, beginning(channel)),
      ),
      withDays(list, 'channel'),
      statusLine(channel.id, ''),
    ),
    composer({
      key: `${known.where.person}:${channel.id}`,
      channel: channel.id,
      threadTs: null,
      slash: true,
      placeholder: `Message #${channel.name}`,
    }),
  ]
}

function beginning({ members, hasApp, shared }: Channel): string {
  const { bot } = current()
  const names = members.map(nameOf).join(', ')
  const app = hasApp ? ` Mention @${bot.name} to ask it something here.` : ` ${bot.name} is not in this channel.`
  return `This is where ${names} talk.${shared === true ? ' The channel is shared with another organisation.' : ''}${app}`
}
