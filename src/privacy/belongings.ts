import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { everything } from './everything.ts'

/** Deletes every row that is about these customers, in every table that has customers; returns how many. */
export async function forgetBelongings(trx: Kysely<Database>, ids: RawBuilder<unknown>): Promise<number> {
  await forgetImported(trx, ids)
  const { belongings, loose } = await everything(trx)
  let removed = 0
  for (const { table, columns } of belongings) {
    const theirs = sql.join(
      columns.map((column) => sql`${sql.ref(column)} = any (${ids})`),
      sql` or `,
    )
    for (const link of loose.filter(({ parent }) => parent === table))
      await loosen(trx, link, sql`select id from ${sql.table(table)} where ${theirs}`)
    const gone = await sql`delete from ${sql.table(table)} where ${theirs}`.execute(trx)
    removed += Number(gone.numAffectedRows ?? 0)
  }
  return removed
}

async function loosen(
  trx: Kysely<Database>,
  { child, column, nullable }: { readonly child: string; readonly column: string; readonly nullable: boolean },
  rows: RawBuilder<unknown>,
): Promise<void> {
  const where = sql`where ${sql.ref(column)} in (${rows})`
  if (nullable) await sql`update ${sql.table(child)} set ${sql.ref(column)} = null ${where}`.execute(trx)
  else await sql`delete from ${sql.table(child)} ${where}`.execute(trx)
}

/**
 * What imports kept beside the records themselves: columns that no field takes, and the rows as they were before the
 * last import, which its undo would bring back.
 */
async function forgetImported(trx: Kysely<Database>, ids: RawBuilder<unknown>): Promise<void> {
  for (const table of ['interactions', 'notes'])
    await sql`
      delete from unknown_columns using ${sql.table(table)} as t
      where t.customer_id = any (${ids}) and unknown_columns.table_name = ${table}
      and unknown_columns.row_key = jsonb_build_object('id', t.id)
    `.execute(trx)
  await sql`
    delete from unknown_columns using campaign_recipients as t
    where t.customer_id = any (${ids}) and unknown_columns.table_name = 'campaign_recipients'
    and unknown_columns.row_key = jsonb_build_object('campaign_id', t.campaign_id, 'customer_id', t.customer_id)
  `.execute(trx)
  await sql`
    update import_changes set before = before || '{"customer_id": null, "raw": null}'
    where table_name = 'orders' and (before ->> 'customer_id')::bigint = any (${ids})
  `.execute(trx)
  await sql`
    delete from import_changes
    where table_name <> 'orders'
    and (
      (before ->> 'customer_id')::bigint = any (${ids})
      or (row_key ->> 'customer_id')::bigint = any (${ids})
      or table_name = 'customers' and (before ->> 'id')::bigint = any (${ids})
      or table_name = 'referrals' and ((before ->> 'referrer_id')::bigint = any (${ids})
        or (before ->> 'referred_id')::bigint = any (${ids}))
      or table_name = 'unknown_columns' and before is not null
        and not exists (select from unknown_columns u where u.id = (before ->> 'id')::bigint)
    )
  `.execute(trx)
}

/**
 * Once more for everybody who was erased: what was being written at that moment, by somebody who had looked them up just
 * before, came after it. Returns how many rows there were.
 */
export async function forgetLeftovers(db: Kysely<Database>): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom('customers')
      .select('id')
      .where('erased_at', 'is not', null)
      .orderBy('id')
      .execute()
    if (found.length === 0) return 0
    return forgetBelongings(trx, sql`${found.map(({ id }) => id)}::bigint[]`)
  })
}
