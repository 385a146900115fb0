import type { Kysely, Transaction } from 'kysely'
import { record } from '../access/audit.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { UserError } from '../errors.ts'
import { shareWithImports } from '../identity/merge.ts'
import { type Held, hold, refuseStrangers } from './holding.ts'
import type { Writing } from './idea.ts'
import { restores } from './ideas.ts'
import { changeBy, type Kept, lastChange } from './log.ts'

/**
 * Takes changes back, the latest first, all or none: each as long as nothing was changed on top of it. Consent is never
 * unsaid: a row is added that says what held before, or no.
 */
export async function undoChanges(
  ids: readonly number[],
  writing: Writing,
  db: Kysely<Database>,
): Promise<{ readonly customer: Held; readonly undone: readonly Kept[] }> {
  refuseStrangers(writing.by)
  return db.transaction().execute(async (trx) => {
    await shareWithImports(trx)
    const undone: Kept[] = []
    let customer: Held | null = null
    for (const id of [...ids].sort((one, other) => other - one)) {
      const kept = await changeBy(id, trx)
      if (!kept) throw new UserError('There is nothing to take back any more.')
      customer = await hold(kept.customerId, writing.by, trx)
      await undoOne(kept, customer, writing, trx)
      undone.push(kept)
    }
    if (customer === null) throw new UserError('There is nothing to take back.')
    await refreshSummaries(trx, [...new Set([customer.id, ...undone.flatMap(referrers)])])
    return { customer, undone }
  })
}

async function undoOne(kept: Kept, customer: Held, writing: Writing, trx: Transaction<Database>): Promise<void> {
  const { id, field, key } = kept
  const restore = restores[field]
  if (restore === null) throw new UserError('A customer who was added is not taken back; merge or correct the record.')
  await refuseUnlessLast(kept, customer, writing, trx)
  if (field === 'do_not_contact' && kept.after === true && kept.by !== writing.by.who && !writing.by.mayManage)
    throw new UserError(`Only ${kept.who} and managers may take this do-not-contact back.`)
  await restore(customer.id, kept, writing, trx)
  await trx
    .updateTable('customer_changes')
    .set({ undone_at: writing.now, undone_by: writing.by.who })
    .where('id', '=', id)
    .execute()
  const details = { change: id, field, ...(field === 'consent' && { channel: key }) }
  await record(trx, { actor: writing.by.who, action: 'undo_change', subject: `customer ${customer.ref}`, details })
}

/** What came after it would be lost with it: by another colleague, or by a merge that moved the record. */
async function refuseUnlessLast(
  kept: Kept,
  customer: Held,
  { by }: Writing,
  trx: Transaction<Database>,
): Promise<void> {
  if (kept.undone) throw new UserError('This was taken back already.')
  if (customer.id !== kept.customerId)
    throw new UserError(`The record was merged into ${customer.name} (${customer.ref}) since; correct it there.`)
  const last = await lastChange(customer.id, kept.field, kept.key, trx)
  if (last && last.id !== kept.id)
    throw new UserError(
      `${last.by === by.who ? 'You have' : `${last.who} has`} changed it again since, so it is not taken back.`,
      'Correct it to what is right instead.',
    )
}

function referrers({ field, before, after }: Kept): readonly number[] {
  if (field !== 'referral') return []
  return [before, after].flatMap((sent) => {
    const id = (sent as { readonly referrerId?: number } | null)?.referrerId
    return id === undefined ? [] : [id]
  })
}
