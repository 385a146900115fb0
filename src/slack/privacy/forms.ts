import type { Block, ExternalSelect, ModalView } from '../../present/blocks/blocks.ts'
import { noteActions } from '../../present/blocks/notes.ts'
import { header, plain } from '../../present/blocks/pieces.ts'
import { scopeLines } from '../../present/privacy-text.ts'
import type { ErasureScope } from '../../privacy/erase.ts'
import { aside, button, field, form, row, section, textInput } from '../elements.ts'
import { privacyActions, privacyForms } from './names.ts'

/** What is to be done with somebody's data. */
export type Deed = 'erase' | 'export'

/** Below what managers see on the Home tab. */
export const privacyBlocks: readonly Block[] = [
  header('A customer’s own data'),
  section('For somebody who asks what you hold about them, or to be forgotten.'),
  row(
    button(privacyActions.export, 'Hand over what is held…', { value: '-' }),
    button(privacyActions.erase, 'Erase a customer…', { value: '-' }),
  ),
]

const customerSelect: ExternalSelect = {
  type: 'external_select',
  // The same people as under a note, found in the same way.
  action_id: noteActions.customer,
  min_query_length: 1,
  placeholder: plain('Name, e-mail, phone, reference or order', 150),
}

const titles = { erase: 'Erase a customer', export: 'What is held' } as const

export const chooseForm = (deed: Deed): ModalView =>
  form({
    callbackId: privacyForms.choose,
    title: titles[deed],
    submit: 'Next',
    memory: { deed },
    blocks: [field('Which customer', customerSelect)],
  })

/** Nobody is erased by a slip: their reference has to be typed. */
export const eraseForm = (customerId: number, scope: ErasureScope): ModalView =>
  form({
    callbackId: privacyForms.erase,
    title: titles.erase,
    submit: 'Erase for good',
    memory: { customerId },
    blocks: [
      section(scopeLines(scope).join('\n')),
      field(`Type ${scope.ref} to confirm`, textInput('typed', '', 200), { hint: 'This cannot be undone.' }),
    ],
  })

export const exportForm = (customerId: number, { name, ref }: ErasureScope): ModalView =>
  form({
    callbackId: privacyForms.export,
    title: titles.export,
    submit: 'Send me the files',
    memory: { customerId },
    blocks: [
      section(
        `All that is held about ${name} (${ref}), with where it came from and when: one file to read and one for programs (JSON).`,
      ),
      aside(
        'They are sent to you alone, in our direct message. That you had them is kept in the record of who did what.',
      ),
    ],
  })
