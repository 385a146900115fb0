import type { ModalView, Option } from '../../present/blocks/blocks.ts'
import { type Recurrence, type Weekday, weekdayNames } from '../../schedules/recurrence.ts'
import { aside, field, form, menu, option, textInput } from '../elements.ts'
import { manageForms } from './names.ts'

/** What the form offers. */
export interface ScheduleOffers {
  /** The person's latest answers, latest first, to be sent again instead of a question that is typed. */
  readonly answers: readonly { readonly id: string; readonly question: string }[]
  /** The channels in which they asked lately. */
  readonly channels: readonly { readonly id: string; readonly name: string }[]
  /** Whose clocks hold: IANA name. */
  readonly timeZone: string
}

/** Asks what is sent, on which days, at what time, and where. */
export const scheduleForm = ({ answers, channels, timeZone }: ScheduleOffers): ModalView =>
  form({
    callbackId: manageForms.schedule,
    title: 'Scheduled answer',
    submit: 'Schedule',
    memory: { timeZone },
    blocks: [
      field('Question', textInput('question', '', 1000), {
        optional: answers.length > 0,
        hint: 'As you would ask it. It is answered anew each time, with your rights of then.',
      }),
      ...(answers.length === 0
        ? []
        : [field('Or one of your latest', menu('answer', answers.map(answerOption)), { optional: true })]),
      field('Days', menu('days', dayOptions, 'weekly:monday')),
      field(
        'Time',
        { type: 'timepicker', action_id: 'time', initial_time: '09:00' },
        { hint: `By the clocks of ${timeZone}.` },
      ),
      field('Where', menu('where', [toMe, ...channels.map(channelOption)], 'me')),
      aside(
        'Other days, or another channel: say “post this here every other Friday at 4” in the thread of an answer there.',
      ),
    ],
  })

const answerOption = ({ id, question }: ScheduleOffers['answers'][number]): Option => option(question, id)
const toMe = option('To me, as a direct message', 'me')
const channelOption = ({ id, name }: ScheduleOffers['channels'][number]): Option =>
  option(`In #${name}, for everyone there`, id)

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Monday first; anything finer is said. */
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
