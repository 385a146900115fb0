import { z } from 'zod'
import { limits } from './limits.ts'

/** Texts, options and everything that is clicked or filled in, property by property. */
export const text = (limit: number) => z.string().min(1, 'must not be empty').max(limit)
export const id = text(limits.id)
export const block = { block_id: id.optional() }
const action = { action_id: id }

export const plainText = (limit: number = limits.text) =>
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
export const feedbackButtons = z.strictObject({
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
export const accessory = z.discriminatedUnion('type', [button, overflow, ...choices])
export const inputElement = z.discriminatedUnion('type', [plainTextInput, ...choices])
