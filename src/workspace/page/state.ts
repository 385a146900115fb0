/// <reference lib="dom" />
import type { PageState, ViewValues } from '../types.ts'

/** Where a block is drawn, and so what a click on it is about. */
export type Place =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'view'; readonly view: string }

/** What a person looks at; it is in the address, so that a reload stays there. */
export interface Where {
  readonly person: string
  /** null is the list of channels, which a narrow page shows alone. */
  readonly channel: string | null
  readonly tab: 'home' | 'messages'
  /** In a channel the open thread; with the app the conversation that is continued, null being a new one. */
  readonly thread: string | null
}

/** A question before something is done. */
export interface Confirmation {
  readonly title: string
  readonly text: string
  readonly confirm: string
  readonly deny: string
  readonly danger: boolean
  readonly agreed: () => void
}

export interface Toast {
  readonly id: string
  readonly text: string
}

interface Known {
  /** null until the workspace has answered for the first time. */
  state: PageState | null
  where: Where
  /** Whether the workspace's server answers the page. */
  online: boolean
  narrow: boolean
  /** The open menu or list, by its anchor's name. */
  popup: string | null
  confirmation: Confirmation | null
  toasts: readonly Toast[]
  /** The message being edited, as `channel:ts`. */
  editing: string | null
  /** Whether lists of messages go to their newest one at the next drawing. */
  toNewest: boolean
  /** In which pane something came that its reader has scrolled away from. */
  below: 'main' | 'thread' | null
  /** What the fields of a place hold, by block_id and action_id. */
  readonly held: Map<string, ViewValues>
  /** What is typed and not sent, by composer. */
  readonly drafts: Map<string, string>
  /** Small things that belong to one part of the page: a table's order, an opened container. */
  readonly locals: Map<string, unknown>
}

/** Everything the page knows; it is drawn from this alone. */
export const known: Known = {
  state: null,
  where: { person: '', channel: null, tab: 'messages', thread: null },
  online: true,
  narrow: false,
  popup: null,
  confirmation: null,
  toasts: [],
  editing: null,
  toNewest: false,
  below: null,
  held: new Map(),
  drafts: new Map(),
  locals: new Map(),
}

let draw: () => void = () => {}
let drawing = false

/** `main.ts` says once how the page is drawn. */
export function drawWith(given: () => void): void {
  draw = given
}

let contents = 1

/** Changes with whatever a message's content may look different for; while it stays, what was drawn of it stands. */
export function contentStamp(): number {
  return contents
}

/**
 * Draws the page soon; any number of changes before that are drawn at once.
 *
 * `around` leaves messages as they were drawn: for typing, toasts, and news that changes no old message.
 */
export function redraw(what: 'all' | 'around' = 'all'): void {
  if (what === 'all') contents += 1
  if (drawing) return
  drawing = true
  queueMicrotask(() => {
    drawing = false
    draw()
  })
}

/** Shows the newest messages, wherever one has scrolled: after something was said. */
export function showNewest(): void {
  known.toNewest = true
  known.below = null
  redraw('around')
}

export function local<T>(key: string, initial: T): T {
  const value = known.locals.get(key)
  // The key belongs to one part of the page, which always keeps the same type there.
  return value === undefined ? initial : (value as T)
}

export function setLocal(key: string, value: unknown): void {
  known.locals.set(key, value)
  redraw()
}

/** The state, where drawing has begun and so there is one. */
export function current(): PageState {
  if (known.state === null) throw new Error('the page is drawn before the workspace has answered')
  return known.state
}

export function placeKey(place: Place): string {
  return place.kind === 'view' ? `view:${place.view}` : `message:${place.channel}:${place.ts}`
}

let toastCount = 0

/** A sentence at the edge of the page, for some seconds. */
export function toast(text: string): void {
  toastCount += 1
  const id = `toast-${toastCount}`
  known.toasts = [...known.toasts.slice(-2), { id, text }]
  redraw('around')
  setTimeout(() => dismiss(id), 8_000)
}

export function dismiss(id: string): void {
  known.toasts = known.toasts.filter((shown) => shown.id !== id)
  redraw('around')
}

export function ask(confirmation: Confirmation): void {
  known.popup = null
  known.confirmation = confirmation
  redraw()
}

export function stopAsking(): void {
  known.confirmation = null
  redraw()
}
