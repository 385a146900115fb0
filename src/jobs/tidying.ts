import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { ShopSettings } from '../db/settings.ts'

/** Slack delivers again for an hour at most. */
const eventDays = 7
const dayMs = 86_400_000

/** Removes what was kept long enough: events, conversations with their questions, and the audit log. */
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
  await db.deleteFrom('audit_log').where('at', '<', audits).execute()
}
