import { z } from 'zod'
import type { Act } from '../types.ts'

const text = z.string().max(40_000)
const id = z.string().min(1).max(255)
const place = z.union([z.strictObject({ channel: id, ts: id }), z.strictObject({ view: id })])
const values = z.record(z.string(), z.record(z.string(), z.unknown()))
const element = { in: place, blockId: z.string().max(255), actionId: z.string().max(255) }

/** What the page asks for: who does what. Everything in it is looked at before the workspace sees it. */
const body = z.strictObject({
  user: id,
  act: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('say'), channel: id, text, threadTs: id.optional() }),
    z.strictObject({ kind: z.literal('edit'), channel: id, ts: id, text }),
    z.strictObject({ kind: z.literal('remove'), channel: id, ts: id }),
    z.strictObject({ kind: z.literal('slash'), channel: id, command: id, text }),
    z.strictObject({
      kind: z.literal('click'),
      ...element,
      chosen: z.record(z.string(), z.unknown()).optional(),
      values: values.optional(),
    }),
    z.strictObject({ kind: z.literal('shortcut'), callbackId: id, channel: id.optional(), ts: id.optional() }),
    z.strictObject({ kind: z.literal('submit'), view: id, values }),
    z.strictObject({ kind: z.literal('close'), view: id }),
    z.strictObject({ kind: z.literal('open'), tab: z.enum(['home', 'messages']) }),
    z.strictObject({ kind: z.literal('suggest'), ...element, value: text }),
  ]),
})

export interface Request {
  readonly user: string
  readonly act: Act
}

/** The body of `POST /page/act`, or null when it is no such thing. */
export function readAct(json: string): Request | null {
  const parsed = body.safeParse(parseJson(json))
  // The schema has the shape of Act; only `undefined` for what is not given differs, and JSON has none.
  return parsed.success ? (parsed.data as Request) : null
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
