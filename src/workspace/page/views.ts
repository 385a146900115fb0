/// <reference lib="dom" />
import type { View } from '../types.ts'
import { drawBlocks } from './blocks/block.ts'
import { faultsOf } from './blocks/inputs.ts'
import { valuesOf } from './blocks/interact.ts'
import { act } from './connection.ts'
import { type Child, h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { avatar } from './people.ts'
import { current, known, local, setLocal, stopAsking } from './state.ts'

/** Open modals, the topmost in front, and the question before something is done. */
export function dialogs(): Child {
  const { views } = current()
  const top = views.at(-1)
  return [top !== undefined && modal(top, views.length), confirmation()]
}

function modal(view: View, depth: number): VNode {
  const submitted = (event: SubmitEvent) => {
    event.preventDefault()
    void submit(view)
  }
  return h(
    'div',
    { class: 'backdrop', key: `view:${view.id}` },
    h(
      'form',
      {
        class: 'modal',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-labelledby': 'modal-title',
        novalidate: true,
        onsubmit: submitted,
        mounted: focusFirst,
      },
      h(
        'header',
        { class: 'modal-head' },
        depth > 1 ? close(view, 'Back', 'back') : avatar(current().bot.id, 'small'),
        h('h2', { id: 'modal-title' }, view.title),
        close(view, 'Close', 'close'),
      ),
      h('div', { class: 'modal-body scroll' }, drawBlocks({ kind: 'view', view: view.id }, view.blocks)),
      foot(view),
    ),
  )
}

function foot(view: View): VNode {
  const busy = local(`busy:${view.id}`, false)
  return h(
    'footer',
    { class: 'modal-foot' },
    h('button', { class: 'button', type: 'button', onclick: () => leave(view) }, view.close || 'Close'),
    view.submit !== null &&
      h(
        'button',
        { class: 'button button-primary', type: 'submit', 'aria-busy': busy ? 'true' : undefined },
        view.submit,
      ),
  )
}

function close(view: View, label: string, sign: 'back' | 'close'): VNode {
  return h(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': label, onclick: () => leave(view) },
    icon(sign),
  )
}

function leave({ id }: View): void {
  void act({ kind: 'close', view: id })
}

async function submit(view: View): Promise<void> {
  if (local(`busy:${view.id}`, false)) return
  const faults = faultsOf(view)
  setLocal(`errors:${view.id}`, faults)
  if (Object.keys(faults).length === 0) {
    setLocal(`busy:${view.id}`, true)
    await act({ kind: 'submit', view: view.id, values: valuesOf({ kind: 'view', view: view.id }) })
    setLocal(`busy:${view.id}`, false)
  }
  setTimeout(focusError)
}

/** What the app refused comes with the next state; it replaces what the page itself had found. */
export function takeErrors(views: readonly View[]): void {
  for (const { id, errors } of views) {
    if (known.locals.get(`refused:${id}`) === JSON.stringify(errors)) continue
    known.locals.set(`refused:${id}`, JSON.stringify(errors))
    known.locals.set(`errors:${id}`, errors)
    if (Object.keys(errors).length > 0) setTimeout(focusError)
  }
}

function focusError(): void {
  document.querySelector<HTMLElement>('.modal [aria-invalid="true"]')?.focus()
}

let openedFrom: Element | null = null

/** After the last dialog has gone, the keyboard is where it was before. */
export function returnFocus(): void {
  if (openedFrom === null || document.querySelector('[aria-modal]') !== null) return
  const back = openedFrom
  openedFrom = null
  if (document.activeElement === document.body && back instanceof HTMLElement) back.focus({ preventScroll: true })
}

function focusFirst(dialog: HTMLElement): void {
  openedFrom ??= document.activeElement
  const wanted = dialog.querySelector<HTMLElement>('[autofocus]')
  const first = dialog.querySelector<HTMLElement>('.modal-body :is(input, textarea, button, select)')
  ;(wanted ?? first ?? dialog.querySelector<HTMLElement>('.button-primary, .button'))?.focus({ preventScroll: true })
}

function confirmation(): Child {
  const asked = known.confirmation
  if (asked === null) return null
  const agree = () => {
    stopAsking()
    asked.agreed()
  }
  return h(
    'div',
    { class: 'backdrop', key: 'confirmation' },
    h(
      'div',
      {
        class: 'modal small',
        role: 'alertdialog',
        'aria-modal': 'true',
        'aria-labelledby': 'confirm-title',
        'aria-describedby': 'confirm-text',
        mounted: focusAgree,
      },
      h('header', { class: 'modal-head' }, h('h2', { id: 'confirm-title' }, asked.title)),
      h('div', { class: 'modal-body', id: 'confirm-text' }, asked.text),
      h(
        'footer',
        { class: 'modal-foot' },
        h('button', { class: 'button', type: 'button', onclick: stopAsking }, asked.deny),
        h(
          'button',
          { class: `button button-${asked.danger ? 'danger' : 'primary'} agree`, type: 'button', onclick: agree },
          asked.confirm,
        ),
      ),
    ),
  )
}

function focusAgree(dialog: HTMLElement): void {
  openedFrom ??= document.activeElement
  dialog.querySelector<HTMLElement>('.agree')?.focus()
}
