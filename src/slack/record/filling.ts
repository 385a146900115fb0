import type { RecordChange } from '../../record/change.ts'
import type { Opening } from './editing.ts'
import { recordFormActions } from './names.ts'

type Filling = Pick<Opening, 'part' | 'filled' | 'caseId'>

/** The form in which those changes can be made, filled in with them; null for none. */
export function fillingOf(changes: readonly RecordChange[]): Filling | null {
  const [first] = changes
  if (!first) return null
  if (first.kind !== 'consent') return fillingFor(first)
  const states = changes.flatMap((change) => (change.kind === 'consent' ? [[change.channel, change.state]] : []))
  return { part: 'consent', filled: { ...Object.fromEntries(states), on: first.on, how: first.how } }
}

function fillingFor(change: Exclude<RecordChange, { kind: 'consent' }>): Filling {
  switch (change.kind) {
    case 'names':
      return { part: 'names', filled: { given: change.given ?? '', family: change.family ?? '' } }
    case 'nickname':
      return { part: 'names', filled: { nickname: change.nickname ?? '' } }
    case 'birthday': {
      if (change.birthday === null) return { part: 'birthday', filled: {} }
      const { month, day, year } = change.birthday
      // Where none was said the form shows the one on record.
      const said = year === undefined ? {} : { year: String(year ?? '') }
      return { part: 'birthday', filled: { month: String(month), day: String(day), ...said } }
    }
    case 'add_contact':
      return { part: change.of, filled: { written: change.written, place: change.first ? 'first' : 'further' } }
    case 'correct_contact':
      return { part: change.of, filled: { written: change.written, [`point_${change.id}`]: 'correct' } }
    case 'retire_contact':
      return { part: change.of, filled: { [`point_${change.id}`]: 'retire' } }
    case 'prefer_contact':
      return { part: change.of, filled: { [`point_${change.id}`]: 'prefer' } }
    case 'verify_contact':
      return { part: change.of, filled: { [`point_${change.id}`]: 'verify' } }
    case 'do_not_contact':
      return { part: 'do_not_contact', filled: { ban: change.on ? 'yes' : 'no' } }
    case 'attribute':
      return { part: 'attribute', filled: { key: change.key.replaceAll('_', ' '), value: change.value, of: change.of } }
    case 'tag':
      return { part: 'tags', filled: { [change.on ? 'put_on' : 'taken_off']: change.tag } }
    case 'referral':
      return { part: 'referral', filled: { [recordFormActions.customer]: String(change.referrerId ?? '') } }
    case 'owner':
      return { part: 'keepers', filled: { owner: String(change.staffId ?? 'none') } }
    case 'store':
      return { part: 'keepers', filled: { store: String(change.storeId ?? 'none') } }
    case 'open_case':
      return { part: 'open_case', filled: { summary: change.summary } }
    case 'answer_case':
      return { part: 'answer_case', caseId: change.id, filled: { words: change.words, by: change.by } }
    case 'close_case':
      return { part: 'close_case', caseId: change.id, filled: { words: change.words ?? '' } }
    case 'reopen_case':
      return { part: 'open_case', caseId: change.id }
    default:
      return change satisfies never
  }
}
