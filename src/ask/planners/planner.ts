import type { Asker } from '../../access/asker.ts'
import type { Plan } from '../plan.ts'

/**
 * What a planner makes of a question. `plan`: this is what it means, with what it set aside or corrected in `notes` and,
 * for a follow-up, what it changed. `clarify`: it means one of these. `decline`: it holds something unknown or asks for
 * something else than an answer; `suggestions` are questions the planner can answer.
 */
export type Planned =
  | {
      readonly kind: 'plan'
      readonly plan: Plan
      readonly planner: 'offline' | 'model' | 'saved'
      readonly notes: readonly string[]
      readonly changed?: string
    }
  | { readonly kind: 'clarify'; readonly ask: string; readonly options: readonly ClarifyOption[] }
  | {
      readonly kind: 'decline'
      readonly reason: string
      readonly unknown: readonly string[]
      readonly suggestions: readonly string[]
    }

export interface ClarifyOption {
  readonly label: string
  readonly plan: Plan
}

/** What the conversation has said so far, for follow-ups ("only in Chicago", "how many"). */
export interface Thread {
  /** The plans answered so far, the latest last. */
  readonly plans: readonly Plan[]
  /** The readings offered by the question asked back last, while it is open. */
  readonly offered: readonly ClarifyOption[]
  /** Whether the question just before was declined; then "those" and "that" mean something nobody understood. */
  readonly declined?: boolean
  /** Whether a change to the last answer was declined since; the answer stands, and the next change is made to it. */
  readonly slipped?: boolean
}

/** Somebody asked this and waits for the answer. */
export interface Waiting {
  /** Aborted when nobody waits any longer. */
  readonly signal?: AbortSignal
}

/**
 * From words to a plan. Every planner speaks the same plan language, and nothing it says is trusted before `check`.
 *
 * Without `waiting` a question is only tried out (a next step, words overheard in a thread), and nothing of it leaves
 * this machine.
 */
export interface Planner {
  plan(question: string, thread: Thread, asker: Asker, waiting?: Waiting): Promise<Planned>
}
