import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/db/schema.ts'

/** The rows in which a maintained table and the function that defines it differ; none is right. */
export async function unlike(
  db: Kysely<Database>,
  table: 'customer_summaries' | 'customer_category_summaries' | 'customer_refills' | 'aftercare_purchases',
): Promise<readonly unknown[]> {
  const defined = sql`${sql.raw(table)}_at('infinity')`
  const { rows } = await sql`
    (select * from ${sql.table(table)} except select * from ${defined})
    union all (select * from ${defined} except select * from ${sql.table(table)})
  `.execute(db)
  return rows
}
