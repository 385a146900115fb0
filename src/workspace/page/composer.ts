/// <reference lib="dom" />
import type { Shortcut } from '../types.ts'
import { allCommands, type Completion, completions, listCompletions } from './completions.ts'
import { act } from './connection.ts'
import { type Child, h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { nextIndex } from './keyboard.ts'
import { isOpen, type MenuItem, menu, popup, togglePopup } from './popup.ts'
import { current, known, local, redraw, showNewest, toast } from './state.ts'
import { isDirect } from './where.ts'

export interface Composer {
  /** Tells composers apart; what is typed is kept under it. */
  readonly key: string
  readonly channel: string
  /** The thread it answers in; slash commands work outside threads alone. */
  readonly threadTs: string | null
  /** Whether slash commands may be given here. */
  readonly slash: boolean
  readonly placeholder: string
  readonly above?: Child
  /** Called with the `ts` of a message that was said. */
  readonly said?: (ts: string) => void
}

/** What Escape has closed stays closed until something else is typed. */
interface Typing {
  readonly text: string
  readonly caret: number
  readonly active: number
  readonly closed: boolean
}

const untyped: Typing = { text: '', caret: 0, active: 0, closed: true }

/** Where a message is written: Enter sends, Shift+Enter begins a line, “/” and “@” offer what there is. */
export function composer(given: Composer): VNode {
  const offered = offers(given)
  const typing = local(`typing:${given.key}`, untyped)
  const active = Math.min(typing.active, offered.length - 1)
  const listId = `offers:${given.key}`
  return h(
    'div',
    { class: 'composer', key: given.key },
    newsBelow(given),
    given.above,
    offered.length > 0 && listCompletions(listId, offered, active, (offer) => take(given, offer)),
    h(
      'div',
      { class: 'composer-box' },
      h('textarea', {
        key: 'field',
        class: 'composer-field',
        rows: '1',
        'data-composer': given.key,
        placeholder: given.placeholder,
        'aria-label': given.placeholder,
        'aria-autocomplete': 'list',
        'aria-expanded': String(offered.length > 0),
        'aria-controls': offered.length > 0 ? listId : undefined,
        'aria-activedescendant': offered.length > 0 ? `${listId}:${active}` : undefined,
        role: 'combobox',
        initial: known.drafts.get(given.key) ?? '',
        mounted: grow,
        oninput: ({ target }: { target: HTMLTextAreaElement }) => typed(given, target),
        onclick: ({ target }: { target: HTMLTextAreaElement }) => typed(given, target),
        onkeydown: (event: KeyboardEvent) => keyed(event, given, offered, active),
      }),
      tools(given),
    ),
  )
}

/** A way down to what came while one read further up. */
function newsBelow({ threadTs, channel }: Composer): Child {
  const pane = threadTs === null || isDirect(channel) ? 'main' : 'thread'
  if (known.below !== pane) return null
  return h('button', { class: 'news-below', type: 'button', onclick: showNewest }, 'New messages', icon('down'))
}

function setTyping({ key }: Composer, typing: Typing): void {
  known.locals.set(`typing:${key}`, typing)
  redraw('around')
}

function offers({ key, slash }: Composer): readonly Completion[] {
  const { text, caret, closed } = local(`typing:${key}`, untyped)
  return closed ? [] : completions(text, caret, slash)
}

function tools(given: Composer): VNode {
  const begin = (mark: string) => () => insert(given, mark)
  const empty = (known.drafts.get(given.key) ?? '').trim() === ''
  return h(
    'div',
    { class: 'composer-tools' },
    given.slash && tool('Commands', 'slash', begin('/')),
    shortcutTool(given),
    tool('Mention somebody', 'at', begin('@')),
    h('span', { class: 'composer-hint', 'aria-hidden': 'true' }, empty ? '' : 'Shift + Enter for a new line'),
    h(
      'button',
      {
        class: 'send',
        type: 'button',
        'aria-label': 'Send',
        title: 'Send',
        disabled: empty,
        onclick: () => void send(given),
      },
      icon('send'),
    ),
  )
}

/** What the app offers everywhere, not on one message. */
function shortcutTool({ key }: Composer): Child {
  const shortcuts = current().shortcuts.filter(({ type }) => type === 'global')
  if (shortcuts.length === 0) return null
  const id = `shortcuts:${key}`
  popup(id, () => menu('Shortcuts', shortcuts.map(shortcutItem)))
  const open = {
    'aria-haspopup': 'menu',
    'aria-expanded': String(isOpen(id)),
    'aria-label': 'Shortcuts',
    title: 'Shortcuts',
  }
  const onclick = () => togglePopup(id)
  return h('button', { class: 'icon-button', type: 'button', 'data-anchor': id, onclick, ...open }, icon('bolt'))
}

function shortcutItem({ name, callbackId }: Shortcut): MenuItem {
  return { label: name, before: icon('bolt'), choose: () => void act({ kind: 'shortcut', callbackId }) }
}

function tool(label: string, sign: 'slash' | 'at', onclick: () => void): VNode {
  return h('button', { class: 'icon-button', type: 'button', 'aria-label': label, title: label, onclick }, icon(sign))
}

function fieldOf({ key }: Composer): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>(`textarea[data-composer="${CSS.escape(key)}"]`)
}

