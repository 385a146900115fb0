/**
 * What our messages, forms and Home tabs are made of: the part of Slack's Block Kit that we use, and no more.
 *
 * There is no `mrkdwn` in it and no broadcast, so that a customer called `<!channel>` is only ever a name.
 */
export type Block =
  | SectionBlock
  | HeaderBlock
  | ContextBlock
  | DividerBlock
  | ActionsBlock
  | ContextActionsBlock
  | InputBlock
  | RichTextBlock
  | ContainerBlock
  | AlertBlock
  | DataTableBlock
  | DataVisualizationBlock

/** A message. `text` is what notifications and screen readers say; it is the only part that Slack reads as mrkdwn. */
export interface Post {
  readonly text: string
  readonly blocks: readonly Block[]
}

interface Identified {
  readonly block_id?: string
}

export interface PlainText {
  readonly type: 'plain_text'
  readonly text: string
  readonly emoji?: boolean
}

export interface SectionBlock extends Identified {
  readonly type: 'section'
  readonly text?: PlainText
  /** Small texts side by side, at most ten. */
  readonly fields?: readonly PlainText[]
  readonly accessory?: Accessory
  /** Shows the whole text without “see more”. */
  readonly expand?: boolean
}

export interface HeaderBlock extends Identified {
  readonly type: 'header'
  readonly text: PlainText
}

export interface ContextBlock extends Identified {
  readonly type: 'context'
  readonly elements: readonly PlainText[]
}

export interface DividerBlock extends Identified {
  readonly type: 'divider'
}

export interface ActionsBlock extends Identified {
  readonly type: 'actions'
  readonly elements: readonly Accessory[]
}

export interface ContextActionsBlock extends Identified {
  readonly type: 'context_actions'
  readonly elements: readonly FeedbackButtons[]
}

export interface InputBlock extends Identified {
  readonly type: 'input'
  readonly label: PlainText
  readonly hint?: PlainText
  readonly optional?: boolean
  readonly dispatch_action?: boolean
  readonly element: InputElement
}

/** Of modals alone. */
export interface AlertBlock extends Identified {
  readonly type: 'alert'
  readonly text: PlainText
  readonly level?: 'default' | 'info' | 'warning' | 'error' | 'success'
}

/** Folds away. Of messages alone. */
export interface ContainerBlock extends Identified {
  readonly type: 'container'
  readonly title: PlainText
  readonly subtitle?: PlainText
  readonly child_blocks: readonly ContainerChild[]
  readonly width?: 'narrow' | 'standard' | 'wide' | 'full'
  readonly is_collapsible?: boolean
  readonly default_collapsed?: boolean
  readonly has_header_divider?: boolean
}
export type ContainerChild =
  | SectionBlock
  | HeaderBlock
  | ContextBlock
  | DividerBlock
  | ActionsBlock
  | InputBlock
  | RichTextBlock

export interface RawText {
  readonly type: 'raw_text'
  readonly text: string
}
/** Sorts by `value`, shows `text`. */
export interface RawNumber {
  readonly type: 'raw_number'
  readonly value: number
  readonly text: string
}
export type DataTableCell = RawText | RawNumber | RichTextBlock

/** A table that its reader sorts, filters and turns the pages of. The first row is the header. Of messages alone. */
export interface DataTableBlock extends Identified {
  readonly type: 'data_table'
  readonly caption: string
  readonly rows: readonly (readonly DataTableCell[])[]
  readonly page_size?: number
  readonly row_header_column_index?: number
}

export interface Point {
  readonly label: string
  readonly value: number
}
export interface Series {
  readonly name: string
  /** One for each category, in their order. */
  readonly data: readonly Point[]
}
export type Chart =
  | { readonly type: 'pie'; readonly segments: readonly Point[] }
  | {
      readonly type: 'bar' | 'line' | 'area'
      readonly series: readonly Series[]
      readonly axis_config: {
        readonly categories: readonly string[]
        readonly x_label?: string
        readonly y_label?: string
      }
    }

/** Of messages alone. */
export interface DataVisualizationBlock extends Identified {
  readonly type: 'data_visualization'
  readonly title: string
  readonly chart: Chart
}

