import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { compare } from './compared.ts'
import { merge } from './merge.ts'
import { openProposals, type Proposal } from './proposals.ts'

/** A pair that was merged without a person. */
export interface MergedAlone {
  readonly merge: number
  readonly stays: string
  readonly goes: string
}

/** From this chance on a pair may be merged without a person, if all the rest is given too. */
const certainFrom = 0.99

/**
 * Merges what is beyond doubt: the same valid e-mail address or phone number, that nobody else has, with names that go
 * together and no birthday against it, and never two references of one system. Each can be taken back like any merge.
 */
export async function mergeAlone(db: Kysely<Database>, who: string): Promise<readonly MergedAlone[]> {
  const merged: MergedAlone[] = []
  const certain = (await openProposals(db)).filter(isBeyondDoubt)
  for (const { proposal, stays, goes } of await compare(db, certain)) {
    if (!(await shareAKey(db, proposal))) continue
    const done = await merge(db, stays.id, goes.id, { who }, proposal).catch(leaveForLater)
    if (done?.kind === 'merged') merged.push({ merge: done.merge, stays: done.stays.ref, goes: done.goes.ref })
  }
  return merged
}

/** How many pairs `mergeAlone` would merge. */
export async function countBeyondDoubt(db: Kysely<Database>): Promise<number> {
  let count = 0
  for (const proposal of await openProposals(db))
    if (isBeyondDoubt(proposal) && (await shareAKey(db, proposal))) count += 1
  return count
}

function isBeyondDoubt({ probability, sameSystem, evidence }: Proposal): boolean {
  const { given, family, email, phone, birthday } = evidence
  const goTogether = (agreement: typeof given) => agreement === 'same' || agreement === 'near'
  const key = email === 'same' || phone === 'same'
  const against = birthday === 'different' || birthday === 'alike'
  return probability >= certainFrom && !sameSystem && key && goTogether(given) && goTogether(family) && !against
}

/** An e-mail address or phone number that these two have, and no third record. */
async function shareAKey(db: Kysely<Database>, { firstId, secondId }: Proposal): Promise<boolean> {
  const { rows } = await sql<{ shared: boolean }>`
    select exists (
      select from contact_points as one join contact_points as other
        on other.kind = one.kind and other.match_key = one.match_key and other.customer_id = ${secondId} and other.valid
      where one.customer_id = ${firstId} and one.kind in ('email', 'phone') and one.valid
      and not exists (
        select from contact_points as third join customers as c on c.id = third.customer_id
        where third.kind = one.kind and third.match_key = one.match_key and c.id not in (${firstId}, ${secondId})
        and c.merged_into_id is null and c.erased_at is null
      )
    ) as shared
  `.execute(db)
  return rows[0]?.shared ?? false
}

/** One of a pair was erased or merged meanwhile, or an import is running: the next search finds what is left. */
function leaveForLater(error: unknown): null {
  if (error instanceof UserError) return null
  throw error
}
