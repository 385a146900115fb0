/// <reference lib="dom" />
import type { View } from '../../types.ts'
import { h, type VNode } from '../h.ts'
import { icon } from '../icons.ts'
import { local, type Place } from '../state.ts'
import { drawElement } from './actions.ts'
import { elementKey, fieldProps, held, hold, type Site, tell } from './interact.ts'
import { type Json, number, plain, record, records, string } from './read.ts'

/** An `input` block: what is asked, the field, a hint, and what was wrong with it. */
export function inputBlock(place: Place, block: Json): VNode {
  const element = record(block.element) ?? {}
  const blockId = string(block.block_id)
  const id = `field:${blockId}`
  const error = errorOf(place, blockId)
  const field = { id, labelledBy: `${id}:label`, describedBy: `${id}:hint ${id}:error`, invalid: error !== '' }
  const site: Site = { place, blockId, quiet: block.dispatch_action !== true, field }
  return h(
    'div',
    { class: error === '' ? 'input-block' : 'input-block invalid' },
    h(
      'label',
      { id: field.labelledBy, for: id, class: 'input-label' },
      plain(block.label),
      block.optional === true && h('span', { class: 'optional' }, ' (optional)'),
    ),
    drawElement(site, element),
    h('div', { id: `${id}:hint`, class: 'hint' }, plain(block.hint)),
    h(
      'div',
      { id: `${id}:error`, class: 'field-error', role: error === '' ? undefined : 'alert' },
      error !== '' && [icon('warning'), error],
    ),
  )
}

function errorOf(place: Place, blockId: string): string {
  return place.kind === 'view'
    ? (local<Readonly<Record<string, string>>>(`errors:${place.view}`, {})[blockId] ?? '')
    : ''
}

const inputTypes: Readonly<Record<string, string>> = { email_text_input: 'email', url_text_input: 'url' }

/** Every kind of field that is typed into. */
export function textField(site: Site, element: Json): VNode {
  const several = element.multiline === true || element.type === 'rich_text_input'
  const type = inputTypes[string(element.type)] ?? 'text'
  const label = site.field === undefined ? { 'aria-label': plain(element.placeholder) } : {}
  return h(several ? 'textarea' : 'input', {
    class: 'text-field',
    key: elementKey(site, element),
    ...fieldProps(site),
    ...label,
    ...(several ? { rows: '4' } : { type, autocomplete: 'off' }),
    inputmode: element.type === 'number_input' ? 'decimal' : undefined,
    placeholder: plain(element.placeholder) || undefined,
    maxlength: number(element.max_length) ?? undefined,
    autofocus: element.focus_on_load === true,
    initial: initialText(site, element),
    oninput: ({ target }: { target: HTMLInputElement }) => typed(site, element, target.value),
    onkeydown: (event: KeyboardEvent) => entered(event, site, element),
  })
}

function initialText(site: Site, element: Json): string {
  const { value, rich_text_value } = held(site, element)
  return element.type === 'rich_text_input' ? textOfRich(record(rich_text_value)) : string(value)
}

function typed(site: Site, element: Json, text: string): void {
  hold(
    site,
    element,
    element.type === 'rich_text_input' ? { rich_text_value: richOfText(text) } : { value: text || null },
  )
  if (!site.quiet && triggers(element).includes('on_character_entered')) void tell(site, element, { value: text })
}

function entered(event: KeyboardEvent, site: Site, element: Json): void {
  if (event.key !== 'Enter' || event.shiftKey || element.multiline === true || site.quiet) return
  event.preventDefault()
  if (triggers(element).includes('on_enter_pressed')) void tell(site, element, held(site, element))
}

function triggers(element: Json): readonly unknown[] {
  const given = record(element.dispatch_action_config)?.trigger_actions_on
  return Array.isArray(given) ? given : ['on_enter_pressed']
}

function richOfText(text: string): Json | null {
  if (text === '') return null
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }]
  return { type: 'rich_text', elements }
}

function textOfRich(rich: Json | null): string {
  return records(rich?.elements)
    .flatMap((section) => records(section.elements).map(({ text }) => string(text)))
    .join('')
}

/** What Slack itself finds wrong before it asks the app, by block_id. */
export function faultsOf(view: View): Readonly<Record<string, string>> {
  const inputs = view.blocks.filter(({ type }) => type === 'input')
  const place: Place = { kind: 'view', view: view.id }
  const faults = inputs.map((block) => [string(block.block_id), faultOf(place, block)] as const)
  return Object.fromEntries(faults.filter(([, fault]) => fault !== ''))
}

function faultOf(place: Place, block: Json): string {
  const element = record(block.element) ?? {}
  const { type: _, ...holding } = held({ place, blockId: string(block.block_id), quiet: true }, element)
  const value = Object.values(holding)[0]
  if (isEmpty(value)) return block.optional === true ? '' : 'Please fill in this field.'
  return typeof value === 'string' ? faultOfText(element, value) : ''
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function faultOfText(element: Json, value: string): string {
  const fewest = number(element.min_length) ?? 0
  if (value.length < fewest) return `Please write at least ${fewest} characters.`
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(value)) return 'Please give an e-mail address.'
  if (element.type === 'url_text_input' && !URL.canParse(value)) return 'Please give a link, beginning with https://.'
  return element.type === 'number_input' ? faultOfNumber(element, value) : ''
}

function faultOfNumber(element: Json, value: string): string {
  const given = Number(value)
  if (Number.isNaN(given)) return 'Please give a number.'
  if (element.is_decimal_allowed !== true && !Number.isInteger(given)) return 'Please give a whole number.'
  if (element.min_value !== undefined && given < Number(element.min_value))
    return `At least ${element.min_value}, please.`
  if (element.max_value !== undefined && given > Number(element.max_value))
    return `At most ${element.max_value}, please.`
  return ''
}
