import type { Wish } from '../../wishes/wish.ts'
import type { Turn } from '../turn.ts'
import { explain, greet, welcome } from './courtesy.ts'
import { arrange, showDigest } from './digests.ts'
import { tellDuplicates } from './duplicates.ts'
import { digestReport, listFollowUps, remind } from './follow-ups.ts'
import { exportLast, showQuery, viewLast } from './last-answer.ts'
import { askToKeep } from './notes.ts'
import { customerSaid, recordSaid } from './record.ts'
import { changeSchedule, listOwnSchedules, scheduleAnswer } from './schedules.ts'
import { askToDelete, listSaved, renameSaved, saveLast } from './segments.ts'
import { claimShop, noteAbsence } from './staff.ts'
import { tell } from './tell.ts'
import { takeBackLast } from './undo.ts'

/** Does what was wished; each ends in something the person sees. */
export function heed(wish: Wish, turn: Turn): Promise<void> {
  switch (wish.kind) {
    case 'save_segment':
      return saveLast(turn, wish.name)
    case 'list_segments':
      return listSaved(turn)
    case 'rename_segment':
      return renameSaved(turn, wish.from, wish.to)
    case 'delete_segment':
      return askToDelete(turn, wish.name)
    case 'schedule':
      return scheduleAnswer(turn, wish)
    case 'list_schedules':
      return listOwnSchedules(turn)
    case 'pause_schedule':
    case 'resume_schedule':
    case 'delete_schedule':
      return changeSchedule(turn, wish)
    case 'export':
      return exportLast(turn, wish.channel)
    case 'view':
      return viewLast(turn, wish.view)
    case 'show_query':
      return showQuery(turn)
    case 'help':
      return explain(turn)
    case 'greeting':
      return greet(turn)
    case 'thanks':
      return welcome(turn)
    case 'absence':
      return noteAbsence(turn, wish)
    case 'claim':
      return claimShop(turn, wish.code)
    case 'remind':
      return remind(turn, wish)
    case 'note':
      return askToKeep(turn, wish)
    case 'list_follow_ups':
      return listFollowUps(turn)
    case 'digest_report':
      return digestReport(turn, wish)
    case 'arrange_digest':
      return arrange(turn, wish)
    case 'show_digest':
      return showDigest(turn)
    case 'record':
      return recordSaid(turn, wish)
    case 'new_customer':
      return customerSaid(turn, wish)
    case 'undo':
      return takeBackLast(turn, wish)
    case 'duplicates':
      return tellDuplicates(turn)
    case 'unclear':
      return tell(turn, wish.sentence)
    default:
      return wish satisfies never
  }
}
