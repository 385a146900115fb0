import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type Asker, inCompany } from '../../access/asker.ts'
import { runContext } from '../../ask/answer-plan.ts'
import { type AskContext, checkContext } from '../../ask/ask.ts'
import { check } from '../../ask/check.ts'
import { say } from '../../ask/issues.ts'
import { namesIn } from '../../ask/names.ts'
import type { Plan } from '../../ask/plan.ts'
import { reading } from '../../ask/reading.ts'
import { emptyThread } from '../../ask/threads.ts'
import type { Database } from '../../db/schema.ts'
import { UserError } from '../../errors.ts'
import { describeRecurrence } from '../../schedules/recurrence-text.ts'
import {
  type ChangeResult,
  createSchedule,
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  type Schedule,
} from '../../schedules/schedules.ts'
import { answerById, planOf } from '../answers.ts'
import type { Bot } from '../bot.ts'
import { publishHome } from '../home/publish.ts'
import { momentWords } from '../home/read-schedules.ts'
import { type Click, onClick } from './clicks.ts'
import { manageActions, manageForms } from './names.ts'
import { recurrenceOf, scheduleForm } from './schedule-form.ts'
import { scheduleOffers } from './schedule-offers.ts'
import { faulty, type Outcome, onForm, type Sent, said } from './sent.ts'

/** Scheduled answers are made, paused, resumed and deleted; whose they are is looked up where it is done. */
export function registerSchedules(bot: Bot): void {
  onClick(bot, manageActions.newSchedule, async ({ userId, open }) => {
    await open(scheduleForm(await scheduleOffers(bot, userId)))
  })
  onForm(bot, manageForms.schedule, 'days', (sent) => scheduled(bot, sent))
  onClick(bot, manageActions.pauseSchedule, (click) => changed(bot, click, pauseSchedule))
  onClick(bot, manageActions.resumeSchedule, (click) => changed(bot, click, resumeSchedule))
  onClick(bot, manageActions.deleteSchedule, (click) => changed(bot, click, deleteSchedule))
}

type Change = (id: number, asker: Asker, db: Kysely<Database>, now: Date) => Promise<ChangeResult>

async function changed(bot: Bot, { value, asker, userId }: Click, change: Change): Promise<void> {
  const result = await change(Number(value), asker, bot.shop.db, bot.shop.now())
  await publishHome(bot, userId)
  if (result.kind === 'refused') throw new UserError(result.sentence)
}

const memorySchema = z.object({ timeZone: z.string() })

async function scheduled(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const { timeZone } = memorySchema.parse(memory)
  const recurrence = recurrenceOf(filled.value('days'), filled.value('time'), timeZone)
  if (recurrence === null) return faulty({ time: 'Choose days and a time.' })
  const target = await targetOf(bot, userId, filled.value('where'))
  if (target === null) return faulty({ where: 'I cannot post there. Invite me to the channel, or choose another.' })
  const reader = target.kind === 'me' ? asker : inCompany(asker)
  const wanted = await meant(bot, reader, userId, filled.value('question'), filled.value('answer'))
  if (wanted.kind === 'refused') return faulty({ question: wanted.sentence })
  const { question, plan, reading } = wanted
  const result = await createSchedule(
    { question, plan, reading, view: 'table', target, recurrence },
    asker,
    bot.shop.db,
    bot.shop.now(),
  )
  if (result.kind === 'refused') return faulty({ days: result.sentence })
  if (result.kind === 'exists') return faulty({ days: 'The same is sent there at these times already.' })
  return said('Scheduled', createdSentence(result.schedule))
}

function createdSentence({ reading, recurrence, nextAt }: Schedule): string {
  const next = nextAt === null ? '' : ` The next comes ${momentWords(nextAt, recurrence.timeZone)}.`
  return `${reading}: ${describeRecurrence(recurrence)}.${next}`
}

/** Only channels that the person could have chosen: those in which they asked lately. */
async function targetOf(bot: Bot, userId: string, where: string): Promise<Schedule['target'] | null> {
  if (where === 'me') return { kind: 'me' }
  const { channels } = await scheduleOffers(bot, userId)
  if (!channels.some(({ id }) => id === where) || (await bot.isShared(where))) return null
  return { kind: 'here', channel: where, threadTs: null }
}

type Meant =
  | { readonly kind: 'plan'; readonly question: string; readonly plan: Plan; readonly reading: string }
  | { readonly kind: 'refused'; readonly sentence: string }

const refused = (sentence: string): Meant => ({ kind: 'refused', sentence })

/** What is to be sent: the question as it is understood now, or an answer's own plan. */
async function meant(bot: Bot, asker: Asker, userId: string, question: string, answerId: string): Promise<Meant> {
  if (question !== '' && answerId !== '') return refused('Type a question or choose an answer, not both.')
  const context = await bot.asking()
  if (question !== '') return meantByQuestion(question, asker, context)
  const row = await answerById(bot.shop.db, answerId)
  const plan = row?.asked_by === userId ? planOf(row) : null
  if (!row || !plan) return refused('Type a question, or choose one of your answers.')
  return checked(row.question, plan, asker, context)
}

async function meantByQuestion(question: string, asker: Asker, context: AskContext): Promise<Meant> {
  const planned = await context.planner.plan(question, emptyThread, asker)
  switch (planned.kind) {
    case 'plan':
      return checked(question, planned.plan, asker, context)
    case 'clarify':
      return refused(`${planned.ask} ${planned.options.map(({ label }) => `“${label}”`).join(' or ')}: say which.`)
    case 'decline':
      return refused([planned.reason, ...suggested(planned.suggestions)].join(' '))
    default:
      return planned satisfies never
  }
}

const suggested = (questions: readonly string[]): readonly string[] =>
  questions.length === 0 ? [] : [`You could ask: ${questions.map((one) => `“${one}”`).join(', ')}.`]

async function checked(question: string, plan: Plan, asker: Asker, context: AskContext): Promise<Meant> {
  const result = check(plan, checkContext(asker, context))
  if (!result.ok) return refused([...new Set(result.issues.map(say))].join(' '))
  const names = await namesIn(result.plan, runContext(asker, context))
  return {
    kind: 'plan',
    question,
    plan,
    reading: reading(result.plan, { today: context.today, rules: context.rules, names }),
  }
}
