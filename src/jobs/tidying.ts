import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { ShopSettings } from '../db/settings.ts'
import { forgetLeftovers } from '../privacy/belongings.ts'

/** Slack delivers again for an hour at most. */
const eventDays = 7
const dayMs = 86_400_000

/** A note or a change that nobody confirmed is no longer asked about. */
const draftDays = 1

/**
 * Removes what was kept long enough: events, conversations with their questions, drafts, the audit log, and what imports
 * found doubtful as long as the audit log is kept. And what came in about somebody while they were being erased.
 */
export async function tidy(
  db: Kysely<Database>,
  { conversationDays, auditDays }: Pick<ShopSettings, 'conversationDays' | 'auditDays'>,
  now: Date,
): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * dayMs)
  const [conversations, audits] = [before(conversationDays), before(auditDays)]
  await db.deleteFrom('event_deduplication').where('received_at', '<', before(eventDays)).execute()
  await db.deleteFrom('answers').where('created_at', '<', conversations).execute()
  await db.deleteFrom('conversations').where('updated_at', '<', conversations).execute()
  await db.deleteFrom('schedule_runs').where('finished_at', '<', conversations).execute()
  await db.deleteFrom('job_runs').where('started_at', '<', conversations).execute()
  await db.deleteFrom('note_drafts').where('written_at', '<', before(draftDays)).execute()
  await db.deleteFrom('record_drafts').where('written_at', '<', before(draftDays)).execute()
  await db.deleteFrom('audit_log').where('at', '<', audits).execute()
  await db.deleteFrom('model_uses').where('at', '<', audits).execute()
  await db
    .deleteFrom('import_issues')
    .where('batch_id', 'in', (query) =>
      query.selectFrom('import_batches').select('id').where('started_at', '<', audits),
    )
    .execute()
  await forgetLeftovers(db)
}
