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

/** What is done or dropped by a slip can be opened again. */
const again = [['reopened', 'Open again']] as const

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

/** At most `most` of them under their headings, the most pressing first; what was done lately where there is room. */
export function followUpBlocks(list: FollowUps, of: 'mine' | 'all', most: number): readonly Block[] {
  const groups = [
    ['Today', list.today],
    ['Overdue', list.overdue],
    ['In the next two weeks', list.upcoming],
    ['Done or dropped in the last week', list.done],
  ] as const
  const open = list.today.length + list.overdue.length + list.upcoming.length
  let room = most
  const rows = groups.flatMap(([heading, all]) => {
    const shown = all.slice(0, room)
    room -= shown.length
    return shown.length === 0 ? [] : [note(heading), ...shown.map((each) => row(each, of))]
  })
  const hidden = Math.max(0, open - most)
  return [
    ...(open === 0 ? [section('There are none in the next two weeks. Say “remind me about Jane Doe on Friday”.')] : []),
    ...rows,
    ...(hidden > 0 ? [note(`And ${hidden} more: /followups shows all.`)] : []),
  ]
}

function whenOf({ state, due, closedOn }: FollowUp): string {
  if (state === 'open') return `for ${writeDay(due)}`
  const verb = state === 'done' ? 'done' : 'dropped'
  return closedOn === null ? verb : `${verb} on ${writeDay(closedOn)}`
}

function row(followUp: FollowUp, of: 'mine' | 'all'): SectionBlock {
  const { id, name, ref, reason, assignee, state } = followUp
  const whose = of === 'all' ? ` · ${assignee ?? 'nobody in particular'}` : ''
  const head = `${state === 'open' ? '' : '✓ '}${name} (${ref}) · ${whenOf(followUp)}${whose}`
  return {
    type: 'section',
    block_id: `follow_up:${id}`,
    text: { type: 'plain_text', text: paragraph(`${head}\n${reason}`, 1000), emoji: false },
    accessory: {
      type: 'static_select',
      action_id: followUpAction,
      placeholder: plain('Change…', 150),
      options: (state === 'open' ? choices : again).map(
        ([value, text]): Option => ({ text: plain(text, 75), value: `${id}:${value}:${of}` }),
      ),
    },
  }
}
