/// <reference lib="dom" />
import type { Channel, Person } from '../types.ts'
import { type Child, h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { avatar, directChannel, placeOf, roleOf } from './people.ts'
import { isOpen, menu, popup, togglePopup } from './popup.ts'
import { current, known } from './state.ts'
import { themeSwitch } from './theme.ts'
import { unread } from './unread.ts'
import { become, openChannel } from './where.ts'

/** The workspace's channels, its app, and who one is at the moment. */
export function sidebar(): VNode {
  const { team, channels } = current()
  const open = channels.filter(({ kind }) => kind !== 'direct')
  return h(
    'nav',
    { class: 'sidebar', 'aria-label': 'Channels', 'data-region': true, key: 'sidebar' },
    h(
      'div',
      { class: 'sidebar-head' },
      h('div', {}, h('div', { class: 'team' }, team.name), h('div', { class: 'team-kind' }, 'Workspace')),
      themeSwitch(),
    ),
    h(
      'div',
      { class: 'channel-list' },
      heading('Channels'),
      open.map((channel) => channelLink(channel, icon(channel.kind === 'private' ? 'lock' : 'hash'), channel.name)),
      heading('Apps'),
      appLink(),
    ),
    personSwitch(),
  )
}

function heading(text: string): VNode {
  return h('h2', { class: 'sidebar-heading' }, text)
}

function channelLink({ id, shared }: Channel, sign: Child, name: string, after?: Child): VNode {
  const count = unread(id)
  const here = known.where.channel === id
  return h(
    'button',
    {
      class: `channel-link${here ? ' here' : ''}${count > 0 ? ' unread' : ''}`,
      type: 'button',
      key: id,
      'aria-current': here ? 'page' : undefined,
      onclick: () => openChannel(id),
    },
    sign,
    h('span', { class: 'channel-name' }, name),
    shared === true && h('span', { class: 'shared', title: 'Shared with another organisation' }, 'shared'),
    after,
    count > 0 && h('span', { class: 'count', 'aria-label': `${count} new` }, count),
  )
}

function appLink(): Child {
  const { bot } = current()
  const direct = directChannel(current())
  if (direct === null) return null
  return channelLink(direct, avatar(bot.id, 'small'), bot.name, presence())
}

/** Whether the app is there to answer. */
export function presence(): VNode {
  const { bot } = current()
  const connected = bot.connected && known.online
  const label = connected ? `${bot.name} is connected` : `${bot.name} is not connected`
  return h('span', { class: connected ? 'dot on' : 'dot', role: 'img', 'aria-label': label, title: label })
}

function personSwitch(): VNode {
  const { me, people } = current()
  popup('person', () => menu('Look as somebody else', people.map(personItem), 'Try it as'))
  const label = `You are ${me.name}, ${me.title}. Change person`
  const open = { 'aria-haspopup': 'menu', 'aria-expanded': String(isOpen('person')), 'aria-label': label }
  return h(
    'button',
    { class: 'person-switch', type: 'button', 'data-anchor': 'person', onclick: () => togglePopup('person'), ...open },
    avatar(me.id),
    h(
      'span',
      { class: 'person-text' },
      h('span', { class: 'person-name' }, 'You are ', h('b', {}, `${me.name.split(' ')[0]} · ${roleOf(me)}`)),
      h('span', { class: 'person-title' }, placeOf(me)),
    ),
    icon('up'),
  )
}

function personItem(person: Person): Parameters<typeof menu>[1][number] {
  const state = person.deactivated ? ' · deactivated' : person.guest ? ' · guest' : ''
  return {
    label: person.name,
    detail: `${person.title}${state}`,
    before: avatar(person.id),
    checked: person.id === current().me.id,
    choose: () => become(person.id),
  }
}
