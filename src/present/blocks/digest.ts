import type { ItemState } from '../../digest/make.ts'
import type { ActionsBlock, Block, Button, Option, Overflow, Post, RichTextElement, StaticSelect } from './blocks.ts'
import {
  between,
  bold,
  bullets,
  context,
  escaped,
  header,
  note,
  plain,
  richText,
  section,
  told,
  words,
} from './pieces.ts'

/** What a digest's message shows. */
export interface ShownDigest {
  /** “Good morning, Dana”, or the store's name in a channel. */
  readonly greeting: string
  /** “Monday, November 16”. */
  readonly day: string
  readonly items: readonly ShownItem[]
  readonly more: number
  /** “Nov 9”; null where the data is fresh. */
  readonly staleSince: string | null
  readonly sample: boolean
  /** “Due at 8:00 AM, sent at 9:20 AM.” */
  readonly lateness: string | null
}

export interface ShownItem {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly sentences: readonly string[]
  readonly channel: 'phone' | 'sms' | 'email' | 'post' | null
  readonly opening: string | null
  readonly state: ItemState
  /** “Reached by Dana Whitlock”; null while it is open. */
  readonly closed: string | null
}

export const digestActions = {
  done: 'digest_done',
  later: 'digest_later',
  note: 'digest_note',
  page: 'digest_page',
  more: 'digest_more',
} as const

/** An entry takes three blocks of the fifty; what does not fit is under Follow-ups. */
const shownAtMost = 14

/** One colleague's list of a morning, each entry with what can be done about it. */
export function digestPost(digest: ShownDigest): Post {
  const { greeting, day, items, lateness } = digest
  const shown = items.slice(0, shownAtMost)
  const count = items.length === 1 ? 'one customer' : `${items.length} customers`
  const title = items.length === 0 ? `${greeting}: nobody to contact today` : `${greeting}: ${count} for today`
  const small = [
    day,
    ...(digest.sample ? ['Sample data: this shop is invented.'] : []),
    ...(lateness ? [lateness] : []),
  ]
  return {
    text: escaped(`${title}. ${shown.map(({ name }) => name).join(', ')}`),
    blocks: [
      header(title),
      context(small),
      ...(digest.staleSince === null ? [] : [section(stale(digest.staleSince))]),
      ...shown.flatMap(itemBlocks),
      ...(items.length === 0 ? [section('No promise, no case and no good reason today.')] : []),
      ...ending(items.length - shown.length, digest.more),
    ],
  }
}

const stale = (since: string): string =>
  `The latest order here is of ${since}. What happened since is not in this list: import the newest orders.`

function ending(hidden: number, more: number): readonly Block[] {
  const lines = [
    ...(hidden > 0 ? [`And ${hidden} more promises and cases: /followups shows all.`] : []),
    ...(more > 0 ? [`${more} more could be contacted; they come on the next days.`] : []),
  ]
  return lines.length > 0 ? [note(lines.join(' '))] : []
}

function itemBlocks(item: ShownItem): readonly Block[] {
  if (item.closed !== null)
    return [richText(told({ type: 'text', text: item.name, style: { strike: true } }, between(`  ${item.closed}`)))]
  const quoted: readonly RichTextElement[] = item.opening === null ? [] : [words(item.opening)]
  return [
    richText(
      told(bold(item.name), between(`  ${item.ref}`)),
      bullets(item.sentences.map((sentence) => [words(sentence)])),
      ...(quoted.length > 0 ? [{ type: 'rich_text_quote' as const, elements: quoted }] : []),
    ),
    context([ways[item.channel ?? 'none']]),
    buttons(item),
  ]
}

const ways = {
  phone: 'Call: they agreed to calls.',
  sms: 'Send a text: they agreed to texts.',
  email: 'Write an e-mail: they agreed to e-mail.',
  post: 'Write a letter: they agreed to mail.',
  none: 'They agreed to no channel: see to it when they come in, and ask for their consent.',
} as const

const outcomes = [
  ['reached', 'Reached'],
  ['left_message', 'Left a message'],
  ['no_answer', 'No answer'],
  ['wrong_number', 'Wrong number'],
] as const

const pauses = [
  ['1', 'Tomorrow'],
  ['7', 'In a week'],
  ['30', 'In 30 days'],
  ['date', 'On a date…'],
] as const

function buttons({ id, name }: ShownItem): ActionsBlock {
  return {
    type: 'actions',
    block_id: `digest:${id}`,
    elements: [
      menu(digestActions.done, 'Done…', outcomes, id),
      menu(digestActions.later, 'Later…', pauses, id),
      button(digestActions.note, 'Note…', id, `Note about ${name}`),
      button(digestActions.page, 'Customer', id, `Page of ${name}`),
      {
        type: 'overflow',
        action_id: digestActions.more,
        options: [option('Not relevant…', `${id}:not_relevant`), option('Do not contact…', `${id}:do_not_contact`)],
      } satisfies Overflow,
    ],
  }
}

const option = (text: string, value: string): Option => ({ text: plain(text, 75), value })

const menu = (
  action_id: string,
  placeholder: string,
  choices: readonly (readonly [string, string])[],
  id: number,
): StaticSelect => ({
  type: 'static_select',
  action_id,
  placeholder: plain(placeholder, 150),
  options: choices.map(([value, text]) => option(text, `${id}:${value}`)),
})

const button = (action_id: string, text: string, id: number, says: string): Button => ({
  type: 'button',
  action_id,
  text: plain(text, 75),
  value: String(id),
  accessibility_label: plain(says, 75).text,
})
