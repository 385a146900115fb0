import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../db/schema.ts'
import { planSchema } from './plan.ts'
import type { Thread } from './planners/planner.ts'
import type { Reply } from './reply.ts'

export const emptyThread: Thread = { plans: [], offered: [] }

/** So many plans back can be referred to. */
const remembered = 5

/** The thread after a reply: an answer adds its plan, a question back offers its readings, a refusal keeps the plans and is remembered as a slip, or as a question nobody understood. */
export function continued(thread: Thread, reply: Reply): Thread {
  switch (reply.kind) {
    case 'answer':
      return { plans: [...thread.plans, reply.plan].slice(-remembered), offered: [] }
    case 'clarify':
      return { plans: thread.plans, offered: reply.options }
    case 'decline':
      if (thread.plans.length > 0 && isOfView(reply.question)) return thread
      return thread.plans.length > 0 && goesBack(reply.question)
        ? { ...thread, slipped: true }
        : { ...thread, declined: true }
    default:
      return reply satisfies never
  }
}

/** "As a chart": how the answer is shown, and nothing about customers. */
const isOfView = (question: string): boolean =>
  /^(?:show )?(?:(?:it|that|this) )?(?:as|in) an? [a-z ]*$/i.test(question.trim()) &&
  /(?:chart|graph|table|diagram|plot)$/i.test(question.trim())

/** Whether the question was about the answer before, by its first words or a word that points back. */
const goesBack = (question: string): boolean => opening.test(question.trim()) || pointing.test(question.trim())

const opening =
  /^(?:and|but|or|only|just|also|plus|without|same|instead|sort|sorted|by|per|in|of|from|for|as|to|with|now|then|drop|remove|what about|how about|how many\??$|how much\??$)\b/i
const pointing =
  /\b(?:it|they|them|their|theirs|these)\b|\bthose\b(?! (?:who|with|that|without))|\b(?:is|was|of|about|with|from|does|did) that\b|\bthat\W*$/i

const stored = z.object({
  plans: z.array(planSchema),
  declined: z.boolean().default(false),
  slipped: z.boolean().default(false),
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
