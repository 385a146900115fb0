import { type RawBuilder, sql } from 'kysely'
import type { Entity } from '../fields.ts'
import type { Ledger } from '../ledger.ts'
import { repeatedNo } from './corrections.ts'
import type { Loading } from './merge.ts'

/** Something that only the database can see, such as a reference to a record that is nowhere. */
interface Check {
  readonly severity: 'doubtful' | 'refused'
  /** Null where it can be in any kind of file. */
  readonly entity: Entity | null
  readonly label: string
  readonly column: string
  /** Selects file, line and value. */
  readonly rows: RawBuilder<unknown>
  readonly sentence: (value: string) => string
}

/** Of one sort this many are written out one by one; all are counted. */
const LISTED = 100_000

/**
 * Notes what the loads could not resolve. In our own format a customer, product or store that no file describes is worth
 * a look, whereas other exports simply have no such file.
 */
export async function findDoubts(
  loading: Loading,
  ledger: Ledger,
  files: readonly { readonly entity: Entity; readonly isOwn: boolean }[],
): Promise<void> {
  for (const check of checks([...files.keys()].filter((file) => files[file]?.isOwn))) {
    const found = await sql<{ file: number; line: number; value: string; total: number }>`
      select file, line, value, count(*) over () as total from (${check.rows}) as found
        order by file, line limit ${LISTED}
    `.execute(loading.tx)
    const { label, column, severity } = check
    const entityOf = (file: number): Entity => check.entity ?? files[file]?.entity ?? 'customers'
    for (const { file, line, value } of found.rows)
      ledger.note(severity, {
        ...{ entity: entityOf(file), file, line: Number(line), column, label },
        sentence: check.sentence(value),
      })
    const [first] = found.rows
    const unlisted = Number(first?.total ?? 0) - found.rows.length
    if (first !== undefined && unlisted > 0)
      ledger.more(severity, { entity: entityOf(first.file), label, file: first.file }, unlisted)
  }
}

function checks(ownFiles: readonly number[]): readonly Check[] {
  const own = sql`file = any (${ownFiles}::int[])`
  const doubtful = 'doubtful' as const
  return [
    {
      ...{ severity: doubtful, entity: 'customers', label: 'unknown referrer', column: 'referred_by' },
      rows: sql`select s.file, s.line, s.referred_by as value from customers_last as s
        where s.referred_by is not null and not exists (select from known as k where k.system = s.system
          and k.ref = s.referred_by)`,
      sentence: (value) => `no customer has the reference ${value}; it is kept beside the record`,
    },
    {
      ...{ severity: doubtful, entity: 'customers', label: 'refers to themselves', column: 'referred_by' },
      rows: sql`select file, line, referred_by as value from in_customers where referred_by = ref`,
      sentence: () => 'a customer cannot have sent themselves; the referral is left out',
    },
    {
      ...{ severity: doubtful, entity: 'customers', label: 'unknown owner', column: 'owner_email' },
      rows: sql`select file, line, owner_email as value from in_customers as s where owner_email is not null
        and not exists (select from staff where staff.email = s.owner_email)`,
      sentence: (value) => `no colleague has the e-mail ${value}; the customer has no owner from this file`,
    },
    {
      ...{ severity: doubtful, entity: 'customers', label: 'yes after a no', column: 'consent' },
      rows: sql`select i.file, i.line, i.channel as value from consents_in as i
        join consents_now as n using (customer_id, channel)
        where i.state = 'yes' and n.state = 'no'
          and not coalesce(i.captured_at > coalesce(n.captured_at, n.recorded_at), false)`,
      sentence: (value) =>
        `the file says yes for ${value}, the customer said no before; it stays no until a consent with a later date comes`,
    },
    {
      ...{ severity: doubtful, entity: 'customers', label: 'no before a yes', column: 'consent' },
      rows: sql`select i.file, i.line, i.channel as value from consents_in as i
        join consents_now as n using (customer_id, channel) where ${repeatedNo}`,
      sentence: (value) =>
        `the file still says no for ${value}, as it did before a colleague recorded a yes; it stays yes until a no with a date comes`,
    },
    {
      ...{ severity: 'refused', entity: 'customers', label: 'asked to be forgotten', column: 'customer_ref' },
      rows: sql`select s.file, s.line, '' as value from in_customers as s
        join forgotten as f using (system, ref) where not s.named_only`,
      sentence: () => 'this person asked to be forgotten; the record is not made again',
    },
    ...(['interactions', 'notes', 'campaign_recipients'] as const).map((entity) => ({
      ...{ severity: 'refused' as const, entity, label: 'asked to be forgotten', column: 'customer_ref' },
      rows: sql`select s.file, s.line, '' as value from ${sql.table(`in_${entity}`)} as s
        where not exists (select from known as k where k.system = s.system and k.ref = s.customer_ref)`,
      sentence: () => 'this person asked to be forgotten; nothing about them is kept',
    })),
    {
      ...{ severity: doubtful, entity: null, label: 'customer in no file', column: 'customer_ref' },
      rows: sql`select file, line, ref as value from in_customers as s where named_only and ${own}
        and not exists (select from forgotten as f where f.system = s.system and f.ref = s.ref)`,
      sentence: (value) => `no file describes the customer ${value}; a record with this reference alone was made`,
    },
    {
      ...{ severity: doubtful, entity: 'orders', label: 'product in no file', column: 'sku' },
      rows: sql`select min(s.file) as file, min(s.line) as line, s.sku as value from in_orders as s
        join sold_new using (sku) where s.${own} group by s.sku`,
      sentence: (value) => `no file describes the product ${value}; it was made with this SKU alone`,
    },
    {
      ...{ severity: doubtful, entity: 'orders', label: 'store in no file', column: 'store' },
      rows: sql`select min(s.file) as file, min(s.line) as line, s.store as value from heads as s
        join named_stores as n on n.name = s.store where s.${own} group by s.store`,
      sentence: (value) => `no file describes the store ${value}; it was made with this name alone`,
    },
    {
      ...{ severity: doubtful, entity: 'campaign_recipients', label: 'campaign in no file', column: 'campaign_ref' },
      rows: sql`select distinct on (s.campaign_ref) s.file, s.line, s.campaign_ref as value
        from in_campaign_recipients as s join named_campaigns as n on n.ref = s.campaign_ref
        order by s.campaign_ref, s.file, s.line`,
      sentence: (value) => `no file describes the campaign ${value}; it was made with this reference alone`,
    },
    ...(
      [
        ['interactions', 'staff_email'],
        ['notes', 'author_email'],
      ] as const
    ).map(([entity, column]) => ({
      ...{ severity: doubtful, entity, label: 'unknown colleague', column },
      rows: sql`select file, line, ${sql.ref(column)} as value from ${sql.table(`in_${entity}`)} as s
        where ${sql.ref(column)} is not null and not exists (select from staff
        where staff.email = s.${sql.ref(column)})`,
      sentence: (value: string) => `no colleague has the e-mail ${value}; it is kept without one`,
    })),
    {
      ...{ severity: doubtful, entity: 'interactions', label: 'unknown order', column: 'order_ref' },
      rows: sql`select file, line, order_ref as value from in_interactions as s where order_ref is not null
        and not exists (select from orders as o where o.system = s.system and o.ref = s.order_ref)`,
      sentence: (value) => `no order has the reference ${value}; it is kept as it is written`,
    },
  ]
}
