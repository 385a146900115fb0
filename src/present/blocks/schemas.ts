import { z } from 'zod'
import { limits } from './limits.ts'

/** What Slack takes, property by property; what holds between blocks is in `validate.ts`. */
const text = (limit: number) => z.string().min(1, 'must not be empty').max(limit)
const id = text(limits.id)
const block = { block_id: id.optional() }
const action = { action_id: id }

const plainText = (limit: number = limits.text) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: text(limit).refine((told) => told.trim() !== '', 'must not be blank'),
    emoji: z.boolean().optional(),
  })

const option = z.strictObject({
  text: plainText(limits.optionText),
  value: text(limits.optionText),
  description: plainText(limits.optionText).optional(),
})
const buttonStyle = z.enum(['primary', 'danger'])
const confirm = z.strictObject({
  title: plainText(limits.confirmTitle).optional(),
  text: plainText(limits.confirmText),
  confirm: plainText(limits.confirmButton).optional(),
  deny: plainText(limits.confirmButton).optional(),
  style: buttonStyle.optional(),
})
const confirmable = { ...action, confirm: confirm.optional() }
const chooser = {
  ...confirmable,
  placeholder: plainText(limits.placeholder).optional(),
  focus_on_load: z.boolean().optional(),
}

const button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  text: plainText(limits.buttonText),
  value: z.string().max(limits.buttonValue).optional(),
  url: text(limits.url).optional(),
  style: buttonStyle.optional(),
  accessibility_label: text(limits.buttonText).optional(),
})
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(option).min(1).max(limits.overflowOptions),
})
const options = z.array(option).min(1).max(limits.selectOptions)
const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...chooser,
    options: options.optional(),
    option_groups: z
      .array(z.strictObject({ label: plainText(limits.optionText), options }))
      .min(1)
      .max(limits.selectOptions)
      .optional(),
    initial_option: option.optional(),
  })
  .refine((one) => (one.options === undefined) !== (one.option_groups === undefined), {
    message: 'needs either options or option_groups',
  })
  .refine(
    (one) => {
      const offered = [...(one.options ?? []), ...(one.option_groups ?? []).flatMap((group) => group.options)]
      return one.initial_option === undefined || offered.some((each) => isSame(each, one.initial_option))
    },
    { message: 'must be one of the options', path: ['initial_option'] },
  )
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...chooser,
  initial_option: option.optional(),
  min_query_length: z.int().min(0).optional(),
})
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...chooser,
  initial_user: text(limits.id).optional(),
})
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...chooser,
  initial_date: z.iso.date().optional(),
})
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...chooser,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm')
    .optional(),
  timezone: text(limits.id).optional(),
})
const ticks = z.array(option).min(1).max(limits.tickOptions)
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...confirmable,
    focus_on_load: z.boolean().optional(),
    options: ticks,
    initial_options: ticks.optional(),
  })
  .refine((one) => (one.initial_options ?? []).every((given) => one.options.some((each) => isSame(each, given))), {
    message: 'must be among the options',
    path: ['initial_options'],
  })
const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...confirmable,
    focus_on_load: z.boolean().optional(),
    options: ticks,
    initial_option: option.optional(),
  })
  .refine((one) => one.initial_option === undefined || one.options.some((each) => isSame(each, one.initial_option)), {
    message: 'must be one of the options',
    path: ['initial_option'],
  })
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...action,
  placeholder: plainText(limits.placeholder).optional(),
  initial_value: text(limits.inputText).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(limits.inputText).optional(),
  max_length: z.int().min(1).max(limits.inputText).optional(),
  focus_on_load: z.boolean().optional(),
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
})
const feedback = z.strictObject({
  text: plainText(limits.buttonText),
  value: text(limits.buttonValue),
  accessibility_label: text(limits.buttonText).optional(),
})
const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  ...action,
  positive_button: feedback,
  negative_button: feedback,
})

/** Slack holds an initial option against the offered ones as a whole. */
function isSame(one: z.infer<typeof option>, other: z.infer<typeof option> | undefined): boolean {
  return one.value === other?.value && one.text.text === other.text.text
}

const choices = [staticSelect, externalSelect, usersSelect, datepicker, timepicker, checkboxes, radioButtons] as const
const accessory = z.discriminatedUnion('type', [button, overflow, ...choices])
const inputElement = z.discriminatedUnion('type', [plainTextInput, ...choices])

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional()
const richTextElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({ type: z.literal('user'), user_id: id, style }),
  z.strictObject({ type: z.literal('channel'), channel_id: id, style }),
  z.strictObject({ type: z.literal('emoji'), name: id }),
  z.strictObject({ type: z.literal('link'), url: text(limits.url), text: text(limits.text).optional(), style }),
  z.strictObject({ type: z.literal('date'), timestamp: z.int(), format: id, fallback: id.optional() }),
])
const richTextElements = z.array(richTextElement).min(1)
const richTextSection = z.strictObject({ type: z.literal('rich_text_section'), elements: richTextElements })
const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...block,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        richTextSection,
        z.strictObject({ type: z.literal('rich_text_quote'), elements: richTextElements }),
        z.strictObject({ type: z.literal('rich_text_preformatted'), elements: richTextElements }),
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          indent: z.int().min(0).max(8).optional(),
          elements: z.array(richTextSection).min(1),
        }),
      ]),
    )
    .min(1),
})

