/// <reference lib="dom" />
import { type Child, h, type VNode } from '../h.ts'
import { type IconName, icon } from '../icons.ts'
import { isOpen, menu, popup, togglePopup } from '../popup.ts'
import { current, local, setLocal } from '../state.ts'
import { withEmoji } from './emoji.ts'
import { image } from './image.ts'
import { textField } from './inputs.ts'
import { choose, elementKey, fieldProps, held, isBusy, type Site, tell } from './interact.ts'
import { type Json, number, plain, record, records, safeLink, string } from './read.ts'
import { select } from './select.ts'
import { drawText } from './text.ts'

/** An element of a section, of actions, of context_actions or of an input. */
export function drawElement(site: Site, element: Json): Child {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return button(site, element)
    case 'overflow':
      return overflow(site, element)
    case 'checkboxes':
    case 'radio_buttons':
      return ticks(site, element)
    case 'datepicker':
      return picker(site, element, 'date', 'selected_date')
    case 'timepicker':
      return picker(site, element, 'time', 'selected_time')
    case 'datetimepicker':
      return momentPicker(site, element)
    case 'feedback_buttons':
      return feedback(site, element)
    case 'icon_button':
      return iconButton(site, element)
    case 'image':
      return image(string(element.image_url), string(element.alt_text))
    default:
      return drawField(site, element)
  }
}

function drawField(site: Site, element: Json): Child {
  const type = string(element.type)
  if (type.endsWith('_select')) return select(site, element)
  if (/_input$/.test(type) && type !== 'file_input') return textField(site, element)
  return unknown(type)
}

/** What the page does not know is said, never left out. */
export function unknown(type: string): VNode {
  return h('div', { class: 'unknown', role: 'note' }, `cannot draw ${type}`)
}

function button(site: Site, element: Json): VNode {
  const url = safeLink(string(element.url))
  const style = element.style === 'primary' || element.style === 'danger' ? ` button-${element.style}` : ''
  const label = string(element.accessibility_label)
  return h(
    'button',
    {
      class: `button${style}`,
      type: 'button',
      'aria-label': label === '' ? undefined : label,
      'aria-busy': isBusy(site, element) ? 'true' : undefined,
      onclick: () => {
        if (url !== null) window.open(url, '_blank', 'noopener')
        choose(site, element)
      },
    },
    withEmoji(plain(element.text)),
  )
}

function overflow(site: Site, element: Json): VNode {
  const id = `overflow:${elementKey(site, element)}`
  const items = records(element.options).map((option) => ({
    label: withEmoji(plain(option.text)),
    ...(plain(option.description) === '' ? {} : { detail: plain(option.description) }),
    choose: () => choose(site, element, { selected_option: option }),
  }))
  popup(id, () => menu('More', items))
  const open = () => togglePopup(id)
  const state = { 'aria-haspopup': 'menu', 'aria-expanded': String(isOpen(id)), 'aria-label': 'More' }
  return h(
    'button',
    { class: 'button button-icon', type: 'button', 'data-anchor': id, onclick: open, ...state },
    icon('more'),
  )
}

function ticks(site: Site, element: Json): VNode {
  const several = element.type === 'checkboxes'
  const options = records(element.options)
  const { id, ...named } = fieldProps(site)
  return h(
    'div',
    { class: 'ticks', role: several ? 'group' : 'radiogroup', ...named },
    options.map((option, index) => tick(site, element, option, several, index === 0 ? id : undefined)),
  )
}

function tick(site: Site, element: Json, option: Json, several: boolean, id: string | undefined): VNode {
  const chosen = chosenOptions(site, element)
  const checked = chosen.some(({ value }) => value === option.value)
  const without = chosen.filter(({ value }) => value !== option.value)
  const next = several ? { selected_options: checked ? without : [...chosen, option] } : { selected_option: option }
  return h(
    'label',
    { class: 'tick', key: string(option.value) },
    h('input', {
      type: several ? 'checkbox' : 'radio',
      name: elementKey(site, element),
      id,
      checked,
      onchange: () => choose(site, element, next),
    }),
    h(
      'span',
      {},
      drawText(option.text),
      option.description !== undefined && h('span', { class: 'hint' }, drawText(option.description)),
    ),
  )
}

function chosenOptions(site: Site, element: Json): readonly Json[] {
  const { selected_options, selected_option } = held(site, element)
  return selected_options === undefined ? [record(selected_option) ?? {}] : records(selected_options)
}

function picker(site: Site, element: Json, type: 'date' | 'time', field: string): VNode {
  const label = site.field === undefined ? { 'aria-label': plain(element.placeholder) || `Choose a ${type}` } : {}
  return h('input', {
    class: 'text-field picker',
    key: elementKey(site, element),
    type,
    ...fieldProps(site),
    ...label,
    initial: string(held(site, element)[field]),
    onchange: ({ target }: { target: HTMLInputElement }) => choose(site, element, { [field]: target.value || null }),
  })
}

/** A day and a time in the zone of the browser; Slack keeps them as seconds since 1970. */
function momentPicker(site: Site, element: Json): VNode {
  const seconds = number(held(site, element).selected_date_time)
  const shift = (at: number) => at - new Date(at * 1000).getTimezoneOffset() * 60
  return h('input', {
    class: 'text-field picker',
    key: elementKey(site, element),
    type: 'datetime-local',
    'aria-label': site.field === undefined ? 'Choose a day and a time' : undefined,
    ...fieldProps(site),
    initial: seconds === null ? '' : new Date(shift(seconds) * 1000).toISOString().slice(0, 16),
    onchange: ({ target }: { target: HTMLInputElement }) => {
      const at = Date.parse(target.value)
      choose(site, element, { selected_date_time: Number.isNaN(at) ? null : at / 1000 })
    },
  })
}

/** “That's right”, “That's wrong”: which was pressed stays visible. */
function feedback(site: Site, element: Json): Child {
  const sides = [
    [record(element.positive_button), 'thumbUp'],
    [record(element.negative_button), 'thumbDown'],
  ] as const
  return h(
    'span',
    { class: 'feedback', role: 'group', 'aria-label': 'Feedback' },
    sides.map(([side, sign]) => side && feedbackButton(site, element, side, sign)),
  )
}

function feedbackButton(site: Site, element: Json, side: Json, sign: IconName): VNode {
  const key = `feedback:${elementKey(site, element)}`
  const pressed = local(key, '') === string(side.value)
  const onclick = () => {
    setLocal(key, string(side.value))
    void tell(site, element, { value: side.value })
  }
  const label = string(side.accessibility_label) || plain(side.text)
  return h(
    'button',
    {
      class: 'feedback-button',
      type: 'button',
      'aria-pressed': String(pressed),
      'aria-label': label,
      title: label,
      onclick,
    },
    icon(sign),
    h('span', {}, plain(side.text)),
  )
}

const iconNames: Readonly<Record<string, IconName>> = { trash: 'trash', copy: 'copy', edit: 'pencil', pencil: 'pencil' }

function iconButton(site: Site, element: Json): Child {
  const seers = element.visible_to_user_ids
  if (Array.isArray(seers) && !seers.includes(current().me.id)) return null
  const label = string(element.accessibility_label) || plain(element.text)
  const onclick = () => choose(site, element)
  return h(
    'button',
    { class: 'feedback-button', type: 'button', 'aria-label': label, title: plain(element.text), onclick },
    icon(iconNames[string(element.icon)] ?? 'bolt'),
  )
}
