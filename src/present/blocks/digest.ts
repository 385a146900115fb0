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
  paragraph,
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
  /** The number or address of that channel, where the reader may see it. */
  readonly reach: Reachable
  readonly opening: string | null
  readonly state: ItemState
  /** “Reached by Dana Whitlock”; null while it is open. */
  readonly closed: string | null
  /** Whether what was said can be taken back. */
  readonly mayUndo: boolean
}

/** `asked`: others read along, so it is shown to whoever asks and may see it. */
export type Reachable =
  | { readonly kind: 'shown'; readonly at: string }
  | { readonly kind: 'asked' }
  | { readonly kind: 'hidden' }

export const digestActions = {
  done: 'digest_done',
  later: 'digest_later',
  note: 'digest_note',
  page: 'digest_page',
  more: 'digest_more',
  undo: 'digest_undo',
  show: 'digest_show_contact',
} as const

/** Of the fifty that a message holds; the title, the day, a warning and the end take the others. */
const blocksForItems = 45

/** As many as there is room for, in their order: an open one takes three blocks, one that is dealt with a single one. */
function fitting(items: readonly ShownItem[]): readonly ShownItem[] {
  let room = blocksForItems
  return items.filter(({ closed }) => {
    room -= closed === null ? 3 : 1
    return room >= 0
  })
}

/** One colleague's list of a morning, each entry with what can be done about it. */
export function digestPost(digest: ShownDigest): Post {
  const { greeting, day, items, lateness } = digest
  const shown = fitting(items)
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
    ...(hidden > 0 ? [`${hidden} more promises and cases come up here as these are dealt with.`] : []),
    ...(more > 0 ? [`${more} more can wait for the next days.`] : []),
  ]
  return lines.length > 0 ? [note(lines.join(' '))] : []
}

function itemBlocks(item: ShownItem): readonly Block[] {
  if (item.closed !== null) return [closedBlock(item, item.closed)]
  const quoted: readonly RichTextElement[] = item.opening === null ? [] : [words(item.opening)]
  return [
    richText(
      told(bold(item.name), between(`  ${item.ref}`)),
      bullets(item.sentences.map((sentence) => [words(sentence)])),
      ...(quoted.length > 0 ? [{ type: 'rich_text_quote' as const, elements: quoted }] : []),
    ),
    context([wayOf(item)]),
    buttons(item),
  ]
}

/** One line, with what it takes to say that it was a slip. */
function closedBlock({ id, name, mayUndo }: ShownItem, closed: string): Block {
  const undo = button(digestActions.undo, 'Undo', id, `Undo what was said about ${name}`)
  return {
    type: 'section',
    block_id: `digest:${id}`,
    text: { type: 'plain_text', text: paragraph(`✓ ${name}: ${closed}`, 1000), emoji: false },
    ...(mayUndo && { accessory: undo }),
  }
}

const ways = {
  phone: ['Call', 'they agreed to calls.'],
  sms: ['Send a text', 'they agreed to texts.'],
  email: ['Write an e-mail', 'they agreed to e-mail.'],
  post: ['Write a letter', 'they agreed to mail.'],
} as const

/** “Call 312-555-0142: they agreed to calls.” */
function wayOf({ channel, reach }: ShownItem): string {
  if (channel === null) return 'They agreed to no channel: see to it when they come in, and ask for their consent.'
  const [way, consent] = ways[channel]
  const to = channel === 'phone' ? ' ' : ' to '
  return `${way}${reach.kind === 'shown' ? `${to}${reach.at}` : ''}: ${consent}`
}

/** What can come of it depends on the way that was suggested; whoever met them all the same has reached them. */
const outcomes = {
  phone: [
    ['reached', 'Reached'],
    ['left_message', 'Left a message'],
    ['no_answer', 'No answer'],
    ['wrong_number', 'Wrong number'],
  ],
  sms: [
    ['reached', 'Reached'],
    ['left_message', 'Text sent'],
    ['no_answer', 'No answer'],
    ['wrong_number', 'Wrong number'],
  ],
  email: [
    ['reached', 'Reached'],
    ['left_message', 'E-mail sent'],
    ['no_answer', 'No answer'],
    ['wrong_number', 'Address is wrong'],
  ],
  post: [
    ['reached', 'Reached'],
    ['left_message', 'Letter sent'],
    ['no_answer', 'No answer'],
    ['wrong_number', 'Address is wrong'],
  ],
  none: [
    ['reached', 'Spoke with them'],
    ['left_message', 'Left a message'],
    ['no_answer', 'No answer'],
    ['wrong_number', 'Wrong number'],
  ],
} as const

const pauses = [
  ['1', 'Tomorrow'],
  ['7', 'In a week'],
  ['30', 'In 30 days'],
  ['date', 'On a date…'],
] as const

function buttons({ id, name, channel, reach }: ShownItem): ActionsBlock {
  return {
    type: 'actions',
    block_id: `digest:${id}`,
    elements: [
      ...(reach.kind === 'asked'
        ? [button(digestActions.show, 'Show to me', id, `How to reach ${name}, for your eyes alone`)]
        : []),
      menu(digestActions.done, 'Done…', outcomes[channel ?? 'none'], id),
      menu(digestActions.later, 'Later…', pauses, id),
      button(digestActions.note, 'Note…', id, `Note about ${name}`),
      button(digestActions.page, 'Customer', id, `Page of ${name}`),
      {
        type: 'overflow',
        action_id: digestActions.more,
        options: [
          option('Draft a message…', `${id}:draft`),
          option('Not relevant…', `${id}:not_relevant`),
          option('Do not contact…', `${id}:do_not_contact`),
        ],
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
