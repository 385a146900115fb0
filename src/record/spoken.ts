import { z } from 'zod'
import { attributeKinds, caseChannels, consentChannels, contactKinds, saidBirthdaySchema } from './change.ts'

/**
 * What somebody said of a customer, in its parts: the other people in it are still names, a number is still as it was
 * typed. It is read by rules, never by a model, and nothing is written before its author has seen what it comes to.
 */
export const spokenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('birthday'), birthday: saidBirthdaySchema }),
  /** A whole name, or one part of it. */
  z.object({ kind: z.literal('name'), part: z.enum(['whole', 'given', 'family']), name: z.string() }),
  z.object({ kind: z.literal('nickname'), nickname: z.string() }),
  /** `further`: one beside the others; otherwise it is the first from now on. */
  z.object({ kind: z.literal('contact'), of: z.enum(contactKinds), written: z.string(), further: z.boolean() }),
  /** It is not theirs, or not any more; which one of several, if that was said. */
  z.object({ kind: z.literal('wrong_contact'), of: z.enum(contactKinds), written: z.string().nullable() }),
  z.object({ kind: z.literal('right_contact'), of: z.enum(contactKinds), written: z.string().nullable() }),
  /** `on` is null for today, `how` for “told NAME”. */
  z.object({
    kind: z.literal('consent'),
    channels: z.array(z.enum(consentChannels)),
    state: z.enum(['yes', 'no']),
    how: z.string().nullable(),
    on: z.string().nullable(),
  }),
  z.object({ kind: z.literal('do_not_contact'), on: z.boolean() }),
  z.object({ kind: z.literal('tag'), tag: z.string(), on: z.boolean() }),
  z.object({
    kind: z.literal('attribute'),
    key: z.string(),
    value: z.string(),
    of: z.enum(attributeKinds).nullable(),
  }),
  /** Null: nobody sent them. */
  z.object({ kind: z.literal('referral'), by: z.string().nullable() }),
  /** A colleague by name, `me`, or null for nobody in particular. */
  z.object({ kind: z.literal('owner'), whom: z.string().nullable(), me: z.boolean() }),
  z.object({ kind: z.literal('store'), store: z.string() }),
  z.object({ kind: z.literal('open_case'), summary: z.string() }),
  z.object({ kind: z.literal('answer_case'), words: z.string(), by: z.enum(caseChannels).nullable() }),
  z.object({ kind: z.literal('close_case'), words: z.string().nullable() }),
  z.object({ kind: z.literal('reopen_case') }),
])

export type Spoken = z.infer<typeof spokenSchema>
