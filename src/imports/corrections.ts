import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { correctedColumns } from './load/corrections.ts'

/**
 * Before an import is undone: what colleagues have corrected stays corrected. The rows that the undo would put back get the
 * corrected values, and those that somebody changed or took off as a whole are left as they are.
 */
export async function keepCorrections(tx: Kysely<Database>, batch: number): Promise<void> {
  await sql`
    update import_changes as k set before = k.before || kept.present
    from (
      select c.id, jsonb_object_agg(v.key, v.value) as present
      from customers as c
      join customer_changes as h on h.customer_id = c.id and h.undone_at is null
      cross join lateral jsonb_each(to_jsonb(c)) as v
      join (values ${sql.join(Object.entries(correctedColumns).map(([column, field]) => sql`(${column}::text, ${field}::text)`))})
        as held(name, field) on held.name = v.key
        and (held.field = h.field or held.field = 'place' and h.field = 'address'
          and h.before -> 'place' is distinct from h.after -> 'place')
      where c.id in (select (row_key ->> 'id')::bigint from import_changes where batch_id = ${batch}
        and table_name = 'customers' and before is not null)
      group by c.id
    ) as kept
    where k.batch_id = ${batch} and k.table_name = 'customers' and k.before is not null
    and (k.row_key ->> 'id')::bigint = kept.id`.execute(tx)
  for (const { table, customer, fields } of whole)
    await sql`
      delete from import_changes as k using customer_changes as h
      where k.batch_id = ${batch} and k.table_name = ${table} and k.before is not null
      and h.undone_at is null and h.customer_id = (k.before ->> ${customer})::bigint
      and h.field = any (${[...fields]}::text[])
      and (k.table_name <> 'contact_points' or h.field = k.before ->> 'kind')
      and (k.table_name <> 'service_cases' or h.key = k.before ->> 'id')`.execute(tx)
}

/** Tables whose rows are somebody's decision as a whole once a colleague has changed them. */
const whole = [
  { table: 'contact_points', customer: 'customer_id', fields: ['email', 'phone', 'address'] },
  { table: 'referrals', customer: 'referred_id', fields: ['referral'] },
  { table: 'service_cases', customer: 'customer_id', fields: ['case'] },
] as const
