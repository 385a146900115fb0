import { z } from 'zod'
import { limits } from './limits.ts'
import { dataTable, dataVisualization } from './schema-data.ts'
import { accessory, block, feedbackButtons, inputElement, plainText } from './schema-elements.ts'
import { richText } from './schema-rich-text.ts'

/** What Slack takes, block by block; what holds between blocks is in `validate.ts`. */
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