const section = z
  .strictObject({
    type: z.literal('section'),
    ...block,
    text: plainText().optional(),
    fields: z.array(plainText(limits.fieldText)).min(1).max(limits.fields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((one) => one.text !== undefined || one.fields !== undefined, { message: 'needs text or fields' })
const header = z.strictObject({ type: z.literal('header'), ...block, text: plainText(limits.headerText) })
const context = z.strictObject({
  type: z.literal('context'),
  ...block,
  elements: z.array(plainText()).min(1).max(limits.contextElements),
})
const divider = z.strictObject({ type: z.literal('divider'), ...block })
const actions = z.strictObject({
  type: z.literal('actions'),
  ...block,
  elements: z.array(accessory).min(1).max(limits.actions),
})
const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...block,
  elements: z.array(feedbackButtons).min(1).max(limits.contextActions),
})
const input = z.strictObject({
  type: z.literal('input'),
  ...block,
  label: plainText(limits.inputLabel),
  hint: plainText(limits.inputLabel).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
})
const alert = z.strictObject({
  type: z.literal('alert'),
  ...block,
  text: plainText(),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
})
const container = z
  .strictObject({
    type: z.literal('container'),
    ...block,
    title: plainText(limits.containerTitle),
    subtitle: plainText(limits.containerTitle).optional(),
    child_blocks: z
      .array(z.discriminatedUnion('type', [section, header, context, divider, actions, input, richText]))
      .min(1)
      .max(limits.containerChildren),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine((one) => one.default_collapsed !== true || one.is_collapsible === true, {
    message: 'needs is_collapsible',
    path: ['default_collapsed'],
  })

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) })
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) })
const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    ...block,
    caption: z.string().min(1),
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [rawText, rawNumber, richText]))
          .min(1)
          .max(limits.tableColumns),
      )
      .min(2)
      .max(limits.tableRows),
    page_size: z.int().min(1).max(limits.tablePage).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), {
    message: 'must all have as many cells as the first',
    path: ['rows'],
  })
  .refine(({ rows }) => rows[0]?.every((cell) => cell.type !== 'rich_text') ?? true, {
    message: 'must not have rich_text',
    path: ['rows', 0],
  })
  .refine(({ rows, row_header_column_index: at }) => at === undefined || at < (rows[0]?.length ?? 0), {
    message: 'must be a column of the table',
    path: ['row_header_column_index'],
  })

const chartLabel = text(limits.chartLabel)
const seriesChart = (type: 'bar' | 'line' | 'area') =>
  z
    .strictObject({
      type: z.literal(type),
      series: z
        .array(
          z.strictObject({
            name: chartLabel,
            data: z
              .array(z.strictObject({ label: chartLabel, value: z.number() }))
              .min(1)
              .max(limits.chartCategories),
          }),
        )
        .min(1)
        .max(limits.chartSeries),
      axis_config: z.strictObject({
        categories: z.array(chartLabel).min(1).max(limits.chartCategories),
        x_label: text(limits.axisLabel).optional(),
        y_label: text(limits.axisLabel).optional(),
      }),
    })
    .refine(({ axis_config: { categories } }) => isUnique(categories), {
      message: 'must differ from each other',
      path: ['axis_config', 'categories'],
    })
    .refine(({ series }) => isUnique(series.map(({ name }) => name)), {
      message: 'must have names that differ from each other',
      path: ['series'],
    })
    .refine(
      ({ series, axis_config: { categories } }) =>
        series.every(
          ({ data }) => data.length === categories.length && data.every(({ label }, at) => label === categories[at]),
        ),
      { message: 'must have one point for each category, in their order', path: ['series'] },
    )
const pie = z
  .strictObject({
    type: z.literal('pie'),
    segments: z
      .array(z.strictObject({ label: chartLabel, value: z.number().gt(0) }))
      .min(1)
      .max(limits.chartSeries),
  })
  .refine(({ segments }) => isUnique(segments.map(({ label }) => label)), {
    message: 'must have labels that differ from each other',
    path: ['segments'],
  })
const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  ...block,
  title: text(limits.chartTitle),
  chart: z.discriminatedUnion('type', [pie, seriesChart('bar'), seriesChart('line'), seriesChart('area')]),
})

const isUnique = (texts: readonly string[]): boolean => new Set(texts).size === texts.length

const everywhere = [section, header, context, divider, actions, input, richText] as const

/** The blocks of each surface. */
export const surfaces = {
  message: z.discriminatedUnion('type', [...everywhere, contextActions, container, dataTable, dataVisualization]),
  modal: z.discriminatedUnion('type', [...everywhere, alert]),
  home: z.discriminatedUnion('type', [...everywhere]),
} as const

const view = {
  blocks: z.unknown(),
  callback_id: z.string().max(limits.id).optional(),
  private_metadata: z.string().max(limits.privateMetadata).optional(),
  external_id: z.string().max(limits.id).optional(),
}
/** A view without its blocks, which have a surface of their own. */
export const viewSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    ...view,
    title: plainText(limits.viewTitle),
    submit: plainText(limits.viewTitle).optional(),
    close: plainText(limits.viewTitle).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('home'), ...view }),
])
