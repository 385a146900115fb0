import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { record } from './audit.ts'

/**
 * Parts the staff from Slack users that no real Slack has: those of the local workspace, which begin with `trialUsers`,
 * and those of the sample shop. To be called before the bot connects to a real Slack: colleagues tried out in the
 * workspace are then found by their e-mail addresses, and an administrator who was only tried out is none.
 */
export async function leaveTrial(db: Kysely<Database>, trialUsers: string): Promise<number> {
  const { rows } = await sql<{ email: string }>`
    update staff set slack_user_id = null, set_here = array_remove(set_here, 'slack_user_id')
    where starts_with(slack_user_id, ${trialUsers})
      or (
        slack_user_id is not null and not 'slack_user_id' = any(set_here)
        and exists (select from import_batches where system = 'sample' and status = 'done')
      )
    returning email
  `.execute(db)
  if (rows.length > 0) await record(db, { actor: 'start', action: 'leave_trial', details: { colleagues: rows.length } })
  return rows.length
}
