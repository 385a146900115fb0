import { writeDay } from '../../ask/period-text.ts'
import type { FollowUp, FollowUps } from '../../digest/follow-ups.ts'
import type { Block, Option, Post, SectionBlock } from './blocks.ts'
import { escaped, header, note, paragraph, plain, section } from './pieces.ts'

export const followUpAction = 'follow_up_change'

const choices = [
  ['done', 'Done'],
  ['1', 'Tomorrow'],
  ['7', 'In a week'],
  ['30', 'In 30 days'],
  ['cancelled', 'Drop it'],
] as const

/** A message holds 50 blocks. */
const shownAtMost = 36

/** The list to work through: overdue, today, ahead, and what was done lately. */
export function followUpsPost(list: FollowUps, of: 'mine' | 'all'): Post {
  const open = list.overdue.length + list.today.length
  const title = of === 'mine' ? 'Your follow-ups' : 'Everybody’s follow-ups'
  const count = open === 0 ? 'nothing is due' : `${open} due`
  return {
    text: escaped(`${title}: ${count}.`),
    blocks: [header(`${title}: ${count}`), ...followUpBlocks(list, of, shownAtMost)],
  }
}

/** At most `most` of them, the most pressing first. */
export function followUpBlocks(list: FollowUps, of: 'mine' | 'all', most: number): readonly Block[] {
  const due = [...list.today, ...list.overdue]
  const open = [...due, ...list.upcoming]
  const shown = open.slice(0, most)
  const doneCount = list.done.filter(({ state }) => state === 'done').length
  const lines = [
    ...(open.length > shown.length ? [`And ${open.length - shown.length} more.`] : []),
    ...(doneCount > 0 ? [`${doneCount} done in the last week.`] : []),
  ]
  return [
    ...(open.length === 0
      ? [section('There are none in the next two weeks. Say “remind me about Jane Doe on Friday”.')]
      : []),
    ...shown.map((each) => row(each, whenOf(each, list), of)),
    ...(lines.length > 0 ? [note(lines.join(' '))] : []),
  ]
}

function whenOf(followUp: FollowUp, { overdue, today }: FollowUps): string {
  if (overdue.includes(followUp)) return `overdue since ${writeDay(followUp.due)}`
  return today.includes(followUp) ? 'today' : writeDay(followUp.due)
}

function row({ id, name, ref, reason, assignee }: FollowUp, when: string, of: 'mine' | 'all'): SectionBlock {
  const whose = of === 'all' ? ` · ${assignee ?? 'nobody in particular'}` : ''
  return {
    type: 'section',
    block_id: `follow_up:${id}`,
    text: { type: 'plain_text', text: paragraph(`${name} (${ref}) · ${when}${whose}\n${reason}`, 1000), emoji: false },
    accessory: {
      type: 'static_select',
      action_id: followUpAction,
      placeholder: plain('Change…', 150),
      options: choices.map(([value, text]): Option => ({ text: plain(text, 75), value: `${id}:${value}:${of}` })),
    },
  }
}
