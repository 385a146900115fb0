/// <reference lib="dom" />
import type { Message, SharedFile } from '../types.ts'
import { drawBlocks } from './blocks/block.ts'
import { emojiOf } from './blocks/emoji.ts'
import { markdown } from './blocks/markdown.ts'
import { tasks } from './blocks/stream.ts'
import { mrkdwn } from './blocks/text.ts'
import { act } from './connection.ts'
import { dayName, dayOf, inFull, lately, momentOf, timeOf } from './dates.ts'
import { editor } from './editor.ts'
import { type Child, h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { avatar, isBot, nameOf } from './people.ts'
import { isOpen, type MenuItem, menu, popup, togglePopup } from './popup.ts'
import { ask, contentStamp, current, known, redraw } from './state.ts'
import { go, isRoot } from './where.ts'

/** Where a list of messages stands; in a thread nobody opens threads. */
export type Pane = 'channel' | 'thread' | 'conversation'

export function threadOf(channel: string, threadTs: string): readonly Message[] {
  return current().messages.filter((each) => each.channel === channel && !isRoot(each) && each.threadTs === threadTs)
}

/** Messages under the names of their days. */
export function withDays(messages: readonly Message[], pane: Pane, after?: (message: Message) => Child): Child {
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const day = dayOf(momentOf(message.ts))
    const newDay = before === undefined || dayOf(momentOf(before.ts)) !== day
    return [
      newDay && pane !== 'thread' && daySeparator(message, day),
      drawMessage(message, pane, !newDay && continues(before, message), index === messages.length - 1),
      after?.(message),
    ]
  })
}

function daySeparator({ ts }: Message, day: string): VNode {
  return h('div', { class: 'day', key: `day:${day}`, role: 'separator' }, h('span', {}, dayName(momentOf(ts))))
}

const fiveMinutes = 300

/** Whether one message goes on where the one before ended: the same person, shortly after. */
function continues(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    before.user === message.user &&
    before.ephemeralTo === message.ephemeralTo &&
    threadOf(before.channel, before.ts).length === 0 &&
    Number(message.ts) - Number(before.ts) < fiveMinutes
  )
}

/** `last` is where the Tab key enters the list; the arrow keys go on from there. */
export function drawMessage(message: Message, pane: Pane, compact: boolean, last = false): VNode {
  const { ts, user, ephemeralTo, channel } = message
  const kinds = [compact && 'compact', ephemeralTo !== undefined && 'ephemeral', isBot(user) && 'from-app']
  return h(
    'article',
    {
      class: ['message', ...kinds].filter(Boolean).join(' '),
      key: `${channel}:${ts}`,
      tabindex: last ? '0' : '-1',
      'data-ts': ts,
      'aria-label': `${nameOf(user)}, ${lately(momentOf(ts))}`,
    },
    compact
      ? h('time', { class: 'compact-time', 'aria-hidden': 'true' }, timeOf(momentOf(ts)).replace(/ [AP]M/, ''))
      : avatar(user),
    h(
      'div',
      { class: 'message-body' },
      ephemeralTo !== undefined && onlyYou(),
      !compact && byline(message),
      content(message),
      pane === 'channel' && replies(message),
    ),
    known.editing === keyOf(message) ? null : toolbar(message, pane),
  )
}

function keyOf({ channel, ts }: Message): string {
  return `${channel}:${ts}`
}

function onlyYou(): VNode {
  return h('div', { class: 'only-you' }, icon('eye'), 'Only visible to you')
}

function byline({ user, ts }: Message): VNode {
  const at = momentOf(ts)
  return h(
    'div',
    { class: 'byline' },
    h('span', { class: 'author' }, nameOf(user)),
    isBot(user) && h('span', { class: 'app-badge' }, 'APP'),
    h('time', { class: 'time', title: inFull(at), datetime: at.toISOString() }, timeOf(at)),
  )
}

const drawn = new WeakMap<Message, { readonly stamp: number; readonly content: VNode }>()

/** What a message says; drawn once as long as nothing about it changes. An open menu may belong to it, so then anew. */
function content(message: Message): VNode {
  const before = drawn.get(message)
  if (before?.stamp === contentStamp() && known.popup === null) return before.content
  const content = h('div', { class: 'message-content' }, drawContent(message))
  drawn.set(message, { stamp: contentStamp(), content })
  return content
}

function drawContent(message: Message): Child {
  if (known.editing === keyOf(message)) return editor(message)
  const { channel, ts, user, text, blocks, files, streaming, edited } = message
  const written = streaming === undefined ? mrkdwn(text) : markdown(text)
  const mark = edited && !isBot(user) && h('span', { class: 'edited' }, ' (edited)')
  const words = text !== '' && h('div', { class: 'text' }, written, mark)
  return [
    streaming !== undefined && tasks(streaming),
    blocks.length === 0 ? words : [drawBlocks({ kind: 'message', channel, ts }, blocks), mark],
    files.map(file),
    reactions(message),
  ]
}

