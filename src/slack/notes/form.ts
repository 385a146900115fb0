import type { Asker } from '../../access/asker.ts'
import { longestNote } from '../../notes/notes.ts'
import type { ExternalSelect, ModalView, Option } from '../../present/blocks/blocks.ts'
import { noteActions } from '../../present/blocks/notes.ts'
import { plain } from '../../present/blocks/pieces.ts'
import { field, form, menu, option, textInput } from '../elements.ts'

/** The forms of notes, by their callback_id. */
export const noteForms = { write: 'note_form', edit: 'note_edit_form', followUp: 'note_follow_up_form' } as const

const customerSelect = (initial: Option | null): ExternalSelect => ({
  type: 'external_select',
  action_id: noteActions.customer,
  min_query_length: 2,
  placeholder: plain('Name, e-mail, phone, reference or order', 150),
  ...(initial && { initial_option: initial }),
})

interface Prefilled {
  readonly body?: string
  readonly customer?: Option | null
  /** What the note is about, where it is not simply a note. */
  readonly kind?: 'note' | 'visit' | 'call' | 'message'
  /** The draft that it finishes. */
  readonly draft?: number
  /** Where the answer goes: the channel of the command. */
  readonly channel?: string
}

/** A note with everything that can be said about it. */
export function noteForm(
  { maySeeManagerNotes }: Asker,
  { body = '', customer = null, kind = 'note', draft, channel }: Prefilled,
): ModalView {
  return form({
    callbackId: noteForms.write,
    title: 'Note about a customer',
    submit: 'Save',
    memory: { draft: draft ?? null, channel: channel ?? null },
    blocks: [
      field('Customer', customerSelect(customer)),
      field('Note', { ...textInput('body', body, longestNote), multiline: true }),
      field(
        'It is',
        menu(
          'kind',
          [
            option('a note', 'note'),
            option('a visit', 'visit'),
            option('a call', 'call'),
            option('a message', 'message'),
          ],
          kind,
        ),
        { hint: 'A call or a message counts as a contact.' },
      ),
      ...(maySeeManagerNotes
        ? [
            field(
              'For',
              menu('visibility', [option('everyone', 'everyone'), option('managers', 'managers')], 'everyone'),
            ),
          ]
        : []),
    ],
  })
}
