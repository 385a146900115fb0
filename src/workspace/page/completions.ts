/// <reference lib="dom" />
import type { Command } from '../types.ts'
import { type Child, h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { avatar } from './people.ts'
import { current } from './state.ts'

/** Something that may be meant by what is being typed. */
export interface Completion {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly detail: string
  readonly before: Child
  /** From this character on the text is replaced. */
  readonly from: number
  readonly insert: string
}

/** Commands after a “/” that begins the message, people after an “@”. */
export function completions(text: string, caret: number, slash: boolean): readonly Completion[] {
  const before = text.slice(0, caret)
  if (slash && /^\/\S*$/.test(before)) return commandsFor(before)
  const at = /(?:^|[\s(])@([\p{L}\p{N}'.-]*(?: [\p{L}\p{N}'.-]*)?)$/u.exec(before)
  return at === null ? [] : peopleFor(at[1] ?? '', caret - (at[1] ?? '').length - 1)
}

/** The app's commands, and the workspace's own. */
export function allCommands(): readonly Command[] {
  const { bot, commands } = current()
  return [...commands, { command: '/invite', description: 'Add the app to this channel', usageHint: `@${bot.name}` }]
}

function commandsFor(typed: string): readonly Completion[] {
  return allCommands()
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, description, usageHint }) => ({
      id: command,
      label: command,
      hint: usageHint,
      detail: description,
      before: avatar(current().bot.id, 'small'),
      from: 0,
      insert: `${command} `,
    }))
}

function peopleFor(typed: string, from: number): readonly Completion[] {
  const { bot, people } = current()
  const wanted = typed.toLowerCase()
  const all = [{ id: bot.id, name: bot.name, title: 'App' }, ...people]
  const fits = ({ name }: { readonly name: string }) =>
    name.toLowerCase().startsWith(wanted) ||
    name
      .toLowerCase()
      .split(' ')
      .some((word) => word.startsWith(wanted))
  return all.filter(fits).map(({ id, name, title }) => ({
    id,
    label: name,
    hint: '',
    detail: title,
    before: avatar(id, 'small'),
    from,
    insert: `@${name} `,
  }))
}

export function listCompletions(
  id: string,
  offered: readonly Completion[],
  active: number,
  take: (offer: Completion) => void,
): VNode {
  const isCommand = offered[0]?.label.startsWith('/') === true
  return h(
    'div',
    { class: 'completions', role: 'listbox', id, 'aria-label': isCommand ? 'Commands' : 'People' },
    h(
      'div',
      { class: 'completions-head', 'aria-hidden': 'true' },
      icon(isCommand ? 'slash' : 'at'),
      isCommand ? 'Commands' : 'People',
    ),
    offered.map((offer, index) =>
      h(
        'div',
        {
          class: index === active ? 'option active' : 'option',
          role: 'option',
          id: `${id}:${index}`,
          key: offer.id,
          'aria-selected': String(index === active),
          onpointerdown: (event: Event) => event.preventDefault(),
          onclick: () => take(offer),
        },
        offer.before,
        h(
          'span',
          { class: 'menu-text' },
          h('span', {}, h('b', {}, offer.label), offer.hint !== '' && h('span', { class: 'usage' }, ` ${offer.hint}`)),
          h('span', { class: 'menu-detail' }, offer.detail),
        ),
      ),
    ),
  )
}
