import type { Asker } from '../../access/asker.ts'
import { daysMentioned, vagueTime } from '../../notes/days.ts'
import { movedTo } from '../../notes/moved.ts'
import { type Note, readNote } from '../../notes/notes.ts'
import type { Block, Post } from '../../present/blocks/blocks.ts'
import { noteActions, notePost, writeWeekday } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { button, passage } from '../../present/blocks/pieces.ts'
import type { Bot } from '../bot.ts'
import { always, type Rendering } from '../post.ts'

interface How {
  readonly edited?: boolean
  /** What it said before. */
  readonly before?: string
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
  const post = notePost(note, { mentioned, vague, edited: how.edited ?? false })
  return always(how.before === undefined ? post : withMove(post, note, how.before, today))
}

/** A note that speaks of another day than before leaves its follow-up where it is, says so, and offers to move it. */
function withMove(post: Post, note: Note, before: string, today: string): Post {
  const moved = movedTo(before, note, today)
  if (moved === null || note.promised === null) return post
  const stays = passage(`The follow-up stays on ${writeWeekday(note.promised)}. The note now speaks of another day.`)
  const move = button(`${noteActions.followUp}_0`, `Move it to ${writeWeekday(moved.on)}`, `${note.id}:${moved.on}`, {
    style: 'primary',
  })
  const blocks = post.blocks.flatMap((block): readonly Block[] =>
    block.type === 'actions' ? [stays, { ...block, elements: [move, ...block.elements] }] : [block],
  )
  return { ...post, blocks }
}
