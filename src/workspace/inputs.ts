import { type AnyElement, elementsOf, flattened } from './elements.ts'
import type { AnyBlock, ViewValues } from './types.ts'

/** What an element holds: the name under which Slack writes it, and the one under which it begins. */
interface Holding {
  readonly held: string
  readonly initial: string
  /** What it holds when nobody touched it. */
  readonly nothing: null | readonly []
}

const HOLDINGS: Readonly<Record<string, Holding>> = {
  plain_text_input: { held: 'value', initial: 'initial_value', nothing: null },
  static_select: { held: 'selected_option', initial: 'initial_option', nothing: null },
  external_select: { held: 'selected_option', initial: 'initial_option', nothing: null },
  radio_buttons: { held: 'selected_option', initial: 'initial_option', nothing: null },
  checkboxes: { held: 'selected_options', initial: 'initial_options', nothing: [] },
  users_select: { held: 'selected_user', initial: 'initial_user', nothing: null },
  datepicker: { held: 'selected_date', initial: 'initial_date', nothing: null },
  timepicker: { held: 'selected_time', initial: 'initial_time', nothing: null },
}

/** `view.state.values`: what was given, and for inputs that nobody touched what they began with. */
export function filledIn(blocks: readonly AnyBlock[], given: ViewValues): ViewValues {
  const entries = flattened(blocks).flatMap((block) => {
    const held = elementsOf(block).flatMap((element) => heldBy(block, element, given))
    return held.length > 0 ? [[String(block.block_id), Object.fromEntries(held)] as const] : []
  })
  return Object.fromEntries(entries)
}

function heldBy(block: AnyBlock, element: AnyElement, given: ViewValues): readonly (readonly [string, object])[] {
  const holding = HOLDINGS[element.type]
  if (!holding) return []
  const actionId = String(element.action_id)
  const told = given[String(block.block_id)]?.[actionId]
  const beginning = { [holding.held]: element[holding.initial] ?? holding.nothing }
  return [[actionId, { type: element.type, ...(isObject(told) ? told : beginning) }]]
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const REQUIRED = 'Please complete this required field.'

/** What Slack's own client refuses before the app hears of it, by block_id. */
export function inputFaults(blocks: readonly AnyBlock[], values: ViewValues): Readonly<Record<string, string>> {
  const faults = inputsOf(blocks).flatMap((block) => {
    const fault = faultOf(block, values)
    return fault ? [[String(block.block_id), fault] as const] : []
  })
  return Object.fromEntries(faults)
}

export const inputsOf = (blocks: readonly AnyBlock[]): readonly AnyBlock[] =>
  flattened(blocks).filter(({ type }) => type === 'input')

function faultOf(block: AnyBlock, values: ViewValues): string | null {
  const element = block.element as AnyElement
  const held = values[String(block.block_id)]?.[String(element.action_id)] as
    | Readonly<Record<string, unknown>>
    | undefined
  const value = held?.[HOLDINGS[element.type]?.held ?? 'value']
  if (isEmpty(value)) return block.optional === true ? null : REQUIRED
  return typeof value === 'string' ? lengthFault(element, value) : null
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function lengthFault({ min_length: least, max_length: most }: AnyElement, value: string): string | null {
  if (typeof least === 'number' && value.length < least) return `Please enter at least ${least} characters.`
  if (typeof most === 'number' && value.length > most) return `Please enter no more than ${most} characters.`
  return null
}

/**
 * What was chosen in a menu, as the element itself has it: an option is found by its value. Null when it is not among
 * those on offer.
 */
export function chosenIn(
  element: AnyElement,
  chosen: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  const offered = offeredBy(element)
  if (!offered) return chosen
  const full = (option: unknown) => offered.find(({ value }) => value === (option as Option | null)?.value)
  const { selected_option: one, selected_options: several } = chosen
  if (Array.isArray(several)) {
    const found = several.map(full)
    return found.includes(undefined) ? null : { ...chosen, selected_options: found }
  }
  if (!one) return chosen
  const found = full(one)
  return found ? { ...chosen, selected_option: found } : null
}

interface Option {
  readonly value?: unknown
}

function offeredBy({ options, option_groups: groups }: AnyElement): readonly Option[] | null {
  if (Array.isArray(options)) return options
  return Array.isArray(groups)
    ? groups.flatMap((group: { readonly options: readonly Option[] }) => group.options)
    : null
}
