import { sql } from 'kysely'
import { type Loading, run } from './merge.ts'

/** The new rows of a kind, with whose reference they came by. */
const arriving = [
  ['orders', 'orders_in'],
  ['interactions', 'interactions_in'],
  ['service_cases', 'cases_in'],
  ['notes', 'notes_new'],
  ['follow_ups', 'follow_ups_in'],
] as const

/**
 * Remembers which new facts came by the reference of a record that has been merged into another: they stand under the
 * one that stayed, and go back with the other one when the merge is taken back.
 */
export async function keepArrivals({ tx }: Loading): Promise<void> {
  for (const [table, incoming] of arriving)
    await run(
      tx,
      sql`insert into merged_arrivals (table_name, row_id, customer_id)
          select ${table}::text, id, own_id from ${sql.table(incoming)}
          where is_new and own_id <> customer_id order by id
          on conflict do nothing`,
    )
}

const MOMENTS = [
  ...['sent_at', 'opened_at', 'clicked_at', 'responded_at'],
  ...['sent_day', 'opened_day', 'clicked_day', 'responded_day'],
]

/** Of a campaign that two merged records were both chosen for, whatever happened first counts, as in the merge. */
export async function combineMerged(tx: Loading['tx']): Promise<void> {
  const earliest = sql.join(
    MOMENTS.map((name) => sql`${sql.ref(name)} = least(${sql.ref(`i.${name}`)}, ${sql.ref(`t.${name}`)})`),
  )
  await run(
    tx,
    sql`update recipients_in as i set ${earliest}, holdout = i.holdout and t.holdout
        from campaign_recipients as t
        where t.campaign_id = i.campaign_id and t.customer_id = i.customer_id
        and exists (select from customers as other where other.merged_into_id = i.customer_id)`,
  )
}
