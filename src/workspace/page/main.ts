/// <reference lib="dom" />
import type { Message, Notice, PageState } from '../types.ts'
import { bare } from './blocks/text.ts'
import { channelPane } from './channel.ts'
import { load, whenArrived } from './connection.ts'
import { type Child, h } from './h.ts'
import { icon } from './icons.ts'
import { listenToKeys } from './keyboard.ts'
import { patch } from './patch.ts'
import { channelName, nameOf } from './people.ts'
import { placePopup, popupLayer } from './popup.ts'
import { sidebar } from './sidebar.ts'
import { dismiss, drawWith, known, redraw, toast } from './state.ts'
import { applyTheme, followSystemTheme } from './theme.ts'
import { threadPane } from './thread.ts'
import { arrivals, markSeen } from './unread.ts'
import { dialogs, returnFocus, takeErrors } from './views.ts'
import { follow, isDirect, opened, readHash, settle } from './where.ts'

const root = document.getElementById('workspace') ?? document.body
/** A narrow page shows one pane at a time. */
const narrow = matchMedia('(max-width: 760px)')

let announcement = ''
/** Whether what is drawn next comes from the workspace, and not from a click on the page. */
let news = false

function draw(): void {
  const stuck = known.toNewest ? lists() : news ? lists().filter(isFollowed) : []
  news = false
  known.toNewest = false
  if (known.state !== null) markSeen(known.state)
  patch(root, known.state === null ? [loading()] : [layout()].flat())
  for (const list of lists()) if (stuck.includes(list) || !left.has(list)) goToNewest(list)
  returnFocus()
  placePopup()
  document.title = known.state === null ? 'Workspace' : `${title()} · Workspace`
}

function loading(): ReturnType<typeof h> {
  const text = known.online ? 'Opening the workspace …' : 'The workspace does not answer. It is being tried again.'
  return h('p', { class: 'loading', role: 'status' }, text)
}

function layout(): ReturnType<typeof h>[] {
  const { narrow, where } = known
  const thread = threadPane()
  const panes: Child[] = narrow
    ? [where.channel === null ? sidebar() : thread || channelPane()]
    : [sidebar(), channelPane(), thread]
  return [
    h('div', { class: thread && !narrow ? 'layout with-thread' : 'layout', key: 'layout' }, panes),
    h('div', { class: 'dialogs', key: 'dialogs' }, dialogs()),
    h('div', { class: 'popups', key: 'popups' }, popupLayer()),
    h('div', { class: 'toasts', key: 'toasts', role: 'status' }, known.toasts.map(toastOf)),
    h('div', { class: 'sr-only', key: 'live', role: 'log', 'aria-live': 'polite' }, announcement),
  ]
}

function toastOf({ id, text }: { readonly id: string; readonly text: string }): Child {
  const close = h(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': 'Dismiss', onclick: () => dismiss(id) },
    icon('close'),
  )
  return h('div', { class: 'toast', key: id }, h('span', {}, text), close)
}

function title(): string {
  const { channel } = known.where
  return channel === null ? (known.state?.team.name ?? '') : channelName(channel)
}

/** Where the page left each list of messages; whoever scrolls away from there is not moved any more. */
const left = new WeakMap<Element, number>()

function lists(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-scroll]')]
}

function isFollowed(list: HTMLElement): boolean {
  const { scrollHeight, scrollTop, clientHeight } = list
  return scrollHeight - scrollTop - clientHeight < 60 || Math.abs(scrollTop - (left.get(list) ?? -9)) < 2
}

/** To the end, but of a message that is higher than the list its beginning is shown. */
function goToNewest(list: HTMLElement): void {
  list.scrollTop = list.scrollHeight
  const newest = [...list.querySelectorAll('.message')].at(-1)
  const beyond = newest === undefined ? 0 : list.getBoundingClientRect().top - newest.getBoundingClientRect().top
  if (beyond > 0) list.scrollTop -= beyond + 8
  left.set(list, list.scrollTop)
}

function take(state: PageState, before: PageState | null): void {
  news = true
  takeErrors(state.views)
  for (const { text } of freshNotices(state, before)) toast(text)
  const heard = arrivals(state, before).filter(({ channel }) => channel === known.where.channel)
  if (heard.length > 0)
    announcement = heard.map(({ user, text }) => `${nameOf(user)}: ${bare(text).slice(0, 200)}`).join('. ')
  noteBelow(heard)
  if (before?.me.id !== state.me.id) arriveAs()
}

/** Says that something came where its reader does not see it. */
function noteBelow(heard: readonly Message[]): void {
  for (const { threadTs, ts } of heard) {
    const thread = threadTs !== undefined && threadTs !== ts && !isDirect(known.where.channel)
    if (thread && threadTs !== known.where.thread) continue
    const list = document.querySelector<HTMLElement>(thread ? '.thread-pane [data-scroll]' : '.main [data-scroll]')
    if (list !== null && !isFollowed(list)) known.below = thread ? 'thread' : 'main'
  }
}

function scrolled(): void {
  placePopup()
  const list = document.querySelector<HTMLElement>(
    known.below === 'thread' ? '.thread-pane [data-scroll]' : '.main [data-scroll]',
  )
  if (known.below === null || list === null || !isFollowed(list)) return
  known.below = null
  redraw('around')
}

/** A person's first state: somewhere that exists for them, and the app is told if that is its own tab. */
function arriveAs(): void {
  const before = known.where.channel
  settle()
  if (before === known.where.channel) opened()
}

function freshNotices({ notices }: PageState, before: PageState | null): readonly Notice[] {
  if (before === null) return []
  const old = new Set(before.notices.map(({ at, text }) => `${at} ${text}`))
  return notices.filter(({ at, text }) => !old.has(`${at} ${text}`))
}

function measure(): void {
  known.narrow = narrow.matches
  redraw()
}

applyTheme()
followSystemTheme()
drawWith(draw)
known.where = readHash(location.hash)
known.narrow = narrow.matches
whenArrived(take)
listenToKeys()
narrow.addEventListener('change', measure)
addEventListener('hashchange', follow)
addEventListener('resize', placePopup)
document.addEventListener('scroll', scrolled, { capture: true, passive: true })
document.addEventListener('visibilitychange', () => redraw())
redraw()
void load(true)
