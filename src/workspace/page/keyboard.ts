/// <reference lib="dom" />
import { act } from './connection.ts'
import { closePopup } from './popup.ts'
import { known, redraw, stopAsking } from './state.ts'
import { go } from './where.ts'

/** Keys that mean the same everywhere: Escape closes, arrows walk, Tab stays inside a dialog. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    if (event.key === 'Escape' && close()) event.preventDefault()
    else if (event.key === 'Tab') stayInside(event)
    else if (event.key === 'F6') walkRegions(event)
    else if (/^(Arrow|Home$|End$)/.test(event.key)) walk(event)
  })
  document.addEventListener('pointerdown', ({ target }) => {
    if (known.popup !== null && target instanceof Element && outside(target)) closePopup(false)
  })
}

/** Closes the topmost thing that is open; whether there was one. */
function close(): boolean {
  if (known.popup !== null) closePopup()
  else if (known.confirmation !== null) stopAsking()
  else if (topView() !== null) void act({ kind: 'close', view: topView() ?? '' })
  else if (known.editing !== null) stopEditing()
  else if (document.querySelector('.thread-pane') !== null) go({ thread: null })
  else return false
  return true
}

function topView(): string | null {
  return known.state?.views.at(-1)?.id ?? null
}

function stopEditing(): void {
  known.editing = null
  redraw()
}

function outside(target: Element): boolean {
  const anchor = target.closest<HTMLElement>('[data-anchor]')
  return target.closest('.popup') === null && anchor?.dataset.anchor !== known.popup
}

/** Within the topmost dialog Tab goes round in a circle. */
function stayInside(event: KeyboardEvent): void {
  if (known.popup !== null) {
    closePopup()
    return
  }
  const dialog = [...document.querySelectorAll<HTMLElement>('[aria-modal="true"]')].at(-1)
  if (dialog === undefined) return
  const stops = [...dialog.querySelectorAll<HTMLElement>(focusable)].filter((stop) => stop.offsetParent !== null)
  const edge = event.shiftKey ? stops[0] : stops.at(-1)
  if (document.activeElement !== edge && dialog.contains(document.activeElement)) return
  event.preventDefault()
  ;(event.shiftKey ? stops.at(-1) : stops[0])?.focus()
}

const focusable =
  'button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), textarea, select, a[href], [tabindex="0"]'

/** The parts of the page one after the other: channels, messages, thread. */
function walkRegions(event: KeyboardEvent): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((each) => each.offsetParent)
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + (event.shiftKey ? -1 : 1) + regions.length) % regions.length]
  const stop = next?.querySelector<HTMLElement>('textarea, [role="tab"][aria-selected="true"], [aria-current="page"]')
  event.preventDefault()
  ;(stop ?? next?.querySelector<HTMLElement>(focusable))?.focus()
}

/** Which elements the arrow keys go between, by what has the focus. */
const rows: readonly (readonly [group: string, item: string, keys: RegExp])[] = [
  ['[role="menu"]', '[role^="menuitem"]', /Up|Down|Home|End/],
  ['[role="tablist"]', '[role="tab"]', /Left|Right|Home|End/],
  ['.channel-list', '.channel-link', /Up|Down|Home|End/],
  ['.messages', '.message', /Up|Down|Home|End/],
]

function walk(event: KeyboardEvent): void {
  const from = event.target
  if (!(from instanceof HTMLElement)) return
  const row = rows.find(([group, item, keys]) => from.matches(item) && from.closest(group) && keys.test(event.key))
  if (row === undefined) return
  const items = [...(from.closest(row[0])?.querySelectorAll<HTMLElement>(row[1]) ?? [])]
  event.preventDefault()
  items[nextIndex(event.key, items.indexOf(from), items.length)]?.focus()
}

/** Where a key leads from a place in a list, round its ends. */
export function nextIndex(key: string, at: number, length: number): number {
  if (key === 'Home') return 0
  if (key === 'End') return length - 1
  return (at + (/Up|Left/.test(key) ? -1 : 1) + length) % length
}
