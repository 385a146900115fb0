import type { Selectable } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { type Plan, planSchema } from '../ask/plan.ts'
import type { Database } from '../db/schema.ts'
import { type Recurrence, recurrenceSchema } from './recurrence.ts'

/** Where a scheduled answer goes: to its owner alone, or to a channel or one of its threads. */
export type Target =
  | { readonly kind: 'me' }
  | { readonly kind: 'here'; readonly channel: string; readonly threadTs: string | null }

/** An answer that is sent again and again. */
export interface Schedule {
  /** People say it: “pause schedule 12”. */
  readonly id: number
  readonly owner: {
    /** Null for somebody of the shop's Slack who is not on the staff. */
    readonly staffId: number | null
    readonly userId: string
  }
  /** As typed, or what the answer was read as. */
  readonly question: string
  readonly reading: string
  readonly plan: Plan
  readonly view: 'table' | 'chart'
  readonly target: Target
  readonly recurrence: Recurrence
  /** Null while it is paused. */
  readonly nextAt: Date | null
  /** Why it was paused when nobody asked for it; else null. */
  readonly pausedBecause: string | null
  /** Runs in a row that came to nothing. */
  readonly failures: number
}

/** The schedule of a row; null for one that a newer version wrote and this one cannot read. */
export function scheduleOf(row: Selectable<Database['schedules']>): Schedule | null {
  const [plan, recurrence] = [planSchema.safeParse(row.plan), recurrenceSchema.safeParse(row.recurrence)]
  if (!plan.success || !recurrence.success) return null
  return {
    id: row.id,
    owner: { staffId: row.owner_id, userId: row.owner_user },
    question: row.question,
    reading: row.reading,
    plan: plan.data,
    view: row.view,
    target: row.channel === null ? { kind: 'me' } : { kind: 'here', channel: row.channel, threadTs: row.thread_ts },
    recurrence: recurrence.data,
    nextAt: row.next_at,
    pausedBecause: row.paused_because,
    failures: row.failures,
  }
}

/** Who somebody is as an owner of schedules. */
export type Owner = Pick<Asker, 'staffId' | 'slackUserId'>

export function isOwn({ owner }: Schedule, { staffId, slackUserId }: Owner): boolean {
  return owner.staffId === null ? owner.userId === slackUserId : owner.staffId === staffId
}

/** The owner changes it, and so does whoever runs the shop. */
export const mayChange = (schedule: Schedule, asker: Asker): boolean => asker.mayManage || isOwn(schedule, asker)
