/// <reference lib="dom" />
import { type Child, h, type VNode } from '../h.ts'
import { icon } from '../icons.ts'
import { nextIndex } from '../keyboard.ts'
import { avatar } from '../people.ts'
import { closePopup, isOpen, placePopup, popup, togglePopup } from '../popup.ts'
import { current, local, setLocal } from '../state.ts'
import { choose, elementKey, fieldProps, held, type Site, suggestions } from './interact.ts'
import { type Json, number, plain, record, records, string } from './read.ts'

/** One line to choose: what it is shown as and what Slack calls it. */
interface Option {
  readonly label: string
  readonly detail?: string
  readonly before?: Child
  readonly group?: string
  /** Tells options apart. */
  readonly id: string
  /** What is sent: an option object, or an id. */
  readonly value: unknown
}

/** Every kind of menu to choose one or several from: static, external, people, channels. */
export function select(site: Site, element: Json): VNode {
  const id = `select:${elementKey(site, element)}`
  const menu = { id, site, element, kind: kindOf(string(element.type)) }
  popup(id, () => choices(menu))
  return h('span', { class: 'select-wrap' }, trigger(menu), menu.kind.several && chips(menu))
}

interface Menu {
  readonly id: string
  readonly site: Site
  readonly element: Json
  readonly kind: Kind
}

interface Kind {
  /** The name under which Slack keeps what was chosen. */
  readonly field: string
  readonly several: boolean
  readonly options: 'given' | 'external' | 'people' | 'channels'
}

function kindOf(type: string): Kind {
  const several = type.startsWith('multi_')
  const plural = several ? 's' : ''
  if (type.endsWith('users_select')) return { field: `selected_user${plural}`, several, options: 'people' }
  if (type.endsWith('channels_select')) return { field: `selected_channel${plural}`, several, options: 'channels' }
  if (type.endsWith('conversations_select'))
    return { field: `selected_conversation${plural}`, several, options: 'channels' }
  const options = type.endsWith('external_select') ? 'external' : 'given'
  return { field: `selected_option${plural}`, several, options }
}

function trigger(menu: Menu): VNode {
  const { id, element, kind } = menu
  const chosen = kind.several ? [] : chosenOf(menu)
  const label = chosen.map((option) => option.label).join(', ')
  return h(
    'button',
    {
      class: 'select-button',
      ...fieldProps(menu.site),
      type: 'button',
      'data-anchor': id,
      'aria-haspopup': 'listbox',
      'aria-expanded': String(isOpen(id)),
      onclick: () => toggle(menu),
      onkeydown: (event: KeyboardEvent) => openWithArrow(event, menu),
    },
    h('span', { class: label === '' ? 'placeholder' : 'chosen' }, label || plain(element.placeholder) || 'Choose'),
    icon('down'),
  )
}

function openWithArrow(event: KeyboardEvent, menu: Menu): void {
  if (event.key !== 'ArrowDown' || isOpen(menu.id)) return
  event.preventDefault()
  toggle(menu)
}

function toggle(menu: Menu): void {
  setLocal(`${menu.id}:query`, '')
  setLocal(`${menu.id}:active`, 0)
  if (menu.kind.options === 'external') void lookUp(menu, '')
  togglePopup(menu.id)
}

function chips(menu: Menu): Child {
  const chosen = chosenOf(menu)
  return (
    chosen.length > 0 &&
    h(
      'span',
      { class: 'chips' },
      chosen.map((option) =>
        h(
          'button',
          {
            class: 'chip',
            type: 'button',
            key: option.id,
            'aria-label': `Remove ${option.label}`,
            onclick: () => pick(menu, option),
          },
          option.label,
          icon('close'),
        ),
      ),
    )
  )
}

/** The list: a field that narrows it down, and the options below. */
function choices(menu: Menu): VNode {
  const options = found(menu)
  const active = Math.min(local(`${menu.id}:active`, 0), Math.max(0, options.length - 1))
  return h(
    'div',
    { class: 'listbox-popup' },
    h('input', {
      class: 'listbox-search',
      'data-first': true,
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-label': plain(menu.element.placeholder) || 'Search',
      'aria-controls': 'choices',
      'aria-activedescendant': options.length > 0 ? `choice-${active}` : undefined,
      placeholder: menu.kind.options === 'external' ? 'Type to search' : 'Search',
      autocomplete: 'off',
      oninput: ({ target }: { target: HTMLInputElement }) => typed(menu, target.value),
      onkeydown: (event: KeyboardEvent) => keyed(event, menu, options, active),
    }),
    h(
      'div',
      {
        class: 'listbox',
        role: 'listbox',
        id: 'choices',
        'aria-multiselectable': menu.kind.several ? 'true' : undefined,
      },
      options.map((option, index) => choice(menu, option, index, index === active, options[index - 1]?.group)),
      options.length === 0 && h('div', { class: 'listbox-empty' }, emptyText(menu)),
    ),
  )
}

