import { type Asker, inCompany } from '../access/asker.ts'
import { type AskContext, ask } from '../ask/ask.ts'
import { type NextStep, nextSteps } from '../ask/next-steps.ts'
import type { Plan } from '../ask/plan.ts'
import type { Planner, Thread } from '../ask/planners/planner.ts'
import type { Reply } from '../ask/reply.ts'
import { continued, emptyThread, keepThread, readThread } from '../ask/threads.ts'
import { chartable } from '../present/blocks/chart.ts'
import { faultWords } from '../present/blocks/quality.ts'
import { replyPost } from '../present/blocks/reply.ts'
import { asksForQuality } from '../quality/asked.ts'
import { type AnswerRow, type AnswerState, planOf, settleAnswer, stateOf } from './answers.ts'
import type { Bot } from './bot.ts'
import type { Place } from './places.ts'
import type { Posted, Rendering } from './post.ts'
import { withPostHere } from './post-here-button.ts'
import { withFaults } from './quality/beneath.ts'
import { homeQuality } from './quality/home.ts'
import { baseState, deliver, type Turn, threadUnder } from './turn.ts'

/** Whose rights hold: in a channel others look on. */
export const askerIn = (asker: Asker, place: Place): Asker => (place.kind === 'channel' ? inCompany(asker) : asker)

/** text → reply → message, as a part of its conversation */
export async function answerQuestion(turn: Turn): Promise<void> {
  const { bot, row, asker, place, thread: name, text } = turn
  const context = await bot.asking()
  // Taken up again after a crash: its plan is part of the conversation already.
  const known = row.kind === 'answer' ? planOf(row) : null
  if (known) return answerPlanned(turn, known, stateOf(row).planned)
  const thread = await readThread(context.db, name)
  const reply = await ask({ text, asker: askerIn(asker, place), thread }, context)
  await conclude(turn, reply, thread, context)
}

/** A plan that was made before: a next step, an option, an interrupted answer. It joins the conversation. */
export async function answerPlanned(
  turn: Turn,
  plan: Plan,
  planned?: AnswerState['planned'],
  view?: AnswerState['view'],
): Promise<void> {
  const { bot, asker, place, thread: name, text } = turn
  const context = await bot.asking()
  const thread = await readThread(context.db, name)
  const reply = await replyTo({ plan, planned }, text, askerIn(asker, place), context)
  await conclude(turn, reply, thread, context, view)
}

interface Replayed {
  readonly plan: Plan
  readonly planned: AnswerState['planned']
}

/** Runs a plan with somebody's rights of now. */
function replyTo({ plan, planned }: Replayed, text: string, asker: Asker, context: AskContext): Promise<Reply> {
  const { planner = 'offline', notes = [], changed = null } = planned ?? {}
  const same: Planner = {
    plan: async () => ({ kind: 'plan', plan, planner, notes, ...(changed !== null && { changed }) }),
  }
  return ask({ text, asker, thread: emptyThread }, { ...context, planner: same })
}

async function conclude(
  turn: Turn,
  reply: Reply,
  thread: Thread,
  context: AskContext,
  view?: AnswerState['view'],
): Promise<void> {
  const { bot, row, asker, thread: name } = turn
  const after = withPlan(thread, reply)
  const state = { ...(await stateFor(reply, after, turn, context)), ...(view && { view }) }
  await bot.shop.db.transaction().execute(async (trx) => {
    await keepThread(trx, name, after, asker.who)
    await settleAnswer(trx, row.id, { kind: reply.kind, plan: reply.kind === 'answer' ? reply.plan : null, state })
  })
  const posted = await deliver(turn, renderingOf(reply, row.id, state, asker, context))
  await followTo(turn, posted, after)
}

/** A plan that is the thread's latest already (asked again after a crash) is not added twice. */
function withPlan(thread: Thread, reply: Reply): Thread {
  const latest = thread.plans.at(-1)
  const same = reply.kind === 'answer' && latest !== undefined && JSON.stringify(latest) === JSON.stringify(reply.plan)
  return same ? { plans: thread.plans, offered: [] } : continued(thread, reply)
}

/** An answer outside a thread begins one: what is said below it follows up on it. */
async function followTo({ bot, row, place, asker }: Turn, posted: Posted | null, thread: Thread): Promise<void> {
  if (posted === null || place.kind === 'private' || place.threadTs !== null) return
  const name = threadUnder(bot, posted)
  await keepThread(bot.shop.db, name, thread, asker.who)
  await bot.shop.db.updateTable('answers').set({ thread: name }).where('id', '=', row.id).execute()
}

async function stateFor(reply: Reply, thread: Thread, turn: Turn, context: AskContext): Promise<AnswerState> {
  const base = baseState(turn.place)
  switch (reply.kind) {
    case 'answer':
      return {
        ...base,
        view: chartable(reply) === null ? 'table' : 'chart',
        relaxations: [...reply.relaxations],
        planned: {
          planner: reply.planner,
          notes: reply.notes.flatMap(({ kind, text }) => (kind === 'planner' ? [text] : [])),
          changed: reply.changed,
        },
        nextSteps: [...(await steps(reply, thread, turn, context))],
        ...(asksForQuality(reply.plan) && { faults: [...(await faultsFound(turn, context))] }),
      }
    case 'clarify':
      return { ...base, options: [...reply.options] }
    case 'decline':
      return { ...base, suggestions: [...reply.suggestions] }
    default:
      return reply satisfies never
  }
}

/** What to ask next is a courtesy: without it the answer is still one. */
async function steps(
  reply: Extract<Reply, { kind: 'answer' }>,
  thread: Thread,
  { asker, place, bot }: Turn,
  context: AskContext,
): Promise<readonly NextStep[]> {
  try {
    return await nextSteps(reply, thread, askerIn(asker, place), context)
  } catch (error) {
    bot.log.warn('there are no next steps', { error })
    return []
  }
}

/** What is wrong with the data of those whom the asker sees, as of last night; a line for each fault. */
async function faultsFound({ asker, bot }: Turn, { today }: AskContext): Promise<readonly string[]> {
  const found = await homeQuality(bot.shop.db, asker, today)
  return found === null ? [] : faultWords(found.quality)
}

/** The message that shows a reply in a state. */
export function renderingOf(
  reply: Reply,
  id: number,
  state: AnswerState,
  asker: Asker,
  context: AskContext,
): Rendering {
  const rendering: Rendering = (plain) =>
    replyPost(reply, {
      answerId: String(id),
      rules: context.rules,
      view: state.view,
      page: state.page,
      company: state.company,
      mayExport: asker.mayExport,
      nextSteps: state.nextSteps ?? [],
      plainBlocks: plain,
    })
  const { faults = [] } = state
  const whole = reply.kind === 'answer' && faults.length > 0 ? withFaults(rendering, faults) : rendering
  return state.postable && reply.kind === 'answer' ? withPostHere(whole, id) : whole
}

export interface Again {
  readonly reply: Reply
  readonly context: AskContext
}

/** The answer of a message run again, as somebody may see it now; null when it is no answer. */
export async function runAgain(
  row: AnswerRow,
  asker: Asker,
  bot: Bot,
  { company, planned }: AnswerState = stateOf(row),
): Promise<Again | null> {
  const plan = planOf(row)
  if (plan === null) return null
  const context = await bot.asking()
  const seen = company ? inCompany(asker) : asker
  return { reply: await replyTo({ plan, planned }, row.question, seen, context), context }
}
