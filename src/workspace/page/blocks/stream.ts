/// <reference lib="dom" />
import type { StreamTask } from '../../types.ts'
import { type Child, h, type VNode } from '../h.ts'
import { icon } from '../icons.ts'
import { type Json, record, records, string } from './read.ts'
import { richText } from './rich-text.ts'
import { link } from './text.ts'

/** What the app reports of its work while it goes on. */
export function tasks(list: readonly StreamTask[]): Child {
  return (
    list.length > 0 &&
    h(
      'ul',
      { class: 'tasks', 'aria-label': 'What is being done' },
      list.map(({ id, title, status, details }) =>
        h(
          'li',
          { class: 'task', key: id },
          sign(status),
          h('div', {}, title, details && h('div', { class: 'task-details' }, details)),
        ),
      ),
    )
  )
}

export function taskCard(block: Json): VNode {
  const parts = [record(block.details), record(block.output)].filter((part) => part !== null)
  return h(
    'div',
    { class: 'task task-card' },
    sign(string(block.status)),
    h('div', {}, h('div', { class: 'task-title' }, string(block.title)), parts.map(richText), sources(block)),
  )
}

function sources(block: Json): Child {
  const list = records(block.sources)
  return (
    list.length > 0 &&
    h(
      'div',
      { class: 'task-sources' },
      list.map(({ url, text }) => link(string(url), string(text))),
    )
  )
}

export function plan(block: Json): VNode {
  return h(
    'section',
    { class: 'plan' },
    h('div', { class: 'plan-title' }, string(block.title)),
    records(block.tasks).map(taskCard),
  )
}

const words: Readonly<Record<string, string>> = {
  pending: 'to do',
  in_progress: 'in progress',
  complete: 'done',
  error: 'failed',
}

function sign(status: string): VNode {
  const label = words[status] ?? status
  const inner = status === 'complete' ? icon('check') : status === 'error' ? icon('warning') : null
  return h('span', { class: `task-sign task-${status}`, role: 'img', 'aria-label': label, title: label }, inner)
}
