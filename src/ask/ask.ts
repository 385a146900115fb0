import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Histories } from '../catalog/histories.ts'
import type { Database } from '../db/schema.ts'
import { type Answered, answerPlan } from './answer-plan.ts'
import { audit } from './audit.ts'
import { type CheckContext, check } from './check.ts'
import type { CheckedPlan } from './checked.ts'
import { numbered } from './clarify.ts'
import type { Day } from './days.ts'
import type { Estimates } from './estimates.ts'
import { say } from './issues.ts'
import type { Planned, Planner, Thread } from './planners/planner.ts'
import type { Answer, Reply } from './reply.ts'
import type { ShopRules } from './rules.ts'
import type { RunLimits } from './run.ts'

export interface Question {
  readonly text: string
  readonly asker: Asker
  readonly thread: Thread
  /** Aborted when nobody waits for the answer any longer. */
  readonly signal?: AbortSignal
}

/** What every question of a shop is answered with; opened once. */
export interface AskContext {
  readonly db: Kysely<Database>
  readonly reader: Kysely<Database>
  readonly catalog: Catalog
  readonly rules: ShopRules
  readonly today: Day
  readonly planner: Planner
  readonly limits: RunLimits
  /** Whether the maintained summaries say what was known on `today`. */
  readonly summaries: 'maintained' | 'as_of'
  /** Whether the borders of ranks are kept: in large shops. */
  readonly borders?: 'kept'
  /** The scoring run that estimates come from; null where there is none. */
  readonly scores: Estimates | null
  /** For which days it is known who was in which segment. */
  readonly histories: Histories
  /** The day of the latest order, and whether the shop is the sample. */
  readonly freshness: { readonly latestOrder: Day | null; readonly sample: boolean }
}

/** question → plan → checked plan → query → rows → answer */
export async function ask(question: Question, context: AskContext): Promise<Reply> {
  const started = performance.now()
  const refused = refusal(question.text)
  const waiting = question.signal ? { signal: question.signal } : {}
  const planned = refused ?? (await context.planner.plan(question.text, question.thread, question.asker, waiting))
  if (planned.kind !== 'plan') return withoutPlan(planned, question, started, context)

  const checked = check(planned.plan, checkContext(question.asker, context))
  const planMs = performance.now() - started
  const reply = checked.ok
    ? await answered(planned, checked.plan, planMs, question, context)
    : declined(question, checked.issues.map(say), planMs)
  await audit(question, reply, context)
  return reply
}

export const checkContext = (asker: Asker, context: AskContext): CheckContext => {
  const { catalog, today, rules, scores, histories } = context
  return { catalog, asker, today, rules, scores, histories }
}

/** A question is a sentence or two; anything longer is something pasted by mistake. */
const longestQuestion = 1000

function refusal(text: string): Planned | null {
  const words = text.trim()
  if (words === '') return unplannable('There is no question. Ask something like “who are our lapsed top customers”.')
  if (words.length > longestQuestion) {
    return unplannable(
      `That is ${words.length.toLocaleString('en-US')} characters long; a question may have ${longestQuestion.toLocaleString('en-US')}.`,
    )
  }
  return null
}

const unplannable = (reason: string): Planned => ({
  kind: 'decline',
  reason,
  unknown: [],
  suggestions: ['who are our lapsed top customers', 'revenue by month this year'],
})

async function withoutPlan(
  planned: Exclude<Planned, { kind: 'plan' }>,
  question: Question,
  started: number,
  context: AskContext,
): Promise<Reply> {
  const timings = { planMs: performance.now() - started }
  const reply: Reply =
    planned.kind === 'decline'
      ? {
          kind: 'decline',
          question: question.text,
          reason: planned.reason,
          unknown: planned.unknown,
          suggestions: planned.suggestions,
          timings,
        }
      : {
          kind: 'clarify',
          question: question.text,
          ask: planned.ask,
          options: await numbered(planned.options, question.asker, context),
          timings,
        }
  await audit(question, reply, context)
  return reply
}

async function answered(
  planned: Extract<Planned, { kind: 'plan' }>,
  plan: CheckedPlan,
  planMs: number,
  question: Question,
  context: AskContext,
): Promise<Reply> {
  const found = await answerPlan(plan, question.asker, context)
  return found.kind === 'refused'
    ? declined(question, [found.reason], planMs)
    : present(planned, found, planMs, question)
}

function present(
  { planner, plan, notes, changed }: Extract<Planned, { kind: 'plan' }>,
  found: Answered,
  planMs: number,
  question: Question,
): Answer {
  const { reading, columns, withheld, rows, truncated, sql, parameters, queryMs, relaxations } = found
  return {
    kind: 'answer',
    question: question.text,
    planner,
    reading,
    changed: changed ?? null,
    notes: [...notes.map((text) => ({ kind: 'planner' as const, text })), ...found.notes],
    plan,
    columns,
    withheld,
    rows,
    truncated,
    relaxations,
    sql,
    parameters,
    timings: { planMs, queryMs },
    ...(found.page && { page: found.page }),
  }
}

function declined(question: Question, reasons: readonly string[], planMs: number): Reply {
  return {
    kind: 'decline',
    question: question.text,
    reason: [...new Set(reasons)].join(' '),
    unknown: [],
    suggestions: [],
    timings: { planMs },
  }
}
