/// <reference lib="dom" />
import type { Channel, Message, SuggestedPrompt } from '../types.ts'
import { bare } from './blocks/text.ts'
import { composer } from './composer.ts'
import { act } from './connection.ts'
import { type Child, h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { statusLine, threadOf, withDays } from './messages.ts'
import { avatar } from './people.ts'
import { current, known, showNewest } from './state.ts'
import { go, isRoot } from './where.ts'

/**
 * The direct message with the app: each message begins a conversation, and its thread stands under it.
 *
 * What is written goes on with the conversation that is open; “New conversation” begins another.
 */
export function conversation(channel: Channel): Child {
  const roots = current().messages.filter((message) => message.channel === channel.id && isRoot(message))
  const open = roots.find(({ ts }) => ts === known.where.thread) ?? null
  return [
    h(
      'div',
      { class: 'messages scroll conversation', key: `conversation:${channel.id}`, 'data-scroll': true },
      roots.length === 0 && welcome(),
      withDays(roots, 'conversation', (root) => under(root, open, roots)),
      open === null && prompts(channel),
    ),
    composer({
      key: `${known.where.person}:${channel.id}:${open?.ts ?? 'new'}`,
      channel: channel.id,
      threadTs: open?.ts ?? null,
      slash: true,
      placeholder: open === null ? `Ask ${current().bot.name} something` : 'Go on asking …',
      above: openBar(open, roots.length > 0),
      said: (ts) => open === null && go({ thread: ts }, 'replace'),
    }),
  ]
}

function welcome(): VNode {
  const { bot, me } = current()
  return h(
    'div',
    { class: 'welcome', key: 'welcome' },
    avatar(bot.id, 'large'),
    h('h2', {}, bot.name),
    h(
      'p',
      {},
      `This is the beginning of the conversation between ${me.name.split(' ')[0]} and ${bot.name}. Nobody else sees it.`,
    ),
  )
}

/** The thread under its message; older ones are folded away. */
function under(root: Message, open: Message | null, roots: readonly Message[]): Child {
  const replies = threadOf(root.channel, root.ts)
  const isOpen = root.ts === open?.ts
  const folded = !isOpen && !roots.slice(-2).includes(root)
  const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`
  if (folded && replies.length > 0) return goOn(root, count)
  return h(
    'div',
    { class: isOpen ? 'under open' : 'under', key: `under:${root.ts}` },
    withDays(replies, 'thread'),
    statusLine(root.channel, root.ts),
    // What only one person sees has no thread, in Slack neither.
    !isOpen && root.ephemeralTo === undefined && goOn(root, 'Go on with this'),
  )
}

function goOn({ ts }: Message, label: string): VNode {
  return h(
    'button',
    { class: 'go-on', type: 'button', key: `go-on:${ts}`, onclick: () => open(ts) },
    icon('reply'),
    label,
  )
}

function open(ts: string): void {
  go({ thread: ts })
  setTimeout(() => document.querySelector<HTMLElement>('.main .composer-field')?.focus())
}

function openBar(open: Message | null, others: boolean): Child {
  if (open === null) return others && h('div', { class: 'open-bar' }, h('span', {}, 'A new conversation'))
  const begin = () => {
    go({ thread: null })
    showNewest()
    setTimeout(() => document.querySelector<HTMLElement>('.main .composer-field')?.focus())
  }
  return h(
    'div',
    { class: 'open-bar' },
    h('span', { class: 'open-text' }, 'In the thread of “', h('span', {}, shorten(bare(open.text))), '”'),
    h('button', { class: 'link-button', type: 'button', onclick: begin }, icon('plus'), 'New conversation'),
  )
}

function shorten(text: string): string {
  return text.length > 70 ? `${text.slice(0, 68).trimEnd()}…` : text
}

function prompts({ id }: Channel): Child {
  const offered = current().prompts
  if (offered === null || offered.prompts.length === 0) return null
  return h(
    'section',
    { class: 'prompts', key: 'prompts', 'aria-label': offered.title || 'Suggestions' },
    offered.title !== '' && h('h3', {}, offered.title),
    h(
      'div',
      { class: 'prompt-list' },
      offered.prompts.map((prompt) => promptButton(id, prompt)),
    ),
  )
}

function promptButton(channel: string, { title, message }: SuggestedPrompt): VNode {
  const say = async () => {
    const result = await act({ kind: 'say', channel, text: message })
    if (result.ok && result.ts !== undefined) go({ thread: result.ts }, 'replace')
    showNewest()
  }
  return h(
    'button',
    { class: 'prompt', type: 'button', key: title, onclick: () => void say() },
    h('span', { class: 'prompt-title' }, title),
    title !== message && h('span', { class: 'prompt-message' }, message),
  )
}
