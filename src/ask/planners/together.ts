import type { Asker } from '../../access/asker.ts'
import type { AskContext } from '../ask.ts'
import { agree } from './agreement.ts'
import type { Failure, ModelRead, ModelReader } from './model/model.ts'
import { optionOf } from './model/model.ts'
import { isForModel } from './model/worth-asking.ts'
import type { Planned, Planner, Thread, Waiting } from './planner.ts'
import { readByBoth, readByModel } from './read-by.ts'

export interface Together {
  readonly offline: Planner
  /** Null where there is no model, or the shop does not want one. */
  readonly model: ModelReader | null
  /** Whether the model is asked about every question, and two readings that differ are offered. */
  readonly doubleCheck: boolean
  readonly asking: () => AskContext
}

/**
 * The planner that comes along first; the model where it declines, or always with `doubleCheck`. Somebody has to wait for the
 * answer: what is only tried out or overheard stays on this machine.
 */
export function together({ offline, model, doubleCheck, asking }: Together): Planner {
  return {
    async plan(question, thread, asker, waiting) {
      const own = await offline.plan(question, thread, asker, waiting)
      if (model === null || waiting === undefined || !isForModel(question, own)) return own
      if (own.kind === 'decline') return afterDecline(own, await model.read(question, thread, asker, waiting))
      return doubleCheck ? checked(own, { question, thread, asker, waiting }, model, asking()) : own
    },
  }
}

type Declined = Extract<Planned, { kind: 'decline' }>

/** What the model made of it; where it could not, the reason of the planner that comes along, which names the words. */
function afterDecline(own: Declined, read: ModelRead): Planned {
  switch (read.kind) {
    case 'plan':
      return { ...read, notes: [...read.notes, readByModel] }
    case 'clarify':
      return read
    case 'decline':
      return { ...read, unknown: read.unknown.length > 0 ? read.unknown : own.unknown, suggestions: own.suggestions }
    case 'failed':
      return { ...own, reason: `${own.reason} ${failureSentence(read.why)}`.trim() }
    default:
      return read satisfies never
  }
}

interface AskedOf {
  readonly question: string
  readonly thread: Thread
  readonly asker: Asker
  readonly waiting: Waiting
}

/** Both are asked. Where they differ in what they would answer, a person chooses; where the model says nothing, the rules hold. */
async function checked(
  own: Exclude<Planned, Declined>,
  { question, thread, asker, waiting }: AskedOf,
  model: ModelReader,
  context: AskContext,
): Promise<Planned> {
  const read = await model.read(question, thread, asker, waiting)
  if (own.kind !== 'plan' || read.kind !== 'plan') return own
  if (await agree(own.plan, read.plan, asker, context)) return { ...own, notes: [...own.notes, readByBoth] }
  const options = await Promise.all([own.plan, read.plan].map((plan) => optionOf(plan, asker, context)))
  const [one, other] = options
  return one?.label === other?.label
    ? own
    : { kind: 'clarify', ask: 'Two readings of this differ. Which do you mean?', options }
}

/** Why the model said nothing, for whoever asked. */
export function failureSentence(why: Failure): string {
  switch (why) {
    case 'slow':
      return 'The language model did not answer in time.'
    case 'unreachable':
    case 'resting':
    case 'broken':
    case 'busy':
    case 'unreadable':
      return 'The language model cannot be reached just now.'
    case 'wrong_key':
    case 'no_model':
    case 'no_credit':
    case 'form':
    case 'limit_name':
    case 'rejected':
      return 'The language model is not set up right; an administrator sees why with the command doctor.'
    case 'budget':
      return 'Your questions for the language model are used up for today.'
    case 'refused':
    case 'cut':
    case 'not_understood':
      return 'The language model could not read it either.'
    case 'cancelled':
      return ''
    default:
      return why satisfies never
  }
}

/** The model by itself: what it cannot read is declined. */
export function modelAlone(model: ModelReader): Planner {
  return {
    async plan(question, thread, asker, waiting) {
      const own: Declined = { kind: 'decline', reason: '', unknown: [], suggestions: [] }
      if (waiting === undefined || !isForModel(question, own))
        return { ...own, reason: 'That is no question for the model.' }
      return afterDecline(own, await model.read(question, thread, asker, waiting))
    },
  }
}
