import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { type Attribute, buildCatalog, type Catalog } from './catalog.ts'
import { readSaved, withSaved } from './saved.ts'
import { selfCheck } from './selfcheck.ts'

/**
 * The catalogue with the attributes this shop keeps about its customers and the segments it has saved; faults of the
 * catalogue itself are ours.
 */
export async function loadCatalog(db: Kysely<Database>): Promise<Catalog> {
  const { rows } = await sql<Attribute>`
    select key, bool_and(value ~ '^-?[0-9]+([.][0-9]+)?$') as numeric
    from customer_attributes
    group by key
    order by key
    limit 200
  `.execute(db)
  const catalog = buildCatalog(rows)
  const faults = selfCheck(catalog)
  if (faults.length > 0) throw new Error(`The catalogue contradicts itself:\n${faults.join('\n')}`)
  return withSaved(catalog, await readSaved(db))
}
