import { z } from 'zod'

/**
 * What a note is of: simply something to know, or a visit, call, e-mail or text, which is kept as a contact too. Who began it
 * matters: only what went out from us makes a customer “last contacted”.
 */
export const noteKinds = ['note', 'visit', 'call', 'call_from', 'email', 'email_from', 'text', 'text_from'] as const
export type NoteKind = (typeof noteKinds)[number]
export const noteKindSchema = z.enum(noteKinds)

/** A contact as the timeline keeps it. */
export interface ContactKind {
  readonly kind: 'visit' | 'call' | 'message'
  readonly channel: 'store' | 'phone' | 'email' | 'sms'
  readonly direction: 'inbound' | 'outbound'
}

export const contactKinds: Readonly<Record<Exclude<NoteKind, 'note'>, ContactKind>> = {
  visit: { kind: 'visit', channel: 'store', direction: 'inbound' },
  call: { kind: 'call', channel: 'phone', direction: 'outbound' },
  call_from: { kind: 'call', channel: 'phone', direction: 'inbound' },
  email: { kind: 'message', channel: 'email', direction: 'outbound' },
  email_from: { kind: 'message', channel: 'email', direction: 'inbound' },
  text: { kind: 'message', channel: 'sms', direction: 'outbound' },
  text_from: { kind: 'message', channel: 'sms', direction: 'inbound' },
}

/** As forms and messages say it: “a call from them”. */
export const kindWords: Readonly<Record<NoteKind, string>> = {
  note: 'a note',
  visit: 'a visit',
  call: 'a call to them',
  call_from: 'a call from them',
  email: 'an e-mail to them',
  email_from: 'an e-mail from them',
  text: 'a text to them',
  text_from: 'a text from them',
}

/** What a contact was noted as; any other contact is none of a note's. */
export function kindOf(contact: { readonly [key in keyof ContactKind]: string } | null): NoteKind {
  if (contact === null) return 'note'
  const same = noteKinds.find((kind) => {
    if (kind === 'note') return false
    const one = contactKinds[kind]
    return one.kind === contact.kind && one.channel === contact.channel && one.direction === contact.direction
  })
  return same ?? 'note'
}
