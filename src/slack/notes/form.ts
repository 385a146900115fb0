import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { kindWords, type NoteKind, noteKinds } from '../../notes/kinds.ts'
import type { NoteMessage } from '../../notes/message.ts'
import { longestNote, type Note, type Visibility } from '../../notes/notes.ts'
import type { Block, ExternalSelect, ModalView, Option } from '../../present/blocks/blocks.ts'
import { noteActions } from '../../present/blocks/notes.ts'
import { plain } from '../../present/blocks/pieces.ts'
import { aside, field, form, menu, option, textInput } from '../elements.ts'

/** The forms of notes, by their callback_id. */
export const noteForms = {
  write: 'note_form',
  edit: 'note_edit_form',
  create: 'note_new_customer_form',
  followUp: 'note_follow_up_form',
} as const

/** Where what comes of a form is shown: Slack's address of the click or command that opened it. */
export const backSchema = z.object({ url: z.string(), replace: z.boolean() })
export type Back = z.infer<typeof backSchema>

/** A customer by name, e-mail address, phone number, reference or order, found while it is typed. */
export const customerSelect = (initial: Option | null): ExternalSelect => ({
  type: 'external_select',
  action_id: noteActions.customer,
  min_query_length: 1,
  placeholder: plain('Name, e-mail, phone, reference or order', 150),
  ...(initial && { initial_option: initial }),
})

interface Prefilled {
  readonly body?: string
  readonly customer?: Option | null
  readonly kind?: NoteKind
  readonly visibility?: Visibility
  /** The draft that it finishes. */
  readonly draft?: number
  readonly message?: NoteMessage | null
  readonly back?: Back | null
}

/** A note with everything that can be said about it. */
export function noteForm(
  asker: Asker,
  { body = '', customer = null, kind = 'note', visibility = 'everyone', draft, message = null, back = null }: Prefilled,
): ModalView {
  return form({
    callbackId: noteForms.write,
    title: 'Note about a customer',
    submit: 'Save',
    memory: { draft: draft ?? null, back, message },
    blocks: [...noteFields(asker, { body, customer, kind, visibility }), ...origin(message)],
  })
}

/** The same for a note that is kept already; the version tells whether somebody else changed it meanwhile. */
export function editForm(
  asker: Asker,
  { id, version, body, kind, visibility, message }: Note,
  { customer, back }: { readonly customer: Option; readonly back: Back | null },
): ModalView {
  return form({
    callbackId: noteForms.edit,
    title: 'Edit note',
    submit: 'Save',
    memory: { note: id, version, back },
    blocks: [...noteFields(asker, { body, customer, kind, visibility }), ...origin(message)],
  })
}

function noteFields(
  { maySeeManagerNotes }: Asker,
  { body, customer, kind, visibility }: Required<Pick<Prefilled, 'body' | 'customer' | 'kind' | 'visibility'>>,
): readonly Block[] {
  const kinds = noteKinds.map((one) => option(kindWords[one], one))
  const readers = [option('everyone', 'everyone'), option('managers alone', 'managers')]
  return [
    field('Customer', customerSelect(customer)),
    field('Note', { ...textInput('body', body, longestNote), multiline: true }),
    field('It is', menu('kind', kinds, kind), { hint: 'A call or a message to them counts as a contact.' }),
    ...(maySeeManagerNotes ? [field('For', menu('visibility', readers, visibility))] : []),
  ]
}

function origin(message: NoteMessage | null): readonly Block[] {
  if (message === null) return []
  const by = message.author === null ? '' : ` by ${message.author}`
  const kept = message.link === null ? 'When it was written is' : 'When it was written and where it is are'
  return [aside(`From a Slack message${by}. ${kept} kept with the note.`)]
}
