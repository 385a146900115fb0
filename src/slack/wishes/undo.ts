import { latestNoteBy } from '../../notes/latest.ts'
import { readNote } from '../../notes/notes.ts'
import { noteActions } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { button } from '../../present/blocks/pieces.ts'
import { recordActions } from '../../present/blocks/record.ts'
import { hold } from '../../record/holding.ts'
import { type LatestChange, latestChangeBy } from '../../record/latest.ts'
import type { Wish } from '../../wishes/wish.ts'
import { fieldName } from '../record/fields.ts'
import type { Turn } from '../turn.ts'
import { tell, tellPost } from './tell.ts'

/** What somebody says within a day of writing it; later it has been read and built on. */
const withinMs = 24 * 60 * 60 * 1000

/** “Undo”: the asker's own last note or change of a record, with the button that takes it back. Nothing is undone by words. */
export async function takeBackLast(turn: Turn, { what }: Extract<Wish, { kind: 'undo' }>): Promise<void> {
  const { bot, asker } = turn
  const { db, now } = bot.shop
  const since = new Date(now().getTime() - withinMs)
  const [note, change] = [
    what === 'change' || asker.staffId === null ? null : await latestNoteBy(asker.staffId, since, db),
    what === 'note' ? null : await latestChangeBy(asker.who, since, db),
  ]
  if (note !== null && (change === null || note.at > change.at)) return offerNote(turn, note.id)
  if (change !== null) return offerChange(turn, change)
  await tell(turn, nothing[what], 'What others wrote is taken back on the customer’s page, under “Edit…”.')
}

const nothing = {
  last: 'You have written no note and changed no record in the last day, so there is nothing of yours to take back.',
  note: 'You have written no note in the last day that could be taken back.',
  change: 'You have changed no record in the last day that could be taken back.',
} as const

async function offerChange(turn: Turn, { ids, fields, customerId }: LatestChange): Promise<void> {
  const { name, ref } = await hold(customerId, turn.asker, turn.bot.shop.db)
  const what = fields.map(fieldName).join(', ')
  await offer(turn, `Your last change is of ${what} on the record of ${name} (${ref}).`, {
    action: recordActions.undo,
    value: ids.join(','),
  })
}

/** A note for managers is not repeated where others read along. */
async function offerNote(turn: Turn, id: number): Promise<void> {
  const note = await readNote(id, turn.asker, turn.bot.shop.db)
  if (note === null) return tell(turn, nothing.note)
  const isHidden = turn.place.kind === 'channel' && note.visibility === 'managers'
  const words = isHidden ? ', for managers alone.' : `: “${brief(note.body)}”`
  await offer(turn, `Your last note is about ${note.name} (${note.ref})${words}`, {
    action: noteActions.undo,
    value: String(id),
  })
}

const brief = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ')
  return line.length > 200 ? `${line.slice(0, 199).trimEnd()}…` : line
}

function offer(turn: Turn, sentence: string, { action, value }: { readonly action: string; readonly value: string }) {
  const post = noticePost(sentence)
  const back = { type: 'actions' as const, elements: [button(action, 'Take it back', value, { style: 'danger' })] }
  return tellPost(turn, { ...post, blocks: [...post.blocks, back] })
}
