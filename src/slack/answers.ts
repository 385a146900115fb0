import { type Kysely, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { type Plan, planSchema } from '../ask/plan.ts'
import type { Database } from '../db/schema.ts'

export type AnswerRow = Selectable<Database['answers']>

const option = z.object({ label: z.string(), plan: planSchema })

const stateSchema = z.object({
  view: z.enum(['table', 'chart']).default('table'),
  page: z.number().int().default(0),
  /** Others look on. */
  company: z.boolean().default(false),
  /** Only one person sees it; Slack keeps no such message, so it is changed through the click's own address. */
  ephemeral: z.boolean().default(false),
  /** An answer to one person that may be posted for the others. */
  postable: z.boolean().default(false),
  options: z.array(option).optional(),
  relaxations: z.array(option).optional(),
  suggestions: z.array(z.string()).optional(),
  /** What the planner made of the question beside the plan, so that a page further on says the same. */
  planned: z
    .object({
      planner: z.enum(['offline', 'model', 'saved']),
      notes: z.array(z.string()),
      changed: z.string().nullable(),
    })
    .optional(),
  nextSteps: z.array(z.object({ label: z.string(), question: z.string() })).optional(),
  /** Below the score of the data: what is wrong with how many customers. */
  faults: z.array(z.string()).optional(),
})

/** What a message shows beside its plan; buttons read it. */
export type AnswerState = z.infer<typeof stateSchema>

/** The state as it was stored; what an older version stored and this one cannot read is a plain table. */
export function stateOf(row: AnswerRow): AnswerState {
  const parsed = stateSchema.safeParse(row.state)
  return parsed.success ? parsed.data : stateSchema.parse({})
}

export function planOf(row: AnswerRow): Plan | null {
  const parsed = planSchema.safeParse(row.plan)
  return parsed.success ? parsed.data : null
}

export interface NewAnswer {
  /** The claim's key: each thing is answered at most once. */
  readonly eventId: string
  readonly thread: string
  readonly channel: string
  readonly threadTs: string | null
  readonly askedTs: string | null
  readonly askedBy: string
  readonly question: string
}

/** The row of that event: made now, or by a process that did not live to finish it. */
export async function openAnswer(db: Kysely<Database>, given: NewAnswer): Promise<AnswerRow> {
  await db
    .insertInto('answers')
    .values({
      event_id: given.eventId,
      thread: given.thread,
      channel: given.channel,
      thread_ts: given.threadTs,
      asked_ts: given.askedTs,
      asked_by: given.askedBy,
      question: given.question,
    })
    .onConflict((conflict) => conflict.column('event_id').doNothing())
    .execute()
  return db.selectFrom('answers').selectAll().where('event_id', '=', given.eventId).executeTakeFirstOrThrow()
}

export interface Settled {
  readonly kind: AnswerRow['kind']
  readonly plan: Plan | null
  readonly state: AnswerState
}

/** What it is, kept before it is posted: the first click may come at once. */
export async function settleAnswer(db: Kysely<Database>, id: number, { kind, plan, state }: Settled): Promise<void> {
  await db
    .updateTable('answers')
    .set({ kind, plan: plan && JSON.stringify(plan), state: JSON.stringify(state) })
    .where('id', '=', id)
    .execute()
}

/** A message that has begun and is not finished: a stream. */
export async function begunAnswer(db: Kysely<Database>, id: number, messageTs: string): Promise<void> {
  await db.updateTable('answers').set({ message_ts: messageTs }).where('id', '=', id).execute()
}

export async function postedAnswer(db: Kysely<Database>, id: number, messageTs: string | null): Promise<void> {
  await db.updateTable('answers').set({ message_ts: messageTs, posted_at: sql`now()` }).where('id', '=', id).execute()
}

export async function deletedAnswer(db: Kysely<Database>, id: number): Promise<void> {
  await db.updateTable('answers').set({ deleted_at: sql`now()` }).where('id', '=', id).execute()
}

/** By the number that buttons carry; null for one that was deleted or never was. */
export async function answerById(db: Kysely<Database>, id: string): Promise<AnswerRow | null> {
  if (!/^\d{1,15}$/.test(id)) return null
  const row = await db
    .selectFrom('answers')
    .selectAll()
    .where('id', '=', Number(id))
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** The answer to that message. */
export async function answerTo(db: Kysely<Database>, channel: string, askedTs: string): Promise<AnswerRow | null> {
  const row = await db
    .selectFrom('answers')
    .selectAll()
    .where('channel', '=', channel)
    .where('asked_ts', '=', askedTs)
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row ?? null
}

/** The latest in a conversation; `kind` looks for the latest of that kind. */
export async function latestAnswer(
  db: Kysely<Database>,
  thread: string,
  kind?: AnswerRow['kind'],
): Promise<AnswerRow | null> {
  const row = await db
    .selectFrom('answers')
    .selectAll()
    .where('thread', '=', thread)
    .where('deleted_at', 'is', null)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'answer'))
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row ?? null
}