function insert(given: Composer, mark: string): void {
  const field = fieldOf(given)
  if (field === null) return
  const before = field.value.slice(0, field.selectionStart)
  if (mark === '/') field.value = '/'
  else
    field.setRangeText(
      before === '' || before.endsWith(' ') ? mark : ` ${mark}`,
      field.selectionStart,
      field.selectionEnd,
      'end',
    )
  field.focus()
  typed(given, field)
}

function typed(given: Composer, field: HTMLTextAreaElement): void {
  known.drafts.set(given.key, field.value)
  grow(field)
  const before = local(`typing:${given.key}`, untyped)
  const now = { text: field.value, caret: field.selectionStart, active: 0, closed: false }
  known.locals.set(`typing:${given.key}`, now)
  if (looksOther(before, now, given.slash)) redraw('around')
}

/** Most keys change nothing that is drawn, and a long conversation is not drawn anew for them. */
function looksOther(before: Typing, now: Typing, slash: boolean): boolean {
  const offered = ({ text, caret, closed }: Typing) => !closed && completions(text, caret, slash).length > 0
  const empty = ({ text }: Typing) => text.trim() === ''
  return empty(before) !== empty(now) || offered(before) || offered(now)
}

/** As many lines as are written, up to a third of the window. */
function grow(node: HTMLElement): void {
  node.style.setProperty('height', 'auto')
  node.style.setProperty('height', `${Math.min(node.scrollHeight, innerHeight / 3)}px`)
}

function keyed(event: KeyboardEvent, given: Composer, offered: readonly Completion[], active: number): void {
  if (event.isComposing) return
  const offer = offered[active]
  if (offer !== undefined && steer(event, given, offered, active, offer)) event.preventDefault()
  else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault()
    void send(given)
  }
}

/** A key while something is offered; whether the list took it. */
function steer(
  event: KeyboardEvent,
  given: Composer,
  offered: readonly Completion[],
  active: number,
  offer: Completion,
): boolean {
  const typing = local(`typing:${given.key}`, untyped)
  const whole = known.drafts.get(given.key)?.trim() === offer.insert.trim()
  if (/^Arrow(Up|Down)$/.test(event.key))
    setTyping(given, { ...typing, active: nextIndex(event.key, active, offered.length) })
  else if (event.key === 'Escape') setTyping(given, { ...typing, closed: true })
  else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !whole)) take(given, offer)
  else return false
  return true
}

function take(given: Composer, offer: Completion): void {
  const field = fieldOf(given)
  if (field === null) return
  field.setRangeText(offer.insert, offer.from, field.selectionStart, 'end')
  field.focus()
  known.drafts.set(given.key, field.value)
  grow(field)
  setTyping(given, { ...untyped, text: field.value })
}

async function send(given: Composer): Promise<void> {
  const text = (known.drafts.get(given.key) ?? '').trim()
  if (text === '') return
  const field = fieldOf(given)
  known.drafts.delete(given.key)
  known.locals.delete(`typing:${given.key}`)
  if (field !== null) {
    field.value = ''
    grow(field)
  }
  showNewest()
  if (!(await deliver(given, text))) restore(given, text)
}

/** What was not taken is given back to its writer, unless they have written something else by now. */
function restore(given: Composer, text: string): void {
  const field = fieldOf(given)
  if (known.drafts.has(given.key)) return
  known.drafts.set(given.key, text)
  if (field !== null) field.value = text
  redraw('around')
}

async function deliver({ channel, threadTs, slash, said }: Composer, text: string): Promise<boolean> {
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text)
  if (command !== null) return giveCommand(channel, command[1] ?? '', command[2] ?? '', slash)
  const result = await act({ kind: 'say', channel, text, ...(threadTs === null ? {} : { threadTs }) })
  if (result.ok && result.ts !== undefined) said?.(result.ts)
  return result.ok
}

async function giveCommand(channel: string, command: string, text: string, allowed: boolean): Promise<boolean> {
  const exists = allCommands().some((each) => each.command === command)
  if (!exists) toast(`${command} is not a command here. Type / to see those there are.`)
  else if (!allowed) toast(`${command} does not work in threads, as in Slack. Give it in the channel.`)
  else return (await act({ kind: 'slash', channel, command, text })).ok
  return false
}