function choice(menu: Menu, option: Option, index: number, active: boolean, groupBefore: string | undefined): Child {
  const chosen = chosenOf(menu).some(({ id }) => id === option.id)
  return [
    option.group !== undefined && option.group !== groupBefore && h('div', { class: 'listbox-group' }, option.group),
    h(
      'div',
      {
        class: active ? 'option active' : 'option',
        role: 'option',
        id: `choice-${index}`,
        'aria-selected': String(chosen),
        onpointerdown: (event: Event) => event.preventDefault(),
        onclick: () => pick(menu, option),
      },
      option.before,
      h(
        'span',
        { class: 'menu-text' },
        h('span', {}, option.label),
        option.detail && h('span', { class: 'menu-detail' }, option.detail),
      ),
      chosen && icon('check'),
    ),
  ]
}

function keyed(event: KeyboardEvent, menu: Menu, options: readonly Option[], active: number): void {
  if (/^Arrow(Up|Down)$/.test(event.key) && options.length > 0) {
    event.preventDefault()
    setLocal(`${menu.id}:active`, nextIndex(event.key, active, options.length))
    queueMicrotask(() =>
      document.getElementById(`choice-${local(`${menu.id}:active`, 0)}`)?.scrollIntoView({ block: 'nearest' }),
    )
  }
  const option = options[active]
  if (event.key === 'Enter') event.preventDefault()
  if (event.key === 'Enter' && option !== undefined) pick(menu, option)
}

function pick(menu: Menu, option: Option): void {
  const { site, element, kind } = menu
  if (!kind.several) {
    closePopup()
    choose(site, element, { [kind.field]: option.value })
    return
  }
  const chosen = chosenOf(menu)
  const without = chosen.filter(({ id }) => id !== option.id)
  const most = number(element.max_selected_items) ?? Number.POSITIVE_INFINITY
  const next = without.length < chosen.length ? without : [...chosen, option].slice(-most)
  choose(site, element, { [kind.field]: next.map(({ value }) => value) })
}

function typed(menu: Menu, query: string): void {
  setLocal(`${menu.id}:query`, query)
  setLocal(`${menu.id}:active`, 0)
  if (menu.kind.options === 'external') void lookUp(menu, query)
  requestAnimationFrame(placePopup)
}

/** Asks the app for options once the typing pauses; an answer that comes late is not shown. */
async function lookUp(menu: Menu, query: string): Promise<void> {
  const fewest = number(menu.element.min_query_length) ?? 3
  if (query.length < fewest) return setLocal(`${menu.id}:found`, [])
  await new Promise((resolve) => setTimeout(resolve, query === '' ? 0 : 150))
  if (local(`${menu.id}:query`, '') !== query) return
  const options = await suggestions(menu.site, menu.element, query)
  if (local(`${menu.id}:query`, '') === query) setLocal(`${menu.id}:found`, options)
}

function emptyText(menu: Menu): string {
  const fewest = number(menu.element.min_query_length) ?? 3
  const query = local(`${menu.id}:query`, '')
  if (menu.kind.options === 'external' && query.length < fewest) return `Type at least ${fewest} letters.`
  return 'Nothing found.'
}

function found(menu: Menu): readonly Option[] {
  if (menu.kind.options === 'external')
    return local<readonly Json[]>(`${menu.id}:found`, []).flatMap((each) => optionsOf(each))
  const query = local(`${menu.id}:query`, '').toLowerCase()
  return all(menu).filter(({ label }) => label.toLowerCase().includes(query))
}

function all({ element, kind }: Menu): readonly Option[] {
  switch (kind.options) {
    case 'people':
      return current().people.map((person) => ({
        label: person.name,
        detail: person.title,
        before: avatar(person.id, 'small'),
        id: person.id,
        value: person.id,
      }))
    case 'channels':
      return current()
        .channels.filter((channel) => channel.kind !== 'direct' || element.type !== 'channels_select')
        .map(channelOption)
    case 'given':
    case 'external':
      return [...records(element.options), ...records(element.option_groups)].flatMap((each) => optionsOf(each))
    default:
      return kind.options satisfies never
  }
}

function channelOption({
  id,
  name,
  kind,
}: {
  readonly id: string
  readonly name: string
  readonly kind: string
}): Option {
  const label = kind === 'direct' ? current().bot.name : name
  return { label, before: icon(kind === 'private' ? 'lock' : kind === 'direct' ? 'app' : 'hash'), id, value: id }
}

/** An option, or all of a group of them. */
function optionsOf(each: Json): readonly Option[] {
  const group = plain(each.label)
  if (group !== '')
    return records(each.options)
      .flatMap((option) => optionsOf(option))
      .map((option) => ({ ...option, group }))
  const detail = plain(each.description)
  return [{ label: plain(each.text), id: string(each.value), value: each, ...(detail === '' ? {} : { detail }) }]
}

function chosenOf(menu: Menu): readonly Option[] {
  const value = held(menu.site, menu.element)[menu.kind.field]
  const values: readonly unknown[] = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]
  return values.flatMap((each) => {
    const option = record(each)
    if (option !== null) return optionsOf(option)
    return all(menu).filter(({ id }) => id === each)
  })
}
