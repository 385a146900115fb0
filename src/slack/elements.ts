import type {
  Accessory,
  ActionsBlock,
  Block,
  Button,
  Confirm,
  ContextBlock,
  Datepicker,
  DividerBlock,
  InputBlock,
  InputElement,
  ModalView,
  Option,
  PlainTextInput,
  SectionBlock,
  StaticSelect,
} from '../present/blocks/blocks.ts'
import { limits } from '../present/blocks/limits.ts'
import { cut, paragraph, button as pieceButton, plain } from '../present/blocks/pieces.ts'

/** The pieces of forms and of the Home tab; every text in them is plain text. */

export const divider: DividerBlock = { type: 'divider' }

/** One or several lines, with a button beside them. */
export const section = (text: string, accessory?: Accessory): SectionBlock => ({
  type: 'section',
  text: { type: 'plain_text', text: paragraph(text, limits.text), emoji: false },
  ...(accessory && { accessory }),
})

/** Small grey lines. */
export const aside = (...texts: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, limits.contextElements).map((text) => plain(text, limits.fieldText)),
})

export const row = (...elements: readonly Accessory[]): ActionsBlock => ({ type: 'actions', elements })

interface ButtonExtras {
  readonly value?: string
  readonly style?: 'primary' | 'danger'
  readonly confirm?: Confirm
  /** What a screen reader says, where the text alone is ambiguous: “Edit Dana Whitlock”. */
  readonly says?: string
}

export const button = (actionId: string, text: string, { value, style, confirm, says }: ButtonExtras = {}): Button =>
  pieceButton(actionId, text, value ?? actionId, {
    ...(style && { style }),
    ...(confirm && { confirm }),
    ...(says && { accessibility_label: cut(says, limits.buttonText) }),
  })

/** Asks once more before what cannot be taken back. */
export const sure = (title: string, text: string, yes: string): Confirm => ({
  title: plain(title, 100),
  text: plain(text, 300),
  confirm: plain(yes, 30),
  deny: plain('Cancel', 30),
  style: 'danger',
})

export const option = (text: string, value: string): Option => ({ text: plain(text, 75), value })

/** A menu of at most 100 options; the one whose value is `chosen` is selected. */
export function menu(actionId: string, options: readonly Option[], chosen?: string): StaticSelect {
  const initial = options.find(({ value }) => value === chosen)
  return {
    type: 'static_select',
    action_id: actionId,
    options: options.slice(0, 100),
    ...(initial && { initial_option: initial }),
  }
}

/** Slack refuses an empty initial value. */
export const textInput = (actionId: string, initial: string, longest = 1000): PlainTextInput => ({
  type: 'plain_text_input',
  action_id: actionId,
  max_length: longest,
  ...(initial !== '' && { initial_value: cut(initial, longest) }),
})

export const datePicker = (actionId: string, initial?: string): Datepicker => ({
  type: 'datepicker',
  action_id: actionId,
  ...(initial && { initial_date: initial }),
})

interface FieldExtras {
  readonly hint?: string
  readonly optional?: boolean
}

/** One question of a form. Its block is called as its element is: errors go to the one, values come from the other. */
export const field = (label: string, element: InputElement, { hint, optional }: FieldExtras = {}): InputBlock => ({
  type: 'input',
  block_id: element.action_id,
  label: plain(label, 2000),
  element,
  ...(hint && { hint: plain(hint, 2000) }),
  ...(optional && { optional }),
})

export interface Form {
  readonly callbackId: string
  readonly title: string
  readonly submit: string
  readonly blocks: readonly Block[]
  /** What the form must still know when it is sent: ids and old values, at most 3,000 characters as JSON. */
  readonly memory?: unknown
}

export const form = ({ callbackId, title, submit, blocks, memory }: Form): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain(title, 24),
  submit: plain(submit, 24),
  close: plain('Cancel', 24),
  blocks: blocks.slice(0, 100),
  private_metadata: JSON.stringify(memory ?? null),
})

/** A form without anything to fill in: sentences and a button that closes it. */
export const notice = (title: string, ...sentences: readonly string[]): ModalView => ({
  type: 'modal',
  title: plain(title, 24),
  close: plain('Close', 24),
  blocks: sentences.map((sentence) => section(sentence)),
})
