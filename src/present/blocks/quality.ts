import { writeMoney } from '../../ask/amounts.ts'
import { withPhonesWritten } from '../../customers/phone-text.ts'
import { type Kind, kindOf, kinds } from '../../quality/kinds.ts'
import type { Quality } from '../../quality/report.ts'
import type { Worth } from '../../quality/worklist.ts'
import type { ActionsBlock, Block, Button, Option, Post } from './blocks.ts'
import { button, context, escaped, header, paragraph, plain } from './pieces.ts'
import { recordActions } from './record.ts'

/** Buttons about the quality of data, by what they do. */
export const qualityActions = {
  /** Opens the list; the value is `kind:from`, the kind “all” for all of them. */
  work: 'quality_work',
  /** Chooses the kind above the list. */
  choose: 'quality_choose',
  more: 'quality_more',
  /** Somebody found that the contact details are right; the value is `customer:kind:from`. */
  confirm: 'quality_confirm',
  /** The customer's page; the value is their reference. */
  page: 'quality_page',
} as const

/** Beside a customer who is perhaps there twice: the two records side by side. The value is our number for the customer. */
const compareOf = 'duplicates_compare_of'

/** A page of the list: two blocks for each customer, and a message holds fifty. */
export const shownCustomers = 8

export interface QualityList {
  readonly kind: Kind | null
  /** How many are before this page. */
  readonly from: number
  readonly customers: readonly Worth[]
  /** Whether there are more behind it. */
  readonly more: boolean
  /** As of last night; null before it was first looked at. */
  readonly quality: Quality | null
  readonly currency: string
  /** The shop's, for which phone numbers are written. */
  readonly country: string
}

/** “78.2 of 100”, and what is wrong with how many customers in a line. */
export function qualityWords(found: Quality): readonly string[] {
  const counted = faultWords(found)
  const first = found.score === null ? 'There are no customers yet.' : `${found.score.toFixed(1)} of 100`
  return [first, ...(counted.length > 0 ? [counted.join(' · ')] : [])]
}

/** “Perhaps there twice: 40”, the gravest fault first. */
export const faultWords = ({ findings }: Quality): readonly string[] =>
  kinds
    .filter(({ code }) => findings[code] > 0)
    .map(({ code, label }) => `${label}: ${findings[code].toLocaleString('en-US')}`)

/** The list to work through, whom the shop would miss most first, each with what can be done. */
export function qualityPost(list: QualityList): Post {
  const { kind, customers, from } = list
  const title = kind === null ? 'Data worth putting right' : kind.label
  return {
    text: escaped(`${title}: ${customers.length === 0 ? 'nobody' : customers.map(({ name }) => name).join(', ')}`),
    blocks: [
      header(title),
      context([kind === null ? 'Those who have spent most come first.' : `Customers ${kind.meaning}.`]),
      ...(customers.length === 0 ? [lines(from > 0 ? 'That was all.' : 'Nobody: well done.')] : []),
      ...customers.flatMap((each) => customerBlocks(each, list)),
      steps(list),
    ],
  }
}

const lines = (text: string): Block => ({
  type: 'section',
  text: { type: 'plain_text', text: paragraph(text, 2900), emoji: false },
  expand: true,
})

function customerBlocks(customer: Worth, { kind, from, currency, country }: QualityList): readonly Block[] {
  const { id, ref, name, store, owner, spend, found } = customer
  const about = [`${name} (${ref})`, `${writeMoney(spend, currency)} so far`, store, owner].filter(Boolean).join(' · ')
  const has = (code: string): boolean => found.some((each) => each.kind === code)
  const buttons: readonly Button[] = [
    button(recordActions.edit, 'Put right…', String(id), {
      accessibility_label: `Put right the record of ${name}`.slice(0, 75),
    }),
    ...(has('duplicate') ? [button(compareOf, 'Compare…', String(id))] : []),
    ...(has('stale') ? [button(qualityActions.confirm, 'Still right', `${id}:${kind?.code ?? 'all'}:${from}`)] : []),
    button(qualityActions.page, 'Customer page', ref),
  ]
  return [
    lines([about, ...found.map(({ sentence }) => `• ${withPhonesWritten(sentence, country)}`)].join('\n')),
    { type: 'actions', block_id: `quality:${id}`, elements: buttons },
  ]
}

function steps({ kind, from, more, quality, customers }: QualityList): ActionsBlock {
  const here = kind?.code ?? 'all'
  const options = [
    { text: plain('All that is worth putting right', 75), value: 'all:0' },
    ...kinds
      .filter(({ code }) => quality === null || quality.findings[code] > 0 || code === here)
      .map(
        ({ code, label }): Option => ({
          text: plain(quality === null ? label : `${label} (${quality.findings[code].toLocaleString('en-US')})`, 75),
          value: `${code}:0`,
        }),
      ),
  ]
  const initial = options.find(({ value }) => value === `${here}:0`)
  return {
    type: 'actions',
    block_id: 'quality_steps',
    elements: [
      {
        type: 'static_select',
        action_id: qualityActions.choose,
        options,
        ...(initial && { initial_option: initial }),
      },
      ...(more ? [button(qualityActions.more, 'Next', `${here}:${from + customers.length}`)] : []),
    ],
  }
}

/** What a button's value says: which kind, and from where on. */
export function placeIn(value: string): { readonly kind: Kind | null; readonly from: number } {
  const [code = '', from = '0'] = value.split(':')
  return { kind: kindOf(code), from: Math.max(0, Number.parseInt(from, 10) || 0) }
}
