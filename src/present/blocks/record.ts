import type { Line } from '../../record/idea.ts'
import type { Option } from '../../record/proposal.ts'
import type { Preview, Recorded } from '../../record/record.ts'
import { withoutContactDetails } from '../contact-details.ts'
import type { Post } from './blocks.ts'
import { type Choice, choiceBlocks } from './choices.ts'
import { button, context, cut, escaped, passage } from './pieces.ts'

/** Buttons about customers' records, by what they do. */
export const recordActions = {
  /** Beside a customer anywhere: opens the form of the record. The value is our number for the customer. */
  edit: 'edit_customer',
  /** The same for a new service case. */
  openCase: 'open_case',
  /** Opens the form of a new customer. The value is the name as typed. */
  add: 'new_customer',
  save: 'record_save',
  change: 'record_change',
  cancel: 'record_cancel',
  undo: 'record_undo',
  /** `record_choose_3` */
  choose: 'record_choose',
  create: 'record_create',
} as const

/** Buttons of one message need names of their own: `record_choose_3`, `edit_customer_0`. */
export const mostChosen = 8
export const mostAlike = 5

/** Who may read what is shown. */
export interface Onlookers {
  /** Others look on, as in a channel: no address, number or street is shown. */
  readonly inCompany: boolean
  /** Whether the reader may see those that are on record. */
  readonly maySeeContacts: boolean
}

/** “Birthday: May 4 → May 5” */
export function lineText({ label, before, after, isContact }: Line, { inCompany, maySeeContacts }: Onlookers): string {
  const hidden = isContact && (inCompany || !maySeeContacts)
  const was = before === null ? null : hidden ? 'the one on record' : shown(before, inCompany)
  const becomes = after === null ? 'taken off' : isContact && inCompany ? 'the new one' : shown(after, inCompany)
  return was === null ? `${label}: ${becomes}` : `${label}: ${was} → ${becomes}`
}

const shown = (text: string, inCompany: boolean): string => (inCompany ? withoutContactDetails(text) : text)

/** What would be written, with the question whether it shall be. */
export function confirmPost(
  draft: number,
  { customer, lines, doubts }: Preview,
  looking: Onlookers,
  news?: string,
): Post {
  const title = `To be kept on the record of ${customer.name} (${customer.ref}):`
  const told = lines.map((line) => `• ${lineText(line, looking)}`).join('\n')
  return {
    text: escaped(cut(`${title} ${told}`, 1000)),
    blocks: [
      ...(news === undefined ? [] : [passage(news)]),
      passage(`${title}\n${told}`),
      ...(doubts.length > 0 ? [context(doubts)] : []),
      {
        type: 'actions',
        elements: [
          button(recordActions.save, 'Save', String(draft), { style: 'primary' }),
          button(recordActions.change, 'Change…', String(draft)),
          button(recordActions.cancel, 'Cancel', String(draft)),
        ],
      },
    ],
  }
}

type Saved = Extract<Recorded, { kind: 'saved' }>

/** What was written, with the way back. */
export function savedPost({ customer, ids, lines }: Saved, by: string, looking: Onlookers): Post {
  const title = `${by} saved on the record of ${customer.name} (${customer.ref}):`
  const told = lines.map((line) => `• ${lineText(line, looking)}`).join('\n')
  return {
    text: escaped(cut(`${title} ${told}`, 1000)),
    blocks: [
      passage(`${title}\n${told}`),
      {
        type: 'actions',
        elements: [
          button(recordActions.undo, 'Undo', ids.join(',')),
          button(recordActions.edit, 'Record…', String(customer.id)),
        ],
      },
    ],
  }
}

/** Who or what is meant, to be chosen. */
export function whichPost(
  draft: number,
  {
    about,
    question,
    options,
    mayCreate,
  }: {
    readonly about: string
    readonly question: string
    readonly options: readonly Option[]
    readonly mayCreate: boolean
  },
  looking: Onlookers,
): Post {
  const hidden = looking.inCompany || !looking.maySeeContacts
  const choices: readonly Choice[] = [
    ...options.slice(0, mostChosen).map((option, at) => ({
      label: hidden ? option.covered : option.label,
      actionId: `${recordActions.choose}_${at}`,
      value: `${draft}:${about}:${option.id}`,
    })),
    ...(mayCreate ? [{ label: 'New customer…', actionId: recordActions.create, value: String(draft) }] : []),
    { label: 'Cancel', actionId: recordActions.cancel, value: String(draft) },
  ]
  return { text: escaped(question), blocks: [passage(question), ...choiceBlocks(choices)] }
}