function file({ id, name, title, size, path, mimeType }: SharedFile): VNode {
  const href = `${path}?user=${encodeURIComponent(known.where.person)}`
  return h(
    'a',
    { class: 'file', key: id, href, download: name },
    h('span', { class: 'file-sign' }, icon('file')),
    h(
      'span',
      { class: 'file-text' },
      h('span', { class: 'file-name' }, title || name),
      h('span', { class: 'file-size' }, `${kindOf(name, mimeType)} · ${sizeText(size)}`),
    ),
    icon('download', 'Download'),
  )
}

function kindOf(name: string, mimeType: string): string {
  return name.includes('.') ? (name.split('.').at(-1) ?? '').toUpperCase() : mimeType
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`
}

function reactions({ reactions }: Message): Child {
  const { me } = current()
  return (
    reactions.length > 0 &&
    h(
      'div',
      { class: 'reactions' },
      reactions.map(({ name, users }) =>
        h(
          'span',
          { class: users.includes(me.id) ? 'reaction mine' : 'reaction', title: users.map(nameOf).join(', ') },
          emojiOf(name),
          ` ${users.length}`,
        ),
      ),
    )
  )
}

function replies({ channel, ts }: Message): Child {
  const thread = threadOf(channel, ts)
  const status = current().statuses.find((each) => each.channel === channel && each.threadTs === ts)
  if (thread.length === 0) return status === undefined ? null : statusLine(channel, ts)
  const people = [...new Set(thread.map(({ user }) => user))].slice(0, 4)
  const label = thread.length === 1 ? '1 reply' : `${thread.length} replies`
  return [
    h(
      'button',
      { class: 'replies', type: 'button', onclick: () => go({ thread: ts }) },
      people.map((id) => avatar(id, 'small')),
      h('span', { class: 'replies-count' }, label),
      h('span', { class: 'replies-last' }, `Last reply ${lately(momentOf(thread.at(-1)?.ts ?? ts))}`),
    ),
    status !== undefined && statusLine(channel, ts),
  ]
}

/** “Regulars is looking …”, while it is. */
export function statusLine(channel: string, threadTs: string): Child {
  const { statuses, bot } = current()
  const status = statuses.find((each) => each.channel === channel && each.threadTs === threadTs)
  if (status === undefined || status.text === '') return null
  const text = status.text.replace(/\s*(…|\.{3})$/, '')
  const named = text.toLowerCase().startsWith(bot.name.toLowerCase()) ? text : `${bot.name} ${text}`
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'))
  return h('div', { class: 'status', key: `status:${threadTs}`, role: 'status' }, avatar(bot.id, 'small'), named, dots)
}

function toolbar(message: Message, pane: Pane): VNode {
  const id = `message:${pane}:${keyOf(message)}`
  popup(id, () => menu('Message actions', actionsOf(message)))
  const open = {
    'aria-haspopup': 'menu',
    'aria-expanded': String(isOpen(id)),
    'aria-label': 'More actions',
    title: 'More actions',
  }
  return h(
    'div',
    { class: isOpen(id) ? 'toolbar open' : 'toolbar' },
    pane === 'channel' &&
      message.ephemeralTo === undefined &&
      h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': 'Reply in thread',
          title: 'Reply in thread',
          onclick: () => go({ thread: message.ts }),
        },
        icon('reply'),
      ),
    h(
      'button',
      { class: 'icon-button', type: 'button', 'data-anchor': id, onclick: () => togglePopup(id), ...open },
      icon('more'),
    ),
  )
}

function actionsOf(message: Message): readonly MenuItem[] {
  const { channel, ts, user, text, ephemeralTo } = message
  const own = user === current().me.id && ephemeralTo === undefined
  const shortcuts = current().shortcuts.filter(({ type }) => type === 'message' && ephemeralTo === undefined)
  return [
    ...shortcuts.map(({ name, callbackId }) => ({
      label: name,
      before: icon('bolt'),
      choose: () => void act({ kind: 'shortcut', callbackId, channel, ts }),
    })),
    { label: 'Copy text', before: icon('copy'), choose: () => void navigator.clipboard?.writeText(text) },
    ...(own ? [{ label: 'Edit message', before: icon('pencil'), choose: () => edit(message) }] : []),
    ...(own ? [{ label: 'Delete message …', before: icon('trash'), danger: true, choose: () => remove(message) }] : []),
  ]
}

function edit(message: Message): void {
  known.editing = keyOf(message)
  redraw()
}

function remove({ channel, ts }: Message): void {
  ask({
    title: 'Delete message',
    text: 'Delete this message? It cannot be brought back.',
    confirm: 'Delete',
    deny: 'Cancel',
    danger: true,
    agreed: () => void act({ kind: 'remove', channel, ts }),
  })
}
