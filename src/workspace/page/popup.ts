/// <reference lib="dom" />
import { type Child, h, type VNode } from './h.ts'
import { known, redraw } from './state.ts'

let content: VNode | null = null
let upward: string | null = null

export function isOpen(id: string): boolean {
  return known.popup === id
}

export function openPopup(id: string): void {
  known.popup = id
  redraw()
}

/** Closes what is open and gives the focus back to where it was opened from. */
export function closePopup(refocus = true): void {
  if (known.popup === null) return
  if (refocus) anchorOf(known.popup)?.focus()
  known.popup = null
  redraw()
}

export function togglePopup(id: string): void {
  if (isOpen(id)) closePopup()
  else openPopup(id)
}

/** What an anchor opens, drawn above everything else if it is the open one. */
export function popup(id: string, draw: () => VNode): void {
  if (isOpen(id)) content = draw()
}

/** The layer of the open menu, emptied for the next drawing. */
export function popupLayer(): Child {
  const drawn = content
  content = null
  if (drawn === null || known.popup === null) return null
  return h('div', { class: 'popup', key: `popup:${known.popup}`, mounted: focusFirst }, drawn)
}

function focusFirst(layer: HTMLElement): void {
  placePopup()
  const first = layer.querySelector<HTMLElement>('[data-first], [role^="menuitem"]')
  first?.focus({ preventScroll: true })
}

/** Puts the open menu under its anchor, or above it where there is more room. */
export function placePopup(): void {
  const layer = document.querySelector<HTMLElement>('.popup')
  if (layer === null || known.popup === null) return
  const anchor = anchorOf(known.popup)
  if (anchor === null) {
    closePopup(false)
    return
  }
  const rect = anchor.getBoundingClientRect()
  const { width, height } = layer.getBoundingClientRect()
  const below = innerHeight - rect.bottom
  if (known.popup !== upward && below < height + 12 && rect.top > below) upward = known.popup
  else if (below >= height + 12) upward = null
  const top = known.popup === upward ? Math.max(8, rect.top - height - 4) : rect.bottom + 4
  const left = Math.max(8, Math.min(rect.left, innerWidth - width - 8))
  layer.style.setProperty('top', `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`)
  layer.style.setProperty('left', `${left}px`)
  layer.style.setProperty('--anchor-width', `${rect.width}px`)
}

function anchorOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(id)}"]`)
}

export interface MenuItem {
  readonly label: string
  readonly detail?: string
  readonly before?: Child
  readonly danger?: boolean
  /** For a menu of which one is chosen. */
  readonly checked?: boolean
  readonly choose: () => void
}

/** A menu, walked through with the arrow keys. */
export function menu(label: string, items: readonly MenuItem[], heading?: string): VNode {
  return h(
    'div',
    { class: 'menu', role: 'menu', 'aria-label': label },
    heading !== undefined && h('div', { class: 'menu-heading', 'aria-hidden': 'true' }, heading),
    items.map(menuItem),
  )
}

function menuItem({ label, detail, before, danger, checked, choose }: MenuItem): VNode {
  const onclick = () => {
    closePopup()
    choose()
  }
  const role = checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': String(checked) }
  return h(
    'button',
    { class: danger ? 'menu-item menu-danger' : 'menu-item', type: 'button', tabindex: '-1', onclick, ...role },
    before,
    h('span', { class: 'menu-text' }, h('span', {}, label), detail && h('span', { class: 'menu-detail' }, detail)),
  )
}
