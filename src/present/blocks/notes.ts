import { writeDay } from '../../ask/period-text.ts'
import type { Found } from '../../customers/find.ts'
import type { Mentioned } from '../../notes/note.ts'
import type { Note } from '../../notes/notes.ts'
import type { Accessory, Post } from './blocks.ts'
import { button, context, cut, escaped, passage } from './pieces.ts'

export const noteActions = {
  choose: 'note_choose',
  form: 'note_form_open',
  edit: 'note_edit',
  undo: 'note_undo',
  followUp: 'note_follow_up',
  followUpDay: 'note_follow_up_day',
  customer: 'note_customer',
} as const

/** The note as it was kept, with what can be done about it. */
export function notePost(note: Note, mentioned: Mentioned | null): Post {
  const about = `Noted about ${note.name} (${note.ref})${note.visibility === 'managers' ? ', for managers' : ''}:`
  const offered: readonly Accessory[] =
    mentioned === null
      ? []
      : [
          button(noteActions.followUp, `Follow up on ${writeDay(mentioned.on)}`, `${note.id}:${mentioned.on}`, {
            style: 'primary',
          }),
        ]
  return {
    text: escaped(cut(`${about} ${note.body}`, 1000)),
    blocks: [
      passage(`${about}\n${note.body}`),
      {
        type: 'actions',
        block_id: `note:${note.id}`,
        elements: [
          ...offered,
          button(noteActions.followUpDay, mentioned === null ? 'Follow-up…' : 'Another day…', String(note.id)),
          button(noteActions.edit, 'Edit…', String(note.id)),
          button(noteActions.undo, 'Undo', String(note.id)),
        ],
      },
    ],
  }
}

/** Several customers fit, or none does exactly: whom the note is about. */
export function choicePost(said: string, found: readonly Found[], draftId: number): Post {
  const exact = found.some((each) => each.exact)
  const question = exact
    ? `Whom is the note about? ${found.length === 10 ? 'Ten or more' : found.length} customers fit “${said}”:`
    : found.length > 0
      ? `There is no customer “${said}”. Did you mean:`
      : `There is no customer “${said}”.`
  return {
    text: escaped(question),
    blocks: [
      passage(question),
      {
        type: 'actions',
        elements: [
          ...found
            .slice(0, 8)
            .map((each, at) => button(`${noteActions.choose}_${at}`, label(each), `${draftId}:${each.id}`)),
          button(noteActions.form, 'Somebody else…', String(draftId)),
        ],
      },
      context(['The note is kept once you choose.']),
    ],
  }
}

/** “Ana Silva · Chicago · C0042”: two of one name are told apart. */
export const label = ({ name, city, store, ref }: Found): string =>
  cut([name, city ?? store, ref].filter(Boolean).join(' · '), 75)
