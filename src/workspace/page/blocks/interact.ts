/// <reference lib="dom" />
import type { ActResult, AnyBlock, ViewValues } from '../../types.ts'
import { act } from '../connection.ts'
import { ask, known, local, type Place, placeKey, redraw, setLocal } from '../state.ts'
import { type Json, plain, record, records, string } from './read.ts'

/** Where an element stands: in which message or view, in which block, and whether that is an `input`. */
export interface Site {
  readonly place: Place
  readonly blockId: string
  /** An input tells the app of a change only if it was asked to; other elements always do. */
  readonly quiet: boolean
  /** Of an input: what names its element and what is said about it. */
  readonly field?: {
    readonly id: string
    readonly labelledBy: string
    readonly describedBy: string
    readonly invalid: boolean
  }
}

/** For the attributes of the control that an element is drawn as. */
export function fieldProps({ field }: Site): Readonly<Record<string, string>> {
  if (field === undefined) return {}
  const { id, labelledBy, describedBy, invalid } = field
  return { id, 'aria-labelledby': labelledBy, 'aria-describedby': describedBy, 'aria-invalid': String(invalid) }
}

/** A name of an element that no other on the page has. */
export function elementKey(site: Site, element: Json): string {
  return `${placeKey(site.place)}:${site.blockId}:${string(element.action_id)}`
}

export function isBusy(site: Site, element: Json): boolean {
  return local(`busy:${elementKey(site, element)}`, false)
}

/** What an element holds now, in Slack's shape: `{ selected_option }`, `{ value }` … */
export function held(site: Site, element: Json): Json {
  const values = known.held.get(placeKey(site.place))
  return record(values?.[site.blockId]?.[string(element.action_id)]) ?? initial(element)
}

export function hold(site: Site, element: Json, value: Json): void {
  const key = placeKey(site.place)
  const values = known.held.get(key) ?? {}
  const block = { ...values[site.blockId], [string(element.action_id)]: { type: element.type, ...value } }
  known.held.set(key, { ...values, [site.blockId]: block })
}

/** What an element holds before anybody touched it; null for those that hold nothing, such as buttons. */
function initialOf(element: Json): Json | null {
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { value: string(element.initial_value) || null }
    case 'rich_text_input':
      return { rich_text_value: element.initial_value ?? null }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: element.initial_option ?? null }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { selected_options: element.initial_options ?? [] }
    case 'users_select':
      return { selected_user: element.initial_user ?? null }
    case 'multi_users_select':
      return { selected_users: element.initial_users ?? [] }
    case 'channels_select':
      return { selected_channel: element.initial_channel ?? null }
    case 'multi_channels_select':
      return { selected_channels: element.initial_channels ?? [] }
    case 'conversations_select':
      return { selected_conversation: element.initial_conversation ?? null }
    case 'multi_conversations_select':
      return { selected_conversations: element.initial_conversations ?? [] }
    case 'datepicker':
      return { selected_date: element.initial_date ?? null }
    case 'timepicker':
      return { selected_time: element.initial_time ?? null }
    case 'datetimepicker':
      return { selected_date_time: element.initial_date_time ?? null }
    default:
      return null
  }
}

function initial(element: Json): Json {
  return initialOf(element) ?? {}
}

/** Whether an element holds something that a submission sends. */
export function holds(element: Json): boolean {
  return initialOf(element) !== null
}

/** Everything a place holds, as `state.values`. */
export function valuesOf(place: Place): ViewValues {
  const values: Record<string, Record<string, unknown>> = {}
  for (const { block, element } of blocksAt(place)
    .flatMap(elementsOf)
    .filter(({ element }) => holds(element))) {
    const blockId = string(block.block_id)
    const value = { type: element.type, ...held({ place, blockId, quiet: true }, element) }
    values[blockId] = { ...values[blockId], [string(element.action_id)]: value }
  }
  return values
}

function elementsOf(block: AnyBlock | Json): readonly { readonly block: Json; readonly element: Json }[] {
  const own = [record(block.element), record(block.accessory), ...records(block.elements)]
  const here = own.filter((element) => element !== null).map((element) => ({ block, element }))
  return [...here, ...records(block.child_blocks).flatMap(elementsOf)]
}

/** A click or a choice: asks first where the app wants that, keeps what was chosen, and tells the app. */
export function choose(site: Site, element: Json, chosen: Json | null = null): void {
  const confirm = record(element.confirm)
  const agreed = () => {
    if (chosen !== null && holds(element)) hold(site, element, chosen)
    redraw()
    if (!site.quiet) void tell(site, element, chosen)
  }
  if (confirm === null) agreed()
  else askFirst(element, confirm, agreed)
}

function askFirst(element: Json, confirm: Json, agreed: () => void): void {
  ask({
    title: plain(confirm.title),
    text: plain(confirm.text),
    confirm: plain(confirm.confirm) || 'Yes',
    deny: plain(confirm.deny) || 'Cancel',
    danger: confirm.style === 'danger' || element.style === 'danger',
    agreed,
  })
}

/** Tells the app; until it has taken the click, the element shows that it waits. */
export async function tell(site: Site, element: Json, chosen: Json | null): Promise<void> {
  if (isBusy(site, element)) return
  setLocal(`busy:${elementKey(site, element)}`, true)
  await sendClick(site, element, chosen)
  setLocal(`busy:${elementKey(site, element)}`, false)
}

function sendClick(site: Site, element: Json, chosen: Json | null): Promise<ActResult> {
  return act({
    kind: 'click',
    in: target(site.place),
    blockId: site.blockId,
    actionId: string(element.action_id),
    ...(chosen === null ? {} : { chosen }),
    values: valuesOf(site.place),
  })
}

function blocksAt(place: Place): readonly AnyBlock[] {
  const { state } = known
  if (place.kind === 'view')
    return [...(state?.views ?? []), state?.home].find((view) => view?.id === place.view)?.blocks ?? []
  return state?.messages.find(({ channel, ts }) => channel === place.channel && ts === place.ts)?.blocks ?? []
}

function target(place: Place): { readonly channel: string; readonly ts: string } | { readonly view: string } {
  return place.kind === 'view' ? { view: place.view } : { channel: place.channel, ts: place.ts }
}

/** The options an external select offers for what was typed. */
export async function suggestions(site: Site, element: Json, value: string): Promise<readonly Json[]> {
  const where = { in: target(site.place), blockId: site.blockId, actionId: string(element.action_id) }
  const result = await act({ kind: 'suggest', ...where, value })
  return result.ok ? records(result.options) : []
}
