import { type Kysely, sql } from 'kysely'
import type { Asker } from '../../../access/asker.ts'
import { record } from '../../../access/audit.ts'
import type { Database } from '../../../db/schema.ts'
import { UserError } from '../../../errors.ts'
import { type AskContext, checkContext } from '../../ask.ts'
import { check } from '../../check.ts'
import { say } from '../../issues.ts'
import { type Plan, planSchema } from '../../plan.ts'
import { readingOf } from '../../reading-of.ts'
import { emptyThread } from '../../threads.ts'
import { nameMine } from '../mine.ts'
import { normalPlan } from '../model/reply.ts'
import { definitionsOf } from './definitions.ts'
import { normalQuestion } from './normal.ts'

/** “That’s right” or “That’s wrong” about an answer. */
export interface Verdict {
  readonly question: string
  readonly plan: Plan
  readonly planner: 'offline' | 'model' | 'saved'
  /** The answer went on from another one, so the question alone does not mean that. */
  readonly isFollowUp: boolean
  readonly verdict: 'right' | 'wrong'
  readonly asker: Asker
}

/** What became of it. `once`: right, and no reading for another time. */
export type Kept = 'kept' | 'known' | 'once'

/**
 * Keeps a verdict. A confirmed reading answers the same question from then on: for everybody, or for that person alone where
 * the plan names customers, the question says “my”, or it is one of those that are asked back about. “Wrong” weighs more than
 * “right”, and a new plan more than an old one.
 *
 * A follow-up means nothing without what came before it, and days that the question does not write out are others next year:
 * such answers are right once.
 */
export async function keepVerdict(db: Kysely<Database>, said: Verdict, context: AskContext): Promise<Kept> {
  const { verdict, asker, plan, planner } = said
  const question = normalQuestion(said.question)
  if (verdict === 'right' && (said.isFollowUp || dependsOnToday(plan, question))) return 'once'
  const row = {
    question,
    plan: JSON.stringify(normalPlan(plan)),
    verdict,
    said_by: asker.who,
    for_whom: (await isPersonal(said, context)) ? asker.who : '',
    planner,
    definitions: definitionsOf(plan, context.catalog, context.rules),
    names_customers: namesCustomers(plan),
  }
  const { rows } = await sql`
    insert into saved_readings as kept (question, plan, verdict, said_by, for_whom, planner, definitions, names_customers)
    values (${row.question}, ${row.plan}::jsonb, ${row.verdict}, ${row.said_by}, ${row.for_whom}, ${row.planner}, ${row.definitions}, ${row.names_customers})
    on conflict (question, for_whom) do update
      set plan = excluded.plan, verdict = excluded.verdict, said_by = excluded.said_by, said_at = now(), reviewed_at = null,
        planner = excluded.planner, definitions = excluded.definitions, names_customers = excluded.names_customers
      where kept.plan <> excluded.plan or (kept.verdict = 'right' and excluded.verdict = 'wrong')
        or (kept.verdict = excluded.verdict and kept.definitions <> excluded.definitions)
    returning id`.execute(db)
  if (rows.length === 0) return 'known'
  await record(db, { actor: asker.who, action: `reading_${verdict}`, details: { everybody: row.for_whom === '' } })
  return 'kept'
}

async function isPersonal({ plan, question, asker }: Verdict, { planner }: AskContext): Promise<boolean> {
  if (namesCustomers(plan) || nameMine(question, asker) !== null || /\b(?:my|mine|me|I)\b/.test(question)) return true
  return (await planner.plan(question, emptyThread, asker)).kind === 'clarify'
}

const naming = new Set([
  'customer.customer',
  'customer.referred_by',
  'customer.name',
  'customer.given_name',
  'customer.family_name',
  'customer.referrer_name',
  'customer.email',
  'customer.phone',
  'customer.address',
])

/** Whether a plan says who certain customers are. */
export function namesCustomers(plan: Plan): boolean {
  if (plan.kind === 'customer' || plan.kind === 'why') return true
  return found(
    plan,
    (piece) => naming.has(String(piece.field)) && Array.isArray(piece.values) && piece.values.length > 0,
  )
}

/** Days that come of the day of the question ("since January 1st"), and customers that a first step found that day. */
function dependsOnToday(plan: Plan, question: string): boolean {
  const years = (piece: Readonly<Record<string, unknown>>) =>
    piece.kind === 'between'
      ? [piece.from, piece.to].flatMap((day) => (typeof day === 'string' ? [day.slice(0, 4)] : []))
      : []
  return found(
    plan,
    (piece) =>
      (years(piece).length > 0 && !years(piece).some((year) => question.includes(year))) ||
      (piece.field === 'customer.customer' && Array.isArray(piece.values) && piece.values.length > 3),
  )
}

