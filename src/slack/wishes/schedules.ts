import { ask } from '../../ask/ask.ts'
import { writeDay } from '../../ask/period-text.ts'
import { readThread } from '../../ask/threads.ts'
import { localTime } from '../../local-time.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { schedulesMeant } from '../../schedules/meant.ts'
import { clockWords, describeRecurrence } from '../../schedules/recurrence-text.ts'
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  type NewSchedule,
  pauseSchedule,
  resumeSchedule,
  type Schedule,
  type Target,
} from '../../schedules/schedules.ts'
import type { Wish } from '../../wishes/wish.ts'
import { latestAnswer, planOf, stateOf } from '../answers.ts'
import { aside, section } from '../elements.ts'
import { askerIn, runAgain } from '../question.ts'
import type { Turn } from '../turn.ts'
import { tell, tellPost } from './tell.ts'

type Scheduling = Extract<Wish, { kind: 'schedule' }>
type Changing = Extract<Wish, { kind: 'pause_schedule' | 'resume_schedule' | 'delete_schedule' }>

/** “send me this every Monday at 9”, “post revenue by month here monthly” */
export async function scheduleAnswer(turn: Turn, wish: Scheduling): Promise<void> {
  const { bot, asker } = turn
  const what = wish.question === null ? await lastAnswered(turn) : await freshlyRead(turn, wish.question)
  if (typeof what === 'string') return tell(turn, what)
  const target = targetOf(turn, wish.target)
  const wanted = { ...what, target, recurrence: wish.when }
  const result = await createSchedule(wanted, asker, bot.shop.db, bot.shop.now())
  if (result.kind === 'refused') return tell(turn, result.sentence)
  const { schedule } = result
  const begun = result.kind === 'exists' ? 'That is sent already' : 'Done'
  const taken = wish.timeSaid ? [] : ['You named no time of day, so I took the usual one.']
  await tell(
    turn,
    `${begun}: “${schedule.reading}” ${whither(schedule)} ${describeRecurrence(schedule.recurrence)}. ${nextTime(schedule)}`,
    ...taken,
    `It is number ${schedule.id}: “pause schedule ${schedule.id}”, “delete schedule ${schedule.id}”. It is worked out anew each time, for what “last month” or “this year” is then, and with your rights of then.`,
  )
}

type Content = Pick<NewSchedule, 'question' | 'reading' | 'plan' | 'view'>

async function lastAnswered({ bot, thread, asker, place }: Turn): Promise<Content | string> {
  const row = await latestAnswer(bot.shop.db, thread, 'answer')
  const plan = row && planOf(row)
  const again = row && (await runAgain(row, askerIn(asker, place), bot))
  if (!plan || again?.reply.kind !== 'answer')
    return 'There is no answer here to send yet. Ask first, then say “send me this every Monday at 9”.'
  return { question: row.question, reading: again.reply.reading, plan, view: stateOf(row).view }
}

async function freshlyRead({ bot, thread, asker, place }: Turn, question: string): Promise<Content | string> {
  const context = await bot.asking()
  const asked = { text: question, asker: askerIn(asker, place), thread: await readThread(context.db, thread) }
  const reply = await ask(asked, context)
  switch (reply.kind) {
    case 'answer':
      return { question, reading: reply.reading, plan: reply.plan, view: 'table' }
    case 'clarify':
      return `${reply.ask} Ask the question first, then say “send me this” with the day and time.`
    case 'decline':
      return reply.reason
    default:
      return reply satisfies never
  }
}

/** “Here” is the channel itself: in a thread nobody would see it. */
const targetOf = ({ place }: Turn, target: 'me' | 'here'): Target =>
  target === 'me' || place.channel.startsWith('D')
    ? { kind: 'me' }
    : { kind: 'here', channel: place.channel, threadTs: null }

const whither = ({ target }: Schedule): string => (target.kind === 'me' ? 'comes to you' : 'is posted in the channel')

function nextTime({ nextAt, recurrence, pausedBecause }: Schedule): string {
  if (nextAt === null) return pausedBecause === null ? 'It is paused.' : `It is paused. ${pausedBecause}`
  const { day, time } = localTime(nextAt, recurrence.timeZone)
  return `Next on ${writeDay(day)} at ${clockWords(time)}.`
}

/** “my schedules” */
export async function listOwnSchedules(turn: Turn): Promise<void> {
  const schedules = await listSchedules(turn.bot.shop.db, turn.asker)
  const [first] = schedules
  if (!first)
    return tell(
      turn,
      'You have no scheduled answers. Below an answer, say for example “send me this every Monday at 9”.',
    )
  const heading = schedules.length === 1 ? 'One scheduled answer' : `${schedules.length} scheduled answers`
  await tellPost(turn, {
    ...noticePost(heading),
    blocks: [
      section(heading),
      ...schedules.map((schedule) => section(lineOf(schedule))),
      aside(`“pause schedule ${first.id}”, “resume schedule ${first.id}”, “delete schedule ${first.id}”`),
    ],
  })
}

const lineOf = (schedule: Schedule): string =>
  `${schedule.id}: “${schedule.reading}” ${whither(schedule)} ${describeRecurrence(schedule.recurrence)}. ${nextTime(schedule)}`

/** “pause the Monday one”, “delete schedule 2”, “resume all schedules” */
export async function changeSchedule(turn: Turn, wish: Changing): Promise<void> {
  const { bot, asker } = turn
  const { db, now } = bot.shop
  const numbered = wish.which !== null && /^#?\d+$/.test(wish.which)
  const known = await listSchedules(db, numbered ? 'all' : asker)
  const meant = schedulesMeant(known, wish.which)
  if (meant.length === 0)
    return tell(
      turn,
      known.length === 0
        ? 'You have no scheduled answers.'
        : 'I do not know which one you mean. “my schedules” lists them.',
    )
  if (meant.length > 1 && wish.which !== 'all') return askWhich(turn, meant)
  const sentences: string[] = []
  for (const { id } of meant) {
    const result = await change[wish.kind](id, asker, db, now())
    sentences.push(result.kind === 'refused' ? result.sentence : did(wish.kind, result.schedule))
  }
  await tell(turn, sentences.join(' '))
}

const change = {
  pause_schedule: pauseSchedule,
  resume_schedule: resumeSchedule,
  delete_schedule: deleteSchedule,
} as const

function did(kind: Changing['kind'], schedule: Schedule): string {
  const what = `“${schedule.reading}” (${schedule.id})`
  switch (kind) {
    case 'pause_schedule':
      return `${what} is paused.`
    case 'resume_schedule':
      return `${what} is sent again. ${nextTime(schedule)}`
    case 'delete_schedule':
      return `${what} is deleted.`
    default:
      return kind satisfies never
  }
}

async function askWhich(turn: Turn, schedules: readonly Schedule[]): Promise<void> {
  const question = 'Which one? Say it with its number.'
  await tellPost(turn, {
    ...noticePost(question),
    blocks: [section(question), ...schedules.slice(0, 40).map((schedule) => section(lineOf(schedule)))],
  })
}
