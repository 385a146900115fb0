/// <reference lib="dom" />
import type { Message } from '../types.ts'
import { act } from './connection.ts'
import { h, type VNode } from './h.ts'
import { known, redraw } from './state.ts'
import { fromWire } from './wire.ts'

/** A message of one's own while it is changed. */
export function editor({ channel, ts, text }: Message): VNode {
  const save = async (form: HTMLElement) => {
    const next = form.querySelector('textarea')?.value.trim() ?? ''
    stop()
    if (next !== '' && next !== fromWire(text)) await act({ kind: 'edit', channel, ts, text: next })
  }
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void save((event.target as HTMLElement).closest('form') as HTMLElement)
  }
  const submitted = (event: SubmitEvent) => {
    event.preventDefault()
    void save(event.target as HTMLElement)
  }
  return h(
    'form',
    { class: 'editor', key: 'editor', onsubmit: submitted },
    h('textarea', {
      class: 'text-field',
      rows: '2',
      'aria-label': 'Edit message',
      initial: fromWire(text),
      mounted: focusEnd,
      onkeydown: keyed,
    }),
    h(
      'div',
      { class: 'editor-actions' },
      h('button', { class: 'button', type: 'button', onclick: stop }, 'Cancel'),
      h('button', { class: 'button button-primary', type: 'submit' }, 'Save'),
    ),
  )
}

function stop(): void {
  known.editing = null
  redraw()
}

function focusEnd(field: HTMLElement): void {
  field.focus()
  const { value } = field as HTMLTextAreaElement
  ;(field as HTMLTextAreaElement).setSelectionRange(value.length, value.length)
}