function found(piece: unknown, fits: (piece: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (typeof piece !== 'object' || piece === null) return false
  if (!Array.isArray(piece) && fits(piece as Readonly<Record<string, unknown>>)) return true
  return Object.values(piece).some((each) => found(each, fits))
}

/** A confirmed reading that holds for the person now. */
export interface Confirmed {
  readonly id: number
  readonly plan: Plan
}

/** The confirmed reading of a question for that person, their own before everybody's; null where a definition changed since. */
export async function confirmedReading(question: string, asker: Asker, context: AskContext): Promise<Confirmed | null> {
  const rows = await context.db
    .selectFrom('saved_readings')
    .select(['id', 'plan', 'definitions'])
    .where('question', '=', normalQuestion(question))
    .where('for_whom', 'in', ['', asker.who])
    .where('verdict', '=', 'right')
    .orderBy('for_whom', 'desc')
    .orderBy('id')
    .execute()
  for (const { id, plan, definitions } of rows) {
    const parsed = planSchema.safeParse(plan)
    if (!parsed.success || definitions !== definitionsOf(parsed.data, context.catalog, context.rules)) continue
    if (check(parsed.data, checkContext(asker, context)).ok) return { id, plan: parsed.data }
  }
  return null
}

/** Whether somebody said that this is not what the question means, and nobody looked at it yet. */
export async function isDisputed(question: string, plan: Plan, asker: Asker, db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('saved_readings')
    .select('id')
    .where('question', '=', normalQuestion(question))
    .where('for_whom', 'in', ['', asker.who])
    .where('verdict', '=', 'wrong')
    .where('reviewed_at', 'is', null)
    .where(sql<boolean>`plan = ${JSON.stringify(normalPlan(plan))}::jsonb`)
    .executeTakeFirst()
  return row !== undefined
}

export async function countUse(db: Kysely<Database>, id: number): Promise<void> {
  await db
    .updateTable('saved_readings')
    .set({ uses: sql`uses + 1`, last_used_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

/** A reading as managers see it. */
export interface ShownReading {
  readonly id: number
  readonly question: string
  readonly reading: string
  readonly verdict: 'right' | 'wrong'
  /** By name, where they are on the staff. */
  readonly saidBy: string
  readonly saidAt: Date
  /** Whose alone it is; null where it is everybody's. */
  readonly forWhom: string | null
  readonly uses: number
  /** `asks`: wrong, and to be looked at. `holds` and `stale`: whether a definition changed since. */
  readonly state: 'asks' | 'looked_at' | 'holds' | 'stale'
}

/** All that was confirmed and rejected, what is to be looked at first; for managers, with what their rights let them read. */
export async function listReadings(asker: Asker, context: AskContext): Promise<readonly ShownReading[]> {
  refuseUnlessManages(asker)
  const rows = await context.db
    .selectFrom('saved_readings')
    .selectAll()
    .orderBy(sql`verdict = 'wrong' and reviewed_at is null`, 'desc')
    .orderBy('said_at', 'desc')
    .orderBy('id')
    .execute()
  const staff = await context.db.selectFrom('staff').select(['email', 'name']).orderBy('id').execute()
  const names = new Map(staff.map(({ email, name }) => [email.toLowerCase(), name]))
  const named = (who: string): string => names.get(who.toLowerCase()) ?? who
  return Promise.all(
    rows.map(async (row): Promise<ShownReading> => {
      const plan = planSchema.safeParse(row.plan)
      const holds = plan.success && row.definitions === definitionsOf(plan.data, context.catalog, context.rules)
      const rejected = row.reviewed_at === null ? 'asks' : 'looked_at'
      return {
        id: row.id,
        question: row.question,
        reading: plan.success ? await shownPlan(plan.data, asker, context) : 'A plan of an older version.',
        verdict: row.verdict,
        saidBy: named(row.said_by),
        saidAt: row.said_at,
        forWhom: row.for_whom === '' ? null : named(row.for_whom),
        uses: row.uses,
        state: row.verdict === 'wrong' ? rejected : holds ? 'holds' : 'stale',
      }
    }),
  )
}

async function shownPlan(plan: Plan, asker: Asker, context: AskContext): Promise<string> {
  const checked = check(plan, checkContext(asker, context))
  return checked.ok ? readingOf(checked.plan, asker, context) : checked.issues.map(say).join(' ')
}

function refuseUnlessManages({ mayManage }: Asker): void {
  if (!mayManage) throw new UserError('Only managers and administrators see what was confirmed and rejected.')
}

/** Forgets a reading: the question is read anew the next time. False where it was gone already. */
export async function removeReading(db: Kysely<Database>, id: number, asker: Asker): Promise<boolean> {
  refuseUnlessManages(asker)
  const { numDeletedRows } = await db.deleteFrom('saved_readings').where('id', '=', id).executeTakeFirst()
  if (numDeletedRows === 0n) return false
  await record(db, { actor: asker.who, action: 'reading_removed', subject: `reading ${id}` })
  return true
}

/** Says that a rejected reading was looked at. False where there is none to be looked at. */
export async function reviewReading(db: Kysely<Database>, id: number, asker: Asker): Promise<boolean> {
  refuseUnlessManages(asker)
  const { numUpdatedRows } = await db
    .updateTable('saved_readings')
    .set({ reviewed_at: sql`now()` })
    .where('id', '=', id)
    .where('verdict', '=', 'wrong')
    .where('reviewed_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await record(db, { actor: asker.who, action: 'reading_reviewed', subject: `reading ${id}` })
  return true
}
