import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Database } from '../db/schema.ts'
import { type Evidence, evidenceOf, fields, type Pattern } from './fields.ts'

/** From this chance on two records are proposed to a person. */
export const proposeFrom = 0.9

/** Two records (by their numbers, the lower first) that are likely one person. */
export interface Likely {
  readonly first: number
  readonly second: number
  readonly pattern: Pattern
  readonly probability: number
  readonly sameSystem: boolean
}

/**
 * Keeps what was found, and gives how many pairs are newly proposed.
 *
 * A pair that somebody rejected stays rejected, also under the record that one of the two was merged into, until the two
 * agree in something in which they did not agree then. A proposal that the records no longer bear out is withdrawn.
 */
export async function keepProposals(
  trx: Kysely<Database>,
  found: readonly Likely[],
  kind: 'whole' | 'changed',
): Promise<number> {
  const rejected = await rejections(trx)
  const kept = found.filter((pair) => {
    const before = rejected.get(pairKey(pair.first, pair.second))
    return before === undefined || before.every((evidence) => agreesInMore(evidenceOf(pair.pattern), evidence))
  })
  await layOutFound(trx, kept)
  await withdraw(trx, kind)
  const { rows } = await sql<{ fresh: boolean }>`
    insert into match_proposals as p (first_id, second_id, probability, evidence, same_system)
    select first_id, second_id, probability, evidence, same_system from match_found order by probability desc, first_id, second_id
    on conflict (first_id, second_id) do update set probability = excluded.probability, evidence = excluded.evidence,
      same_system = excluded.same_system, state = 'proposed', decided_at = null, decided_by = null,
      found_at = case when p.state = 'proposed' then p.found_at else now() end
    returning found_at = now() as fresh
  `.execute(trx)
  return rows.filter(({ fresh }) => fresh).length
}

const pairKey = (first: number, second: number): string => `${Math.min(first, second)} ${Math.max(first, second)}`

/** What was rejected, by the records that stand for the two now; a merge may bring several together. */
async function rejections(trx: Kysely<Database>): Promise<ReadonlyMap<string, readonly Evidence[]>> {
  const { rows } = await sql<{ first: number; second: number; evidence: Evidence }>`
    with recursive standing as (
      select id as member, id, merged_into_id from customers
      where id in (select first_id from match_proposals where state = 'rejected'
        union select second_id from match_proposals where state = 'rejected')
      union
      select s.member, c.id, c.merged_into_id from standing as s join customers as c on c.id = s.merged_into_id
    ), survivors as (
      select member, id from standing where merged_into_id is null
    )
    select one.id as first, other.id as second, p.evidence
    from match_proposals as p
    join survivors as one on one.member = p.first_id
    join survivors as other on other.member = p.second_id
    where p.state = 'rejected'
    order by p.id
  `.execute(trx)
  const found = new Map<string, Evidence[]>()
  for (const { first, second, evidence } of rows) {
    const key = pairKey(first, second)
    found.set(key, [...(found.get(key) ?? []), evidence])
  }
  return found
}

const strength = ['different', 'alike', 'near', 'yearless', 'same'] as const

/** Whether a field agrees now that did not, or not as well, when the pair was rejected. */
function agreesInMore(now: Evidence, then: Evidence): boolean {
  const rank = (evidence: Evidence, name: keyof Evidence) => strength.indexOf(evidence[name] ?? 'different')
  return fields.some(({ name }) => rank(now, name) > rank(then, name) && rank(now, name) >= strength.indexOf('near'))
}

async function layOutFound(trx: Kysely<Database>, found: readonly Likely[]): Promise<void> {
  await sql`
    create temp table match_found (first_id bigint, second_id bigint, probability float8, evidence jsonb, same_system boolean)
    on commit drop
  `.execute(trx)
  const rows = found.map(({ first, second, probability, pattern, sameSystem }) => ({
    ...{ first_id: first, second_id: second, probability, evidence: evidenceOf(pattern), same_system: sameSystem },
  }))
  await sql`insert into match_found select * from jsonb_populate_recordset(null::match_found, ${JSON.stringify(rows)}::jsonb)`.execute(
    trx,
  )
}

/** Of those that were compared, what is proposed no longer. */
async function withdraw(trx: Kysely<Database>, kind: 'whole' | 'changed'): Promise<void> {
  const compared =
    kind === 'whole'
      ? sql``
      : sql`and exists (select from match_changed join match_records as r using (n) where r.id in (p.first_id, p.second_id))`
  await sql`
    update match_proposals as p set state = 'withdrawn', decided_at = now()
    where state = 'proposed'
    and not exists (select from match_found as f where f.first_id = p.first_id and f.second_id = p.second_id) ${compared}
  `.execute(trx)
}

