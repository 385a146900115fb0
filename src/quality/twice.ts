import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Day } from '../db/schema.ts'
import { sets } from './kinds.ts'
import { on, within } from './source.ts'

/**
 * How many customers whom the asker sees are perhaps there twice, as it stands this moment: as the finding `duplicate`, but
 * from the few pairs and not from all customers, so that it can be counted with every look.
 */
export async function countTwice(db: Kysely<Database>, today: Day, asker: Pick<Asker, 'scope'>): Promise<number> {
  const { rows } = await sql<{ customers: number }>`
    select count(*)::int as customers
    from (${on(sets.paired, today)}) as paired
    join customers c on c.id = paired.customer_id
    where c.merged_into_id is null and c.erased_at is null
    and (c.created_day is null or c.created_day <= ${today}::date) and ${within(asker)}
  `.execute(db)
  return rows[0]?.customers ?? 0
}
