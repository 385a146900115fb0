import { readAbsence } from './absences.ts'
import { readExport, readShowQuery, readView } from './answers.ts'
import { readCourtesy, tidied, withoutCourtesy } from './courtesy.ts'
import { readDigestNow, readDigestWish } from './digests.ts'
import { readDuplicates } from './duplicates.ts'
import { readClaim, readHelp } from './help.ts'
import { readNote } from './notes.ts'
import { readRecordWish } from './record.ts'
import { readCallAhead, readDigestReport, readFollowUpList, readReminder } from './reminders.ts'
import { readListSchedules, readScheduleChange } from './schedule-changes.ts'
import { readSchedule } from './schedules.ts'
import { readDelete, readListSegments, readRename, readSave } from './segments.ts'
import { readUndo } from './undo.ts'
import type { Situation, Wish, WishReader } from './wish.ts'

export type { ExportChannel, Situation, Wish } from './wish.ts'

/** In this order: “save this as csv” is an export before it is a name. */
const readers: readonly WishReader[] = [
  readClaim,
  readHelp,
  readUndo,
  readDuplicates,
  readView,
  readExport,
  readShowQuery,
  readListSegments,
  readListSchedules,
  readDigestWish,
  readDigestNow,
  readRename,
  readScheduleChange,
  readDelete,
  readSave,
  readAbsence,
  readFollowUpList,
  readDigestReport,
  readReminder,
  readCallAhead,
  readSchedule,
]

/** Longer than this nobody says what they want of a bot; a name has its place in it. */
const longestWish = 400

/**
 * What a message wants that is no question: an export, a schedule, a saved segment, help … null when it is a question
 * or a follow-up, which is for the planner.
 *
 * Each wish has to be all that the message says, courtesy aside: “export that” is one, “who asked us to export that” is
 * not. What is clearly a wish but lacks something comes back as `unclear` with the sentence to answer.
 *
 *     readWish('could you send me this every Monday at 9?', situation)
 *     // { kind: 'schedule', question: null, when: { kind: 'weekly', … }, timeSaid: true, target: 'me' }
 */
export function readWish(text: string, situation: Situation): Wish | null {
  // Word for word, and as long as notes are.
  const note = readNote(text)
  if (note !== null) return note
  const said = tidied(text)
  if (said === '' || said.length > longestWish) return null
  const courtesy = readCourtesy(said)
  if (courtesy !== null) return courtesy
  const plain = withoutCourtesy(said)
  if (plain === '') return /^\?+$/.test(said) ? { kind: 'help' } : null
  for (const read of readers) {
    const wish = read(plain, situation)
    if (wish !== null) return wish
  }
  // “Ana was sent by Ben?” asks; “could you tag Ana as VIP?” does not.
  const isAsked = said.endsWith('?') && said.startsWith(plain)
  return isAsked ? null : readRecordWish(plain, situation)
}
