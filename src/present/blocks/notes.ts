import { type Day, weekday } from '../../ask/days.ts'
import { writeDay } from '../../ask/period-text.ts'
import type { Found } from '../../customers/find.ts'
import type { Mentioned } from '../../notes/days.ts'
import { kindWords } from '../../notes/kinds.ts'
import type { Note } from '../../notes/notes.ts'
import type { Accessory, Block, Post } from './blocks.ts'
import { bullets, button, context, cut, escaped, line, passage, richText, words } from './pieces.ts'

export const noteActions = {
  choose: 'note_choose',
  form: 'note_form_open',
  create: 'note_new_customer',
  keep: 'note_keep',
  drop: 'note_drop',
  edit: 'note_edit',
  undo: 'note_undo',
  undoEdit: 'note_undo_edit',
  followUp: 'note_follow_up',
  followUpDay: 'note_follow_up_day',
  customer: 'note_customer',
} as const

/** Buttons of one message need names of their own: `note_choose_3`. */
export const mostChoices = 8
export const mostDays = 3

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
/** “Fri, Nov 20, 2026” */
export const writeWeekday = (on: Day): string => `${weekdays[weekday(on)] ?? ''}, ${writeDay(on)}`

interface Shown {
  /** The days the note speaks of, to offer. */
  readonly mentioned: readonly Mentioned[]
  /** Words of a time that is no day. */
  readonly vague?: string | null
  /** It was changed just now. */
  readonly edited?: boolean
}

/** The note as it is kept, with what can be done about it. */
export function notePost(note: Note, { mentioned, vague = null, edited = false }: Shown): Post {
  const title = `${edited ? 'Changed: the note about' : 'Noted about'} ${note.name} (${note.ref})${traits(note)}`
  return {
    text: escaped(cut(`${title}: ${note.body}`, 1000)),
    blocks: [
      passage(`${title}:`),
      passage(note.body),
      ...smallPrint(note, vague),
      { type: 'actions', block_id: `note:${note.id}`, elements: tools(note, mentioned) },
    ],
  }
}

const traits = ({ visibility, kind }: Note): string =>
  [kind === 'note' ? '' : `, ${kindWords[kind]}`, visibility === 'managers' ? ', for managers alone' : ''].join('')

function smallPrint({ message, promised }: Note, vague: string | null): readonly Block[] {
  const lines = [
    ...(message === null ? [] : [`From a Slack message${message.author === null ? '' : ` by ${message.author}`}.`]),
    ...(promised === null
      ? []
      : [`Follow-up on ${writeWeekday(promised)}: it comes in that morning’s digest, and /followups lists it.`]),
    ...(vague === null || promised !== null
      ? []
      : [`“${line(vague, 40)}” is no day that I can name. “Follow-up…” lets you choose one.`]),
  ]
  return lines.length === 0 ? [] : [context(lines)]
}

function tools(note: Note, mentioned: readonly Mentioned[]): readonly Accessory[] {
  const { promised } = note
  const offered = mentioned
    .slice(0, promised === null ? mostDays : 0)
    .map((day, at) =>
      button(`${noteActions.followUp}_${at}`, offer(day), `${note.id}:${day.on}`, at === 0 ? { style: 'primary' } : {}),
    )
  const other = offered.length > 0 || promised !== null ? 'Another day…' : 'Follow-up…'
  return [
    ...offered,
    button(noteActions.followUpDay, other, String(note.id)),
    button(noteActions.edit, 'Edit…', String(note.id)),
    ...(note.changed ? [button(noteActions.undoEdit, 'Undo the change', `${note.id}:${note.version}`)] : []),
    button(noteActions.undo, note.changed ? 'Take the note back' : 'Undo', String(note.id)),
  ]
}

/** “Follow up on Fri, Nov 20, 2026”, “Follow up next week (Mon, Nov 23, 2026)”. */
const offer = ({ on, words, exact }: Mentioned): string =>
  exact ? `Follow up on ${writeWeekday(on)}` : `Follow up ${line(words, 30)} (${writeWeekday(on)})`

/** Several customers fit, or none does exactly: whom the note is about. */
export function choicePost(
  said: string,
  found: readonly Found[],
  draftId: number,
  { mayCreate }: { readonly mayCreate: boolean },
): Post {
  const exact = found.some((each) => each.exact)
  const question = exact
    ? `Whom is the note about? ${found.length === 10 ? 'Ten or more' : found.length} customers fit “${line(said, 80)}”:`
    : found.length > 0
      ? `There is no customer “${line(said, 80)}”. Did you mean:`
      : `There is no customer “${line(said, 80)}”.`
  const offered = found.slice(0, mostChoices)
  return {
    text: escaped(question),
    blocks: [
      passage(question),
      ...(offered.length > 0 ? [richText(bullets(offered.map((each) => [words(described(each), 200)])))] : []),
      {
        type: 'actions',
        elements: [
          ...offered.map((each, at) => button(`${noteActions.choose}_${at}`, label(each), `${draftId}:${each.id}`)),
          button(noteActions.form, offered.length > 0 ? 'Somebody else…' : 'Look them up…', String(draftId)),
          ...(mayCreate && !exact ? [button(noteActions.create, 'New customer…', String(draftId))] : []),
        ],
      },
      context(['The note is kept once you choose.']),
    ],
  }
}

/** “Ana Silva · Chicago · C0042”: two of one name are told apart. */
export const label = ({ name, city, store, ref }: Found): string =>
  cut([name, city ?? store, ref].filter(Boolean).join(' · '), 75)

/** “Ana Silva (C0042) · your store Oak Street · last bought Nov 3, 2026” */
function described({ name, ref, store, near, lastOrderDay, nickname }: Found): string {
  return [
    `${name} (${ref})`,
    ...(nickname === null ? [] : [`called ${nickname}`]),
    ...(store === null ? [] : [near ? `your store ${store}` : `store ${store}`]),
    lastOrderDay === null ? 'no order yet' : `last bought ${writeDay(lastOrderDay)}`,
  ].join(' · ')
}

/** A note that somebody asked for in words, before it is kept. */
export function confirmPost(
  { name, ref }: { readonly name: string; readonly ref: string },
  { body, kind }: Pick<Note, 'body' | 'kind'>,
  draftId: number,
): Post {
  const question = `Shall I keep this about ${name} (${ref})${kind === 'note' ? '' : `, as ${kindWords[kind]}`}?`
  return {
    text: escaped(cut(`${question} ${body}`, 1000)),
    blocks: [
      passage(question),
      passage(body),
      {
        type: 'actions',
        elements: [
          button(noteActions.keep, 'Keep the note', String(draftId), { style: 'primary' }),
          button(noteActions.form, 'Change it…', String(draftId)),
          button(noteActions.drop, 'No', String(draftId)),
        ],
      },
    ],
  }
}
