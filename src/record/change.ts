import { z } from 'zod'

export const contactKinds = ['email', 'phone', 'address'] as const
/** A way to reach somebody: an e-mail address, a phone number, a postal address. */
export type ContactKind = (typeof contactKinds)[number]

export const consentChannels = ['email', 'sms', 'phone', 'post'] as const
/** What a customer agrees to or refuses, one by one. */
export type ConsentChannel = (typeof consentChannels)[number]

export const attributeKinds = ['demographic', 'psychographic', 'preference'] as const

/** As it is on record: the year is often not known. */
export const birthdaySchema = z.object({
  month: z.number().int().min(1).max(12),
  day: z.number().int().min(1).max(31),
  year: z.number().int().nullable(),
})
export type Birthday = z.infer<typeof birthdaySchema>

/** As somebody says it: without a year the one on record stays, null takes it off. */
export const saidBirthdaySchema = birthdaySchema.partial({ year: true })
export type SaidBirthday = z.infer<typeof saidBirthdaySchema>

/** What belongs to a street: all of it as it is written, nulls where nothing is known. */
export const placeSchema = z.object({
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
})
export type PostalPlace = z.infer<typeof placeSchema>

export const caseChannels = ['store', 'phone', 'email', 'sms', 'chat', 'post'] as const

/**
 * One change of a customer's record, with everything in it decided: whom a name means, which of two numbers. It may come
 * from a form, from a sentence or from the terminal; all three write it in the same way.
 */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('names'), given: z.string().nullable(), family: z.string().nullable() }),
  z.object({ kind: z.literal('nickname'), nickname: z.string().nullable() }),
  z.object({ kind: z.literal('birthday'), birthday: saidBirthdaySchema.nullable() }),
  /** `first`: it becomes the one to use before the others of its kind. */
  z.object({
    kind: z.literal('add_contact'),
    of: z.enum(contactKinds),
    written: z.string(),
    first: z.boolean(),
    place: placeSchema.nullable(),
  }),
  /** Another spelling of the same one: the old one is gone, and no import brings it back. */
  z.object({
    kind: z.literal('correct_contact'),
    of: z.enum(contactKinds),
    id: z.number(),
    written: z.string(),
    place: placeSchema.nullable(),
  }),
  z.object({ kind: z.literal('retire_contact'), of: z.enum(contactKinds), id: z.number() }),
  z.object({ kind: z.literal('prefer_contact'), of: z.enum(contactKinds), id: z.number() }),
  /** Somebody found it right today. */
  z.object({ kind: z.literal('verify_contact'), of: z.enum(contactKinds), id: z.number() }),
  /** `on` is the day it was said, `how` the evidence: “at the counter”. */
  z.object({
    kind: z.literal('consent'),
    channel: z.enum(consentChannels),
    state: z.enum(['yes', 'no']),
    how: z.string(),
    on: z.string(),
  }),
  z.object({ kind: z.literal('do_not_contact'), on: z.boolean() }),
  z.object({ kind: z.literal('attribute'), key: z.string(), value: z.string(), of: z.enum(attributeKinds) }),
  z.object({ kind: z.literal('tag'), tag: z.string(), on: z.boolean() }),
  /** Null: nobody sent them. */
  z.object({ kind: z.literal('referral'), referrerId: z.number().nullable(), evidence: z.string().nullable() }),
  z.object({ kind: z.literal('owner'), staffId: z.number().nullable() }),
  z.object({ kind: z.literal('store'), storeId: z.number().nullable() }),
  z.object({ kind: z.literal('open_case'), summary: z.string() }),
  /** A reply to the customer, which counts as a contact. */
  z.object({ kind: z.literal('answer_case'), id: z.number(), words: z.string(), by: z.enum(caseChannels) }),
  /** `words`: what was done, kept with the case. */
  z.object({ kind: z.literal('close_case'), id: z.number(), words: z.string().nullable() }),
  z.object({ kind: z.literal('reopen_case'), id: z.number() }),
])

export type RecordChange = z.infer<typeof changeSchema>
/** The change of that kind. */
export type Of<K extends RecordChange['kind']> = Extract<RecordChange, { kind: K }>

/** What customer_changes.field says. */
export type Field =
  | 'names'
  | 'nickname'
  | 'birthday'
  | ContactKind
  | 'consent'
  | 'do_not_contact'
  | 'attribute'
  | 'tag'
  | 'referral'
  | 'owner'
  | 'store'
  | 'case'
  | 'new'
