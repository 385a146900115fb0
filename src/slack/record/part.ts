import type { Block, InputElement } from '../../present/blocks/blocks.ts'
import type { RecordChange } from '../../record/change.ts'
import type { Standing } from '../../record/standing.ts'
import type { FieldErrors } from '../manage/sent.ts'

export const partNames = [
  'names',
  'birthday',
  'email',
  'phone',
  'address',
  'consent',
  'do_not_contact',
  'tags',
  'attribute',
  'referral',
  'keepers',
  'open_case',
  'answer_case',
  'close_case',
] as const
/** What one form is about: one kind of change. */
export type PartName = (typeof partNames)[number]

/** What a form may offer to choose from. */
export interface Offered {
  readonly staff: readonly { readonly id: number; readonly name: string }[]
  readonly stores: readonly { readonly id: number; readonly name: string }[]
  readonly today: string
  readonly maySeeContacts: boolean
  /** The case that the form is about. */
  readonly caseId: number | null
}

/** What its fields hold to begin with, by name, where it is not what the record says. */
export type Prefilled = Readonly<Record<string, string>>

/** A change, and the field that an error about it stands under. */
export interface Asked {
  readonly field: string
  readonly change: RecordChange
}

/** One form: what it asks, what it compares with, and what comes of its answers. */
export interface Part {
  readonly title: string
  blocks(standing: Standing, offered: Offered, filled: Prefilled): readonly Block[]
  /** Changes as they might come of it, for what each would be compared with. */
  compared(standing: Standing, offered: Offered): readonly RecordChange[]
  /**
   * What was answered, or what is wrong under which field. `shown` is what the fields held when the form was opened: what
   * was left as it was is no change, whatever somebody else has made of it since.
   */
  asked(
    filled: Prefilled,
    standing: Standing,
    offered: Offered,
    shown: Prefilled,
  ): readonly Asked[] | { readonly errors: FieldErrors }
}

/** By which a form finds what it compared a change with. */
export function comparedBy(change: RecordChange): string {
  switch (change.kind) {
    case 'consent':
      return `consent:${change.channel}`
    case 'tag':
      return `tag:${change.tag}`
    case 'correct_contact':
    case 'retire_contact':
    case 'prefer_contact':
    case 'verify_contact':
    case 'answer_case':
    case 'close_case':
    case 'reopen_case':
      return `${change.kind}:${change.id}`
    default:
      return change.kind
  }
}

/** What the fields of a form hold before anybody types, by name. */
export function valuesIn(blocks: readonly Block[]): Prefilled {
  return Object.fromEntries(
    blocks.flatMap((block) => {
      const value = block.type === 'input' ? initialOf(block.element) : ''
      return block.type === 'input' && value !== '' ? [[block.element.action_id, value]] : []
    }),
  )
}

function initialOf(element: InputElement): string {
  if ('initial_value' in element) return element.initial_value ?? ''
  if ('initial_option' in element) return element.initial_option?.value ?? ''
  return 'initial_date' in element ? (element.initial_date ?? '') : ''
}
