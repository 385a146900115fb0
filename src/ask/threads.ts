import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../db/schema.ts'
import { planSchema } from './plan.ts'
import type { Thread } from './planners/planner.ts'
import type { Reply } from './reply.ts'

export const emptyThread: Thread = { plans: [], offered: [] }

/** So many plans back can be referred to. */
const remembered = 5

/** The thread after a reply: an answer adds its plan, a question back offers its readings, a refusal keeps the plans and is remembered. */
export function continued(thread: Thread, reply: Reply): Thread {
  switch (reply.kind) {
    case 'answer':
      return { plans: [...thread.plans, reply.plan].slice(-remembered), offered: [] }
    case 'clarify':
      return { plans: thread.plans, offered: reply.options }
    case 'decline':
      return { ...thread, declined: true }
    default:
      return reply satisfies never
  }
}

const stored = z.object({
  plans: z.array(planSchema),
  declined: z.boolean().default(false),
  offered: z.array(z.object({ label: z.string(), plan: planSchema })),
})

/** The conversation of that name. What an older version stored and this one cannot read is a conversation not begun. */
export async function readThread(db: Kysely<Database>, name: string): Promise<Thread> {
  const row = await db.selectFrom('conversations').select('state').where('thread', '=', name).executeTakeFirst()
  const parsed = stored.safeParse(row?.state)
  return parsed.success ? parsed.data : emptyThread
}

export async function keepThread(db: Kysely<Database>, name: string, thread: Thread, by: string): Promise<void> {
  const plan = thread.plans.at(-1)
  const values = { plan: plan ? JSON.stringify(plan) : null, state: JSON.stringify(thread) }
  await db
    .insertInto('conversations')
    .values({ thread: name, started_by: by, ...values })
    .onConflict((conflict) => conflict.column('thread').doUpdateSet({ ...values, updated_at: sql`now()` }))
    .execute()
}