/** Two records that may be one person, waiting for somebody to decide. */
export interface Proposal {
  readonly id: number
  readonly firstId: number
  readonly secondId: number
  readonly probability: number
  readonly evidence: Evidence
  /** Whether one system knows them by two references. */
  readonly sameSystem: boolean
  readonly state: 'proposed' | 'merged' | 'rejected' | 'withdrawn'
}

const columns = [
  'p.id',
  'p.first_id as firstId',
  'p.second_id as secondId',
  'p.probability',
  'p.evidence',
  'p.same_system as sameSystem',
  'p.state',
] as const

/** Proposals whose two records both stand for themselves. */
function proposals(db: Kysely<Database>) {
  return db
    .selectFrom('match_proposals as p')
    .innerJoin('customers as one', 'one.id', 'p.first_id')
    .innerJoin('customers as other', 'other.id', 'p.second_id')
    .where('one.merged_into_id', 'is', null)
    .where('other.merged_into_id', 'is', null)
    .where('one.erased_at', 'is', null)
    .where('other.erased_at', 'is', null)
}

// What stands in the column was written by this folder alone, from an Evidence.
const asProposal = (row: Omit<Proposal, 'evidence'> & { readonly evidence: unknown }): Proposal => ({
  ...row,
  evidence: row.evidence as Evidence,
})

/** What waits for a decision, the likeliest first. */
export async function openProposals(db: Kysely<Database>, limit = 1000): Promise<readonly Proposal[]> {
  const rows = await proposals(db)
    .select(columns)
    .where('p.state', '=', 'proposed')
    .orderBy('p.probability', 'desc')
    .orderBy('p.id')
    .limit(limit)
    .execute()
  return rows.map(asProposal)
}

/** How many wait for a decision. */
export async function countProposals(db: Kysely<Database>): Promise<number> {
  const { count } = await proposals(db)
    .select(db.fn.countAll<number>().as('count'))
    .where('p.state', '=', 'proposed')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What waits for a decision about one customer, the likeliest first. */
export async function proposalsOf(db: Kysely<Database>, customerId: number): Promise<readonly Proposal[]> {
  const rows = await proposals(db)
    .select(columns)
    .where('p.state', '=', 'proposed')
    .where((where) => where.or([where('p.first_id', '=', customerId), where('p.second_id', '=', customerId)]))
    .orderBy('p.probability', 'desc')
    .orderBy('p.id')
    .execute()
  return rows.map(asProposal)
}

/** One proposal, whatever became of it; null where there is none of that number. */
export async function proposalBy(db: Kysely<Database>, id: number): Promise<Proposal | null> {
  if (!Number.isSafeInteger(id) || id <= 0) return null
  const row = await db.selectFrom('match_proposals as p').select(columns).where('p.id', '=', id).executeTakeFirst()
  return row ? asProposal(row) : null
}

export type Rejected = { readonly kind: 'rejected' } | { readonly kind: 'stale'; readonly sentence: string }

/** Somebody says that they are two persons: the pair does not come back. Saying so twice changes nothing. */
export async function reject(db: Kysely<Database>, id: number, asker: Pick<Asker, 'who'>): Promise<Rejected> {
  return db.transaction().execute(async (trx) => {
    const updated = await trx
      .updateTable('match_proposals')
      .set({ state: 'rejected', decided_at: sql`now()`, decided_by: asker.who })
      .where('id', '=', id)
      .where('state', '=', 'proposed')
      .returning('id')
      .executeTakeFirst()
    if (updated) {
      await record(trx, { actor: asker.who, action: 'reject_duplicate', subject: `proposal:${id}` })
      return { kind: 'rejected' }
    }
    const now = await proposalBy(trx, id)
    return now?.state === 'rejected' ? { kind: 'rejected' } : { kind: 'stale', sentence: staleness(now) }
  })
}

/** Why nothing can be decided about a proposal any more. */
export function staleness(proposal: Proposal | null): string {
  if (proposal === null) return 'There is no such proposal.'
  switch (proposal.state) {
    case 'merged':
      return 'These two records are one already.'
    case 'rejected':
      return 'Somebody has said that these are two persons.'
    case 'withdrawn':
      return 'These two records no longer look like one person, so nothing is proposed about them any more.'
    case 'proposed':
      return 'One of the two records has been merged with another one or erased meanwhile.'
    default:
      return proposal.state satisfies never
  }
}
