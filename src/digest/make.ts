import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Database, Day } from '../db/schema.ts'
import { type Digest, digestFor, type Morning } from './digest.ts'
import type { Entry, Reason } from './reasons.ts'
import type { DigestRun } from './runs.ts'

export type ItemState = 'open' | 'done' | 'snoozed' | 'not_relevant' | 'do_not_contact' | 'ordered' | 'solved'

/** An entry as it was written down; its buttons carry its number. */
export interface Item {
  readonly id: number
  readonly customerId: number
  readonly ref: string
  readonly name: string
  readonly rank: number
  readonly reasons: readonly ItemReason[]
  readonly channel: 'phone' | 'sms' | 'email' | 'post' | null
  readonly opening: string | null
  readonly state: ItemState
  readonly closedBy: string | null
  /** What came of it: the kind of its outcome. */
  readonly outcome: string | null
  /** Of a snoozed one. */
  readonly until: Day | null
  /** When a colleague said so, who may take it back; null for one that is open or closed by itself. */
  readonly saidAt: Date | null
}

const reasonSchema = z.object({
  rule: z.string(),
  class: z.string(),
  label: z.string(),
  occasion: z.string(),
  sentence: z.string(),
  facts: z.record(z.string(), z.string()).default({}),
})
export type ItemReason = z.infer<typeof reasonSchema>

/**
 * Writes down the run's entries, once: whatever happens later, it is posted with these. A customer named on another list
 * of the day meanwhile is left out.
 */
export async function writeDown(db: Kysely<Database>, run: DigestRun, morning: Morning, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('digest_runs')
      .select('made_at')
      .where('id', '=', run.id)
      .forUpdate()
      .executeTakeFirst()
    if (!row || row.made_at !== null) return
    const named = await trx.selectFrom('digest_items').select('customer_id').where('day', '=', run.day).execute()
    const digest = digestFor(run.recipient.target, morning, new Set(named.map((item) => item.customer_id)))
    await insertItems(trx, run, digest)
    await insertEligibilities(trx, run, digest, morning)
    await trx
      .updateTable('digest_runs')
      .set({ made_at: now, more: digest.more, stale_since: digest.staleSince })
      .where('id', '=', run.id)
      .execute()
  })
}

async function insertItems(trx: Kysely<Database>, run: DigestRun, { entries }: Digest): Promise<void> {
  if (entries.length === 0) return
  await trx
    .insertInto('digest_items')
    .values(
      entries.map((entry, at) => ({
        run_id: run.id,
        day: run.day,
        customer_id: entry.customerId,
        rank: at + 1,
        reasons: JSON.stringify(entry.reasons),
        channel: entry.channel,
        opening: entry.opening,
      })),
    )
    .onConflict((conflict) => conflict.columns(['day', 'customer_id']).doNothing())
    .execute()
}

/**
 * Both arms, so that they can be compared; a customer counts once for each occasion, from the first day on.
 *
 * A rule is counted where it alone decided whether the customer was named: of those named, the ones who had no other
 * reason. Whoever is left out for one rule and named for another was contacted, and belongs to neither arm.
 */
async function insertEligibilities(
  trx: Kysely<Database>,
  run: DigestRun,
  { entries, heldOut }: Digest,
  { rules }: Morning,
): Promise<void> {
  const ids = new Map(rules.map(({ code, id }) => [code, id]))
  const counted = [...entries, ...heldOut].flatMap(({ customerId, reasons }) =>
    deciding(reasons).flatMap(({ rule, occasion, arm }) => {
      const id = ids.get(rule)
      if (id === undefined) return []
      return [{ rule_id: id, customer_id: customerId, occasion, arm, eligible_on: run.day, run_id: run.id }]
    }),
  )
  if (counted.length === 0) return
  await trx
    .insertInto('treatment_eligibilities')
    .values(counted)
    .onConflict((conflict) => conflict.columns(['rule_id', 'customer_id', 'occasion']).doNothing())
    .execute()
}

/** Of somebody named the only reason, if it is one that has arms; of somebody left out every reason. */
function deciding(reasons: Entry['reasons']): readonly Reason[] {
  const own = reasons.filter((reason) => reason.class !== 'companion')
  if (own.some((reason) => reason.class === 'promise' || reason.class === 'service')) return []
  return reasons[0].arm === 'contact' && own.length > 1 ? [] : own
}

/** A digest as it was written down and stands now. */
export interface WrittenDigest {
  readonly id: number
  readonly day: Day
  readonly more: number
  readonly staleSince: Day | null
  readonly items: readonly Item[]
}

export async function readDigest(db: Kysely<Database>, runId: number): Promise<WrittenDigest | null> {
  const run = await db.selectFrom('digest_runs').selectAll().where('id', '=', runId).executeTakeFirst()
  if (!run) return null
  return { id: run.id, day: run.day, more: run.more, staleSince: run.stale_since, items: await readItems(db, runId) }
}

async function readItems(db: Kysely<Database>, runId: number): Promise<readonly Item[]> {
  const rows = await db
    .selectFrom('digest_items as item')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .leftJoin('staff', 'staff.id', 'item.closed_by')
    .select(['item.id', 'item.customer_id', 'item.rank', 'item.reasons', 'item.channel', 'item.opening', 'item.state'])
    .select(['c.ref', 'c.display_name', 'staff.name as closed_by_name'])
    .select(({ eb }) => eb.case().when('item.undo', 'is not', null).then(eb.ref('item.closed_at')).end().as('said_at'))
    .select(({ selectFrom }) => [
      selectFrom('outcomes').select('kind').whereRef('item_id', '=', 'item.id').orderBy('id').limit(1).as('outcome'),
      selectFrom('outcomes').select('until_day').whereRef('item_id', '=', 'item.id').orderBy('id').limit(1).as('until'),
    ])
    .where('item.run_id', '=', runId)
    .where('c.erased_at', 'is', null)
    .orderBy('item.rank')
    .orderBy('item.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    ref: row.ref,
    name: row.display_name,
    rank: row.rank,
    reasons: z.array(reasonSchema).parse(row.reasons),
    channel: row.channel,
    opening: row.opening,
    state: row.state,
    closedBy: row.closed_by_name,
    outcome: row.outcome,
    until: row.until,
    saidAt: row.said_at,
  }))
}
