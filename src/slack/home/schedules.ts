import type { Block, RichTextElement } from '../../present/blocks/blocks.ts'
import { between, bold, header, richText, told, words } from '../../present/blocks/pieces.ts'
import { aside, button, row, section, sure } from '../elements.ts'
import { manageActions } from '../manage/names.ts'
import type { HomeSchedule } from './facts.ts'

const shown = 8

/** The answers that come by themselves, each with what can be done with it. */
export function scheduleBlocks(schedules: readonly HomeSchedule[]): readonly Block[] {
  const more = schedules.length - shown
  return [
    header('Scheduled answers'),
    ...(schedules.length === 0 ? [section(none)] : schedules.slice(0, shown).flatMap(scheduleRows)),
    ...(more > 0 ? [aside(`And ${more} more; ask “list schedules” for all of them.`)] : []),
    row(button(manageActions.newSchedule, 'New scheduled answer…')),
  ]
}

const none = 'There are none yet. Say “send me this every Monday at 9” in the thread of an answer, or make one here.'

function scheduleRows(schedule: HomeSchedule): readonly Block[] {
  return [richText(told(...described(schedule))), row(...scheduleButtons(schedule))]
}

/** A channel is shown by Slack itself, under its name of now. */
function described({ question, when, channel, owner, next, trouble }: HomeSchedule): readonly RichTextElement[] {
  const whose = owner === null ? '' : ` by ${owner}`
  const place: readonly RichTextElement[] =
    channel === null ? [between(', to you')] : [between(', in '), { type: 'channel', channel_id: channel }]
  return [
    bold(question),
    between('\n'),
    words(`${when}${whose}`),
    ...place,
    between(next === null ? ' · paused' : ` · next ${next}`),
    ...(trouble === null ? [] : [between('\n'), words(trouble)]),
  ]
}

function scheduleButtons({ id, question, next }: HomeSchedule) {
  const value = String(id)
  const pause =
    next === null
      ? button(manageActions.resumeSchedule, 'Resume', { value, says: `Resume ${question}` })
      : button(manageActions.pauseSchedule, 'Pause', { value, says: `Pause ${question}` })
  const remove = button(manageActions.deleteSchedule, 'Delete', {
    value,
    says: `Delete ${question}`,
    confirm: sure('Delete this scheduled answer?', 'It is not sent again. Answers already sent stay.', 'Delete it'),
  })
  return [pause, remove]
}
