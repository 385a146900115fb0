import type { Asker } from '../../access/asker.ts'
import { daysMentioned, vagueTime } from '../../notes/days.ts'
import { type Note, readNote } from '../../notes/notes.ts'
import { notePost } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { always, type Rendering } from '../post.ts'

interface How {
  readonly edited?: boolean
}

/** The note as it is kept, with a follow-up offered for each day that it speaks of. */
export async function shownNote(bot: Bot, asker: Asker, id: number, how: How = {}): Promise<Rendering> {
  const note = await readNote(id, asker, bot.shop.db)
  return note === null ? always(noticePost('The note is kept.')) : drawnNote(bot, note, how)
}

export async function drawnNote(bot: Bot, note: Note, how: How = {}): Promise<Rendering> {
  const { today } = await bot.asking()
  const mentioned = daysMentioned(note.body, today)
  const vague = mentioned.length === 0 ? vagueTime(note.body) : null
  return always(notePost(note, { mentioned, vague, ...how }))
}