export interface RichTextBlock extends Identified {
  readonly type: 'rich_text'
  readonly elements: readonly RichTextPart[]
}
export type RichTextPart = RichTextSection | RichTextList | RichTextQuote | RichTextPreformatted
export interface RichTextSection {
  readonly type: 'rich_text_section'
  readonly elements: readonly RichTextElement[]
}
export interface RichTextQuote {
  readonly type: 'rich_text_quote'
  readonly elements: readonly RichTextElement[]
}
export interface RichTextPreformatted {
  readonly type: 'rich_text_preformatted'
  readonly elements: readonly RichTextElement[]
}
export interface RichTextList {
  readonly type: 'rich_text_list'
  readonly style: 'bullet' | 'ordered'
  readonly indent?: number
  readonly elements: readonly RichTextSection[]
}
export interface TextStyle {
  readonly bold?: boolean
  readonly italic?: boolean
  readonly strike?: boolean
  readonly code?: boolean
}
export type RichTextElement =
  | { readonly type: 'text'; readonly text: string; readonly style?: TextStyle }
  | { readonly type: 'user'; readonly user_id: string; readonly style?: TextStyle }
  | { readonly type: 'channel'; readonly channel_id: string; readonly style?: TextStyle }
  | { readonly type: 'emoji'; readonly name: string }
  | { readonly type: 'link'; readonly url: string; readonly text?: string; readonly style?: TextStyle }
  | {
      readonly type: 'date'
      /** Seconds. */
      readonly timestamp: number
      readonly format: string
      readonly fallback?: string
    }

export interface Option {
  readonly text: PlainText
  readonly value: string
  readonly description?: PlainText
}

/** Asks before the element's action is sent. */
export interface Confirm {
  readonly title?: PlainText
  readonly text: PlainText
  readonly confirm?: PlainText
  readonly deny?: PlainText
  readonly style?: ButtonStyle
}
export type ButtonStyle = 'primary' | 'danger'

interface Actionable {
  readonly action_id: string
}
interface Confirmable extends Actionable {
  readonly confirm?: Confirm
}
interface Chooser extends Confirmable {
  readonly placeholder?: PlainText
  readonly focus_on_load?: boolean
}

export interface Button extends Confirmable {
  readonly type: 'button'
  readonly text: PlainText
  readonly value?: string
  readonly url?: string
  readonly style?: ButtonStyle
  readonly accessibility_label?: string
}
/** The “⋯” menu, at most five options. */
export interface Overflow extends Confirmable {
  readonly type: 'overflow'
  readonly options: readonly Option[]
}
export interface StaticSelect extends Chooser {
  readonly type: 'static_select'
  readonly options?: readonly Option[]
  readonly option_groups?: readonly { readonly label: PlainText; readonly options: readonly Option[] }[]
  readonly initial_option?: Option
}
/** Its options come from us as the person types. */
export interface ExternalSelect extends Chooser {
  readonly type: 'external_select'
  readonly initial_option?: Option
  readonly min_query_length?: number
}
export interface UsersSelect extends Chooser {
  readonly type: 'users_select'
  readonly initial_user?: string
}
export interface Datepicker extends Chooser {
  readonly type: 'datepicker'
  /** YYYY-MM-DD */
  readonly initial_date?: string
}
export interface Timepicker extends Chooser {
  readonly type: 'timepicker'
  /** HH:mm */
  readonly initial_time?: string
  readonly timezone?: string
}
export interface Checkboxes extends Confirmable {
  readonly type: 'checkboxes'
  readonly options: readonly Option[]
  readonly initial_options?: readonly Option[]
  readonly focus_on_load?: boolean
}
export interface RadioButtons extends Confirmable {
  readonly type: 'radio_buttons'
  readonly options: readonly Option[]
  readonly initial_option?: Option
  readonly focus_on_load?: boolean
}
export interface PlainTextInput extends Actionable {
  readonly type: 'plain_text_input'
  readonly placeholder?: PlainText
  readonly initial_value?: string
  readonly multiline?: boolean
  readonly min_length?: number
  readonly max_length?: number
  readonly focus_on_load?: boolean
  readonly dispatch_action_config?: {
    readonly trigger_actions_on: readonly ('on_enter_pressed' | 'on_character_entered')[]
  }
}
/** “That’s right” and “That’s wrong”. Of context_actions alone. */
export interface FeedbackButtons extends Actionable {
  readonly type: 'feedback_buttons'
  readonly positive_button: FeedbackButton
  readonly negative_button: FeedbackButton
}
export interface FeedbackButton {
  readonly text: PlainText
  readonly value: string
  readonly accessibility_label?: string
}

type Choice = StaticSelect | ExternalSelect | UsersSelect | Datepicker | Timepicker | Checkboxes | RadioButtons
/** What stands beside a section or in a row of actions. */
export type Accessory = Button | Overflow | Choice
export type InputElement = PlainTextInput | Choice

export interface ModalView {
  readonly type: 'modal'
  readonly title: PlainText
  readonly blocks: readonly Block[]
  readonly submit?: PlainText
  readonly close?: PlainText
  readonly callback_id?: string
  readonly private_metadata?: string
  readonly external_id?: string
  readonly clear_on_close?: boolean
  readonly notify_on_close?: boolean
}
export interface HomeView {
  readonly type: 'home'
  readonly blocks: readonly Block[]
  readonly callback_id?: string
  readonly private_metadata?: string
  readonly external_id?: string
}
