import { type Kysely, sql } from 'kysely'
import type { Database, Day } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { Of } from './change.ts'
import { type Idea, nothingMore, type Restore, type State, type Writing } from './idea.ts'

/** Who sent them, with the day and how it is known; null for nobody. */
type Sent = {
  readonly referrerId: number
  readonly on: Day | null
  readonly source: string
  readonly evidence: string | null
} | null

/** Who sent somebody: one person at most, never themselves, and never somebody whom they sent in turn. */
export function referralIdea({ referrerId, evidence }: Of<'referral'>): Idea {
  return {
    field: 'referral',
    key: '',
    state: readReferral,
    seen: (state) => (state as Sent)?.referrerId ?? null,
    check: async (customerId, _, { by }, db) => {
      if (referrerId !== null) await checkReferrer(customerId, referrerId, by, db)
      if (evidence !== null && evidence.length > 200) throw new UserError('How it is known may have 200 characters.')
    },
    isDone: (state) => {
      const sent = state as Sent
      return (sent?.referrerId ?? null) === referrerId && (evidence === null || evidence === sent?.evidence)
    },
    say: async (_, state, { by }, db) => ({
      label: 'Sent by',
      before: await nameOf((state as Sent)?.referrerId ?? null, by, db),
      after: `${(await nameOf(referrerId, by, db)) ?? 'nobody'}${evidence === null ? '' : ` (${evidence})`}`,
      isContact: false,
    }),
    write: async (customerId, state, { by }, db) => {
      const sent = state as Sent
      await removeReferral(customerId, db)
      if (referrerId === null) return nothingMore
      // How it is known can be said later; the day stays.
      const since = sent?.referrerId === referrerId ? { on: sent.on } : {}
      await insertReferral(customerId, { referrerId, source: by.who, evidence, ...since }, db)
      return nothingMore
    },
    touches: (state) => [(state as Sent)?.referrerId, referrerId].filter((id) => typeof id === 'number'),
  }
}

type By = Writing['by']

async function checkReferrer(customerId: number, referrerId: number, by: By, db: Kysely<Database>): Promise<void> {
  if (referrerId === customerId) throw new UserError('Nobody is sent by themselves.')
  const name = await nameOf(referrerId, by, db)
  if (name === null) throw new UserError('Whoever sent them is not among the customers you see.')
  const { rows } = await sql<{ found: boolean }>`
    with recursive before as (
      select referrer_id, 1 as steps from referrals where referred_id = ${referrerId}
      union all
      select r.referrer_id, b.steps + 1 from referrals as r join before as b on r.referred_id = b.referrer_id
      where b.steps < 50
    )
    select exists (select from before where referrer_id = ${customerId}) as found`.execute(db)
  if (!rows[0]?.found) return
  const own = await nameOf(customerId, by, db)
  throw new UserError(`${name} was sent by ${own}, or by somebody ${own} sent; it cannot be the other way round too.`)
}

/** “Ben Ortiz (C0014)”; of somebody outside the asker's customers only that there is one. */
async function nameOf(id: number | null, { scope }: By, db: Kysely<Database>): Promise<string | null> {
  if (id === null) return null
  const row = await db
    .selectFrom('customers')
    .select(['ref', 'display_name as name', 'store_id', 'owner_id'])
    .where('id', '=', id)
    .where('merged_into_id', 'is', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const isSeen = scope.kind === 'all' || (scope.kind === 'store' ? row.store_id : row.owner_id) === scope.id
  return isSeen ? `${row.name} (${row.ref})` : 'another customer'
}

async function readReferral(customerId: number, db: Kysely<Database>): Promise<State> {
  const row = await db
    .selectFrom('referrals')
    .select(['referrer_id as referrerId', 'referred_on as on', 'source', 'evidence'])
    .where('referred_id', '=', customerId)
    .executeTakeFirst()
  return row ?? null
}

async function removeReferral(customerId: number, db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('referrals').where('referred_id', '=', customerId).execute()
}

/** Without another day it is the one on which they became a customer. */
async function insertReferral(
  customerId: number,
  { referrerId, on, source, evidence }: Omit<NonNullable<Sent>, 'on'> & { readonly on?: Day | null },
  db: Kysely<Database>,
): Promise<void> {
  const own = db.selectFrom('customers').select('created_day').where('id', '=', customerId)
  await db
    .insertInto('referrals')
    .values({
      ...{ referrer_id: referrerId, referred_id: customerId, source, evidence },
      referred_on: on === undefined ? own : on,
    })
    .execute()
}

export const restoreReferral: Restore = async (customerId, { before }, _, db) => {
  const sent = before as Sent
  await removeReferral(customerId, db)
  if (sent) await insertReferral(customerId, sent, db)
}
