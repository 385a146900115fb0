import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Day } from '../db/schema.ts'
import { kinds } from './kinds.ts'
import { type Groups, groupsOf } from './report.ts'
import { completeness, joined, on, type Source, sourceOn, thoroughly, within } from './source.ts'
import { type WorklistOptions, type Worth, worklistOf } from './worklist.ts'

/** How good the data is: of all whom the asker sees, by store and by colleague; and whose to put right first. */
export interface WholeQuality extends Groups {
  readonly worklist: readonly Worth[]
}

/**
 * All of it with one look at every customer: what is found of each is written down for the transaction, and counted from
 * there. Looked at once for each part, a million customers took four times as long.
 */
export async function wholeQuality(
  db: Kysely<Database>,
  today: Day,
  asker: Pick<Asker, 'scope' | 'maySeeContactDetails'>,
  options: Pick<WorklistOptions, 'kind' | 'most'>,
): Promise<WholeQuality> {
  const source = await sourceOn(db, today)
  return thoroughly(db, async (trx) => {
    await look(trx, source, asker)
    const groups = await groupsOf(trx, looked)
    return { ...groups, worklist: await worklistOf(trx, looked, source, asker, options) }
  })
}

const looked = sql`quality_looked`

async function look(
  trx: Kysely<Database>,
  { from, visible, today }: Source,
  asker: Pick<Asker, 'scope'>,
): Promise<void> {
  const flags = kinds.map(({ code, sql: condition }) => sql`${on(condition, today)} as ${sql.ref(`is_${code}`)}`)
  await sql`
    create temporary table quality_looked on commit drop as
    select c.id, c.store_id, c.owner_id, s.net_spend as spend, ${on(completeness().sql, today)} as completeness, ${sql.join(flags)}
    from ${from} ${joined(kinds, today)}
    where ${visible} and ${within(asker)}
  `.execute(trx)
}
