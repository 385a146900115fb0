import { z } from 'zod'
import { limits } from './limits.ts'
import { block, id, text } from './schema-elements.ts'

/** Text with its formatting. No broadcast is in it, so that none can be sent. */
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
export const richText = z.strictObject({
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
