import type { Block, ModalView, Option } from '../../present/blocks/blocks.ts'
import { type Recurrence, type Weekday, weekdayNames } from '../../schedules/recurrence.ts'
import { aside, field, form, menu, option, section, textInput } from '../elements.ts'
import { manageForms } from './names.ts'

/** What the form starts with. */
export interface ScheduleStart {
  /** The answer that is sent again and again; null: a question is typed. */
  readonly answer: { readonly id: string; readonly reading: string } | null
  /** The channel in which it can be posted; null where there is none. */
  readonly channel: { readonly id: string; readonly name: string } | null
  /** Whose clocks hold: IANA name. */
  readonly timeZone: string
}

/** What the form must still know when it is sent. */
export interface ScheduleMemory {
  readonly answerId: string | null
  readonly channel: string | null
  readonly timeZone: string
}

/** Asks what is sent, on which days, at what time, and where. */
export function scheduleView({ answer, channel, timeZone }: ScheduleStart): ModalView {
  const memory: ScheduleMemory = { answerId: answer?.id ?? null, channel: channel?.id ?? null, timeZone }
  const places = [
    option('To me, as a direct message', 'me'),
    ...(channel === null ? [] : [option(`In #${channel.name}, for everyone there`, 'here')]),
  ]
  return form({
    callbackId: manageForms.schedule,
    title: 'Scheduled answer',
    submit: 'Schedule',
    memory,
    blocks: [
      asked(answer),
      field('Days', menu('days', dayOptions, 'weekly:monday')),
      field(
        'Time',
        { type: 'timepicker', action_id: 'time', initial_time: '09:00' },
        { hint: `By the clocks of ${timeZone}.` },
      ),
      field('Where', menu('where', places, 'me')),
      ...(channel === null
        ? [aside('For a channel, say “post this here every Monday at 9” in the thread of an answer there.')]
        : []),
    ],
  })
}

function asked(answer: ScheduleStart['answer']): Block {
  if (answer !== null) return section(`This answer, worked out anew each time: ${answer.reading}`)
  const hint = 'As you would ask it. It is asked anew each time, with your rights.'
  return field('Question', textInput('question', '', 1000), { hint })
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Monday first; anything finer is said: “every other Friday at 4”. */
const dayOptions: readonly Option[] = [
  option('Every day', 'daily'),
  option('Monday to Friday', 'workdays'),
  ...[...weekdayNames.slice(1), weekdayNames[0]].map((day) => option(`Every ${capital(day)}`, `weekly:${day}`)),
  option('The first day of each month', 'monthly:1'),
  option('The 15th of each month', 'monthly:15'),
  option('The last day of each month', 'monthly:31'),
  option('The first Monday of each month', 'first:monday'),
]

/** What was chosen as a recurrence; null for a choice that is none of ours. */
export function recurrenceOf(days: string, time: string, timeZone: string): Recurrence | null {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null
  const clock = { time, timeZone }
  const steps = { every: 1, from: null }
  const [kind, value = ''] = days.split(':')
  const weekday = weekdayNames.find((name): name is Weekday => name === value)
  switch (kind) {
    case 'daily':
      return { kind: 'daily', ...clock }
    case 'workdays':
      return { kind: 'workdays', ...clock }
    case 'weekly':
      return weekday ? { kind: 'weekly', weekdays: [weekday], ...steps, ...clock } : null
    case 'monthly':
      return { kind: 'monthly_day', day: Number(value), ...steps, ...clock }
    case 'first':
      return weekday ? { kind: 'monthly_weekday', place: 'first', weekday, ...steps, ...clock } : null
    default:
      return null
  }
}
